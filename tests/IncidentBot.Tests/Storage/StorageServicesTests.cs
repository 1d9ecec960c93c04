using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Tests.Storage;

public sealed class StorageServicesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_store_named_in_the_configuration_is_opened()
    {
        await using var provider = Services(("Storage:Path", _folder.File("mine.db"))).BuildServiceProvider();

        await provider.GetRequiredService<IIncidentStore>().NoteAsync(Typed.Command("one"));

        Assert.True(File.Exists(_folder.File("mine.db")));
    }

    [Theory]
    [InlineData("Provider", "postgres", "Storage:ConnectionString: what Npgsql reads is needed, for example Host=db.example;Database=incidentbot;Username=incidentbot;Password=….")]
    [InlineData("Provider", "oracle", "Storage:Provider: 'oracle' is unknown; use sqlite or postgres.")]
    [InlineData("Path", " ", "Storage:Path: a file name is needed, for example data/incidents.db.")]
    [InlineData("Path", "/", "Storage:Path: '/' is a folder; name a file in it, for example incidents.db.")]
    [InlineData("SqliteLibrary", "sqlite3.so", "Storage:SqliteLibrary: 'sqlite3.so' is neither auto, bundled nor the full path of a library.")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[$"Storage:{setting}"] = value;
        builder.Services.AddIncidentStore();
        await using var app = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void The_default_is_a_file_in_the_working_directory() =>
        Assert.Equal(("sqlite", "data/incidents.db"), (new StorageOptions().Provider, new StorageOptions().Path));

    private static ServiceCollection Services(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build());
        services.AddLogging();
        services.AddIncidentStore();
        return services;
    }
}

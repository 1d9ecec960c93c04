using IncidentBot.Storage;
using IncidentBot.Storage.Integrity;
using IncidentBot.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IncidentBot.Tests.Storage;

/// <summary>What a database in PostgreSQL must be, and what it refuses itself.</summary>
public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private PostgresCluster _cluster = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        _cluster = await Postgres.ClusterAsync();
        _address = await _cluster.CreateDatabaseAsync();
    }

    public Task DisposeAsync() => _cluster.DropDatabaseAsync(_address);

    [SkippableTheory]
    [InlineData("UPDATE events SET type = 'closed'", "events are never changed")]
    [InlineData("DELETE FROM events", "events are never removed")]
    [InlineData("TRUNCATE events CASCADE", "events are never removed")]
    [InlineData("DELETE FROM event_words", "never removed")]
    [InlineData("DELETE FROM deliveries", "deliveries are never removed")]
    public async Task The_database_itself_refuses(string sql, string message)
    {
        await using var store = await Postgres.OpenAsync(_address);
        await store.NoteAsync(Typed.Command("disk full", "d1"));

        var error = await Assert.ThrowsAsync<PostgresException>(() => _cluster.ExecuteAsync(sql, _address));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("off", "synchronous_commit=off")]
    [InlineData("local", null)]
    [InlineData("remote_apply", null)]
    public async Task What_would_not_be_kept_is_refused(string setting, string? expected)
    {
        var store = Postgres.Create(_address + $";Options=-c synchronous_commit={setting}");
        await using (store)
        {
            var error = await Record.ExceptionAsync(() => store.PrepareAsync(CancellationToken.None));

            Assert.Equal(expected is null, error is null);
            Assert.Contains(expected ?? "", (error as UnusableStoreException)?.Message ?? "", StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_server_that_does_not_sync_is_refused()
    {
        await using var cluster = await PostgresCluster.StartAsync(Needs.Postgres(), "fsync = off");

        var error = await Assert.ThrowsAsync<UnusableStoreException>(() => Postgres.OpenAsync(cluster.Address()));

        Assert.Contains("fsync=off", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Another_encoding_is_refused()
    {
        await _cluster.ExecuteAsync("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");

        var error = await Assert.ThrowsAsync<UnusableStoreException>(() => Postgres.OpenAsync(_cluster.Address("latin")));

        Assert.Contains("encoding LATIN1", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_newer_version_is_refused()
    {
        await using (var store = await Postgres.OpenAsync(_address))
        {
            await _cluster.ExecuteAsync("INSERT INTO schema_versions VALUES (99, 0)", _address);
        }

        var error = await Assert.ThrowsAsync<UnusableStoreException>(() => Postgres.OpenAsync(_address));

        Assert.Contains("a newer version (schema 99, this version knows", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Tables_of_another_program_are_refused()
    {
        await _cluster.ExecuteAsync("CREATE TABLE events (id int)", _address);

        var error = await Assert.ThrowsAsync<UnusableStoreException>(() => Postgres.OpenAsync(_address));

        Assert.Contains("tables of another program", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Steps_that_fail_leave_nothing_behind()
    {
        await using var database = new PostgresDatabase(PostgresSettings.Read(_address)!, TimeProvider.System, NullLogger.Instance)
        {
            Steps = [.. PostgresSchema.Steps, "CREATE TABLE new (id int); SELECT 1/0"],
        };

        await Assert.ThrowsAsync<UnusableStoreException>(() => database.PrepareAsync(CancellationToken.None));

        await using var store = await Postgres.OpenAsync(_address);
        Assert.Equal(1, (await store.NoteAsync(Typed.Command("works"))).Entry);
    }

    [SkippableFact]
    public async Task A_server_that_is_not_there_is_named_without_the_secret()
    {
        await using var store = new PostgresIncidentStore(
            PostgresSettings.Read("Host=127.0.0.1;Port=1;Database=db;Username=bot;Password=hunter2")!,
            TimeProvider.System, NullLogger<PostgresIncidentStore>.Instance, new Random(1));

        var error = await Assert.ThrowsAsync<UnusableStoreException>(() => store.PrepareAsync(CancellationToken.None));

        Assert.StartsWith("postgres 127.0.0.1/db cannot be used", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("UPDATE incidents SET version = 9 WHERE number = 1", "another version (9)")]
    [InlineData("UPDATE incidents SET head = decode('00', 'hex') WHERE number = 1", "another last link")]
    [InlineData("ALTER TABLE events DISABLE TRIGGER ALL; UPDATE events SET actor_name = 'Bob' WHERE version = 2", "INC-1: event 2, or one before it")]
    [InlineData("ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE event_words DISABLE TRIGGER ALL; DELETE FROM event_words; DELETE FROM events WHERE version = 3", "another version")]
    [InlineData("UPDATE event_words SET words = '{\"text\":\"other\"}' WHERE version = 3", "the words of event 3 are not the ones")]
    [InlineData("UPDATE deliveries SET entry = 99", "The delivery 'd1' of 'api' was answered as recorded")]
    public async Task Each_damage_is_named(string damage, string finding)
    {
        await using var store = await Postgres.OpenAsync(_address);
        await store.NoteAsync(Typed.Command("disk full", "d1"));
        await using var database = new PostgresDatabase(PostgresSettings.Read(_address)!, TimeProvider.System, NullLogger.Instance);
        Assert.Empty((await StoreIntegrity.CheckAsync(database, (_, _) => { }, CancellationToken.None)).Findings);

        await _cluster.ExecuteAsync(damage, _address);

        var report = await StoreIntegrity.CheckAsync(database, (_, _) => { }, CancellationToken.None);
        Assert.Contains(report.Findings, f => f.Contains(finding, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Host=db;Username=bot", true)]
    [InlineData("Host=db;Username=bot;SSL Mode=Require", true)]
    [InlineData("Host=db;Username=bot;SSL Mode=VerifyFull", false)]
    [InlineData("Host=localhost;Username=bot", false)]
    [InlineData("Host=127.0.0.1,10.0.0.7;Username=bot", true)]
    [InlineData("Host=/var/run/postgresql;Username=bot", false)]
    public void What_crosses_a_network_unproven_is_known(string address, bool exposed) =>
        Assert.Equal(exposed, PostgresSettings.Read(address)!.IsExposed);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Username=bot")]
    [InlineData("postgres://bot:hunter2@db/incidents")]
    [InlineData("Host=db;Port=hunter2")]
    public void What_is_no_connection_string_is_known(string? address) => Assert.Null(PostgresSettings.Read(address));

    [Fact]
    public void The_owners_settings_win()
    {
        var settings = PostgresSettings.Read("Host=db;Username=bot;Command Timeout=9;Maximum Pool Size=3;Options=-c lock_timeout=1")!;
        var writing = new NpgsqlConnectionStringBuilder(settings.ForWriting());

        Assert.Equal((9, 3, 2), (writing.CommandTimeout, writing.MaxPoolSize, writing.Timeout));
        Assert.EndsWith("-c lock_timeout=1", writing.Options, StringComparison.Ordinal);
    }
}

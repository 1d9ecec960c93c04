using System.Diagnostics;
using Dapper;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Tests.Storage;

/// <summary>Which SQLite runs: <c>tests/run</c> runs the tests of the store with the system's and with the packaged one.</summary>
public sealed class SqliteLibraryTests
{
    [SkippableFact]
    public void The_library_that_runs_is_the_one_asked_for()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "elsewhere the libraries have other names");
        var asked = Environment.GetEnvironmentVariable("Storage__SqliteLibrary") ?? SqliteLibrary.Automatic;
        if (asked == SqliteLibrary.Automatic)
        {
            Needs.Library("libsqlite3.so.0");
        }

        var library = SqliteLibrary.Current;
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        using var process = Process.GetCurrentProcess();
        var loaded = process.Modules.Cast<ProcessModule>().Select(m => m.FileName).Where(f => f.Contains("sqlite3.so", StringComparison.Ordinal));

        Assert.Equal($"{library.Version}", connection.ExecuteScalar<string>("SELECT sqlite_version()"));
        Assert.Equal(library.Path, Assert.Single(loaded.Distinct()));
        var (source, file) = asked switch
        {
            SqliteLibrary.Automatic => ("the operating system's", "libsqlite3.so.0"),
            SqliteLibrary.Bundled => (SqliteLibrary.Bundled, "libe_sqlite3.so"),
            _ => ("named by the setting", Path.GetFileName(asked)),
        };
        Assert.Equal(source, library.Source);
        Assert.StartsWith(file, Path.GetFileName(library.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_choice_holds_and_another_is_told_so()
    {
        var first = SqliteLibrary.Current;

        var second = SqliteLibrary.Use("/opt/other/libsqlite3.so");

        Assert.Same(first, second);
        Assert.Equal(
            $"Storage:SqliteLibrary: '/opt/other/libsqlite3.so' is not used, because this process already works with {first}.",
            second.Unlike("/opt/other/libsqlite3.so"));
        Assert.Null(second.Unlike(Environment.GetEnvironmentVariable("Storage__SqliteLibrary")));
    }

    [Theory]
    [InlineData("auto", true)]
    [InlineData("bundled", true)]
    [InlineData("/usr/lib/libsqlite3.so", true)]
    [InlineData("libsqlite3.so.0", false)]
    [InlineData("../libsqlite3.so", false)]
    [InlineData("Bundled", false)]
    public void A_library_is_named_by_a_word_or_a_full_path(string setting, bool isGood) =>
        Assert.Equal(isGood, SqliteLibrary.ProblemIn(setting) is null);
}

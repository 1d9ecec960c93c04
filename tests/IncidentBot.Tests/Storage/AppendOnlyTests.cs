using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Tests.Storage;

public sealed partial class AppendOnlyTests
{
    [Fact]
    public void No_code_changes_or_removes_what_is_kept_for_ever()
    {
        var sources = Directory.EnumerateFiles(SourceFolder(), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".sql", StringComparison.Ordinal))
            .ToList();

        Assert.Contains(sources, f => f.EndsWith("Schema.sqlite.sql", StringComparison.Ordinal));
        // The migration that chains events from before the chain is the one exception.
        Assert.DoesNotContain(sources, f => Changes().IsMatch(
            File.ReadAllText(f).Replace("UPDATE events SET link = @head WHERE incident = @number", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UPDATE events SET type = 'closed'", "events are never changed")]
    [InlineData("DELETE FROM events", "events are never removed")]
    [InlineData("DELETE FROM event_words", "never removed")]
    [InlineData("DELETE FROM deliveries", "deliveries are never removed")]
    public async Task The_file_itself_refuses(string sql, string message)
    {
        using var folder = new TempFolder();
        await using var store = Sqlite.Open(folder.File());
        await store.NoteAsync(Typed.Command("disk full", "d1"));
        using var other = Sqlite.Connect(folder.File());

        var error = Assert.Throws<SqliteException>(() => other.Execute(sql));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The tables of the search, and which rooms feed what, hold nothing of their own: they are made anew from the events at
    /// any time. What rooms are told goes when it was sent, a stream when it is of no use, and a zone when its person says so.
    /// </summary>
    [GeneratedRegex(@"\b(UPDATE\s+events|DELETE\s+FROM\s+(?!search_|outbox|room_|streams|people|incident_channels)|TRUNCATE\s+TABLE|REPLACE\s+INTO|INSERT\s+OR)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Changes();

    private static string SourceFolder() => Path.Combine(Needs.Repository, "src");
}

using Dapper;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Backups;

/// <summary>
/// Compares the tables, indexes and triggers of a file with those of ours, word for word: a file from elsewhere could
/// bring triggers that lose what is recorded, or views that lie about it.
/// </summary>
internal static class SchemaText
{
    private const string Read =
        // Statistics of the planner may be there or not; what has no text is made by SQLite for what has one.
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT IN ('sqlite_stat1', 'sqlite_stat4')";

    /// <param name="version">How many of the steps the file says were applied to it.</param>
    /// <returns>What is different, a line each.</returns>
    public static IReadOnlyList<string> Differences(SqliteConnection connection, int version, IReadOnlyList<string> steps)
    {
        var expected = Expected(steps.Take(version));
        var found = connection.Query<(string Type, string Name, string Sql)>(Read).ToHashSet();
        return
        [
            .. found.Except(expected).Select(f => $"The {f.Type} {f.Name} is not as this program makes it."),
            .. expected.ExceptBy(found.Select(f => (f.Type, f.Name)), e => (e.Type, e.Name)).Select(e => $"The {e.Type} {e.Name} is missing."),
        ];
    }

    private static HashSet<(string Type, string Name, string Sql)> Expected(IEnumerable<string> steps)
    {
        using var model = new SqliteConnection("Data Source=:memory:;Pooling=False");
        model.Open();
        foreach (var step in steps)
        {
            model.Execute(step);
        }

        return [.. model.Query<(string, string, string)>(Read)];
    }
}

using System.Data.Common;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Faults.History;

/// <summary>What a database holds, read by plain SQL on a connection of its own: not by the code that is under test.</summary>
internal static class StoredEntries
{
    /// <summary>Incident, number and first word of every entry.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public static IReadOnlyList<(int Incident, int Entry, string Id)> Read(string database)
    {
        _ = SqliteLibrary.Current;
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return Read(connection);
    }

    /// <summary>The same from any database.</summary>
    public static IReadOnlyList<(int Incident, int Entry, string Id)> Read(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT e.incident, e.entry, w.words
            FROM events e LEFT JOIN event_words w ON w.incident = e.incident AND w.version = e.version
            WHERE e.type = 'recorded'
            ORDER BY e.incident, e.version
            """;
        using var row = command.ExecuteReader();
        List<(int, int, string)> entries = [];
        while (row.Read())
        {
            var text = row.IsDBNull(2) ? "" : EventCodec.DecodeWords(row.GetString(2))!.Text;
            entries.Add((row.GetInt32(0), row.GetInt32(1), text.Split(' ')[0]));
        }

        return entries;
    }
}

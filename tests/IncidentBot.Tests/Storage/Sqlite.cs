using IncidentBot.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

internal static class Sqlite
{
    public static SqliteIncidentStore Open(string path) =>
        SqliteIncidentStore.Open(path, TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);

    /// <summary>A connection past the store, as another program would have it.</summary>
    public static SqliteConnection Connect(string path)
    {
        _ = SqliteLibrary.Current;
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}

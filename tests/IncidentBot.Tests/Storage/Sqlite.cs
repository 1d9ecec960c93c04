using Dapper;
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

    /// <summary>Overwrites a page that nothing reads when the bot starts.</summary>
    public static void DamageDeliveries(string path)
    {
        using var connection = Connect(path);
        var page = connection.ExecuteScalar<long>("SELECT rootpage FROM sqlite_master WHERE name = 'deliveries'");
        var size = connection.ExecuteScalar<long>("PRAGMA page_size");
        connection.Close();
        using var file = File.OpenWrite(path);
        file.Position = (page - 1) * size;
        file.Write(Enumerable.Repeat((byte)0xFF, 512).ToArray());
    }
}

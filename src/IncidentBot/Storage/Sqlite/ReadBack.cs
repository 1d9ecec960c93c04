using Dapper;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Reads what was committed once more, through a connection opened for it: the way the next start will see the file.
/// The one it is compared with was opened beside the writer, and so still sees what the writer does.
/// </summary>
internal sealed class ReadBack : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteConnection _held;

    public ReadBack(SqliteFile file)
    {
        _file = file;
        _held = file.OpenFreshReader();
        // The files are opened by the first read, not before.
        Committed(_held);
    }

    /// <summary>What is wrong, in one line; null if all that was committed can be read back.</summary>
    public string? Problem()
    {
        var before = Committed(_held);
        (string Store, long Events) found;
        try
        {
            using var fresh = _file.OpenFreshReader();
            found = Committed(fresh);
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            return $"what was recorded cannot be read back from {_file.Path}: {e.Message}; run incidentbot verify, or restore a backup.";
        }

        // Commands may have been committed meanwhile.
        var after = Committed(_held);
        return found.Store == after.Store && before.Events <= found.Events && found.Events <= after.Events
            ? null
            : $"{found.Events} events can be read back from {_file.Path}, not the {after.Events} that were recorded: its files were moved or replaced. " +
              "Put them back, or restore a backup.";
    }

    public void Dispose() => _held.Dispose();

    /// <summary>How many events there are, which never gets less, and in which store.</summary>
    private static (string Store, long Events) Committed(SqliteConnection connection) =>
        connection.QuerySingle<(string, long)>("SELECT store_id, events FROM ledger");
}

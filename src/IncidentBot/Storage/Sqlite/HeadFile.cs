using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// A copy of the ledger beside the database, by which a start knows a database that has lost events: whose write-ahead
/// log was removed, or in whose place an older or another one was put. SQLite opens each of them without a word.
/// </summary>
internal sealed class HeadFile(string databasePath)
{
    private readonly string _path = databasePath + ".head";

    /// <summary>What was saved last; null if nothing was, or it cannot be read.</summary>
    public Head? Read()
    {
        try
        {
            using var file = File.OpenRead(_path);
            return JsonSerializer.Deserialize(file, HeadJson.Default.Head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Without it nothing is known, and nothing is claimed.
            return null;
        }
    }

    /// <summary>Replaces what was saved; after a power cut the old one or the new one is there.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Save(Head head)
    {
        var made = _path + ".new";
        using (var file = PrivateFiles.Open(made, FileShare.None))
        {
            file.SetLength(0);
            JsonSerializer.Serialize(file, head, HeadJson.Default.Head);
            file.Flush(flushToDisk: true);
        }

        File.Move(made, _path, overwrite: true);
        PrivateFiles.SyncFolder(Path.GetDirectoryName(_path)!);
    }

    /// <summary>What a database lacks of what was confirmed, as the end of a sentence about it; null if nothing.</summary>
    public static string? ProblemWith(Ledger ledger, Head confirmed) =>
        ledger.StoreId != confirmed.StoreId ? "is another database than the one that was used here last"
        : ledger.Events < confirmed.Events
            ? $"holds {ledger.Events} events, but {confirmed.Events} were confirmed: its -wal file was removed, or an older copy was put here"
        : ledger.Events == confirmed.Events && !ledger.Head.AsSpan().SequenceEqual(confirmed.Hash)
            ? "holds other events than those that were confirmed"
        : null;

    /// <summary>Compares a database that is about to be used with what was saved.</summary>
    /// <exception cref="UnusableStoreException">It lacks what was confirmed; the message says what to do.</exception>
    public void Check(Ledger ledger)
    {
        if (Read() is not { } saved)
        {
            return;
        }

        if (ProblemWith(ledger, saved) is { } problem)
        {
            throw new UnusableStoreException(
                $"{databasePath} {problem}. Put the right files back, or run: incidentbot restore. " +
                $"To go on with this one all the same, delete {_path}.");
        }
    }
}

/// <summary>Where a store stood.</summary>
/// <param name="Hash">The head over all events.</param>
internal sealed record Head(string StoreId, long Events, byte[] Hash)
{
    public static Head Of(Ledger ledger) => new(ledger.StoreId, ledger.Events, ledger.Head);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Head))]
internal sealed partial class HeadJson : JsonSerializerContext;

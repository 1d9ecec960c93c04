using System.Security.Cryptography;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Rows;

/// <summary>
/// Binds each event to all events before it: its link is the hash of its row and of the link before. Words are not in
/// it, only their salted hash, so that erasing them leaves the chain whole. The form is for ever: it is the same on
/// every database, and files hold links made by it.
/// </summary>
internal static class EventChain
{
    public const int LinkBytes = SHA256.HashSizeInBytes;

    /// <summary>What the first event of an incident, and the first of a store, is bound to.</summary>
    public static byte[] Beginning { get; } = new byte[LinkBytes];

    public static byte[] Link(byte[] previous, IncidentId incident, EventRow row)
    {
        using var buffer = new MemoryStream(512);
        using var writer = new BinaryWriter(buffer);
        writer.Write(previous);
        writer.Write(incident.Number);
        writer.Write(row.Version);
        // Strings carry their length before them, so that no two rows write the same bytes.
        writer.Write(row.Type);
        writer.Write(row.Entry ?? 0);
        writer.Write(row.ActorId);
        writer.Write(row.ActorName);
        writer.Write(row.SentAt);
        writer.Write(row.RecordedAt);
        writer.Write(row.Facts);
        writer.Write(row.WordsHash ?? []);
        return SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The head of a whole store after one more event: a hash over all links, in the order they were recorded.</summary>
    public static byte[] Join(byte[] head, byte[] link)
    {
        Span<byte> both = stackalloc byte[2 * LinkBytes];
        head.CopyTo(both);
        link.CopyTo(both[LinkBytes..]);
        return SHA256.HashData(both);
    }
}

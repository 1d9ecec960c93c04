using System.Globalization;

namespace IncidentBot.Core.Incidents;

/// <summary>A file that was attached to a captured message, and whose bytes are kept here.</summary>
/// <param name="Number">From 1, one counter in the incident, stable for ever.</param>
/// <param name="Name">As its sender called it; <see cref="Words.Erased"/> after a redaction.</param>
/// <param name="ContentType">As its sender said, not checked.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Digest">The SHA-256 of its bytes, as hexadecimal; null once they are erased.</param>
public sealed record KeptFile(int Number, string Name, string ContentType, long Size, string? Digest)
{
    /// <summary>Where it is served; null once its bytes are erased.</summary>
    public string? Address(IncidentId incident) => Digest is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"/api/incidents/{incident}/files/{Number}/{Uri.EscapeDataString(Segment)}");

    /// <summary>The name without what has a meaning in paths; the number alone tells which file it is.</summary>
    private string Segment => Name.All(c => c == '.') ? "file" : Name.Replace('/', '_').Replace('\\', '_');
}

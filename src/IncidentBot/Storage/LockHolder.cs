using System.Text.Json.Serialization;

namespace IncidentBot.Storage;

/// <summary>The process that holds a database, as its lock file says.</summary>
/// <param name="Url">Where it answers; null until it listens, or if it never does.</param>
internal sealed record LockHolder(int Pid, string? Url, DateTimeOffset StartedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockJson : JsonSerializerContext;

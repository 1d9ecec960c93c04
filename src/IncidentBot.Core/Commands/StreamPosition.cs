namespace IncidentBot.Core.Commands;

/// <summary>
/// How far a stream by which a platform delivers was dealt with, so that a restart goes on from there instead of missing
/// what came meanwhile.
/// </summary>
/// <param name="Platform">The part of a channel's value before the colon.</param>
/// <param name="Shard">Which of its streams, from 0.</param>
/// <param name="Shards">How many there are in all.</param>
/// <param name="Session">In another session of the stream the numbers mean something else.</param>
/// <param name="Address">Where the session is gone on with; opaque here.</param>
/// <param name="Sequence">The number of the last delivery that was dealt with, as everything before it was.</param>
public sealed record StreamPosition(string Platform, int Shard, int Shards, string Session, string Address, long Sequence);

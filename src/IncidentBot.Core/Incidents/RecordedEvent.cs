using NodaTime;

namespace IncidentBot.Core.Incidents;

/// <summary>An event with its place in the stream and how it came about.</summary>
/// <param name="Version">Its place in the incident's stream, from 1 without gaps.</param>
/// <param name="Actor">Who typed the command.</param>
/// <param name="SentAt">When the message was sent, by the platform's clock. Breaks ties in the timeline.</param>
/// <param name="RecordedAt">When it reached us, by our clock.</param>
/// <param name="Event">What happened.</param>
public sealed record RecordedEvent(int Version, Person Actor, Instant SentAt, Instant RecordedAt, IncidentEvent Event);

using IncidentBot.Core.Commands;

namespace IncidentBot.Web.Api;

/// <summary>What is told about a command. Every field is present, null where it is unknown.</summary>
internal sealed record AnswerBody(
    bool Recorded, string? Incident, int? Entry, string? Kind, DateTime? OccurredAt, DateTime? RecordedAt, string Reply)
{
    public static AnswerBody Of(CommandAnswer answer) => new(
        answer.Recorded, answer.Incident?.ToString(), answer.Entry, answer.Kind,
        answer.OccurredAt?.ToDateTimeUtc(), answer.RecordedAt?.ToDateTimeUtc(), answer.Reply);
}

using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime.Text;

namespace IncidentBot.Web.Api;

/// <summary>What a person is told when storage could not confirm: the truth, and their words back.</summary>
internal static class NotSaved
{
    /// <summary>Seconds.</summary>
    public const string RetryAfter = "5";

    public static string Text(CommandRequest request, StorageException failure) =>
        $"""
        {Verdict(failure.OutcomeUnknown, request.Delivery is not null)}

        {InstantPattern.General.Format(request.SentAt)} · {request.Actor.Name}
        {request.Text}
        """;

    private static string Verdict(bool isUnknown, bool canTellRepeat) => (isUnknown, canTellRepeat) switch
    {
        (true, true) => "❓ Could not confirm. It may have been saved: send it again with the same deliveryId, and it will appear only once. Your line:",
        (true, false) => "❓ Could not confirm. It may have been saved: look at the timeline before you send it again. Your line:",
        (false, true) => "❌ NOT recorded. Keep your line somewhere safe and send it again with the same deliveryId; it cannot land twice:",
        (false, false) => "❌ NOT recorded. Keep your line somewhere safe and send it again:",
    };
}

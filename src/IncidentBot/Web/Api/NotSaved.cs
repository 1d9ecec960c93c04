using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime.Text;

namespace IncidentBot.Web.Api;

/// <summary>What a person is told when storage could not confirm: the truth, and their words back.</summary>
internal static class NotSaved
{
    /// <summary>Seconds.</summary>
    public const string RetryAfter = "5";

    public static string Text(CommandRequest request, StorageException failure)
    {
        var (verdict, advice) = Words(failure.OutcomeUnknown, request.Delivery is not null);
        var fence = new string('`', Math.Max(3, LongestRun(request.Text) + 1));
        return $"""
            {verdict}

            {fence}
            {InstantPattern.General.Format(request.SentAt)} · {request.Actor.Name}
            {request.Text}
            {fence}

            {advice}
            """;
    }

    private static (string Verdict, string Advice) Words(bool isUnknown, bool canTellRepeat) => (isUnknown, canTellRepeat) switch
    {
        (false, true) => ("❌ NOT recorded. Copy this somewhere safe:", "Sending it again is safe: duplicates are removed."),
        (false, false) => ("❌ NOT recorded. Copy this somewhere safe:", "Sending it again is safe: nothing was saved, so there is nothing to duplicate."),
        (true, true) => ("❓ Could not confirm. Send it again; it will appear only once.", "It may have been saved already: duplicates are removed."),
        (true, false) => (
            "❓ Could not confirm. Look at the timeline before you send it again.",
            "It may have been saved already; without a deliveryId it may then appear twice."),
    };

    /// <summary>A code block must not end at backticks that were typed.</summary>
    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}

using IncidentBot.Core.Commands;
using NodaTime.Text;

namespace IncidentBot.Intake;

/// <summary>
/// What a person is told when storage is late, away or silent: only what is true, and their words back where they are
/// kept nowhere. Whoever can send a command under the same id again is told that this is safe; nobody else is.
/// </summary>
internal static class IntakeTexts
{
    /// <summary>While a page waits for a word from here.</summary>
    public const string Waiting = "⏳ Not saved yet: the storage is slow. I will confirm here.";

    /// <summary>While a page tries again by itself.</summary>
    public const string Retrying = "⏳ Not saved yet: the storage does not take it. Trying again…";

    /// <summary>While a page cannot reach the bot.</summary>
    public const string Unreachable = "⏳ Not saved yet: the bot cannot be reached. Trying again; your line stays here.";

    public const string Question =
        "❌ Cannot answer now: the storage does not respond. It was a question, so there is nothing to record and nothing is lost. Ask again in a moment.";

    /// <param name="confirmsLater">Whether the surface tells the sender by itself how it ended.</param>
    public static string Late(CommandRequest request, bool confirmsLater) =>
        confirmsLater ? Waiting
        : CanRepeat(request)
            ? "⏳ Not saved yet: the storage is slow. Send it again with the same deliveryId to learn how it ended; it will appear only once."
            : "⏳ Not saved yet: the storage is slow, and it may be saved still. Look at the timeline before you send it again; without a deliveryId it may then appear twice.";

    /// <param name="maybeSaved">Whether the store may have it all the same.</param>
    public static string Spooled(CommandRequest request, bool maybeSaved)
    {
        var verdict = maybeSaved
            ? "⚠ Saved to the emergency file, perhaps not in the timeline yet. It will be there, once, when the database is back."
            : "⚠ Saved to the emergency file, not in the timeline yet. It will be added when the database is back.";
        var advice = CanRepeat(request) ? "You need not send it again." : "Do not send it again: it would appear twice.";
        return $"{verdict} {advice} Should it not fit in as typed, the console shows it with the reason.";
    }

    public static string NotRecorded(CommandRequest request) => WithWords(
        "❌ NOT recorded. Copy this somewhere safe:",
        request,
        CanRepeat(request)
            ? "Send it again; duplicates are removed."
            : "Send it again later: nothing was saved, so there is nothing to duplicate.");

    public static string Unknown(CommandRequest request) => CanRepeat(request)
        ? WithWords(
            "❓ Could not confirm. Send it again; it will appear only once.",
            request,
            "It may have been saved already: duplicates are removed.")
        : WithWords(
            "❓ Could not confirm. Look at the timeline before you send it again.",
            request,
            "It may have been saved already; without a deliveryId it may then appear twice.");

    private static bool CanRepeat(CommandRequest request) => request.Delivery is { IsOwn: false };

    private static string WithWords(string verdict, CommandRequest request, string advice)
    {
        // A code block must not end at backticks that were typed.
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

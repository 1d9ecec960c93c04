using IncidentBot.Core.Commands;

namespace IncidentBot.Storage.Rows;

/// <summary>What is told about a command that is kept, but not in the timeline.</summary>
internal static class QuarantineText
{
    private const int Shown = 200;

    public static string For(CommandRequest request) =>
        $"⚠ Kept as you typed it, but NOT in the timeline: something in this line could not be recorded. " +
        $"Whoever runs the bot finds it with `incidentbot verify`. Try other words, or a shorter line:\n\n" +
        Core.Text.TypedText.Head(request.Text, Shown);
}

using System.Text.RegularExpressions;
using IncidentBot.Core.Commands;
using IncidentBot.Intake;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>
/// What the sender of a command is told, and only they. The words come from the intake, the same on every surface; an
/// entry that was just recorded can be taken back or corrected with one tap.
/// </summary>
internal static partial class Replies
{
    /// <summary>When a view could not be opened in the three seconds Slack gives for it.</summary>
    public const string TookTooLong = "That took too long to open. Press it once more; nothing was changed.";

    /// <summary>When what was pressed belongs to nothing that is there.</summary>
    public const string Stale = "That button is out of date; nothing was changed. The status message has the ones that work.";

    /// <summary>The outcome of a command, in as many messages as it takes; nearly always one.</summary>
    public static IReadOnlyList<SlackMessage> Of(Outcome outcome, CommandSettings settings)
    {
        var answer = (outcome as Outcome.Answered)?.Answer;
        return BlockLimits.Split(Message([.. Said(outcome.Text), .. Corrections(answer)]) with
        {
            Whole = answer?.Incident is { } id ? IncidentFacts.Whole(id, settings) : Mrkdwn.Empty,
        });
    }

    /// <summary>A sentence of ours, for whatever has no outcome: a view that could not be opened, a button of yesterday.</summary>
    public static SlackMessage Hint(string text) => BlockLimits.Fit(Message([.. Said(text)]));

    private static SlackMessage Message(IReadOnlyList<Block> blocks) => new(BlockLimits.Said(blocks), blocks);

    /// <summary>What stands between fences is something to keep, and has to be copied as it is.</summary>
    private static IEnumerable<Block> Said(string text)
    {
        var parts = Fenced().Split(text);

        // Every split gives the text before a block, its fence, and what is in it.
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 3 == 0)
            {
                yield return new Block.Section(Mrkdwn.Typed(parts[i].Trim()));
            }
            else if (i % 3 == 2)
            {
                foreach (var code in Mrkdwn.Code(parts[i], BlockLimits.Safe(BlockLimits.Section)))
                {
                    yield return new Block.Section(code);
                }
            }
        }
    }

    private static IEnumerable<Block> Corrections(CommandAnswer? answer)
    {
        if (answer is { Recorded: true, Incident: { } id, Entry: { } entry } && Stands(answer.Kind))
        {
            yield return new Block.Actions([Buttons.Undo(id, entry), Buttons.Amend(id, entry)]);
        }
    }

    /// <summary>What was taken back or erased cannot be corrected.</summary>
    private static bool Stands(string? kind) => kind != Verbs.Undo.Name && kind != Verbs.Redact.Name;

    [GeneratedRegex(@"(`{3,})\n(.*?)\n\1(?!`)", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}

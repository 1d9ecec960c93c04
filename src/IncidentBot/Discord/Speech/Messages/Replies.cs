using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>
/// The answer to a command. The words come from the intake, the same on every surface; what is recorded is told to all,
/// each in their own time besides, and can be taken back or corrected with one tap. Everything else is for its sender only.
/// </summary>
internal static partial class Replies
{
    /// <summary>When what was pressed belongs to nothing that is there.</summary>
    public const string Stale = "That button is out of date; nothing was changed. The status message has the ones that work.";

    /// <summary>More messages than this bury a channel: then the whole is a file.</summary>
    private const int MostParts = 3;

    /// <summary>So much is shown of what is in the file.</summary>
    private const int ShownOfFile = 1500;

    /// <summary>The outcome of a command, in as many messages as it takes; nearly always one.</summary>
    /// <remarks>Whether only the sender sees it is fixed by the first answer; edits of it leave out the flag.</remarks>
    public static IReadOnlyList<MessageBody> Of(Outcome outcome)
    {
        var answer = (outcome as Outcome.Answered)?.Answer;
        var messages = InMessages(outcome.Text, ForReader(answer), answer?.Incident);
        messages[^1] = messages[^1] with { Components = Corrections(answer) };
        return IsForAll(outcome) ? messages : [.. messages.Select(message => message.AsEphemeral())];
    }

    /// <summary>
    /// Whether everybody in the room is told: what changes the record of an incident is everybody's, and so is what may still
    /// do so. What somebody sets for themselves is not.
    /// </summary>
    public static bool IsForAll(Outcome outcome) =>
        outcome is Outcome.Answered { Answer: { Recorded: true, Incident: not null } } or Outcome.Late or Outcome.Spooled;

    /// <summary>A sentence of ours for one person, for whatever has no outcome: a button of yesterday, an option that cannot be read.</summary>
    public static MessageBody Hint(string text) => InMessages(text, Markdown.Empty, about: null)[0].AsEphemeral();

    private static List<MessageBody> InMessages(string text, Markdown last, IncidentId? about)
    {
        List<Markdown> pieces = [.. Said(text), .. last.IsEmpty ? Array.Empty<Markdown>() : [last]];
        var parts = Packed(pieces);
        return parts.Count <= MostParts
            ? [.. parts.Select(part => MessageBody.Text(part))]
            :
            [
                MessageBody.Text(Markdown.Format($"{pieces[0].Cut(ShownOfFile)}\n-# All of it is in the file.").ToString()) with
                {
                    Files = [new OutgoingFile($"{about?.ToString().ToLowerInvariant() ?? "answer"}.txt", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text))],
                },
            ];
    }

    /// <summary>One after the other, as many as a message takes.</summary>
    private static List<string> Packed(IEnumerable<Markdown> pieces)
    {
        var parts = new List<string>();
        foreach (var piece in pieces.Select(piece => piece.ToString()))
        {
            if (parts.Count > 0 && parts[^1].Length + 1 + piece.Length <= Limits.Content)
            {
                parts[^1] = $"{parts[^1].TrimEnd('\n')}\n{piece}";
            }
            else
            {
                parts.Add(piece);
            }
        }

        return parts.Count > 0 ? parts : ["…"];
    }

    /// <summary>What stands between fences is something to keep, and has to be copied as it is.</summary>
    private static IEnumerable<Markdown> Said(string text)
    {
        var parts = Fenced().Split(text);

        // Every split gives the text before a block, its fence, and what is in it.
        for (var i = 0; i < parts.Length; i++)
        {
            var pieces = (i % 3) switch
            {
                0 => Markdown.Said(parts[i].Trim()).Pieces(Limits.Content),
                2 => Markdown.Code(parts[i], Limits.Content),
                _ => [],
            };
            foreach (var piece in pieces.Where(piece => !piece.IsEmpty))
            {
                yield return piece;
            }
        }
    }

    /// <summary>The time in the zone and the language of whoever reads it.</summary>
    private static Markdown ForReader(CommandAnswer? answer) => answer is { Recorded: true, OccurredAt: { } at }
        ? Markdown.Format($"-# {Markdown.Time(at, 'f')} where you are, {Markdown.Time(at, 'R')}")
        : Markdown.Empty;

    private static IReadOnlyList<Component>? Corrections(CommandAnswer? answer) =>
        answer is { Recorded: true, Incident: { } id, Entry: { } entry } && Stands(answer.Kind)
            ? Buttons.Rows(Buttons.Undo(id, entry), Buttons.Amend(id, entry))
            : null;

    /// <summary>What was taken back or erased cannot be corrected.</summary>
    private static bool Stands(string? kind) => kind != Verbs.Undo.Name && kind != Verbs.Redact.Name;

    [GeneratedRegex(@"(`{3,})\n(.*?)\n\1(?!`)", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}

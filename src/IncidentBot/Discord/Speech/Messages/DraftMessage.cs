using System.Text;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Speech.Messages;

/// <summary>The draft: as a file, or where none can be sent, as text to be copied.</summary>
internal static class DraftMessage
{
    /// <summary>So many messages of text are the most; more would bury the channel.</summary>
    private const int MostParts = 5;

    public static OutgoingFile File(Draft draft) => new(draft.FileName, draft.ContentType, Encoding.UTF8.GetBytes(draft.Content));

    /// <summary>As a file.</summary>
    /// <param name="largest">The largest file Discord takes there, in bytes.</param>
    /// <returns>One message; text in several where the file is too large.</returns>
    public static IReadOnlyList<MessageBody> Of(Incident incident, Draft draft, CommandSettings settings, long largest = Limits.File)
    {
        var file = File(draft);
        return file.Content.Length <= largest
            ? [MessageBody.Text(Markdown.Format($"{incident.Id} · {Markdown.Excerpt(incident.Title, 200)}").ToString()) with { Files = [file] }]
            : InWords(incident, draft, settings);
    }

    /// <summary>As text in blocks of code, in which nothing is a mention or a mark.</summary>
    public static IReadOnlyList<MessageBody> InWords(Incident incident, Draft draft, CommandSettings settings)
    {
        var pieces = Markdown.Code(draft.Content, Limits.Content).ToList();
        return pieces.Count <= MostParts
            ? [.. pieces.Select(piece => MessageBody.Text(piece.ToString()))]
            :
            [
                .. pieces.Take(MostParts - 1).Select(piece => MessageBody.Text(piece.ToString())),
                MessageBody.Text(Markdown.Format($"… cut here. {IncidentFacts.Whole(incident.Id, settings)}").ToString()),
            ];
    }
}

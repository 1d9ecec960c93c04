using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Capture;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Voice;

/// <summary>Shows drafts as files.</summary>
internal sealed partial class DiscordDrafts(
    DiscordApi api, DiscordReplies replies, DraftCompiler drafts, DiscordPlaces places, CommandSettings settings, ILogger<DiscordDrafts> logger)
{
    /// <summary>What an answer in words holds of a draft, with some room for what is not of an entry.</summary>
    private const int InWords = 10_000;

    /// <summary>Its time, its mark and its author in a layout that has much to say.</summary>
    private const int AroundAnEntry = 80;

    /// <summary>Whether an answer might hold only a part of the draft. Guessed, so that nobody has to wait for it.</summary>
    public static bool IsLong(Incident incident) =>
        incident.Entries.Where(entry => !entry.Withdrawn).Sum(entry => entry.Words.Whole().Length + AroundAnEntry) > InWords;

    /// <summary>The draft as it is now, for a channel.</summary>
    /// <returns>The file, or what keeps it from being attached.</returns>
    public (OutgoingFile? File, string? Problem) File(Incident incident, string channel)
    {
        if (Compile(incident, new Command.ShowDraft(Layout: null, WithRoute: false), out var draft) is { } problem)
        {
            return (null, problem);
        }

        var (file, most) = (DraftMessage.File(draft!), Largest(channel));
        return file.Content.Length <= most ? (file, null) : (null, $"it has {file.Content.Length:N0} bytes, and Discord takes {most:N0} here.");
    }

    /// <summary>What is said where the file cannot be.</summary>
    public string Instead(string problem) => $"The draft could not be attached: {problem} `{Verbs.Export.Typed(settings.Root)}` says where else it is to be had.";

    /// <summary>Shows the draft to somebody alone. It may take longer than a first answer may.</summary>
    public async Task ShowAsync(DiscordDelivery delivery, DiscordInteraction used, Incident incident, Command.ShowDraft asked, CancellationToken ct)
    {
        if (await replies.FirstAsync(delivery, used, new DiscordResponse.Deferred(IsEphemeral: true)) is not null)
        {
            return;
        }

        IReadOnlyList<MessageBody> messages = Compile(incident, asked, out var draft) is { } problem
            ? [Replies.Hint(Instead(problem))]
            : DraftMessage.Of(incident, draft!, settings, Largest(used.ChannelId ?? ""));
        var shown = await api.EditAnswerAsync(used.Address, messages[0], ct);
        if (shown.Trouble is { Outcome: DiscordOutcome.Refused } refused && draft is not null)
        {
            LogRefused(refused.Text);
            messages = DraftMessage.InWords(incident, draft, settings);
            shown = await api.EditAnswerAsync(used.Address, messages[0], ct);
        }

        foreach (var message in shown.IsOk ? messages.Skip(1) : [])
        {
            await api.FollowUpAsync(used.Address, message.AsEphemeral(), ct);
        }
    }

    private string? Compile(Incident incident, Command.ShowDraft asked, out Draft? draft)
    {
        try
        {
            draft = drafts.Compile(incident, asked.Layout, DraftFormat.Text, asked.WithRoute);
            return null;
        }
        catch (LayoutException e)
        {
            draft = null;
            return e.Message;
        }
    }

    private long Largest(string channel) => places.Find(channel)?.LargestFile ?? Limits.File;

    [LoggerMessage(LogLevel.Warning, "A draft could not be shown as a file: {Problem}")]
    private partial void LogRefused(string problem);
}

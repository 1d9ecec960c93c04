using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Rules;

/// <summary>
/// What happens to messages on their platform. A message stands as one entry at most: the first mark records it, a mark
/// that says more than a note makes it that, and taking away the mark by which it came takes it back.
/// </summary>
internal static class MessageRules
{
    public static Decision Follow(ChannelState state, MessageChange change, RuleContext context) => change switch
    {
        MessageChange.Captured c => Capture(state, c, context),
        MessageChange.Released c => Release(state, c, context),
        MessageChange.Edited c => Edit(state, c, context),
        MessageChange.Deleted c => Delete(state, c, context),
        MessageChange.FileFetched c => Keep(state, c, context),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Decision Capture(ChannelState state, MessageChange.Captured change, RuleContext context)
    {
        if (change.Kind is EntryKind.Section or EntryKind.Attachment)
        {
            return Decisions.Answer($"A message cannot be a {change.Kind.Verb()}: that takes more than its words. {Questions.Usage(Verbs.Of(change.Kind), context)}", state.Current);
        }

        if (state.Current?.FindLatest(change.Ref) is { Redacted: true } redacted)
        {
            return Nothing(state.Current, redacted, $"The words of that message were redacted as {state.Current.Id} #{redacted.Number}, so it is not recorded again.");
        }

        var standing = state.Current?.FindMessage(change.Ref);
        var current = Accepts(state.Current, change.Kind) ? state.Current : null;
        if (standing is not null && (current is null ? change.Kind != EntryKind.Detected : SaysNoMore(change.Kind, standing)))
        {
            return Already(state.Current!, standing);
        }

        if (current is null && change.Kind != EntryKind.Detected)
        {
            return Decisions.Answer(Refusal(state.Current, change.Kind, context), state.Current);
        }

        var incident = current ?? Incident.Empty(state.Next);
        var text = Text(context);
        List<IncidentEvent> events = current is null ? [.. LifeRules.Beginning(text, fromEntry: 1, context)] : [];
        if (current is not null && standing is not null)
        {
            events.Add(new IncidentEvent.EntryWithdrawn(standing.Number) { Cause = Cause.Retold(change.Kind) });
        }

        var number = incident.NextEntry;
        events.Add(new IncidentEvent.EntryRecorded(number, change.Kind, When(change, incident, context), Brief: false)
        {
            Words = new Words(text),
            Message = new CapturedMessage(change.Ref, change.Author, change.SentAt, Link(change), change.Thread),
        });
        return Decisions.OnEntry(
            incident, number, change.Kind.Verb(), context, events,
            (after, entry) => Says.Recorded(after, entry, context, Says.AtItsTime(entry)) + Was(standing, current)
                + MomentRules.Advice(current, after, change.Kind, context));
    }

    private static Decision Release(ChannelState state, MessageChange.Released change, RuleContext context) =>
        state.Current?.FindMessage(change.Ref) is { } entry && entry.Message!.Ref.How == change.Ref.How
            ? Decisions.OnEntry(
                state.Current, entry.Number, Verbs.Undo.Name, context,
                [new IncidentEvent.EntryWithdrawn(entry.Number) { Cause = Cause.Removed(change.Ref.How) }],
                (after, withdrawn) => $"✓ {after.Id} taken back: {Says.Mention(withdrawn)}\nIt stays in the history. Mark the message again to have it back.")
            : Nothing(state.Current, null);

    private static Decision Edit(ChannelState state, MessageChange.Edited change, RuleContext context)
    {
        var text = TypedText.Clean(context.Request.Text);
        // A line that was typed here was read once; to change what it recorded there is amend. And an edit that comes
        // late, or again, must not bring back what the message said before.
        return state.Current?.FindMessage(change.Ref) is { Redacted: false } entry && entry.Message!.Ref.How != MessageRef.Typed
            && text.Length > 0 && text != entry.Text && context.Request.SentAt >= entry.MessageReadAt
            ? Amended(state.Current, entry, Cause.Edited, entry.Words with { Text = text }, context)
            : Nothing(state.Current, state.Current?.FindMessage(change.Ref));
    }

    private static Decision Delete(ChannelState state, MessageChange.Deleted change, RuleContext context) =>
        state.Current?.FindMessage(change.Ref) is { DeletedThere: false } entry
            ? Amended(state.Current, entry, Cause.Deleted, words: null, context)
            : Nothing(state.Current, state.Current?.FindMessage(change.Ref));

    private static Decision Keep(ChannelState state, MessageChange.FileFetched file, RuleContext context)
    {
        if (state.Current?.FindMessage(file.Ref) is not { Redacted: false } entry || entry.Files.Exists(known => known.Digest == file.Digest))
        {
            return Nothing(state.Current, state.Current?.FindMessage(file.Ref));
        }

        var (incident, name) = (state.Current, TypedText.Clean(context.Request.Text));
        return file.Bytes.Length > context.Settings.MaxFileBytes
            ? Decisions.Answer($"{TypedText.Cut(name, 200)} was not kept: it has {file.Bytes.Length:N0} bytes, and {context.Settings.MaxFileBytes:N0} are the most.", incident)
            : Decisions.OnEntry(
                incident, entry.Number, MessageChange.FileFetched.Verb, context,
                [
                    new IncidentEvent.FileKept(entry.Number, incident.Files + 1, file.ContentType, file.Bytes.Length)
                    {
                        Words = new Words(name.Length > 0 ? name : "file") { Digest = file.Digest },
                    },
                ],
                (after, changed) => $"✓ {after.Id} #{changed.Number}: {TypedText.Cut(name, 200)} is kept.");
    }

    private static Decision Amended(Incident incident, Entry before, string cause, Words? words, RuleContext context) => Decisions.OnEntry(
        incident, before.Number, Verbs.Amend.Name, context,
        [new IncidentEvent.EntryAmended(before.Number, When: null, before.Brief, TextChanged: words is not null) { Words = words, Cause = cause }],
        (after, entry) => $"✓ {after.Id} {Cause.Describe(cause)}: {Says.Mention(entry)}");

    /// <summary>
    /// Whether a mark adds nothing to what stands. A note says least; and a line that was typed here said itself what it is.
    /// </summary>
    private static bool SaysNoMore(EntryKind kind, Entry standing) =>
        kind == standing.Kind || kind == EntryKind.Note || standing.Message!.Ref.How == MessageRef.Typed;

    /// <summary>Whether an incident takes in what happens now; the write-up goes on after the close.</summary>
    private static bool Accepts(Incident? incident, EntryKind kind) => incident is { Closed: false } || (incident is not null && !kind.IsMoment());

    private static Moment? When(MessageChange.Captured change, Incident incident, RuleContext context) =>
        !change.Kind.IsMoment() ? null
        : change.When ?? new Moment(change.SentAt.ToMinute(), null, Precision.Minute, context.ReadingZone(incident).Id);

    /// <summary>The message as it was written; one that is only a picture has no words.</summary>
    private static string Text(RuleContext context) => TypedText.Clean(context.Request.Text) is { Length: > 0 } text ? text : "(a message without words)";

    /// <summary>An address that is none would be a trap in every page that shows it.</summary>
    private static string? Link(MessageChange.Captured change) =>
        change.Link is { } link && WebAddress.TryRead(link, out var url) ? url : null;

    private static Decision Already(Incident incident, Entry entry) => Nothing(
        incident, entry, $"That message is in the timeline of {incident.Id} already: {Says.Mention(entry)}");

    /// <summary>Nothing to do. The entry is named, so that whoever asked can show that it is there.</summary>
    private static Decision Nothing(Incident? incident, Entry? entry, string reply = "Nothing here came from that message in that way.") =>
        Decision.Only(CommandAnswer.Only(reply, incident?.Id) with { Entry = entry?.Number });

    private static string Was(Entry? before, Incident? incident) => before is null || incident is null ? "" : $"\nIt was {Says.Mention(before)}";

    private static string Refusal(Incident? last, EntryKind kind, RuleContext context) => last is null
        ? "No incident is open here, so the message was not recorded. Start one with `/detected what happened` or "
          + $"`/{context.Root} open TITLE`, then mark it again."
        : $"{last.Id} is closed, so the message was not recorded. `/{context.Root} reopen` first, or `/detected` for a new incident, then mark it again"
          + $" as {kind.Verb()}.";
}

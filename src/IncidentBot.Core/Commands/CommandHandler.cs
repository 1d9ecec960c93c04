using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Rules;

namespace IncidentBot.Core.Commands;

/// <summary>The one way in: a line as typed, to what is told about it. Every surface calls this and nothing else.</summary>
public sealed class CommandHandler(IIncidentStore store, DraftCompiler drafts, CommandSettings settings)
{
    private const int Listed = 20;

    private readonly Redactions _redactions = new();

    /// <summary>Understands, decides, records and answers. The answer may be shown at once: it is on disk.</summary>
    /// <exception cref="StorageException">Storage could not confirm.</exception>
    public async Task<CommandAnswer> HandleAsync(CommandRequest request, CancellationToken ct)
    {
        request = request.Storable();
        var command = Parse(request);
        request = command is Command.Link { Incident: var named } ? request with { Names = named } : request;
        var context = new RuleContext(request, settings, drafts.Layouts.Names);
        var mark = _redactions.Mark();
        if (command is Command.ListIncidents or Command.Search or Command.ShowDraft or Command.Export && request.Delivery is { IsOwn: false })
        {
            request = request with { PreparedAfter = await store.MarkRedactionsAsync(ct) };
        }

        var decide = command switch
        {
            Command.ListIncidents => Prepared(Questions.List(await store.ListAsync(null, Listed, context.Reach, ct), context)),
            Command.Search c => Prepared(await SearchAsync(c, context, ct)),
            Command.ShowDraft c => Prepared(Drafting.Show(await store.FindAsync(request.Channel, ct), c, drafts, context)),
            Command.Export c => Prepared(Drafting.Export(await store.FindAsync(request.Channel, ct), c, context)),
            _ => state => IncidentRules.Decide(state, command, context),
        };
        return command is Command.Redact
            ? await _redactions.RunAsync(() => store.RecordAsync(request, decide, ct))
            : await store.RecordAsync(request, decide, ct);

        // An answer that was prepared outside the store's turn, because it may take long.
        Func<ChannelState, Decision> Prepared(CommandAnswer answer) => state => Decision.Only(
            !state.RedactedSince && (request.Delivery is null || _redactions.NoneSince(mark)) ? answer : CommandAnswer.Only(Says.JustRedacted));
    }

    /// <summary>What a command comes to as typed, before anything is looked up.</summary>
    public Command Parse(CommandRequest request) => request.Change is { } change
        ? new Command.FollowMessage(change, request.Text)
        : CommandParser.Parse(request.Text, settings.Root);

    /// <summary>The answer to a line that needs no storage: help, and what was not understood. Null for any other.</summary>
    public CommandAnswer? AnswerWithoutStorage(CommandRequest request) =>
        Parse(request) is var command and (Command.ShowHelp or Command.Malformed or Command.NotUnderstood)
            ? IncidentRules.Decide(
                new ChannelState(Current: null, Next: new IncidentId(1)), command, new RuleContext(request, settings, drafts.Layouts.Names)).Answer
            : null;

    private async Task<CommandAnswer> SearchAsync(Command.Search command, RuleContext context, CancellationToken ct) =>
        SearchQuery.TryRead(command.Text, out var query, out var problem)
            ? Finding.Found(await store.SearchAsync(query with { Within = context.Reach }, Finding.Shown, ct), query, context)
            : Finding.Refused(problem, context);
}

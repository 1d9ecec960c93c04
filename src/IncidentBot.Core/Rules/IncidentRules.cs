using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Rules;

/// <summary>What a command comes to, given where the channel stands. Pure: no clock, no store.</summary>
public static class IncidentRules
{
    /// <summary>Decides. Never throws for anything a person can type.</summary>
    public static Decision Decide(ChannelState state, Command command, RuleContext context)
    {
        var decision = DecideOn(state, command, state.OwnZone is { } own ? context with { OwnZone = own } : context);
        return context.Request.Recovered
            ? decision with { Events = [.. decision.Events.Select(e => e with { Recovered = true })] }
            : decision;
    }

    private static Decision DecideOn(ChannelState state, Command command, RuleContext context) => command switch
    {
        Command.RecordMoment c => MomentRules.Record(state, c, context),
        Command.RecordWriteUp c => WriteUpRules.Record(state, c, context),
        Command.Open c => LifeRules.Open(state, c, context),
        Command.Close => LifeRules.Close(state, context),
        Command.Reopen => LifeRules.Reopen(state, context),
        Command.Link c => LinkRules.Link(state, c, context),
        Command.Unlink => LinkRules.Unlink(state, context),
        Command.Undo c => EntryRules.Undo(state, c, context),
        Command.Amend c => EntryRules.Amend(state, c, context),
        Command.Redact c => EntryRules.Redact(state, c, context),
        Command.Set c => SettingRules.Set(state, c, context),
        Command.SetOwnZone c => ZoneRules.Set(state, c, context),
        Command.ShowOwnZone => ZoneRules.Show(state, context),
        Command.FollowMessage c => MessageRules.Follow(state, c.Change, context),
        Command.ShowStatus => Questions.Status(state, context),
        Command.ShowHelp c => Questions.Help(c, context),
        Command.Malformed c => Questions.Malformed(c, context),
        Command.NotUnderstood c => Questions.NotUnderstood(c, context),
        _ => throw new System.Diagnostics.UnreachableException($"{command.GetType().Name} is answered by the handler."),
    };
}

using System.Globalization;
using IncidentBot.Core.Times;

namespace IncidentBot.Core.Commands;

/// <summary>Writes a command as a line that is read as that command again; for offering it back, ready to edit.</summary>
public static class CommandFormatter
{
    public static string Format(Command command, string root = "incident") => command switch
    {
        Command.RecordMoment c => Line(Verbs.Of(c.Kind), root, c.Text),
        Command.RecordWriteUp c => Line(Verbs.Of(c.Kind), root, c.Brief ? $"{CommandParser.Brief} {c.Words.Text}" : c.Words.Whole()),
        Command.Open c => Line(Verbs.Open, root, c.Title),
        Command.Close => Line(Verbs.Close, root),
        Command.Reopen => Line(Verbs.Reopen, root),
        Command.Link c => Line(Verbs.Link, root, c.Incident.ToString()),
        Command.Unlink => Line(Verbs.Unlink, root),
        Command.ShowStatus => Line(Verbs.Status, root),
        Command.ListIncidents => Line(Verbs.List, root),
        Command.Search c => Line(Verbs.Search, root, c.Text),
        Command.ShowDraft c => Line(Verbs.Draft, root, c.Layout, c.WithRoute ? CommandParser.Route : null),
        Command.Export c => Line(Verbs.Export, root, c.Format, c.WithRoute ? CommandParser.Route : null),
        Command.Undo c => Line(Verbs.Undo, root, c.Entry?.ToString(CultureInfo.InvariantCulture)),
        Command.Amend c => Line(Verbs.Amend, root, $"{c.Entry} {c.Text}"),
        Command.Redact c => Line(Verbs.Redact, root, $"{c.Entry} {c.Reason}"),
        Command.Set c => Line(Verbs.Set, root, $"{SettingNames.Of(c.Setting)} {c.Value}"),
        Command.SetOwnZone c => Line(Verbs.Zone, root, c.Name),
        Command.ShowOwnZone => Line(Verbs.Zone, root),
        Command.ShowHelp c => Line(Verbs.Help, root, c.Topic),
        Command.FollowMessage { Change: MessageChange.Captured change } c => Line(Verbs.Of(change.Kind), root, TimeReader.Protect(c.Text, change.SentAt)),
        Command.FollowMessage c => c.Text,
        Command.Malformed c => c.Line,
        Command.NotUnderstood c => c.Line,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Line(Verb verb, string root, params string?[] parts) =>
        string.Join(' ', parts.Where(p => !string.IsNullOrEmpty(p)).Prepend(verb.Typed(root))).TrimEnd();
}

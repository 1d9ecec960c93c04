using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;

namespace IncidentBot.Core.Commands;

/// <summary>Reads a line as typed. Total: every line is some command, if only one that is answered with help.</summary>
public static class CommandParser
{
    private static readonly string[] BotNames = ["@bot", "@incidentbot"];

    /// <summary>Reads <c>/verb text</c>, <c>/incident verb text</c> or <c>@bot verb text</c>.</summary>
    /// <param name="root">The root name in use instead of <c>incident</c>.</param>
    public static Command Parse(string text, string root = "incident")
    {
        var line = TypedText.Clean(text);
        var (head, rest) = Split(line);
        var isMention = BotNames.Contains(head.TrimEnd(':', ','), StringComparer.OrdinalIgnoreCase);
        if (!isMention && !head.StartsWith('/'))
        {
            return new Command.NotUnderstood(line);
        }

        if (isMention)
        {
            (head, rest) = Split(rest);
        }

        var word = VerbWord(head);
        if (word.Equals(root, StringComparison.OrdinalIgnoreCase))
        {
            (head, rest) = Split(rest);
            word = VerbWord(head);
        }

        return word.Length == 0 ? new Command.ShowHelp(null)
            : Verbs.Find(word) is { } verb ? Read(verb, rest, line)
            : new Command.NotUnderstood(line);
    }

    /// <summary>Reads the text of a write-up item; null if it lacks what the kind needs.</summary>
    public static Command.RecordWriteUp? ReadWriteUp(EntryKind kind, string text)
    {
        if (kind == EntryKind.RootCause && text.StartsWith(Brief, StringComparison.OrdinalIgnoreCase))
        {
            var brief = text[Brief.Length..].Trim();
            return brief.Length == 0 ? null : new Command.RecordWriteUp(kind, new Words(brief), Brief: true);
        }

        var (label, rest) = SplitLabel(text);
        if (kind == EntryKind.Attachment)
        {
            var (address, caption) = Split(rest);
            return WebAddress.TryRead(address, out var url)
                ? new Command.RecordWriteUp(kind, new Words(caption) { Label = label, Url = url }, Brief: false)
                : null;
        }

        return rest.Length == 0 || (kind == EntryKind.Section && label is null)
            ? null
            : new Command.RecordWriteUp(kind, new Words(rest) { Label = label }, Brief: false);
    }

    /// <summary>The words in front of a one-line root cause.</summary>
    internal const string Brief = "brief:";

    /// <summary>The word after a layout or format that asks for the drawn route.</summary>
    internal const string Route = "route";

    private static Command Read(Verb verb, string rest, string line)
    {
        if (verb.Kind is { } kind)
        {
            return kind.IsMoment()
                ? rest.Length == 0 && kind != EntryKind.Resolved ? Malformed() : new Command.RecordMoment(kind, rest)
                : ReadWriteUp(kind, rest) ?? Malformed();
        }

        return verb switch
        {
            _ when verb == Verbs.Open => rest.Length == 0 ? Malformed() : new Command.Open(rest),
            // What changes something is not done on words that may have meant something else.
            _ when rest.Length > 0 && (verb == Verbs.Close || verb == Verbs.Reopen || verb == Verbs.Unlink) => Malformed(),
            _ when verb == Verbs.Close => new Command.Close(),
            _ when verb == Verbs.Reopen => new Command.Reopen(),
            _ when verb == Verbs.Link => IncidentId.TryParse(rest, out var id) ? new Command.Link(id) : Malformed(),
            _ when verb == Verbs.Unlink => new Command.Unlink(),
            _ when verb == Verbs.Status => new Command.ShowStatus(),
            _ when verb == Verbs.List => new Command.ListIncidents(),
            _ when verb == Verbs.Search => rest.Length == 0 ? Malformed() : new Command.Search(rest),
            _ when verb == Verbs.Draft => ReadDraft(rest, (name, route) => new Command.ShowDraft(name, route)) ?? Malformed(),
            _ when verb == Verbs.Export => ReadDraft(rest, (name, route) => new Command.Export(name, route)) ?? Malformed(),
            _ when verb == Verbs.Undo => ReadUndo(rest) ?? Malformed(),
            _ when verb == Verbs.Amend => ReadAmend(rest) ?? Malformed(),
            _ when verb == Verbs.Redact => ReadRedact(rest) ?? Malformed(),
            _ when verb == Verbs.Set => ReadSet(rest) ?? Malformed(),
            _ when verb == Verbs.Zone => rest.Length == 0 ? new Command.ShowOwnZone() : new Command.SetOwnZone(rest),
            _ => new Command.ShowHelp(rest.Length == 0 ? null : rest),
        };

        Command Malformed() => new Command.Malformed(verb, line);
    }

    private static Command? ReadDraft(string rest, Func<string?, bool, Command> make)
    {
        var words = rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isRoute = words.Select(w => w.Equals(Route, StringComparison.OrdinalIgnoreCase)).ToArray();
        var names = words.Where((_, i) => !isRoute[i]).ToArray();
        return names.Length > 1 || words.Length > 2 ? null : make(names.FirstOrDefault(), isRoute.Contains(true));
    }

    private static Command.Undo? ReadUndo(string rest) =>
        rest.Length == 0 ? new Command.Undo(null) : EntryNumber.TryRead(rest, out var entry) ? new Command.Undo(entry) : null;

    private static Command.Amend? ReadAmend(string rest)
    {
        var (number, text) = Split(rest);
        return EntryNumber.TryRead(number, out var entry) && text.Length > 0 ? new Command.Amend(entry, text) : null;
    }

    private static Command.Redact? ReadRedact(string rest)
    {
        var (number, reason) = Split(rest);
        return EntryNumber.TryRead(number, out var entry) ? new Command.Redact(entry, reason.Length == 0 ? null : reason) : null;
    }

    private static Command.Set? ReadSet(string rest)
    {
        var (name, value) = Split(rest);
        return value.Length > 0 && SettingNames.Find(name) is { } setting ? new Command.Set(setting, value) : null;
    }

    private static string VerbWord(string head) => head.TrimStart('/').TrimEnd(':');

    /// <summary>The first word and what follows it.</summary>
    private static (string Head, string Tail) Split(string text)
    {
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return (text[..end], text[end..].TrimStart());
    }

    /// <summary>
    /// <c>[Label] text</c>: the label needs something in it, a blank after it, and a text; else it is text, as in
    /// <c>[ ] open item</c> or <c>[x](https://example.org)</c>.
    /// </summary>
    private static (string? Label, string Tail) SplitLabel(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        if (end < 0 || end + 1 >= text.Length || !char.IsWhiteSpace(text[end + 1]))
        {
            return (null, text);
        }

        var label = text[1..end].Trim();
        return label.Length == 0 || label.Contains('\n', StringComparison.Ordinal) ? (null, text) : (label, text[(end + 1)..].TrimStart());
    }
}

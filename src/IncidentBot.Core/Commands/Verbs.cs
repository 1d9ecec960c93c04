using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;

namespace IncidentBot.Core.Commands;

/// <summary>The table of all verbs. A new verb is a line here, a rule, and a test.</summary>
public static class Verbs
{
    public static readonly Verb Open = Handling("open", "TITLE", "opens an incident with a title", "Checkout returns 500s");
    public static readonly Verb Close = Handling("close", "", "closes it and compiles the draft", "");
    public static readonly Verb Reopen = Handling("reopen", "", "opens the last closed one again", "");
    public static readonly Verb Link = Handling("link", "INC-N", "feeds an open incident from this room, too", "INC-1");
    public static readonly Verb Unlink = Handling("unlink", "", "feeds it from this room no more", "");
    public static readonly Verb Status = Handling("status", "", "where the incident stands", "");
    public static readonly Verb List = Handling("list", "", "the latest incidents", "");
    public static readonly Verb Search = Handling("find", "WORDS", "entries of all incidents with all these words", "checkout deploy", "search");
    public static readonly Verb Draft = Handling("draft", "[layout] [route]", "shows the draft", "bold-markdown");
    public static readonly Verb Export = Handling("export", "[md|txt|html|csv|json] [route]", "where to download it", "html");
    public static readonly Verb Undo = Handling("undo", "[N]", "takes back your latest entry, or entry N", "");
    public static readonly Verb Amend = Handling("amend", "N [time] [text]", "corrects entry N; the old value is kept", "3 14:05 failover started");
    public static readonly Verb Redact = Handling("redact", "N [reason]", "erases the words of entry N for good", "3 contained a password");
    public static readonly Verb Set = Handling("set", "title|zone|layout|duration|severity VALUE", "sets a property", "zone Europe/Madrid");
    public static readonly Verb Zone = Handling("zone", "[NAME|auto]", "your own time zone, in every room", "Europe/Madrid");
    public static readonly Verb Help = Handling("help", "[command]", "this list, or one command", "dead-end");

    /// <summary>All verbs, in the order in which help lists them.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("detected", "[time] text", "it was noticed; opens an incident and starts the clock", "14:05 checkout returns 500s", EntryKind.Detected),
        new("note", "[time] text", "any step or fact", "graphs show errors since the 13:50 deploy", EntryKind.Note, "investigating"),
        new("dead-end", "[time or range] text", "a wrong turn, and what it cost", "14:10-14:40 suspected the cache; flushing changed nothing", EntryKind.DeadEnd, "deadend"),
        new("escalate", "[time] text", "who was brought in", "20m ago paged the database team", EntryKind.Escalate),
        new("identified", "[time] text", "the cause, once it is known", "deploy 418 dropped an index", EntryKind.Identified),
        new("fix", "[time] text", "what was done about it", "15:02 rolled back deploy 418", EntryKind.Fix),
        new("resolved", "[time] [text]", "it works again; the clock stops", "15:10 error rate normal", EntryKind.Resolved),
        new("impact", "[Label] text", "who was affected, and how", "30% of checkouts failed", EntryKind.Impact),
        new("root-cause", "[brief:] text", "the cause in detail, or in one line with brief:", "brief: a migration dropped an index", EntryKind.RootCause, "rootcause"),
        new("resolution", "text", "how it was solved, in detail", "The index was rebuilt and the migration corrected.", EntryKind.Resolution),
        new("improve", "[Label] text", "a thing to do better", "[Testing] run migrations against a copy first", EntryKind.Improvement),
        new("task", "[Group] text", "a thing to do; may end in @owner and by DATE", "[Monitoring] alert on missing indexes @kim by 2026-12-01", EntryKind.Task),
        new("conclusion", "text", "the closing words", "A small migration had a large effect.", EntryKind.Conclusion),
        new("section", "[Heading] text", "a section of your own", "[Introduction] This document describes an outage.", EntryKind.Section),
        new("attach", "[After section] URL caption", "an image or link", "[Timeline] https://example.org/graph.png Error rate", EntryKind.Attachment),
        Open, Close, Reopen, Link, Unlink, Status, List, Search, Draft, Export, Undo, Amend, Redact, Set, Zone, Help,
    ];

    /// <summary>The verb of a name or alias in any letter case; null if there is none.</summary>
    public static Verb? Find(string name) => All.FirstOrDefault(verb =>
        verb.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || verb.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The verb that records a kind.</summary>
    public static Verb Of(EntryKind kind) => All.First(verb => verb.Kind == kind);

    /// <summary>
    /// The verb a word was meant to be: a third of its letters may be off, or it begins like the verb and ends
    /// otherwise (<c>identify</c>). Null if none comes near.
    /// </summary>
    public static Verb? Nearest(string word)
    {
        var (verb, name, slips) = All
            .SelectMany(verb => verb.Aliases.Prepend(verb.Name).Select(name => (Verb: verb, Name: name)))
            .Select(v => (v.Verb, v.Name, Slips: Distance.Between(v.Name, word)))
            .MinBy(v => v.Slips);
        var near = slips <= Math.Max(1, Math.Min(name.Length, word.Length) / 3);
        return word.Length > 1 && (near || SharedStart(name, word) >= 5) ? verb : null;
    }

    /// <summary>The one verb that begins with what was typed; null if there are several or none.</summary>
    public static Verb? Starting(string word) =>
        word.Length > 1 && All.Where(v => v.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var only] ? only : null;

    private static int SharedStart(string a, string b) =>
        a.Zip(b).TakeWhile(pair => pair.First == char.ToLowerInvariant(pair.Second)).Count();

    private static Verb Handling(string name, string arguments, string does, string example, params string[] aliases) =>
        new(name, arguments, does, example, null, aliases);
}

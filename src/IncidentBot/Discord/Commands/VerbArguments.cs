using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Intake.Speech;

namespace IncidentBot.Discord.Commands;

/// <summary>What stands behind a verb, made of its options.</summary>
internal sealed class VerbArguments(Verb verb, GivenOptions given, TimeField times)
{
    private const string BriefMark = "brief:";
    private const string RouteWord = "route";

    private static readonly string[] Settings = [OptionNames.Severity, OptionNames.Title, OptionNames.Zone, OptionNames.Layout, OptionNames.Duration];

    private readonly string _text = given[OptionNames.Text];

    private string? _problem;

    /// <returns>The arguments, and what is wrong with them; they hold all words that were given in either case.</returns>
    public (string Text, string? Problem) Write()
    {
        var text = verb.Kind switch
        {
            { } kind when kind.IsMoment() => Moment(_text),
            EntryKind.RootCause => RootCause(),
            EntryKind.Task => Labelled(OptionNames.Group, Task()),
            EntryKind.Section => Labelled(OptionNames.Heading, _text),
            EntryKind.Attachment => Attachment(),
            not null => Labelled(OptionNames.Label, _text),
            null => Handling(),
        };
        return (text, _problem);
    }

    private string Handling() => verb.Name switch
    {
        "draft" => WithRoute(OptionNames.Layout),
        "export" => WithRoute(OptionNames.Format),
        "amend" => Numbered(rest => Labelled(OptionNames.Label, Moment(rest))),
        "redact" => Numbered(rest => Else(OptionNames.Reason, rest)),
        "set" => Set(),
        _ => Others(),
    };

    private string Moment(string text)
    {
        var (time, until) = (given[OptionNames.Time], given[OptionNames.Until]);
        if (time.Length == 0 && until.Length == 0)
        {
            return text;
        }

        if (time.Length == 0)
        {
            _problem ??= "`until` says when it ended; say in `time` when it began as well.";
            return $"until {until} {text}".TrimEnd();
        }

        if (until.Length > 0)
        {
            time = times.Span(time, until, out var problem);
            _problem ??= problem;
        }
        else
        {
            _problem ??= times.Problem(time);
        }

        return _problem is null ? times.Before(text, time) : $"{time} {text}".TrimEnd();
    }

    private string RootCause()
    {
        var isMarked = _text.StartsWith(BriefMark, StringComparison.OrdinalIgnoreCase);
        var words = isMarked ? _text[BriefMark.Length..].TrimStart() : _text;
        return given.Flag(OptionNames.Brief) switch
        {
            true => $"{BriefMark} {Labelled(OptionNames.Label, words)}",
            false => Labelled(OptionNames.Label, words),
            null => Labelled(OptionNames.Label, _text),
        };
    }

    private string Task()
    {
        var (owner, by) = (Name(given[OptionNames.Owner]), Date(given[OptionNames.By]));
        if (owner.Length == 0 && by.Length == 0)
        {
            return _text;
        }

        var said = TaskTail.Read(_text, times.Now, times.Zone, times.Locale);
        owner = owner.Length > 0 ? owner : said.Owner ?? "";
        by = by.Length > 0 ? by : said.Due ?? "";
        var task = Joined(said.Body, owner.Length > 0 ? $"@{owner}" : "", by.Length > 0 ? $"by {by}" : "");
        if (by.Length > 0 && TaskTail.Read(task, times.Now, times.Zone, times.Locale).Due != by)
        {
            _problem ??= "That is no date I can read. Like this: Friday, 2026-12-01, 1 Dec.";
        }

        return task;
    }

    private string Attachment()
    {
        var (url, caption, after) = (given[OptionNames.Url], given[OptionNames.Caption], given[OptionNames.After]);
        var (section, rest) = after.Length > 0 || !_text.StartsWith('[') || _text.IndexOf("] ", StringComparison.Ordinal) is not (> 0 and var end)
            ? ("", _text)
            : (_text[..(end + 1)], _text[(end + 2)..].TrimStart());
        var (first, others) = Halves(rest);
        var isAddress = WebAddress.TryRead(first, out _);
        var address = url.Length > 0 ? url : isAddress ? first : "";
        return Labelled(OptionNames.After, Joined(section, address, caption.Length > 0 ? caption : isAddress ? others : rest));
    }

    /// <summary>The drawn route may be asked for, or not, whatever the text says.</summary>
    private string WithRoute(string option)
    {
        var words = _text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var names = words.Where(word => !IsRoute(word)).ToList();
        var isDrawn = given.Flag(OptionNames.Route) ?? words.Any(IsRoute);
        return Joined(Else(option, string.Join(' ', names)), isDrawn ? RouteWord : "");

        static bool IsRoute(string word) => word.Equals(RouteWord, StringComparison.OrdinalIgnoreCase);
    }

    private string Numbered(Func<string, string> rest)
    {
        var (number, others) = given.Has(OptionNames.Entry) ? (given[OptionNames.Entry], _text) : Halves(_text);
        return Joined(number, rest(others));
    }

    private string Set()
    {
        var chosen = Settings.Where(given.Has).ToList();
        if (chosen.Count > 1)
        {
            _problem ??= $"one thing is set at a time, and here are {chosen.Count}.";
        }

        return chosen.Count == 0 ? _text : string.Join(' ', chosen.Select(name => $"{name} {given[name]}"));
    }

    /// <summary>The options as they stand; without any, the text.</summary>
    private string Others()
    {
        var options = given.Values.Where(pair => pair.Key != OptionNames.Text && pair.Value.Length > 0).Select(pair => pair.Value).ToList();
        return options.Count > 0 ? string.Join(' ', options) : _text;
    }

    /// <summary><c>[Label] text</c>. A label ends at its bracket, so it cannot have one within.</summary>
    private string Labelled(string option, string text)
    {
        var label = given[option].Replace('[', '(').Replace(']', ')').ReplaceLineEndings(" ").Trim();
        return label.Length > 0 ? $"[{label}] {text}".TrimEnd() : text;
    }

    private string Else(string option, string text) => given.Has(option) ? given[option] : text;

    /// <summary>An owner is one word.</summary>
    private static string Name(string owner) =>
        string.Join('_', owner.TrimStart('@').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private static string Date(string by) =>
        (by.StartsWith("by ", StringComparison.OrdinalIgnoreCase) ? by["by ".Length..] : by).Trim().TrimEnd('.');

    private static string Joined(params string[] parts) => string.Join(' ', parts.Where(part => part.Length > 0));

    private static (string Head, string Tail) Halves(string text)
    {
        var end = text.AsSpan().IndexOfAny(" \t\n");
        return end < 0 ? (text, "") : (text[..end], text[end..].TrimStart());
    }
}

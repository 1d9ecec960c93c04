using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Forms;

/// <summary>The fields of the views. Their names are those of the blocks, so that an error stands beside its field.</summary>
internal static class Fields
{
    public const string Kind = "kind";
    public const string Time = "time";
    public const string Text = "text";
    public const string Title = "title";
    public const string Severity = "severity";
    public const string Zone = "zone";
    public const string Channel = "channel";

    /// <summary>One of the seven moments.</summary>
    public static Block.Input KindOf(EntryKind chosen) => new(
        Kind, new Plain("Kind"), new Element.Select([.. EntryKinds.All.Where(kind => kind.IsMoment()).Select(OptionOf)])
        {
            InitialOption = OptionOf(chosen.IsMoment() ? chosen : EntryKind.Note),
        });

    public static Block.Input TimeOf(string initial, string hint) => new(Time, new Plain("Time"), new Element.TextInput(Multiline: false)
    {
        InitialValue = initial.Length > 0 ? initial : null,
        Placeholder = new Plain("10:42, 10:00-10:45, 20m ago"),
    })
    {
        Optional = true,
        Hint = new Plain(hint),
    };

    /// <param name="label">What is asked for.</param>
    /// <param name="initial">What stands there already, if it fits.</param>
    public static Block.Input TextOf(string label, string? initial, string? hint, bool optional, bool focus = true) => new(Text, new Plain(label), new Element.TextInput(Multiline: true)
    {
        InitialValue = string.IsNullOrEmpty(initial) ? null : initial,
        MaxLength = BlockLimits.Input,
        FocusOnLoad = focus ? true : null,
    })
    {
        Optional = optional,
        Hint = hint is null ? null : new Plain(hint),
    };

    public static Block.Input Line(string name, string label, string? initial, string? placeholder, int longest, bool optional, string? hint = null, bool focus = false) =>
        new(name, new Plain(label), new Element.TextInput(Multiline: false)
        {
            InitialValue = string.IsNullOrEmpty(initial) ? null : initial,
            Placeholder = placeholder is null ? null : new Plain(placeholder),
            MaxLength = longest,
            FocusOnLoad = focus ? true : null,
        })
        {
            Optional = optional,
            Hint = hint is null ? null : new Plain(hint),
        };

    private static Option OptionOf(EntryKind kind) => new(new Plain($"{kind.Verb()} – {Verbs.Of(kind).Does}"), kind.Verb());
}

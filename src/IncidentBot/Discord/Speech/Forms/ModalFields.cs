using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>The fields of the modals.</summary>
internal static class ModalFields
{
    public const string Kind = "kind";
    public const string Time = "time";
    public const string Text = "text";

    /// <summary>One of the seven moments.</summary>
    public static Label KindOf(EntryKind chosen) => new("Kind", new StringSelect(Kind,
    [
        .. EntryKinds.All.Where(kind => kind.IsMoment()).Select(kind => new SelectOption(kind.Verb(), kind.Verb())
        {
            Description = Plain.Line(Verbs.Of(kind).Does, Limits.Choice),
            Default = kind == (chosen.IsMoment() ? chosen : EntryKind.Note) ? true : null,
        }),
    ])
    {
        Required = true,
    });

    public static Label TimeOf(string initial, string hint) => Of("Time", hint, new TextInput(Time, TextInputStyle.Short)
    {
        Value = initial.Length > 0 ? initial : null,
        Placeholder = "10:42, 10:00-10:45, 20m ago",
        Required = false,
        MaxLength = Limits.Choice,
    });

    /// <param name="name">Its custom id.</param>
    /// <param name="label">What is asked for.</param>
    /// <param name="initial">What stands there already, if it fits.</param>
    public static Label TextOf(string name, string label, string? initial, string? hint, bool isOptional) => Of(label, hint, new TextInput(name, TextInputStyle.Paragraph)
    {
        Value = string.IsNullOrEmpty(initial) ? null : TypedText.Storable(initial),
        Required = !isOptional,
        MaxLength = Limits.Input,
    });

    /// <summary>The title of a modal.</summary>
    public static string Title(string title) => Plain.Line(title, Limits.ModalTitle);

    private static Label Of(string label, string? hint, TextInput input) => new(Plain.Line(label, Limits.Label), input)
    {
        Description = hint is null ? null : Plain.Line(hint, Limits.LabelDescription),
    };
}

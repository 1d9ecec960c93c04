using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Tests.Discord.Speech;

/// <summary>A modal as Discord sends it back: what stood in its fields, but for those that somebody changed.</summary>
internal static class FilledModal
{
    public static IReadOnlyDictionary<string, SubmittedComponent> Fields(ModalBody modal, params (string Field, string Value)[] changes) => modal.Components
        .OfType<Label>()
        .Select(label => Submitted(label.Component))
        .Select(field => changes.Where(change => change.Field == field.CustomId).Select(change => change.Value).FirstOrDefault() is not { } value ? field
            : field.Type == 3 ? field with { Values = [value] }
            : field with { Value = value })
        .ToDictionary(field => field.CustomId!);

    private static SubmittedComponent Submitted(Component component) => component switch
    {
        TextInput input => new SubmittedComponent { Type = 4, CustomId = input.CustomId, Value = input.Value ?? "" },
        StringSelect select => new SubmittedComponent { Type = 3, CustomId = select.CustomId, Values = [.. select.Options.Where(option => option.Default == true).Select(option => option.Value)] },
        _ => throw new NotSupportedException($"{component}"),
    };
}

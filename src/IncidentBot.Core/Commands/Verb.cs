using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Commands;

/// <summary>A verb that people type: what it is called, what it does, and how it looks.</summary>
/// <param name="Name">The name, lower case.</param>
/// <param name="Arguments">What follows it, as shown in help.</param>
/// <param name="Does">What it does, in a few words.</param>
/// <param name="Example">Arguments that work.</param>
/// <param name="Kind">The entry it records; null for handling verbs, which live under the root name.</param>
/// <param name="Aliases">Other names that are understood.</param>
public sealed record Verb(string Name, string Arguments, string Does, string Example, EntryKind? Kind, params string[] Aliases)
{
    /// <summary>Whether the verb is a command of its own (<c>/note</c>) rather than a sub-command (<c>/incident close</c>).</summary>
    public bool IsTopLevel => Kind is not (null or EntryKind.Section or EntryKind.Attachment);

    /// <summary>How it is typed, e.g. <c>/note</c> or <c>/incident close</c>.</summary>
    public string Typed(string root) => IsTopLevel ? $"/{Name}" : $"/{root} {Name}";

    /// <summary>How it is typed, with what follows.</summary>
    public string Usage(string root) => Arguments.Length == 0 ? Typed(root) : $"{Typed(root)} {Arguments}";

    /// <summary>An example that works.</summary>
    public string Sample(string root) => Example.Length == 0 ? Typed(root) : $"{Typed(root)} {Example}";
}

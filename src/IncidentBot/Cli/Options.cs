using System.CommandLine;
using IncidentBot.Core.Drafts;

namespace IncidentBot.Cli;

/// <summary>Options that several commands share.</summary>
internal static class Options
{
    public static Option<string?> Layout() => new("--layout") { Description = "The layout (default: the incident's)" };

    public static Option<string?> Format()
    {
        var format = new Option<string?>("--format") { Description = $"{string.Join(", ", DraftFormats.Names)} (default: the layout's own form)" };
        format.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !DraftFormats.TryParse(name, out _))
            {
                result.AddError($"There is no format {name}. There are {string.Join(", ", DraftFormats.Names)}.");
            }
        });
        return format;
    }

    /// <summary>Names of people and channels have something in them, on one line.</summary>
    public static void DemandName(Option<string> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is var name && (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)))
        {
            result.AddError($"{option.Name} needs a name without control characters.");
        }
    });

    /// <summary>The format of a name that passed the check.</summary>
    public static DraftFormat Read(string? name) => DraftFormats.TryParse(name, out var format) ? format : DraftFormat.Text;
}

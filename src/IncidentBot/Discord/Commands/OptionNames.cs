namespace IncidentBot.Discord.Commands;

/// <summary>The options there are, and what is said of each. What an option says beats the same thing in <see cref="Text"/>.</summary>
internal static class OptionNames
{
    /// <summary>What would be typed behind the command, times and labels and all.</summary>
    public const string Text = "text";

    public const string Time = "time";
    public const string Until = "until";
    public const string Label = "label";
    public const string Group = "group";
    public const string Owner = "owner";
    public const string By = "by";
    public const string Brief = "brief";
    public const string Heading = "heading";
    public const string Url = "url";
    public const string Caption = "caption";
    public const string After = "after";
    public const string Entry = "entry";
    public const string Reason = "reason";
    public const string Layout = "layout";
    public const string Route = "route";
    public const string Format = "format";
    public const string Title = "title";
    public const string Severity = "severity";
    public const string Zone = "zone";
    public const string Duration = "duration";
    public const string Incident = "incident";

    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        [Text] = "What to record, or what you would type behind the command",
        [Time] = "When: 10:42, 20m ago, 2026-02-11 01:00; empty for now",
        [Until] = "When it ended",
        [Label] = "What it is filed under",
        [Group] = "The group of the task",
        [Owner] = "Who does it",
        [By] = "Until when: Friday, 2026-12-01",
        [Brief] = "Whether this is the one line for the summary",
        [Heading] = "The heading of the section",
        [Url] = "The address of the image or page",
        [Caption] = "What it shows",
        [After] = "The section it stands behind",
        [Entry] = "The number of the entry",
        [Reason] = "Why",
        [Layout] = "How the draft is laid out",
        [Route] = "Whether the route of the investigation is drawn",
        [Format] = "The format of the file",
        [Title] = "The title of the incident",
        [Severity] = "How bad it is",
        [Zone] = "A time zone by its place: Europe/Madrid",
        [Duration] = "From when to when: 2026-02-10 15:00 - 2026-02-11 04:30",
        [Incident] = "The incident",
    };
}

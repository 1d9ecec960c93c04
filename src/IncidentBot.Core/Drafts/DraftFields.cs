namespace IncidentBot.Core.Drafts;

/// <summary>A field that layouts can use.</summary>
/// <param name="Path">How a layout reaches it; <c>impacts[].text</c> is <c>text</c> inside <c>{{#each impacts}}</c>.</param>
/// <param name="Meaning">What it holds, in a line.</param>
public sealed record DraftField(string Path, string Meaning);

/// <summary>The fields of a draft: one list for the check of layouts, for their documentation and for what fills them.</summary>
public static class DraftFields
{
    private static readonly FieldShape Attachments = FieldShape.Records("in the order they were attached",
        ("link", FieldShape.Text("ready to print: ![caption](url)")),
        ("caption", FieldShape.Text("the caption alone")),
        ("url", FieldShape.Text("the address alone")));

    private static readonly FieldShape Sections = FieldShape.Records("in order of first appearance",
        ("heading", FieldShape.Text("the heading")),
        ("paragraphs", FieldShape.Texts("its paragraphs")),
        ("attachments", Attachments));

    private static readonly FieldShape Labelled = FieldShape.Records("in the order they were typed",
        ("label", FieldShape.Text("its label, if it has one")),
        ("text", FieldShape.Text("the text")),
        ("missing", FieldShape.Flag("true if nothing was recorded; the text then says so")));

    /// <summary>The scope a layout begins in.</summary>
    internal static FieldShape Root { get; } = FieldShape.Record("",
        ("title", FieldShape.Text("the title line: Postmortem: and the title")),
        ("id", FieldShape.Text("the id of the incident, such as INC-1")),
        ("severity", FieldShape.Text("the severity, if one is set")),
        ("attachments", FieldShape.Record("the attachments by the section they stand after",
            ("title", Attachments), ("issueSummary", Attachments), ("timeline", Attachments),
            ("rootCause", Attachments), ("measures", Attachments), ("conclusion", Attachments))),
        ("introductions", Sections with { Meaning = "the own sections Introduction and Overview" }),
        ("duration", FieldShape.Record("from the first detection to the last resolution, or as said",
            ("known", FieldShape.Flag("whether start or end is recorded")),
            ("oneDay", FieldShape.Flag("whether both are on one day")),
            ("zone", FieldShape.Text("the zone, both if it changes: EDT/EST")),
            ("start", Point("the start")), ("end", Point("the end")))),
        ("impacts", Labelled with { Meaning = "the impacts" }),
        ("impactText", FieldShape.Text("the impacts in one line")),
        ("brief", FieldShape.Text("the root cause in one line, if one was typed")),
        ("timeline", Timeline()),
        ("rootCause", FieldShape.Texts("the paragraphs of the root cause")),
        ("rootCauseText", FieldShape.Text("the same in one line")),
        ("resolution", FieldShape.Texts("the paragraphs of the resolution")),
        ("resolutionText", FieldShape.Text("the same in one line")),
        ("improvements", Labelled with { Meaning = "the improvements" }),
        ("tasks", Tasks()),
        ("conclusion", FieldShape.Texts("the paragraphs of the closing text")),
        ("conclusionMissing", FieldShape.Flag("true if no closing text was recorded; its only paragraph then says so")),
        ("sections", Sections with { Meaning = "all other own sections" }));

    /// <summary>Every field with its meaning, in the order of the schema.</summary>
    public static IReadOnlyList<DraftField> All { get; } = [.. Root.Walk("")];

    private static FieldShape Point(string meaning) => FieldShape.Record(meaning,
        ("known", FieldShape.Flag("whether it is recorded; the texts say so if not")),
        ("date", FieldShape.Text("November 12, 2023")),
        ("time24", FieldShape.Text("15:04")),
        ("time12", FieldShape.Text("3:04 PM")),
        ("stamp24", FieldShape.Text("November 12, 2023, 15:04")),
        ("stamp12", FieldShape.Text("November 12, 2023, 3:04 PM")),
        ("zoned24", FieldShape.Text("November 12, 2023, 15:04 UTC")),
        ("zoned12", FieldShape.Text("November 12, 2023, 3:04 PM UTC")));

    private static FieldShape Timeline() => FieldShape.Record("what happened",
        ("missing", FieldShape.Flag("true if nothing was recorded")),
        ("entries", FieldShape.Records("the moments in order",
            ("number", FieldShape.Text("the number of the entry")),
            ("kind", FieldShape.Text("the verb: detected, note, dead-end, escalate, identified, fix, resolved")),
            ("author", FieldShape.Text("who typed it")),
            ("text", FieldShape.Text("the text alone")),
            ("text24", FieldShape.Text("the text, and for a span: (15:04 - 15:49, 45 min)")),
            ("text12", FieldShape.Text("the text, and for a span: (3:04 PM - 3:49 PM, 45 min)")),
            ("textLength", FieldShape.Text("the text, and for a span: (45 min)")),
            ("when24", FieldShape.Text("15:04, with the date where the day changes")),
            ("when12", FieldShape.Text("3:04 PM, with the date where the day changes")),
            ("date", FieldShape.Text("the date alone")),
            ("zone", FieldShape.Text("the zone of that instant; none where only a day was said")),
            ("changedZone", FieldShape.Text("the same, only where the timeline spans a clock change")))),
        ("times", FieldShape.Records("the moments gathered by minute",
            ("when24", FieldShape.Text("15:04, with the date on the first of a day")),
            ("when12", FieldShape.Text("3:04 PM, with the date on the first of a day")),
            ("zone", FieldShape.Text("the zone of that instant; none where only a day was said")),
            ("texts24", FieldShape.Texts("the texts of that minute, spans in 24 hours")),
            ("texts12", FieldShape.Texts("the texts of that minute, spans in 12 hours")))),
        ("detected", FieldShape.Record("how it was noticed",
            ("when24", FieldShape.Text("date and time of the first detection")),
            ("when12", FieldShape.Text("date and time of the first detection")),
            ("zone", FieldShape.Text("the zone of that instant")),
            ("texts", FieldShape.Texts("the detections")),
            ("text", FieldShape.Text("the same in one line")))),
        ("actions", FieldShape.Flag("whether there is any note, dead end or escalation")),
        ("notes", FieldShape.Texts("the notes")),
        ("notesText", FieldShape.Text("the same in one line")),
        ("deadEnds", FieldShape.Texts("the dead ends")),
        ("deadEndsText", FieldShape.Text("the same in one line")),
        ("escalations", FieldShape.Texts("the escalations")),
        ("escalationsText", FieldShape.Text("the same in one line")),
        ("identifiedText", FieldShape.Text("how the cause was found, in one line")),
        ("fixText", FieldShape.Text("the fixes and the resolution, in one line")),
        ("resolutionText", FieldShape.Text("the cause, the fixes and the resolution, in one line")));

    private static FieldShape Tasks() => FieldShape.Record("the tasks",
        ("missing", FieldShape.Flag("true if nothing was recorded")),
        ("all", FieldShape.Records("ungrouped ones first, then group by group",
            ("group", FieldShape.Text("its group, if it has one")),
            ("text", FieldShape.Text("the text")),
            ("mark", FieldShape.Text("its number in the list: 1. and a blank")),
            ("pad", FieldShape.Text("blanks as wide as the mark")))),
        ("loose", FieldShape.Texts("the ungrouped ones")),
        ("groups", FieldShape.Records("the groups",
            ("group", FieldShape.Text("the name of the group")),
            ("texts", FieldShape.Texts("its tasks")))));
}

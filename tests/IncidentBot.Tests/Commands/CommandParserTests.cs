using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Commands;

public sealed class CommandParserTests
{
    [Theory]
    [InlineData("/note checked the graphs")]
    [InlineData("/incident note checked the graphs")]
    [InlineData("@bot note checked the graphs")]
    [InlineData("@bot: note checked the graphs")]
    [InlineData("@bot /note checked the graphs")]
    [InlineData("@bot incident note checked the graphs")]
    [InlineData("  /NOTE   checked the graphs  ")]
    [InlineData("/note\tchecked the graphs")]
    [InlineData("/investigating checked the graphs")]
    public void A_verb_works_three_ways(string line) =>
        Assert.Equal(new Command.RecordMoment(EntryKind.Note, "checked the graphs"), CommandParser.Parse(line));

    [Fact]
    public void The_root_name_is_a_setting()
    {
        Assert.Equal(new Command.Close(), CommandParser.Parse("/sos close", "sos"));
        Assert.IsType<Command.NotUnderstood>(CommandParser.Parse("/incident close", "sos"));
    }

    [Theory]
    [InlineData("/detected 09:00 down", EntryKind.Detected)]
    [InlineData("/dead-end 09:00-09:30 cache", EntryKind.DeadEnd)]
    [InlineData("/escalate DBA", EntryKind.Escalate)]
    [InlineData("/identified index", EntryKind.Identified)]
    [InlineData("/fix rollback", EntryKind.Fix)]
    [InlineData("/resolved", EntryKind.Resolved)]
    public void A_moment_keeps_its_text_for_the_reader_of_times(string line, EntryKind kind) =>
        Assert.Equal(kind, Assert.IsType<Command.RecordMoment>(CommandParser.Parse(line)).Kind);

    [Theory]
    [InlineData("/impact [Users] 30% failed", "Users", "30% failed")]
    [InlineData("/impact 30% failed", null, "30% failed")]
    [InlineData("/task Patch Nginx: raise limits", null, "Patch Nginx: raise limits")]
    [InlineData("/task [ ] an open box", null, "[ ] an open box")]
    [InlineData("/task [docs](https://example.org) need care", null, "[docs](https://example.org) need care")]
    [InlineData("/improve [Testing]", null, "[Testing]")]
    [InlineData("/improve [ Two words ]  text", "Two words", "text")]
    [InlineData("/section [Intro] first line\nsecond", "Intro", "first line\nsecond")]
    public void A_label_needs_a_blank_after_it(string line, string? label, string text)
    {
        var words = Assert.IsType<Command.RecordWriteUp>(CommandParser.Parse(line)).Words;

        Assert.Equal(label, words.Label);
        Assert.Equal(text, words.Text);
    }

    [Theory]
    [InlineData("/root-cause brief: an index was dropped", true, "an index was dropped")]
    [InlineData("/root-cause Brief:  an index was dropped", true, "an index was dropped")]
    [InlineData("/root-cause briefly: an index was dropped", false, "briefly: an index was dropped")]
    public void A_root_cause_can_be_brief(string line, bool brief, string text)
    {
        var command = Assert.IsType<Command.RecordWriteUp>(CommandParser.Parse(line));

        Assert.Equal((brief, text), (command.Brief, command.Words.Text));
    }

    [Theory]
    [InlineData("/incident attach https://example.org/a.png Error rate", null, "https://example.org/a.png", "Error rate")]
    [InlineData("/incident attach [Timeline] <https://example.org/a.png> Error rate", "Timeline", "https://example.org/a.png", "Error rate")]
    [InlineData("/incident attach https://example.org/a.png", null, "https://example.org/a.png", "")]
    public void An_attachment_has_an_address(string line, string? after, string url, string caption)
    {
        var words = Assert.IsType<Command.RecordWriteUp>(CommandParser.Parse(line)).Words;

        Assert.Equal((after, url, caption), (words.Label, words.Url, words.Text));
    }

    [Fact]
    public void Handling_commands_are_read()
    {
        Assert.Equal(new Command.Open("Checkout down"), CommandParser.Parse("/incident open Checkout down"));
        Assert.Equal(new Command.Reopen(), CommandParser.Parse("/incident reopen"));
        Assert.Equal(new Command.ShowStatus(), CommandParser.Parse("/incident status"));
        Assert.Equal(new Command.ListIncidents(), CommandParser.Parse("/incident list"));
        Assert.Equal(new Command.Search("disk full"), CommandParser.Parse("/incident find disk full"));
        Assert.Equal(new Command.Search("disk"), CommandParser.Parse("@bot search disk"));
        Assert.Equal(new Command.ShowDraft("plain-label", false), CommandParser.Parse("/incident draft plain-label"));
        Assert.Equal(new Command.ShowDraft(null, true), CommandParser.Parse("/incident draft route"));
        Assert.Equal(new Command.ShowDraft("plain-label", true), CommandParser.Parse("/incident draft route plain-label"));
        Assert.Equal(new Command.Export("html", false), CommandParser.Parse("/incident export html"));
        Assert.Equal(new Command.Undo(null), CommandParser.Parse("/incident undo"));
        Assert.Equal(new Command.Amend(3, "14:05 text"), CommandParser.Parse("/incident amend #3 14:05 text"));
        Assert.Equal(new Command.Redact(3, "a password"), CommandParser.Parse("/incident redact 3 a password"));
        Assert.Equal(new Command.Redact(3, null), CommandParser.Parse("/incident redact #3"));
        Assert.Equal(new Command.Set(Setting.Layout, "bold-markdown"), CommandParser.Parse("/incident set style bold-markdown"));
        Assert.Equal(new Command.Set(Setting.Duration, "A - B"), CommandParser.Parse("/incident set duration A - B"));
        Assert.Equal(new Command.SetOwnZone("Europe/Madrid"), CommandParser.Parse("/incident zone Europe/Madrid"));
        Assert.Equal(new Command.ShowOwnZone(), CommandParser.Parse("@bot zone"));
        Assert.Equal(new Command.ShowHelp(null), CommandParser.Parse("/incident"));
        Assert.Equal(new Command.ShowHelp("note"), CommandParser.Parse("/incident help note"));
    }

    [Theory]
    [InlineData("/note")]
    [InlineData("/detected   ")]
    [InlineData("/impact")]
    [InlineData("/root-cause brief:")]
    [InlineData("/incident open")]
    [InlineData("/incident amend")]
    [InlineData("/incident amend 3")]
    [InlineData("/incident amend first text")]
    [InlineData("/incident amend 0 text")]
    [InlineData("/incident redact secret")]
    [InlineData("/incident set")]
    [InlineData("/incident set color blue")]
    [InlineData("/incident set zone")]
    [InlineData("/incident section no heading")]
    [InlineData("/incident attach ftp://example.org/a.png caption")]
    [InlineData("/incident attach javascript:alert(1) caption")]
    [InlineData("/incident draft one two")]
    public void A_known_verb_with_something_missing_is_malformed(string line) =>
        Assert.IsType<Command.Malformed>(CommandParser.Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("hello there")]
    [InlineData("/detectd down")]
    [InlineData("/incident frobnicate")]
    [InlineData("@someone note text")]
    [InlineData("bot note text")]
    public void Everything_else_is_kept_and_not_understood(string line) =>
        Assert.Equal(new Command.NotUnderstood(line), CommandParser.Parse(line));

    [Theory]
    [InlineData("detectd", "detected")]
    [InlineData("esclate", "escalate")]
    [InlineData("deadend", "dead-end")]
    [InlineData("resovled", "resolved")]
    [InlineData("clsoe", "close")]
    [InlineData("identify", "identified")]
    [InlineData("postmortem", null)]
    public void The_nearest_verb_is_found_for_a_slip_of_the_finger(string typed, string? verb) =>
        Assert.Equal(verb, Verbs.Nearest(typed)?.Name);

    [Fact]
    public void Every_example_in_the_table_is_understood() =>
        Assert.All(Verbs.All, verb => Assert.IsNotType<Command.Malformed>(CommandParser.Parse(verb.Sample("incident"))));

    [Fact]
    public void Reading_what_was_written_gives_the_command_again()
    {
        Prop.ForAll(Nasty.Line.ToArbitrary(), text =>
        {
            var command = CommandParser.Parse(text);
            return CommandParser.Parse(CommandFormatter.Format(command)).Equals(command);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100_000).WithEndSize(40));
    }
}

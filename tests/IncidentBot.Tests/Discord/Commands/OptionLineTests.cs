using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Intake.Speech;
using NodaTime;

namespace IncidentBot.Tests.Discord.Commands;

public sealed class OptionLineTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 30);
    private static readonly TimeField Times = new(Now, DateTimeZoneProviders.Tzdb["Europe/Madrid"], "es-ES");
    private static readonly CommandSettings Settings = new();

    [Theory]
    [InlineData("note", "text=graphs show errors", "/note graphs show errors")]
    [InlineData("note", "text=10:12 graphs", "/note 10:12 graphs")]
    [InlineData("note", "text=graphs|time=10:12", "/note 10:12 graphs")]
    [InlineData("note", "text=10:15 was the deploy|time=10:12", "/note 10:12 10:15 was the deploy")]
    [InlineData("note", "text=two\nlines|time=20m ago", "/note 20m ago two\nlines")]
    [InlineData("dead-end", "text=the cache|time=10:00|until=10:15", "/dead-end 10:00 - 10:15 the cache")]
    [InlineData("dead-end", "text=the cache|time=30m ago|until=10m ago", "/dead-end 30m ago - 10m ago the cache")]
    [InlineData("dead-end", "text=the cache|time=-20m|until=-10m", "/dead-end 2026-03-05 10:10 - 2026-03-05 10:20 Europe/Madrid the cache")]
    [InlineData("resolved", "", "/resolved")]
    [InlineData("resolved", "time=10:12", "/resolved 10:12")]
    [InlineData("impact", "text=30% failed|label=Customers", "/impact [Customers] 30% failed")]
    [InlineData("impact", "text=30% failed|label=a]b [c", "/impact [a)b (c] 30% failed")]
    [InlineData("impact", "text=[Ops] 30% failed|label=Customers", "/impact [Customers] [Ops] 30% failed")]
    [InlineData("root-cause", "text=an index|brief=true", "/root-cause brief: an index")]
    [InlineData("root-cause", "text=brief: an index|brief=true", "/root-cause brief: an index")]
    [InlineData("root-cause", "text=brief: an index|brief=false", "/root-cause an index")]
    [InlineData("task", "text=alert|group=Monitoring|owner=@kim|by=2026-12-01", "/task [Monitoring] alert @kim by 2026-12-01")]
    [InlineData("task", "text=alert @ana by 2026-11-01|owner=kim", "/task alert @kim by 2026-11-01")]
    [InlineData("task", "text=alert @ana by 2026-11-01|by=by Friday", "/task alert @ana by Friday")]
    [InlineData("task", "text=alert|owner=Ana López", "/task alert @Ana_López")]
    [InlineData("section", "text=It rained.|heading=Weather", "/incident section [Weather] It rained.")]
    [InlineData("attach", "url=https://example.org/g.png|caption=Errors|after=Timeline", "/incident attach [Timeline] https://example.org/g.png Errors")]
    [InlineData("attach", "text=[Impact] https://a.example old|url=https://b.example", "/incident attach [Impact] https://b.example old")]
    [InlineData("open", "text=Checkout is down", "/incident open Checkout is down")]
    [InlineData("draft", "layout=bold-markdown|route=true", "/incident draft bold-markdown route")]
    [InlineData("draft", "text=plain-label route|route=false|layout=bold-markdown", "/incident draft bold-markdown")]
    [InlineData("export", "format=html", "/incident export html")]
    [InlineData("undo", "entry=3", "/incident undo 3")]
    [InlineData("amend", "entry=3|text=the cache was fine|time=10:12", "/incident amend 3 10:12 the cache was fine")]
    [InlineData("amend", "text=3 10:12 the cache", "/incident amend 3 10:12 the cache")]
    [InlineData("amend", "text=3 the cache|time=10:12", "/incident amend 3 10:12 the cache")]
    [InlineData("redact", "entry=#3|reason=a password", "/incident redact #3 a password")]
    [InlineData("redact", "text=3 a password", "/incident redact 3 a password")]
    [InlineData("set", "severity=SEV1", "/incident set severity SEV1")]
    [InlineData("set", "text=zone Europe/Rome", "/incident set zone Europe/Rome")]
    [InlineData("zone", "zone=Europe/Rome", "/incident zone Europe/Rome")]
    [InlineData("zone", "", "/incident zone")]
    [InlineData("link", "incident=INC-3", "/incident link INC-3")]
    [InlineData("find", "text=checkout deploy", "/incident find checkout deploy")]
    [InlineData("help", "text=dead-end", "/incident help dead-end")]
    [InlineData("close", "", "/incident close")]
    [InlineData("log", "text=impact 30% failed", "/incident impact 30% failed")]
    [InlineData("log", "text=/impact 30% failed", "/impact 30% failed")]
    [InlineData("nonsense", "text=x y", "/incident nonsense x y")]
    [InlineData("notiz", "text=auf Deutsch", "/note auf Deutsch")]
    [InlineData("sackgasse", "text=der Cache|zeit=10:00|bis=10:15", "/dead-end 10:00 - 10:15 der Cache")]
    public void Options_come_to_the_line_one_would_type(string verb, string options, string line)
    {
        Assert.Equal(line, Line(Subcommand("incident", verb, Options(options))).Line);
        if (Verbs.Find(verb) is { IsTopLevel: true })
        {
            Assert.Equal(line, Line(new InteractionData { Name = verb, Options = Options(options) }).Line);
        }
    }

    [Theory]
    [InlineData("note", "text=x|time=lunch", "no time I can read")]
    [InlineData("note", "text=x|time=2027-01-01 10:00", "Fri 1 Jan 2027")]
    [InlineData("dead-end", "text=x|until=10:15", "`until`")]
    [InlineData("dead-end", "text=x|time=10:15|until=10:00", "")]
    [InlineData("task", "text=x|by=lunch", "no date I can read")]
    [InlineData("set", "severity=SEV1|title=x", "one thing")]
    public void What_cannot_be_meant_is_refused_with_the_words_to_send_again(string verb, string options, string why)
    {
        var read = Line(new InteractionData { Name = verb, Options = Options(options) });

        Assert.False(read.IsGood);
        Assert.StartsWith("Not recorded: ", read.Problem, StringComparison.Ordinal);
        Assert.Contains(why, read.Problem, StringComparison.OrdinalIgnoreCase);
        Assert.All(Options(options).Select(option => option.Value!), value => Assert.Contains(value, read.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_of_subcommands_is_read_as_their_words() => Assert.Equal(
        "/incident set zone Europe/Rome",
        Line(new InteractionData
        {
            Name = "incident",
            Options =
            [
                new InteractionOption
                {
                    Name = "set", Type = OptionTypes.Group,
                    Options = [new InteractionOption { Name = "zone", Type = OptionTypes.Subcommand, Options = Options("text=Europe/Rome") }],
                },
            ],
        }).Line);

    [Fact]
    public void The_root_alone_asks_for_help() => Assert.Equal(
        new Command.ShowHelp(null), CommandParser.Parse(Line(new InteractionData { Name = "incident" }).Line!));

    [Fact]
    public void People_and_rooms_are_named_and_not_numbered()
    {
        var data = new InteractionData
        {
            Name = "task",
            Options = [.. Options("text=ask <@11> in <#22>"), new InteractionOption { Name = "owner", Type = OptionTypes.User, Value = "11" }],
        };

        Assert.Equal("/task ask @Ana López in #ops @Ana_López", DiscordOptionLine.Write(data, Times, Settings, id => id == "11" ? "Ana López" : "ops").Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:12")]
    [InlineData("20m ago")]
    public void Any_text_stays_text_and_any_time_stays_that_time(string time)
    {
        Prop.ForAll(Nasty.Text.ToArbitrary(), typed =>
        {
            var text = Meant(typed);
            var line = Line(new InteractionData { Name = "note", Options = [Option("text", typed), Option("time", time)] }).Line!;
            var command = CommandParser.Parse(line);
            if (time.Length == 0)
            {
                Assert.Equal(CommandParser.Parse($"/note {text}"), command);
            }
            else
            {
                var read = TimeReader.Read(Assert.IsType<Command.RecordMoment>(command).Text, Now, Times.Zone, Times.Locale);
                Assert.Equal((time, text), (read.Matched, read.Rest));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(10));
    }

    [Fact]
    public void A_label_and_a_text_are_read_as_they_were_given()
    {
        var any = from text in Nasty.Text
                  from label in Nasty.Text
                  select (text, label);
        Prop.ForAll(any.ToArbitrary(), given =>
        {
            var text = Meant(given.text);
            var label = Meant(given.label).Replace('[', '(').Replace(']', ')').ReplaceLineEndings(" ").Trim();
            var line = Line(new InteractionData { Name = "improve", Options = [Option("text", given.text), Option("label", given.label)] }).Line!;
            if (label.Length > 0 && text.Length > 0)
            {
                var command = Assert.IsType<Command.RecordWriteUp>(CommandParser.Parse(line));
                Assert.Equal((label, text), (command.Words.Label, command.Words.Text));
            }
            else
            {
                Assert.Equal(CommandParser.Parse($"/improve {(label.Length > 0 ? $"[{label}]" : text)}"), CommandParser.Parse(line));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(8));
    }

    [Fact]
    public void The_owner_and_the_day_of_a_task_are_those_of_the_options()
    {
        var any = from text in Nasty.Text
                  from owner in Gen.Elements("kim", "@kim", "Ana López")
                  from day in Gen.Elements("2026-12-01", "Friday", "1 Dec")
                  select (text, owner, day);
        Prop.ForAll(any.ToArbitrary(), given =>
        {
            var line = Line(new InteractionData { Name = "task", Options = [Option("text", given.text), Option("owner", given.owner), Option("by", given.day)] }).Line!;
            var command = Assert.IsType<Command.RecordWriteUp>(CommandParser.Parse(line));
            var tail = TaskTail.Read(command.Words.Text, Now, Times.Zone, Times.Locale);
            Assert.Equal((given.owner.TrimStart('@').Replace(' ', '_'), given.day), (tail.Owner, tail.Due));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(8));
    }

    [Fact]
    public void Whatever_was_given_comes_to_a_line_or_to_a_problem()
    {
        var option = from name in Gen.Elements(OptionNames.Descriptions.Keys.Append("other").ToArray())
                     from type in Gen.Choose(0, 12)
                     from value in Nasty.Text
                     select new InteractionOption { Name = name, Type = type, Value = value };
        var any = from verb in Gen.Elements(Verbs.All.Select(v => v.Name).Concat(["log", "nonsense", "incident"]).ToArray())
                  from options in option.ListOf()
                  select Subcommand("incident", verb, [.. options]);
        Prop.ForAll(any.ToArbitrary(), data => Assert.True(Line(data) is { Line: not null } or { Problem: not null }))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(8));
    }

    private static string Meant(string typed) => TypedText.Clean(TypedText.Storable(MarkdownReader.ReadTyped(typed, _ => null)));

    private static OptionLine Line(InteractionData data) => DiscordOptionLine.Write(data, Times, Settings, _ => null);

    private static InteractionData Subcommand(string root, string verb, IReadOnlyList<InteractionOption> options) =>
        new() { Name = root, Options = [new InteractionOption { Name = verb, Type = OptionTypes.Subcommand, Options = options }] };

    private static IReadOnlyList<InteractionOption> Options(string options) =>
        [.. options.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(pair => Option(pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]))];

    private static InteractionOption Option(string name, string value) => new() { Name = name, Type = OptionTypes.Text, Value = value };
}

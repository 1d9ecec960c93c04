using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Forms;
using NodaTime;

namespace IncidentBot.Tests.Slack.Speech;

public sealed class FormTests
{
    private static readonly DateTimeZone Madrid = DateTimeZoneProviders.Tzdb["Europe/Madrid"];
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 30);
    private static readonly TimeField Times = new(Now, Madrid, "es-ES");
    private static readonly ViewMetadata About = new() { Channel = "C024BE91L", Message = "1772699534.000200" };

    [Fact]
    public void A_message_is_added_at_its_own_time_with_its_own_words()
    {
        var view = TimelineForm.View(Incidents.Running(), EntryKind.Note, "the cache <was> fine", Instant.FromUtc(2026, 3, 5, 8, 12, 14), Times, About);
        var reading = TimelineForm.Read(Filled.Values(view, (Fields.Kind, "dead-end")), Times, ViewMetadata.Read(view.PrivateMetadata));

        Assert.Equal("/dead-end 09:12 the cache <was> fine", reading.Form!.Line(Times, "incident"));
        Assert.Equal(About with { Incident = "INC-1" }, ViewMetadata.Read(view.PrivateMetadata));
    }

    [Fact]
    public void A_range_in_the_field_of_time_is_the_span_of_a_dead_end()
    {
        var view = TimelineForm.View(Incidents.Running(), EntryKind.DeadEnd, "", null, Times, About);
        var reading = TimelineForm.Read(Filled.Values(view, (Fields.Time, "10:00-10:25"), (Fields.Text, "two\nlines")), Times, About);

        Assert.Equal("/dead-end 10:00-10:25 two\nlines", reading.Form!.Line(Times, "incident"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:12")]
    [InlineData("10:00-10:15")]
    [InlineData("20m ago")]
    public void Any_text_stays_text_and_any_time_stays_that_time(string time)
    {
        Prop.ForAll(Nasty.Text.ToArbitrary(), typed =>
        {
            var values = JsonSerializer.SerializeToElement(new
            {
                kind = new { value = new { selected_option = new { value = "note" } } },
                time = new { value = new { value = time } },
                text = new { value = new { value = typed } },
            });
            var text = TypedText.Clean(TypedText.Storable(typed));
            var reading = TimelineForm.Read(values, Times, About);
            Assert.Equal(text.Length > 0, reading.IsGood);
            if (reading.Form is { } form)
            {
                var command = Assert.IsType<Command.RecordMoment>(CommandParser.Parse(form.Line(Times, "incident")));
                var read = TimeReader.Read(command.Text, Now, Madrid, "es-ES");
                Assert.Equal((time, text), (read.Matched, read.Rest));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(10));
    }

    [Fact]
    public void The_time_that_is_filled_in_is_read_as_that_time_again()
    {
        var any = from minutes in Gen.Choose(-600_000, 0)
                  from zone in Gen.Elements("UTC", "Europe/Madrid", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
                  select (Now + Duration.FromMinutes(minutes), DateTimeZoneProviders.Tzdb[zone]);
        Prop.ForAll(any.ToArbitrary(), sample =>
        {
            var (at, zone) = sample;
            var times = Times with { Zone = zone };
            var reading = TimeReader.Read(times.Write(at) + " text", Now, zone, "en-US");
            Assert.Equal((at, "text"), (reading.Start, reading.Rest));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Both_hours_of_the_night_in_which_clocks_go_back_can_be_told_apart()
    {
        var times = Times with { Now = Instant.FromUtc(2026, 10, 25, 9, 0) };

        Assert.Equal(["2026-10-25 00:30 UTC", "2026-10-25 01:30 UTC"], new[] { 0, 1 }.Select(h => times.Write(Instant.FromUtc(2026, 10, 25, h, 30))));
    }

    [Theory]
    [InlineData(null, null, "UTC")]
    [InlineData(null, "Europe/Madrid", "Europe/Madrid")]
    [InlineData(null, "nonsense", "UTC")]
    [InlineData("Asia/Tokyo", "Europe/Madrid", "Asia/Tokyo")]
    public void Times_are_read_in_the_zone_of_the_incident_else_of_the_person(string? set, string? profile, string zone)
    {
        var story = Some.Incident("x", "America/New_York");
        var incident = (set is null ? story : story.Set(Setting.Zone, set)).Build();

        Assert.Equal(zone, TimeField.For(incident, profile, null, new CommandSettings(), Now).Zone.Id);
    }

    [Theory]
    [InlineData(Fields.Time, "25:00")]
    [InlineData(Fields.Time, "lunch")]
    [InlineData(Fields.Time, "10:00 and more")]
    [InlineData(Fields.Time, "2027-01-01 10:00")]
    [InlineData(Fields.Text, "")]
    [InlineData(Fields.Kind, "impact")]
    public void What_is_wrong_is_said_beside_its_field(string field, string value)
    {
        var view = TimelineForm.View(Incidents.Running(), EntryKind.Note, "text", Now, Times, About);
        var reading = TimelineForm.Read(Filled.Values(view, (field, value)), Times, About);

        Assert.False(reading.IsGood);
        Assert.Equal([field], reading.Errors.Keys);
        var answer = reading.ErrorsToJson();
        Assert.Equal("errors", (string?)answer["response_action"]);
        Assert.NotEqual("", (string?)answer["errors"]![field]);
    }

    [Fact]
    public void A_resolution_needs_no_words()
    {
        var view = TimelineForm.View(Incidents.Running(), EntryKind.Resolved, "", null, Times, About);

        Assert.Equal("/resolved", TimelineForm.Read(Filled.Values(view), Times, About).Form!.Line(Times, "incident"));
    }

    [Fact]
    public void A_message_too_long_for_the_field_is_kept_whole()
    {
        var message = new string('x', 5000);
        var view = TimelineForm.View(null, EntryKind.Note, message, Now, Times, About);
        var reading = TimelineForm.Read(Filled.Values(view), Times, ViewMetadata.Read(view.PrivateMetadata));

        Assert.Null(reading.Form!.Text);
        Assert.Equal($"/detected 10:30 {message}", reading.Form.Line(Times, "incident", message));
    }

    [Fact]
    public void Only_what_was_changed_is_amended()
    {
        var incident = Incidents.Running();
        var view = AmendForm.View(incident, incident.Find(5)!, Times, About);
        var about = ViewMetadata.Read(view.PrivateMetadata)!;

        Assert.Equal([Fields.Text], AmendForm.Read(Filled.Values(view), Times, about).Errors.Keys);
        Assert.Equal("/incident amend 5 06:45", Line((Fields.Time, "06:45")));
        Assert.Equal("/incident amend 5 -- 10:30 was wrong", Line((Fields.Text, "10:30 was wrong")));
        Assert.Equal("/incident amend 5 06:45 | PM on call", Line((Fields.Time, "06:45"), (Fields.Text, "PM on call")));

        string Line(params (string, string?)[] changes) =>
            AmendForm.Read(Filled.Values(view, changes), Times, about).Form!.Line(Times, "incident", about);
    }

    [Fact]
    public void A_span_is_filled_in_as_the_span_it_is()
    {
        var incident = Incidents.Running();
        var view = AmendForm.View(incident, incident.Find(4)!, Times, About);
        var filled = ViewMetadata.Read(view.PrivateMetadata)!.Time!;
        var reading = TimeReader.Read(filled, Now, Madrid, null);

        Assert.Equal("2026-03-05 06:05 - 2026-03-05 06:40 Europe/Madrid", filled);
        Assert.Equal((incident.Find(4)!.When!.OccurredAt, incident.Find(4)!.When!.EndsAt), (reading.Start, reading.End));
    }

    [Fact]
    public void A_write_up_item_is_amended_with_its_label_and_has_no_time()
    {
        var incident = Some.Incident().Detected("09:00", "x").Impact("30 % of checkouts failed", "Customers").Build();
        var view = AmendForm.View(incident, incident.Find(2)!, Times, About);
        var about = ViewMetadata.Read(view.PrivateMetadata)!;
        var values = Filled.Values(view, (Fields.Text, "[Customers] 10:30 40 % failed"));

        Assert.False(values.TryGetProperty(Fields.Time, out _));
        Assert.Equal("/incident amend 2 [Customers] 10:30 40 % failed", AmendForm.Read(values, Times, about).Form!.Line(Times, "incident", about));
    }

    [Theory]
    [InlineData(EntryKind.Impact, "10:30 everything failed", "/impact 10:30 everything failed")]
    [InlineData(EntryKind.RootCause, "brief: an index\nwas lost", "/root-cause brief: an index\nwas lost")]
    [InlineData(EntryKind.Task, "[Alerts] alert on it @kim by 2026-12-01", "/task [Alerts] alert on it @kim by 2026-12-01")]
    public void What_is_missing_is_added_as_if_it_were_typed(EntryKind kind, string text, string line)
    {
        var view = MissingForm.View(Incidents.Running(), kind, About);
        var reading = MissingForm.Read(Filled.Values(view, (Fields.Text, text)), ViewMetadata.Read(view.PrivateMetadata));

        Assert.Equal(line, reading.Form!.Line("incident"));
    }

    [Fact]
    public void A_declared_incident_comes_to_the_lines_one_would_type()
    {
        var view = DeclareForm.View(new CommandSettings(), Times, "C024BE91L");
        var values = Filled.Values(view,
            (Fields.Title, "Checkout returns 500s"), (Fields.Severity, "SEV2"), (Fields.Zone, "america/new_york"), (Fields.Time, "04:05"), (Fields.Text, "30 % of requests"));
        var reading = DeclareForm.Read(values, Times, new CommandSettings());

        Assert.Equal("C024BE91L", reading.Form!.Channel);
        Assert.Equal(
            ["/incident open Checkout returns 500s", "/incident set severity SEV2", "/incident set zone America/New_York", "/detected 04:05 30 % of requests"],
            reading.Form.Lines(Times, "incident"));
        var room = new Room { Now = Now, Zone = "Europe/Madrid" };
        Assert.All(reading.Form.Lines(Times, "incident"), line => Assert.True(room.Type(line).Recorded, line));
        Assert.Equal(Instant.FromUtc(2026, 3, 5, 9, 5), room.Incident.Find(1)!.When!.OccurredAt);
    }

    [Fact]
    public void An_incident_can_be_declared_with_a_title_and_a_room_alone()
    {
        var view = DeclareForm.View(new CommandSettings(), Times);
        var reading = DeclareForm.Read(
            Filled.Values(view, (Fields.Title, "Search is empty"), (Fields.Channel, "C1")), Times, new CommandSettings());

        Assert.Equal(["/incident open Search is empty"], reading.Form!.Lines(Times, "incident"));
    }

    [Fact]
    public void A_declaration_says_all_that_is_wrong_at_once()
    {
        var view = DeclareForm.View(new CommandSettings(), Times);
        var reading = DeclareForm.Read(Filled.Values(view, (Fields.Zone, "Madird"), (Fields.Time, "soon")), Times, new CommandSettings());

        Assert.Equal([Fields.Channel, Fields.Title, Fields.Zone, Fields.Time], reading.Errors.Keys);
        Assert.Contains("Europe/Madrid", reading.Errors[Fields.Zone]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"text":null,"time":[],"kind":{"value":null},"title":{"a":{"value":1}}}""")]
    [InlineData("""{"kind":{"value":{"selected_option":"note"}},"text":{}}""")]
    public void Whatever_is_sent_in_is_answered_with_errors(string json)
    {
        using var values = JsonDocument.Parse(json);

        Assert.False(TimelineForm.Read(values.RootElement, Times, null).IsGood);
        Assert.False(AmendForm.Read(values.RootElement, Times, null).IsGood);
        Assert.False(MissingForm.Read(values.RootElement, null).IsGood);
        Assert.False(DeclareForm.Read(values.RootElement, Times, new CommandSettings()).IsGood);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"e\":\"x\"}")]
    public void Metadata_that_is_none_of_ours_is_none(string json) => Assert.Null(ViewMetadata.Read(json));

    [SkippableFact]
    public void The_values_of_a_view_by_somebody_else_are_read()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Needs.Shared("slack/samples/view_submission-a.json")));
        var values = new FormValues(sample.RootElement.GetProperty("view").GetProperty("state").GetProperty("values"));

        Assert.Equal(("Just amazing!", "3", null), (values.Text("comment"), values.Choice("rating"), values.Channel("rating")));
    }
}

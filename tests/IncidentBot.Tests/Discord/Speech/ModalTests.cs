using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Core.Times;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Intake.Speech;
using NodaTime;
using Told = IncidentBot.Tests.Slack.Speech.Incidents;

namespace IncidentBot.Tests.Discord.Speech;

public sealed class ModalTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 30);
    private static readonly TimeField Times = new(Now, DateTimeZoneProviders.Tzdb["Europe/Madrid"], "es-ES");

    [Fact]
    public void A_message_is_added_at_its_own_time_with_its_own_words()
    {
        var modal = TimelineModal.View(Told.Running(), EntryKind.Note, "the cache <was> fine", Instant.FromUtc(2026, 3, 5, 8, 12, 14), Times, "1234567890123456789");
        var state = ModalState.Read(modal.CustomId)!;
        var reading = TimelineModal.Read(FilledModal.Fields(modal, ("kind", "dead-end")), Times, state);

        Assert.Equal("/dead-end 09:12 the cache <was> fine", reading.Form!.Line(Times, "incident"));
        Assert.Equal(("timeline", new IncidentId(1), "1234567890123456789"), (state.Form, state.Incident!.Value, state.Message));
    }

    [Fact]
    public void A_message_too_long_for_the_field_is_kept_whole()
    {
        var message = new string('x', 5000);
        var modal = TimelineModal.View(null, EntryKind.Note, message, Now, Times, "1");
        var reading = TimelineModal.Read(FilledModal.Fields(modal), Times, ModalState.Read(modal.CustomId)!);

        Assert.Null(reading.Form!.Text);
        Assert.Equal($"/detected 10:30 {message}", reading.Form.Line(Times, "incident", message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:12")]
    [InlineData("10:00-10:15")]
    public void Any_text_stays_text_and_any_time_stays_that_time(string time)
    {
        Prop.ForAll(Nasty.Text.ToArbitrary(), typed =>
        {
            var fields = new[] { ("kind", "note"), ("time", time), ("text", typed) }
                .ToDictionary(field => field.Item1, field => new SubmittedComponent { CustomId = field.Item1, Value = field.Item2 });
            var text = TypedText.Clean(TypedText.Storable(MarkdownReader.ReadTyped(typed, _ => null)));
            var reading = TimelineModal.Read(fields, Times, new ModalState(ModalState.Timeline));
            Assert.Equal(text.Length > 0, reading.IsGood);
            if (reading.Form is { } form)
            {
                var command = Assert.IsType<Command.RecordMoment>(CommandParser.Parse(form.Line(Times, "incident")));
                var read = TimeReader.Read(command.Text, Now, Times.Zone, "es-ES");
                Assert.Equal((time, text), (read.Matched, read.Rest));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(10));
    }

    [Theory]
    [InlineData("time", "25:00")]
    [InlineData("time", "lunch")]
    [InlineData("time", "2027-01-01 10:00")]
    [InlineData("kind", "impact")]
    public void What_is_wrong_is_said_and_what_was_typed_comes_back(string field, string value)
    {
        var modal = TimelineModal.View(Told.Running(), EntryKind.Note, "a long text with `code`", Now, Times);
        var reading = TimelineModal.Read(FilledModal.Fields(modal, (field, value)), Times, ModalState.Read(modal.CustomId)!);

        Assert.False(reading.IsGood);
        Assert.Contains("Nothing was recorded. You typed:\n\n```\n", reading.Problem, StringComparison.Ordinal);
        Assert.Contains("a long text with `code`", reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_changed_is_amended()
    {
        var incident = Told.Running();
        var modal = AmendModal.View(incident, incident.Find(5)!, Times);
        var state = ModalState.Read(modal.CustomId)!;

        Assert.StartsWith("Nothing was changed.", AmendModal.Read(FilledModal.Fields(modal), Times, state).Problem, StringComparison.Ordinal);
        Assert.Equal("/incident amend 5 06:45", Line(("time", "06:45")));
        Assert.Equal("/incident amend 5 -- 10:30 was wrong", Line(("text", "10:30 was wrong")));
        Assert.Equal("/incident amend 5 06:45 | PM on call", Line(("time", "06:45"), ("text", "PM on call")));

        string Line(params (string, string)[] changes) => AmendModal.Read(FilledModal.Fields(modal, changes), Times, state).Form!.Line(Times, "incident");
    }

    [Fact]
    public void A_write_up_item_is_amended_with_its_label_and_has_no_time()
    {
        var incident = Some.Incident().Detected("09:00", "x").Impact("30 % of checkouts failed", "Customers").Build();
        var modal = AmendModal.View(incident, incident.Find(2)!, Times);
        var fields = FilledModal.Fields(modal, ("text", "[Customers] 10:30 40 % failed"));

        Assert.Equal(["text"], fields.Keys);
        Assert.Equal("/incident amend 2 [Customers] 10:30 40 % failed", AmendModal.Read(fields, Times, ModalState.Read(modal.CustomId)!).Form!.Line(Times, "incident"));
    }

    [Fact]
    public void What_is_missing_is_filled_in_at_once_and_what_is_left_empty_is_left_out()
    {
        var modal = MissingModal.View(Some.Incident().Detected("09:00", "x").Resolved("10:00").Close().Build())!;
        var reading = MissingModal.Read(FilledModal.Fields(modal, ("impact", "30% failed"), ("root-cause", "brief: an index"), ("task", "[Alerts] alert @kim")));

        Assert.Equal(5, modal.Components.Count);
        Assert.Equal(["/impact 30% failed", "/root-cause brief: an index", "/task [Alerts] alert @kim"], reading.Form!.Lines("incident"));
        Assert.StartsWith("Type something first.", MissingModal.Read(FilledModal.Fields(modal)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_missing_nothing_is_asked_for() => Assert.Null(MissingModal.View(IncidentBot.Tests.Drafts.Stories.Tell("one-day")));

    [Fact]
    public void All_state_fits_the_custom_id_and_comes_back()
    {
        var state = new ModalState(ModalState.Timeline)
        {
            Incident = new IncidentId(int.MaxValue),
            Message = ulong.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
            KeepsText = true,
        };
        var amend = new ModalState(ModalState.Amend)
        {
            Incident = new IncidentId(int.MaxValue),
            Entry = int.MaxValue,
            Kind = EntryKind.RootCause,
            Time = ModalState.MarkOf("a"),
            Text = ModalState.MarkOf("b"),
            KeepsText = true,
        };

        Assert.All(new[] { state, amend }, s => Assert.InRange(s.Write().Length, 1, 100));
        Assert.All(new[] { state, amend }, s => Assert.Equal(s, ModalState.Read(s.Write())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("other i=1")]
    [InlineData("timeline i")]
    [InlineData("timeline i=")]
    [InlineData("timeline i=1 i=2")]
    [InlineData("timeline  i=1")]
    public void State_that_is_none_of_ours_is_none(string? customId) => Assert.Null(ModalState.Read(customId));

    [Theory]
    [InlineData("undo INC-1#3", "undo", 3)]
    [InlineData("note INC-12", "note", null)]
    public void A_button_says_what_it_does_and_to_what(string customId, string action, int? entry)
    {
        Assert.True(ButtonId.TryRead(customId, out var id));
        Assert.Equal((action, entry, customId), (id.Action, id.Value.Entry, id.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("undo")]
    [InlineData("undo INC-0")]
    [InlineData("undo INC-1 x")]
    public void Anything_else_is_no_button(string? customId) => Assert.False(ButtonId.TryRead(customId, out _));

    [SkippableFact]
    public void A_modal_by_somebody_else_is_read_in_both_shapes()
    {
        var data = System.Text.Json.JsonSerializer.Deserialize(
            File.ReadAllText(Needs.Shared("discord/samples/interaction.modal_submit.live.json")), DiscordJson.Default.DiscordInteraction)!.Data;
        var values = new ModalValues(data.Fields);

        Assert.Equal(("two", "Fooooo", ""), (values.Choice("foo"), values.Text("fppp"), values.Text("nothing")));
    }
}

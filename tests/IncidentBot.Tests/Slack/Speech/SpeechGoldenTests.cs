using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech.Blocks;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Tests.Drafts;
using NodaTime;

namespace IncidentBot.Tests.Slack.Speech;

/// <summary>What we say, to be read by people who judge whether they would want to read it at 3 am.</summary>
public sealed class SpeechGoldenTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly CommandSettings Settings = new() { WebUrl = "https://incidents.example.org" };
    private static readonly TimeField Times = new(Incidents.Night, DateTimeZoneProviders.Tzdb["Europe/Madrid"], null);
    private static readonly ViewMetadata About = new() { Channel = "C024BE91L" };

    [Fact]
    public void Status_of_a_running_incident() => Message("status-running", StatusMessage.Of(Incidents.Running(), Settings, Incidents.Night, "7"));

    [Fact]
    public void Status_of_an_incident_that_has_only_a_title() => Message(
        "status-opened", StatusMessage.Of(Some.Incident("Search is slow").Build(), new CommandSettings(), Instant.FromUtc(2023, 11, 12, 0, 5)));

    [Fact]
    public void Status_of_a_resolved_incident() => Message("status-resolved", StatusMessage.Of(
        Some.Incident("Search returned nothing").Detected("09:00", "Empty results.").Fix("10:10", "Flag off.").Resolved("10:30").Build(),
        Settings, Instant.FromUtc(2023, 11, 12, 10, 31)));

    [Fact]
    public void Status_of_a_closed_incident() => Message("status-closed", StatusMessage.Of(Stories.Tell("one-day"), Settings, Incidents.Night));

    [Fact]
    public void Status_of_a_hostile_incident() => Message("status-hostile", StatusMessage.Of(
        Some.Incident("<!channel> & *b* `c` :fire:")
            .Detected("09:00", "<!here> <@U012ABCDEF> <https://evil.example|https://good.example> &lt;")
            .Note("09:01", "```\nrm -rf *\n``` _and_ > so on\n> quoted")
            .DeadEnd("09:02-09:10", new string('x', 5000)).Build(),
        Settings, Instant.FromUtc(2023, 11, 12, 9, 20)));

    [Fact]
    public void Post_at_a_close_with_gaps() => Message("closing-gaps", ClosingMessage.Of(
        Some.Incident("Checkout is slow").Detected("09:00", "Slow.").DeadEnd("09:10-09:30", "The cache.").Resolved("10:00").Close().Build(),
        Settings, Instant.FromUtc(2023, 11, 12, 10, 5), "8"));

    [Fact]
    public void Post_at_a_close_without_gaps() => Message("closing-complete", ClosingMessage.Of(Stories.Tell("one-day"), new CommandSettings(), Incidents.Night));

    [Fact]
    public void Confirmation_of_an_entry() => Message("reply-recorded", Single(new Outcome.Answered(new CommandAnswer(
        true, new IncidentId(1), 3, "dead-end", Incidents.Night, Incidents.Night,
        "✓ INC-1 #3 dead-end · today 01:00–01:02 EST (06:00–06:02 UTC), just now · the cache was <fine>"))));

    [Fact]
    public void Answer_to_a_typo() => Message("reply-typo", Single(new Outcome.Answered(CommandAnswer.Only(
        "That is no command I know, so nothing was recorded. Did you mean `/note`? Example: `/note graphs`\nYou typed: `/nte <!here> x`"))));

    [Fact]
    public void A_command_that_was_taken_back_offers_no_correction() => Assert.DoesNotContain(
        Single(new Outcome.Answered(new CommandAnswer(true, new IncidentId(1), 3, "undo", null, Incidents.Night, "✓ INC-1 taken back"))).Blocks,
        block => block is Block.Actions);

    [Fact]
    public void A_command_that_is_late() => Message(
        "reply-late", Single(new Outcome.Late(IntakeTexts.Late(Request("/note x"), confirmsLater: true), Task.FromResult<Outcome>(null!))));

    [Fact]
    public void A_command_that_is_not_recorded() => Message(
        "reply-not-recorded", Single(new Outcome.NotRecorded(IntakeTexts.NotRecorded(Request("/note ```kubectl get pods``` <!channel>\nall & fine")))));

    [Fact]
    public void View_that_adds_to_the_timeline() => View("view-timeline", TimelineForm.View(
        Incidents.Running(), EntryKind.Note, "errors since the deploy & <b>", Instant.FromUtc(2026, 3, 5, 5, 44), Times, About with { Message = "1772689440.000100" }));

    [Fact]
    public void View_that_amends() => View("view-amend", AmendForm.View(Incidents.Running(), Incidents.Running().Find(4)!, Times, About));

    [Fact]
    public void View_that_adds_what_is_missing() => View("view-missing", MissingForm.View(Incidents.Running(), EntryKind.RootCause, About));

    [Fact]
    public void View_that_declares() => View("view-declare", DeclareForm.View(Settings, Times));

    [Fact]
    public void Home_of_a_newcomer() => View("home-empty", HomeView.Of([], "U1", Settings, Incidents.Night));

    [Fact]
    public void Home_of_somebody_at_work() => View("home", HomeView.Of(
        [Incidents.Running(), Stories.Tell("one-day"), Stories.Tell("hostile")], "U2", Settings, Incidents.Night));

    private static SlackMessage Single(Outcome outcome) => Assert.Single(Replies.Of(outcome, Settings));

    private static CommandRequest Request(string text) => new()
    {
        Delivery = new DeliveryKey("slack", "e1"),
        Channel = Some.Channel,
        Actor = Some.Ana,
        Text = text,
        SentAt = Incidents.Night,
        ReceivedAt = Incidents.Night,
    };

    private static void Message(string name, SlackMessage message)
    {
        Assert.Empty(SlackLimits.OfMessage(message.ToJson()));
        Matches(name, message.ToJson());
    }

    private static void View(string name, SlackView view)
    {
        Assert.Empty(SlackLimits.OfView(view.ToJson()));
        Matches(name, view.ToJson());
    }

    private static void Matches(string name, JsonObject json) => GoldenFile.Matches($"slack-{name}.json", json.ToJsonString(Readable) + "\n");
}

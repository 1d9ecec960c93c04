using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;
using IncidentBot.Intake.Speech;
using IncidentBot.Tests.Drafts;
using NodaTime;
using Told = IncidentBot.Tests.Slack.Speech.Incidents;

namespace IncidentBot.Tests.Discord.Speech;

/// <summary>What we say, to be read by people who judge whether they would want to read it at 3 am.</summary>
public sealed class DiscordSpeechGoldenTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly CommandSettings Settings = new() { WebUrl = "https://incidents.example.org" };
    private static readonly TimeField Times = new(Told.Night, DateTimeZoneProviders.Tzdb["Europe/Madrid"], null);

    [Fact]
    public void Status_of_a_running_incident() => Message("status-running", StatusMessage.Of(Told.Running(), Settings, Told.Night));

    [Fact]
    public void Status_of_an_incident_that_has_only_a_title() => Message(
        "status-opened", StatusMessage.Of(Some.Incident("Search is slow").Build(), new CommandSettings(), Instant.FromUtc(2023, 11, 12, 0, 5)));

    [Fact]
    public void Status_of_a_resolved_incident() => Message("status-resolved", StatusMessage.Of(
        Some.Incident("Search returned nothing").Detected("09:00", "Empty results.").Fix("10:10", "Flag off.").Resolved("10:30").Build(),
        Settings, Instant.FromUtc(2023, 11, 12, 10, 31)));

    [Fact]
    public void Status_of_a_closed_incident() => Message("status-closed", StatusMessage.Of(Stories.Tell("one-day"), Settings, Told.Night));

    [Fact]
    public void Status_of_a_hostile_incident() => Message("status-hostile", StatusMessage.Of(
        Some.Incident("@everyone <@11> **b** `c` :fire:")
            .Detected("09:00", "@here <@&22> [good](https://evil.example) <t:1:R>")
            .Note("09:01", "```\nrm -rf *\n``` ||and|| # so on\n> quoted")
            .DeadEnd("09:02-09:10", new string('x', 5000)).Build(),
        Settings, Instant.FromUtc(2023, 11, 12, 9, 20)));

    [Fact]
    public void Status_in_a_room_that_was_left() => Message("status-left", StatusMessage.Left(Told.Running(), Settings));

    [Fact]
    public void Post_at_a_close_with_gaps() => Message("closing-gaps", ClosingMessage.Of(
        Some.Incident("Checkout is slow").Detected("09:00", "Slow.").DeadEnd("09:10-09:30", "The cache.").Resolved("10:00").Close().Build(),
        Settings, Instant.FromUtc(2023, 11, 12, 10, 5), DraftMessage.File(new Draft("inc-1.md", "text/markdown; charset=utf-8", "# Draft\n"))));

    [Fact]
    public void Post_at_a_close_without_gaps() => Message("closing-complete", ClosingMessage.Of(Stories.Tell("one-day"), new CommandSettings(), Told.Night));

    [Fact]
    public void Confirmation_of_an_entry() => Message("reply-recorded", Single(new Outcome.Answered(new CommandAnswer(
        true, new IncidentId(1), 3, "dead-end", Told.Night, Told.Night,
        "✓ INC-1 #3 dead-end · today 01:00–01:02 EST (06:00–06:02 UTC), just now · the cache was *fine*"))));

    [Fact]
    public void Answer_to_a_typo() => Message("reply-typo", Single(new Outcome.Answered(CommandAnswer.Only(
        "That is no command I know, so nothing was recorded. Did you mean `/note`? Example: `/note graphs`\nYou typed: `/nte @here x`"))));

    [Fact]
    public void What_was_taken_back_offers_no_correction() => Assert.Null(
        Single(new Outcome.Answered(new CommandAnswer(true, new IncidentId(1), 3, "undo", null, Told.Night, "✓ INC-1 taken back"))).Components);

    [Fact]
    public void A_command_that_is_late() => Message(
        "reply-late", Single(new Outcome.Late(IntakeTexts.Late(Request("/note x"), confirmsLater: true), Task.FromResult<Outcome>(null!))));

    [Fact]
    public void A_command_that_is_not_recorded() => Message(
        "reply-not-recorded", Single(new Outcome.NotRecorded(IntakeTexts.NotRecorded(Request("/note ```kubectl get pods``` @everyone\nall & fine")))));

    [Fact]
    public void Only_what_is_recorded_or_may_be_is_told_to_all()
    {
        Assert.All(
            new Outcome[]
            {
                new Outcome.Answered(CommandAnswer.Only("?")), new Outcome.NotRecorded("x"), new Outcome.Unknown("x"),
                new Outcome.Answered(new CommandAnswer(true, null, null, "zone", null, null, "x")),
            },
            outcome => Assert.Equal(MessageFlags.Ephemeral, Single(outcome).Flags));
        Assert.All(
            new Outcome[] { new Outcome.Answered(new CommandAnswer(true, new IncidentId(1), null, "close", null, null, "x")), new Outcome.Spooled("x"), new Outcome.Late("x", Task.FromResult<Outcome>(null!)) },
            outcome => Assert.Null(Single(outcome).Flags));
    }

    [Fact]
    public void Modal_that_adds_to_the_timeline() => Modal("modal-timeline", TimelineModal.View(
        Told.Running(), EntryKind.Note, "errors since the deploy & <b>", Instant.FromUtc(2026, 3, 5, 5, 44), Times, "1234567890123456789"));

    [Fact]
    public void Modal_that_amends() => Modal("modal-amend", AmendModal.View(Told.Running(), Told.Running().Find(4)!, Times));

    [Fact]
    public void Modal_that_adds_what_is_missing() => Modal("modal-missing", MissingModal.View(Told.Running())!);

    private static MessageBody Single(Outcome outcome) => Assert.Single(Replies.Of(outcome));

    private static CommandRequest Request(string text) => new()
    {
        Delivery = new DeliveryKey("discord", "e1"),
        Channel = Some.Channel,
        Actor = Some.Ana,
        Text = text,
        SentAt = Told.Night,
        ReceivedAt = Told.Night,
    };

    private static void Message(string name, MessageBody message)
    {
        var json = JsonSerializer.SerializeToNode(message, DiscordJson.Default.MessageBody)!;
        Assert.Empty(DiscordLimits.OfMessage(json));
        GoldenFile.Matches($"discord-{name}.json", json.ToJsonString(Readable) + "\n");
    }

    private static void Modal(string name, ModalBody modal)
    {
        var json = new DiscordResponse.OpenModal(modal).ToJson();
        Assert.Empty(DiscordLimits.OfModal(json["data"]!));
        GoldenFile.Matches($"discord-{name}.json", json.ToJsonString(Readable) + "\n");
    }
}

using System.Text.Json.Nodes;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Speaking;

public sealed class ModalsInSlackTests
{
    [Fact]
    public async Task A_message_is_added_to_the_timeline_and_then_known()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected 09:00 yesterday db down");
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "replica lag &gt; 90 s, ask <@U0ANA>");

        await ChooseAsync(room, message);
        var modal = room.Modal();
        var wrong = await room.SubmitAsync(modal, (Fields.Kind, "dead-end"), (Fields.Time, "half past never"));
        var right = await room.SubmitAsync(modal, (Fields.Kind, "dead-end"));
        await room.WhisperAsync("replica lag");
        await room.Slack.EventAsync(new JsonObject
        {
            ["type"] = "reaction_added",
            ["user"] = FakeWorkspace.Ana,
            ["reaction"] = "pushpin",
            ["event_ts"] = "1.1",
            ["item"] = new JsonObject { ["type"] = "message", ["channel"] = message.Channel, ["ts"] = message.Ts },
        });
        await ChooseAsync(room, message);
        var again = await room.SubmitAsync(room.Modal());
        var entries = (await room.IncidentAsync()).GetProperty("entries").EnumerateArray().ToList();

        Assert.Contains("replica lag > 90 s, ask @Ana Ops", modal.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.NotNull(wrong.Payload!["errors"]![Fields.Time]);
        Assert.Null(right.Payload?["errors"]);
        Assert.Contains("already, as #2", (string?)again.Payload!["errors"]![Fields.Text], StringComparison.Ordinal);
        Assert.Equal(["detected", "dead-end"], entries.Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Contains(message.Ts.Replace(".", "", StringComparison.Ordinal), entries[1].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_on_a_message_that_is_added_are_kept()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "see log");
        var file = new FakeFile("F1", "error.log", 4, new Uri(room.Slack.Url, "/files/F1")) { Content = "boom"u8.ToArray() };
        room.Look(w => w.Files["F1"] = file);
        message.Files.Add(file);

        await ChooseAsync(room, message);
        await room.SubmitAsync(room.Modal());
        await room.WhisperAsync("see log");
        await room.SettledAsync();
        var kept = Assert.Single((await room.IncidentAsync()).GetProperty("entries")[1].GetProperty("files").EnumerateArray());

        Assert.Equal("error.log", kept.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_form_writes_and_reads_times_in_the_zone_that_somebody_chose()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/incident zone Asia/Tokyo");
        await room.Slack.SlashAsync("/detected 09:00 yesterday db down");
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "replica lag");

        await ChooseAsync(room, message);
        var modal = room.Modal();
        await room.SubmitAsync(modal);
        await room.WhisperAsync("replica lag");
        var entry = (await room.IncidentAsync()).GetProperty("entries")[1];

        Assert.Contains("read in Asia/Tokyo", modal.ToJsonString(), StringComparison.Ordinal);
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(message.Ts.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(sent.UtcDateTime.AddSeconds(-sent.Second), entry.GetProperty("occurredAt").GetDateTime());
    }

    [Fact]
    public async Task An_incident_is_declared_with_all_its_lines_and_no_second_one_in_its_channel()
    {
        await using var room = await SpeakingBot.StartAsync();

        await DeclareAsync(room);
        var modal = room.Modal();
        var nothing = await room.SubmitAsync(modal);
        var declared = await room.SubmitAsync(
            modal, (Fields.Title, "Checkout is down"), (Fields.Channel, FakeWorkspace.OtherChannel), (Fields.Severity, "SEV1"),
            (Fields.Text, "500s everywhere"), (Fields.Zone, "Asia/Tokyo"), (Fields.Time, "20m ago"));
        await room.StatusAsync("500s everywhere", FakeWorkspace.OtherChannel);
        await DeclareAsync(room);
        var second = await room.SubmitAsync(
            room.Modal(), (Fields.Title, "Another"), (Fields.Channel, FakeWorkspace.OtherChannel), (Fields.Severity, "SEV4"));
        var incident = await room.IncidentAsync();

        Assert.Equal([Fields.Channel, Fields.Title], nothing.Payload!["errors"]!.AsObject().Select(error => error.Key).Order());
        Assert.Null(declared.Payload?["errors"]);
        Assert.Contains("INC-1 is open there already", (string?)second.Payload!["errors"]![Fields.Channel], StringComparison.Ordinal);
        Assert.Equal(
            ("Checkout is down", "SEV1", "Asia/Tokyo"),
            (incident.GetProperty("title").GetString(), incident.GetProperty("severity").GetString(), incident.GetProperty("zone").GetString()));
        Assert.Equal(["500s everywhere"], await room.TextsAsync());
        await room.SettledAsync();
        Assert.Equal(
            ["✓ INC-1 is open", "✓ INC-1 #1 detected"],
            room.Look(workspace => workspace.Ephemerals.Select(said => said.Text[..said.Text.IndexOfAny([':', '·'])].TrimEnd()).ToList()));
    }

    [Fact]
    public async Task A_form_of_an_incident_that_was_closed_meanwhile_keeps_what_was_typed_and_goes_nowhere_else()
    {
        await using var room = await SpeakingBot.StartAsync();
        await room.Slack.SlashAsync("/detected db down");
        var status = await room.StatusAsync("db down");
        await room.PressAsync(Said.Button(status.Blocks, SlackActions.Note), status);
        var modal = room.Modal();
        await room.Slack.SlashAsync("/incident close");

        var closed = await room.SubmitAsync(modal, (Fields.Kind, "detected"), (Fields.Text, "typed for long"));
        await room.Slack.SlashAsync("/detected another one");
        var other = await room.SubmitAsync(modal, (Fields.Text, "typed for long"));

        Assert.NotNull(closed.Payload?["errors"]?[Fields.Text]);
        Assert.NotNull(other.Payload?["errors"]?[Fields.Text]);
        Assert.Equal(["db down"], await room.TextsAsync());
        Assert.Equal(["another one"], await room.TextsAsync("INC-2"));
    }

    private static Task<FakeAck> ChooseAsync(SpeakingBot room, FakeMessage message) => room.Slack.InteractiveAsync(new JsonObject
    {
        ["type"] = "message_action",
        ["callback_id"] = SlackActions.AddToTimeline,
        ["message_ts"] = message.Ts,
        ["channel"] = new JsonObject { ["id"] = message.Channel },
        ["message"] = message.AsJson(),
    });

    private static Task<FakeAck> DeclareAsync(SpeakingBot room) =>
        room.Slack.InteractiveAsync(new JsonObject { ["type"] = "shortcut", ["callback_id"] = SlackActions.DeclareIncident });
}

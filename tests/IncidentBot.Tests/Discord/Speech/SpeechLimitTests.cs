using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Speech;
using IncidentBot.Discord.Speech.Forms;
using IncidentBot.Discord.Speech.Messages;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake;
using IncidentBot.Intake.Speech;
using IncidentBot.Tests.Discord.OpenApi;
using NodaTime;
using Told = IncidentBot.Tests.Slack.Speech.Incidents;

namespace IncidentBot.Tests.Discord.Speech;

public sealed class SpeechLimitTests
{
    private static readonly CommandSettings Settings = new() { WebUrl = "https://incidents.example.org" };
    private static readonly TimeField Times = new(Told.Night, DateTimeZone.Utc, null);

    [SkippableFact]
    public void Whatever_an_incident_holds_Discord_takes_what_is_said_of_it()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var incident = Told.Big(random);
            var now = Instant.FromUtc(2023, 11, 12, 9, 0) + Duration.FromMinutes(random.Next(10_000));
            var entry = incident.Entries[random.Next(incident.Entries.Count)];
            var draft = new Draft("inc-1.md", "text/markdown; charset=utf-8", Told.Nasty(random, random.Next(1, 30_000)));

            MessageBody[] messages =
            [
                StatusMessage.Of(incident, Settings, now),
                Fitting.InWords(StatusMessage.Of(incident, Settings, now)),
                StatusMessage.Left(incident, Settings),
                ClosingMessage.Of(incident, Settings, now, DraftMessage.File(draft)),
                ClosingMessage.Of(incident, new CommandSettings(), now),
                Fitting.InWords(ClosingMessage.Of(incident, Settings, now)),
                .. DraftMessage.Of(incident, draft, Settings),
                .. DraftMessage.Of(incident, draft, Settings, largest: 10),
                .. Replies.Of(new Outcome.NotRecorded($"No.\n\n```\n{Told.Nasty(random, random.Next(20_000))}\n```\n\nAgain.")),
                .. Replies.Of(Answer(Told.Nasty(random, random.Next(12_000)))),
                .. Replies.Of(Recorded(Told.Nasty(random, random.Next(3_000)))),
                Replies.Hint(Told.Nasty(random, random.Next(1, 5_000))),
            ];
            ModalBody?[] modals =
            [
                TimelineModal.View(incident, entry.Kind, entry.Text, now, Times, "1234567890123456789"),
                TimelineModal.View(null, EntryKind.Note, null, null, Times),
                AmendModal.View(incident, entry, Times),
                MissingModal.View(incident, EntryKind.RootCause),
                MissingModal.View(incident),
            ];

            Assert.All(messages, message => Holds(seed, Problems(message)));
            Assert.All(modals.OfType<ModalBody>(), modal => Holds(seed, Problems(modal)));
        }
    }

    [Fact]
    public void A_long_answer_is_split_and_nothing_of_it_is_lost()
    {
        var text = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"{i} *b* <@11> and so on"));

        var parts = Replies.Of(Answer(text));

        Assert.InRange(parts.Count, 2, 3);
        Assert.Equal(text, string.Join('\n', parts.Select(part => MarkdownReader.Read(part.Content!, _ => null).TrimEnd('\n'))));
    }

    [Fact]
    public void What_would_bury_a_channel_comes_as_a_file()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789 ", 2_000));

        var message = Assert.Single(Replies.Of(Answer(text)));

        Assert.Equal("inc-7.txt", Assert.Single(message.Files).Name);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(message.Files[0].Content.Span));
        Assert.EndsWith("All of it is in the file.", message.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_is_a_file_and_where_none_can_be_sent_text_to_be_copied()
    {
        var draft = new Draft("inc-1.md", "text/markdown; charset=utf-8", "# Title\n@everyone\n");

        var file = Assert.Single(Assert.Single(DraftMessage.Of(Told.Running(), draft, Settings)).Files);
        var words = Assert.Single(DraftMessage.Of(Told.Running(), draft, Settings, largest: 5));

        Assert.Equal(("inc-1.md", "text/markdown; charset=utf-8"), (file.Name, file.ContentType));
        Assert.Equal("```\n# Title\n@everyone\n```", words.Content);
    }

    [Fact]
    public void A_draft_too_long_for_a_few_messages_is_cut_and_says_where_the_whole_is()
    {
        var parts = DraftMessage.InWords(Told.Running(), new Draft("inc-1.md", "text/markdown", new string('x', 20_000)), Settings);

        Assert.Equal(5, parts.Count);
        Assert.Equal("… cut here. All of it: [INC-1](<https://incidents.example.org/incidents/INC-1>)", parts[^1].Content);
    }

    private static IReadOnlyList<string> Problems(MessageBody message)
    {
        var json = JsonSerializer.SerializeToNode(message, DiscordJson.Default.MessageBody)!;
        return
        [
            .. DiscordLimits.OfMessage(json),
            .. DiscordDescription.Get().Problems("POST", "/channels/1/messages", json),
            .. DiscordDescription.Get().Problems("PATCH", "/channels/1/messages/2", json),
            .. DiscordDescription.Get().Problems("PATCH", "/webhooks/1/token/messages/@original", json),
            .. DiscordDescription.Get().Problems("POST", "/interactions/1/token/callback", new DiscordResponse.Message(message).ToJson()),
        ];
    }

    private static IReadOnlyList<string> Problems(ModalBody modal)
    {
        var json = new DiscordResponse.OpenModal(modal).ToJson();
        return [.. DiscordLimits.OfModal(json["data"]!), .. DiscordDescription.Get().Problems("POST", "/interactions/1/token/callback", json)];
    }

    private static Outcome.Answered Answer(string reply) => new(CommandAnswer.Only(reply, new IncidentId(7)));

    private static Outcome.Answered Recorded(string reply) =>
        new(new CommandAnswer(true, new IncidentId(7), 3, "note", Told.Night, Told.Night, reply));

    private static void Holds(int seed, IReadOnlyList<string> found) => Assert.True(found.Count == 0, $"seed {seed}: {string.Join("; ", found)}");
}

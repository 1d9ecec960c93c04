using System.Text.Json.Nodes;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech;
using IncidentBot.Slack.Speech.Blocks;
using IncidentBot.Slack.Speech.Forms;
using IncidentBot.Slack.Speech.Messages;
using NodaTime;

namespace IncidentBot.Tests.Slack.Speech;

public sealed class BlockLimitsTests
{
    private static readonly CommandSettings Settings = new() { WebUrl = "https://incidents.example.org" };
    private static readonly TimeField Times = new(Incidents.Night, DateTimeZone.Utc, null);

    [Fact]
    public void Whatever_an_incident_holds_Slack_takes_what_is_said_of_it()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var incident = Incidents.Big(random);
            var now = Instant.FromUtc(2023, 11, 12, 9, 0) + Duration.FromMinutes(random.Next(10_000));
            var entry = incident.Entries[random.Next(incident.Entries.Count)];
            var about = new ViewMetadata { Channel = "C024BE91L", Message = "1700000000.000100" };

            JsonObject[] messages =
            [
                StatusMessage.Of(incident, Settings, now, "p1").ToJson(),
                ClosingMessage.Of(incident, Settings, now, "p2").ToJson(),
                .. Replies.Of(new Outcome.NotRecorded($"No.\n\n```\n{Incidents.Nasty(random, random.Next(60_000))}\n```\n\nAgain."), Settings).Select(m => m.ToJson()),
                .. Replies.Of(Answer(Incidents.Nasty(random, random.Next(30_000))), Settings).Select(m => m.ToJson()),
            ];
            JsonObject[] views =
            [
                HomeView.Of([.. Enumerable.Repeat(incident, random.Next(30))], "U1", Settings, now).ToJson(),
                AmendForm.View(incident, entry, Times, about).ToJson(),
                TimelineForm.View(incident, entry.Kind, entry.Text, now, Times, about).ToJson(),
                MissingForm.View(incident, EntryKind.RootCause, about).ToJson(),
                DeclareForm.View(Settings with { Severities = [.. Enumerable.Range(0, random.Next(200)).Select(i => Incidents.Nasty(random, i))] }, Times).ToJson(),
            ];

            Assert.All(messages, message => Holds(seed, SlackLimits.OfMessage(message)));
            Assert.All(views, view => Holds(seed, SlackLimits.OfView(view)));
        }
    }

    [Fact]
    public void A_long_answer_is_split_and_nothing_of_it_is_lost()
    {
        var text = string.Join('\n', Enumerable.Range(0, 900).Select(i => $"{i} <b> & so on"));

        var parts = Replies.Of(Answer(text), Settings);

        Assert.InRange(parts.Count, 2, BlockLimits.MostParts);
        Assert.Equal(text, Said(parts));
        Assert.Equal(text, MrkdwnReader.Read(string.Join('\n', parts.Select(part => part.Text)), _ => null).Replace("\n\n", "\n"));
    }

    [Fact]
    public void What_is_too_long_for_several_messages_is_cut_and_says_where_the_whole_is()
    {
        var parts = Replies.Of(Answer(string.Concat(Enumerable.Repeat("0123456789 ", 20_000))), Settings);

        Assert.Equal(BlockLimits.MostParts, parts.Count);
        var note = Assert.IsType<Block.Context>(parts[^1].Blocks[^1]);
        Assert.Equal("… cut here. All of it: <https://incidents.example.org/incidents/INC-7|INC-7>", note.Elements[0].ToString());
    }

    [Theory]
    [InlineData("\u0001")]
    [InlineData("\"")]
    [InlineData("\u2028")]
    [InlineData("😀")]
    [InlineData("<")]
    public void Characters_that_take_more_room_than_one_fit_all_the_same(string character)
    {
        var parts = Replies.Of(Answer(string.Concat(Enumerable.Repeat(character, 3000))), Settings);

        Assert.All(parts, part => Holds(0, SlackLimits.OfMessage(part.ToJson())));
    }

    [Fact]
    public void A_message_refused_for_its_blocks_can_be_sent_as_text()
    {
        var message = StatusMessage.Of(Incidents.Running(), Settings, Incidents.Night);

        Assert.Empty(message.TextOnly().Blocks);
        Assert.StartsWith("INC-1 · Open, running for 1 h 22 min · Checkout returns 500s", message.TextOnly().ToJson()["text"]!.ToString());
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(12_000, false)]
    public void An_acknowledgement_carries_what_fits_its_frame(int length, bool fits) => Assert.Equal(
        fits, BlockLimits.FitsAcknowledgement(Replies.Of(Answer(new string('x', length)), Settings)[0]));

    [Fact]
    public void What_says_nothing_is_left_out()
    {
        var message = BlockLimits.Fit(new SlackMessage(
            Mrkdwn.Typed("x"), [new Block.Section(Mrkdwn.Typed(" ")), new Block.Context(Mrkdwn.Empty), new Block.Header(new Plain("")), new Block.Section(Mrkdwn.Typed("x"))]));

        Assert.Single(message.Blocks);
    }

    [Fact]
    public void Many_buttons_and_many_small_texts_go_into_further_blocks()
    {
        var message = BlockLimits.Fit(new SlackMessage(Mrkdwn.Typed("x"),
        [
            new Block.Actions([.. Enumerable.Range(0, 60).Select(i => new Element.Button($"a:{i}", new Plain(new string('<', 50)), null))]),
            new Block.Context([.. Enumerable.Range(0, 25).Select(i => Mrkdwn.Format($"{i}"))]),
        ]));

        Assert.Equal([25, 25, 10], message.Blocks.OfType<Block.Actions>().Select(b => b.Elements.Count));
        Assert.Equal([10, 10, 5], message.Blocks.OfType<Block.Context>().Select(b => b.Elements.Count));
        Assert.Empty(SlackLimits.OfMessage(message.ToJson()));
    }

    private static Outcome.Answered Answer(string reply) => new(CommandAnswer.Only(reply, new IncidentId(7)));

    private static string Said(IEnumerable<SlackMessage> parts) => MrkdwnReader.Read(
        string.Concat(parts.SelectMany(part => part.Blocks).OfType<Block.Section>().Select(section => section.Text)), _ => null);

    private static void Holds(int seed, IReadOnlyList<string> found) => Assert.True(found.Count == 0, $"seed {seed}: {string.Join("; ", found)}");
}

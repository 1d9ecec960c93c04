using IncidentBot.Core.Incidents;
using IncidentBot.Discord.Commands;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Tests.Discord.OpenApi;
using NodaTime;
using Told = IncidentBot.Tests.Slack.Speech.Incidents;

namespace IncidentBot.Tests.Discord.Commands;

public sealed class SuggestionsTests
{
    [Fact]
    public void Entries_are_offered_from_the_latest_on_with_what_they_say() => Assert.Equal(
        [
            new OptionChoice("#9 identified 01:01 · Migration 418 dropped the index.", "9"),
            new OptionChoice("#8 note 00:59 · Rollback takes a lock on `orders`; waiting for the database team.", "8"),
        ],
        Suggestions.Entries(Told.Running(), "", Told.Night).Take(2));

    [Theory]
    [InlineData("4", "4")]
    [InlineData("#4", "4")]
    [InlineData("PROVIDER", "4")]
    [InlineData("escalate", "5")]
    public void They_are_found_by_number_kind_and_words(string typed, string first) =>
        Assert.Equal(first, Suggestions.Entries(Told.Running(), typed, Told.Night)[0].Value);

    [Fact]
    public void What_was_taken_back_is_not_offered() => Assert.Empty(
        Suggestions.Entries(Some.Incident().Detected("09:00", "x").Withdraw(1).Build(), "", Told.Night));

    [Fact]
    public void Without_an_incident_there_is_nothing_to_offer() => Assert.Empty(Suggestions.Entries(null, "", Told.Night));

    [Fact]
    public void Layouts_incidents_zones_and_commands_are_found_by_a_part_of_their_name()
    {
        IncidentSummary[] incidents = [new(new IncidentId(3), "Checkout is down", IncidentState.Open, Some.Channel, Told.Night, 4)];

        Assert.Equal(["bold-markdown"], Suggestions.Layouts(["bold-markdown", "plain-label"], "bold").Select(choice => choice.Value));
        Assert.Equal([new OptionChoice("INC-3 open · Checkout is down", "INC-3")], Suggestions.Incidents(incidents, "check"));
        Assert.Equal("Europe/Madrid", Suggestions.TimeZones("madrid")[0].Value);
        Assert.Contains("UTC", Suggestions.TimeZones("").Select(choice => choice.Value));
        Assert.Contains("dead-end", Suggestions.Help("wrong").Select(choice => choice.Value));
    }

    [SkippableFact]
    public void Whatever_there_is_Discord_takes_it()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var incident = Told.Big(random);
            var now = Instant.FromUtc(2023, 11, 12, 9, 0);
            IReadOnlyList<OptionChoice>[] all =
            [
                Suggestions.Entries(incident, "", now),
                Suggestions.Incidents(Enumerable.Repeat(IncidentSummary.Of(incident), 40), ""),
                Suggestions.Layouts([.. Enumerable.Range(0, 40).Select(i => Told.Nasty(random, i + 1))], ""),
                Suggestions.TimeZones("e"),
                Suggestions.Help(""),
            ];
            Assert.All(all, choices => Assert.Empty(DiscordDescription.Get().Problems("POST", "/interactions/1/t/callback", new DiscordResponse.Choices(choices).ToJson())));
            Assert.All(all.SelectMany(choices => choices), choice => Assert.InRange(choice.Name.Length, 1, 100));
        }
    }
}

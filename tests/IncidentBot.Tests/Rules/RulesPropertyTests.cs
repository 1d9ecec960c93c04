using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Rules;
using NodaTime;

namespace IncidentBot.Tests.Rules;

public sealed class RulesPropertyTests
{
    private static readonly string[] Layouts = ["plain-label"];

    /// <summary>
    /// Each case goes on from where the one before left the channel, so that lines meet open, closed, amended and
    /// redacted incidents. What is decided must fold, and what is recorded must be what the answer says.
    /// </summary>
    [Fact]
    public void Whatever_is_typed_is_answered_and_what_is_answered_is_what_is_recorded()
    {
        Incident? current = null;
        var lines = 0;
        Prop.ForAll(Nasty.Line.ToArbitrary(), line =>
        {
            var request = Request(line, at: lines++);
            var command = CommandParser.Parse(line);
            if (command is Command.ListIncidents or Command.Search or Command.ShowDraft or Command.Export)
            {
                return;
            }

            var state = new ChannelState(current, new IncidentId((current?.Id.Number ?? 0) + 1));
            var decision = IncidentRules.Decide(state, command, new RuleContext(request, new CommandSettings(), Layouts));
            Assert.Equal(decision.Answer.Recorded, decision.Events.Count > 0 || decision.OwnZone is not null);
            Assert.NotEqual("", decision.Answer.Reply);
            if (decision.Incident is { } id)
            {
                var from = current?.Id == id ? current : Incident.Empty(id);
                current = decision.Events.Aggregate(from, (i, e) => i.Apply(
                    new RecordedEvent(i.Version + 1, request.Actor, request.SentAt, request.ReceivedAt, e)));
                Assert.Equal(decision.Answer.OccurredAt, decision.Answer.Entry is { } n ? current.Find(n)!.When?.OccurredAt : null);
                current = current.Entries.Count > 200 ? null : current;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50_000).WithEndSize(12));
    }

    private static CommandRequest Request(string line, int at) => new()
    {
        Channel = new ChannelId("C1"),
        Actor = new Person(at % 3 == 0 ? "bob" : "ana", "Someone"),
        Zone = at % 2 == 0 ? "America/New_York" : "nonsense",
        Locale = at % 5 == 0 ? "en-US" : "xx",
        Text = line,
        SentAt = Instant.FromUtc(2026, 3, 5, 9, 0) + Duration.FromSeconds(at),
        ReceivedAt = Instant.FromUtc(2026, 3, 5, 9, 0) + Duration.FromSeconds(at),
    };
}

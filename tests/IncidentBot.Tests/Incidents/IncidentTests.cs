using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Incidents;

public sealed class IncidentTests
{
    private static readonly string[] Lines =
    [
        "/detected 08:50 down", "/note looked", "/dead-end 08:55-09:00 cache", "/escalate dba", "/identified index", "/fix rollback",
        "/resolved", "/resolved 08:58 better", "/impact 30%", "/root-cause brief: x", "/root-cause y", "/task [G] z", "/conclusion w",
        "/incident undo", "/incident amend 2 08:57 other", "/incident amend 1 words", "/incident redact 2 secret", "/incident close",
        "/incident reopen", "/incident set zone Asia/Tokyo", "/incident set title T", "/incident set severity SEV2",
        "/incident set duration 2026-03-04 10:00 - 2026-03-05 08:00", "/incident section [A] b",
    ];

    private static readonly string[] People = ["ana", "bob"];

    [Fact]
    public void Folding_a_stream_in_two_parts_equals_folding_it_whole()
    {
        var play = Gen.Elements(Lines).SelectMany(line => Gen.Elements(People).Select(user => (line, user))).ListOf();
        var cut = Gen.Choose(0, 1000);

        Prop.ForAll(play.Zip(cut).ToArbitrary(), run =>
        {
            var id = new IncidentId(1);
            var events = Play(run.Item1).Events;
            var at = events.Count == 0 ? 0 : run.Item2 % events.Count;

            var whole = Incident.Replay(id, events);
            var parts = events.Skip(at).Aggregate(Incident.Replay(id, events.Take(at)), (incident, e) => incident.Apply(e));

            Same(whole, parts);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void The_state_kept_along_the_way_is_the_state_counted_afresh()
    {
        var play = Gen.Elements(Lines).SelectMany(line => Gen.Elements(People).Select(user => (line, user))).ListOf();

        Prop.ForAll(play.ToArbitrary(), run =>
        {
            var incident = Play(run).Incident;
            return incident is null
                || (incident.StandingEntries == incident.Entries.Count(e => !e.Withdrawn)
                    && (incident.State == IncidentState.Closed) == incident.Closed
                    && (incident.Closed || (incident.State == IncidentState.Resolved) == IsBack(incident)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool IsBack(Incident incident) =>
        incident.Entries.Where(e => !e.Withdrawn && e.Kind is (EntryKind.Detected or EntryKind.Resolved))
            .OrderBy(e => e.When!.EndsAt ?? e.When.OccurredAt).ThenBy(e => e.SentAt).ThenBy(e => e.Number)
            .LastOrDefault() is { Kind: EntryKind.Resolved };

    [Fact]
    public void A_gap_in_the_stream_is_never_folded_over()
    {
        var room = new Room();
        room.Type("/detected down");
        room.Type("/note looked");
        var events = room.Events;

        var broken = Assert.Throws<InvalidOperationException>(() => Incident.Replay(new IncidentId(1), events.Where(e => e.Version != 2)));

        Assert.Contains("INC-1: event 3 cannot follow event 1", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_of_one_minute_keep_the_order_in_which_they_were_typed()
    {
        var room = new Room();
        room.Type("/detected down", at: "09:00");
        foreach (var line in (string[])["/note a", "/note b", "/note 08:59 early", "/note c"])
        {
            room.Type(line);
        }

        Assert.Equal(["early", "down", "a", "b", "c"], Timeline.Of(room.Incident).Select(e => e.Text));
    }

    [Fact]
    public void A_time_said_to_the_second_does_not_pass_one_typed_before_it_in_the_same_minute()
    {
        var room = new Room { Now = Room.At("09:20") + NodaTime.Duration.FromSeconds(39) };
        room.Type("/detected 10m ago typed first");
        room.Type("/note 09:10 typed second");

        Assert.Equal(["typed first", "typed second"], Timeline.Of(room.Incident).Select(e => e.Text));
    }

    [Theory]
    [InlineData("INC-7", 7)]
    [InlineData("inc-7", 7)]
    [InlineData("7", 7)]
    [InlineData("INC-0", null)]
    [InlineData("INC-", null)]
    [InlineData("INC-7x", null)]
    [InlineData("99999999999", null)]
    public void Ids_are_read_in_any_letter_case(string text, int? number) =>
        Assert.Equal(number, IncidentId.TryParse(text, out var id) ? id.Number : null);

    [Fact]
    public void Figures_are_counted_only_from_what_is_recorded()
    {
        var room = new Room();
        room.Type("/detected 08:00 down", at: "09:00");
        room.Type("/dead-end 08:10-08:40 cache");
        room.Type("/dead-end network");
        room.Type("/escalate 08:20 dba");
        room.Type("/resolved 07:00 wrong");

        var figures = Figures.Of(room.Incident);

        Assert.Null(figures.Lasted);
        Assert.Null(figures.ToIdentify);
        Assert.Equal(NodaTime.Duration.FromMinutes(20), figures.ToEscalate);
        Assert.Equal((2, NodaTime.Duration.FromMinutes(30)), (figures.DeadEnds, figures.InDeadEnds));
        Assert.Contains(Gap.Of(room.Incident), gap => gap.What.Contains("end is before the start", StringComparison.Ordinal));
    }

    private static Room Play(IEnumerable<(string Line, string User)> lines)
    {
        var room = new Room();
        foreach (var (line, user) in lines)
        {
            room.Type(line, user);
        }

        return room;
    }

    private static void Same(Incident a, Incident b)
    {
        Assert.Equal(Describe(a), Describe(b));

        static string Describe(Incident i) => System.Text.Json.JsonSerializer.Serialize(new
        {
            i.Version,
            i.Title,
            i.State,
            i.SetZone,
            i.Severity,
            i.StandingEntries,
            Said = $"{i.SaidDuration}",
            Entries = i.Entries.Select(e => new { e.Number, e.Words, e.Withdrawn, e.Redacted, When = $"{e.When}", History = e.History.Select(h => $"{h}") }),
        });
    }
}

using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Tests.Storage;

/// <summary>A fold that is kept goes on only with what really followed it.</summary>
public sealed class HeldIncidentTests
{
    private readonly IncidentChange _first = Write(null, "first");

    [Fact]
    public void What_came_since_brings_it_to_where_the_incident_stands()
    {
        var second = Write(_first.After, "second");
        var third = Write(second.After, "third");

        var held = _first.After.Advance(Stored(third), [.. second.Events, .. third.Events])!;

        Assert.True(held.IsAt(Stored(third)));
        Assert.Equal(["first", "second", "third"], held.Incident.Entries.Select(entry => entry.Text));
        Assert.Equal(third.After.Incident.Version, held.Incident.Version);
    }

    [Fact]
    public void Another_stream_does_not_go_on_from_it()
    {
        var second = Write(_first.After, "second");

        Assert.Null(Write(null, "other").After.Advance(Stored(second), second.Events));
    }

    [Fact]
    public void Events_with_a_gap_or_a_change_do_not_go_on_from_it()
    {
        var second = Write(_first.After, "second");
        var third = Write(second.After, "third");

        Assert.Null(_first.After.Advance(Stored(third), third.Events));
        Assert.Null(_first.After.Advance(Stored(second), [second.Events[0] with { ActorName = "Eve" }]));
        Assert.Null(second.After.Advance(Stored(_first), []));
    }

    [Fact]
    public void Nothing_goes_on_over_a_redaction_because_it_still_holds_the_words()
    {
        var redact = Typed.Command("redact");
        var change = Write(_first.After, redact, Typed.Redact(redact, 1));

        Assert.Null(_first.After.Advance(Stored(change), change.Events));
    }

    private static StoredVersion Stored(IncidentChange change) =>
        new() { Number = change.Row.Number, Version = change.Row.Version, Head = change.Row.Head };

    private static IncidentChange Write(HeldIncident? held, string text) => Write(held, Typed.Command(text), Typed.Note(Typed.Command(text)));

    private static IncidentChange Write(HeldIncident? held, CommandRequest request, Func<ChannelState, Decision> decide) =>
        CommandRecorder.Record(request, new Basis(held, new IncidentId(1), null, null), decide).Change!;
}

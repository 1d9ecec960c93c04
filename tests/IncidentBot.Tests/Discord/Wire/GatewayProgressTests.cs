using IncidentBot.Discord.Wire.Gateway;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>How far a session is, while its events are worked on side by side.</summary>
public sealed class GatewayProgressTests
{
    private readonly GatewayProgress _progress = new(new GatewayPosition(0, 1, "s", "wss://gateway.example/", 10));

    [Fact]
    public void It_goes_on_with_what_is_done_and_names_what_came_last()
    {
        _progress.Begin(11);
        _progress.Begin(12);
        _progress.Pass(13);

        Assert.Equal((10, 13), (_progress.Position.Sequence, _progress.LastReceived));
        _progress.End(11);
        Assert.Equal(11, _progress.Position.Sequence);
        _progress.End(12);
        Assert.Equal(13, _progress.Position.Sequence);
    }

    [Fact]
    public void What_is_done_out_of_order_waits_for_what_came_before()
    {
        _progress.Begin(11);
        _progress.Begin(12);
        _progress.Begin(13);

        _progress.End(13);
        _progress.End(12);
        Assert.Equal(10, _progress.Position.Sequence);
        _progress.End(11);
        Assert.Equal(13, _progress.Position.Sequence);
    }

    [Fact]
    public void An_event_that_is_being_stored_counts_as_done_unless_one_before_it_is_not()
    {
        var first = _progress.Begin(11);
        var second = _progress.Begin(12);
        var third = _progress.Begin(13);

        Assert.Equal((11, 10, 10), (first.PositionWithThis.Sequence, second.PositionWithThis.Sequence, third.PositionWithThis.Sequence));
        first.End();
        Assert.Equal((12, 11), (second.PositionWithThis.Sequence, third.PositionWithThis.Sequence));
        Assert.Equal(11, _progress.Position.Sequence);
    }

    [Fact]
    public void Events_that_come_again_take_nothing_back()
    {
        _progress.Begin(11).End();
        Assert.Equal(11, _progress.Position.Sequence);

        var again = _progress.Begin(11);
        _progress.Begin(9);

        Assert.Equal((11, 11), (_progress.Position.Sequence, again.PositionWithThis.Sequence));
    }
}

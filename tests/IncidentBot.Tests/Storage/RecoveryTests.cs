using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Fakes;

namespace IncidentBot.Tests.Storage;

public sealed class RecoveryTests
{
    private static readonly Exception Full = new IOException("full");
    private static readonly Exception Damaged = new IOException("damaged");

    private readonly ManualTime _time = new();
    private readonly Recovery _recovery;

    public RecoveryTests() => _recovery = new Recovery(_time);

    [Fact]
    public void It_is_tried_at_once_then_less_often_until_it_works()
    {
        Assert.True(_recovery.Fail(Full));
        Assert.Null(_recovery.Refusal);
        foreach (var seconds in (int[])[1, 2, 4, 8, 10, 10])
        {
            Assert.False(_recovery.Fail(Full));
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Same(Full, _recovery.Refusal);
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.Null(_recovery.Refusal);
        }

        Assert.Equal(_time.GetUtcNow() - TimeSpan.FromSeconds(35), _recovery.Trouble!.Since);
        _recovery.Succeed();

        Assert.Null(_recovery.Trouble);
        Assert.True(_recovery.Fail(Full));
    }

    [Fact]
    public void What_was_given_up_stays_so_whatever_the_writer_meets()
    {
        _recovery.Fail(Full);
        _recovery.GiveUp(Damaged);

        _recovery.Succeed();
        Assert.False(_recovery.Fail(Full));
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Same(Damaged, _recovery.Refusal);
        Assert.Same(Damaged, _recovery.Cause);
        Assert.Equal("damaged", _recovery.Trouble!.Reason);
    }
}

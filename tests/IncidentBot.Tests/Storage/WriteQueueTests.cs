using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Tests.Storage;

public sealed class WriteQueueTests
{
    private readonly WriteQueue<int> _queue = new(capacity: 3, capacityInBytes: 100);
    private readonly List<int> _batch = [];

    [Fact]
    public void Who_comes_when_it_is_full_is_told_at_once()
    {
        Assert.All([1, 2, 3], n => Assert.Equal(Enqueued.Waits, _queue.Add(n, 1)));

        Assert.Equal(Enqueued.Full, _queue.Add(4, 1));
        Assert.Equal(3, _queue.Count);
    }

    [Fact]
    public void It_is_full_by_size_as_well()
    {
        Assert.Equal(Enqueued.Waits, _queue.Add(1, 60));
        Assert.Equal(Enqueued.Full, _queue.Add(2, 41));
        Assert.Equal(Enqueued.Waits, _queue.Add(3, 40));
    }

    [Fact]
    public void What_was_taken_makes_room()
    {
        _queue.Add(1, 60);
        _queue.Add(2, 40);
        _queue.Take(_batch, most: 1, mostBytes: 1000);

        Assert.Equal(Enqueued.Full, _queue.Add(3, 61));
        Assert.Equal(Enqueued.Waits, _queue.Add(3, 60));
    }

    [Theory]
    [InlineData(2, 1000, new[] { 1, 2 })]
    [InlineData(9, 25, new[] { 1, 2 })]
    [InlineData(9, 1000, new[] { 1, 2, 3 })]
    [InlineData(9, 5, new[] { 1 })]
    public void A_batch_is_what_waits_up_to_a_limit_and_at_least_one(int most, long bytes, int[] expected)
    {
        Assert.All([1, 2, 3], n => _queue.Add(n, 10));

        Assert.True(_queue.Take(_batch, most, bytes));

        Assert.Equal(expected, _batch);
    }

    [Fact]
    public void A_wake_gives_an_empty_batch()
    {
        _queue.Wake();

        Assert.True(_queue.Take(_batch, 9, 1000));

        Assert.Empty(_batch);
    }

    [Fact]
    public void A_closed_queue_hands_out_the_rest_and_ends()
    {
        _queue.Add(1, 1);
        _queue.Close();

        Assert.Equal(Enqueued.Closed, _queue.Add(2, 1));
        Assert.True(_queue.Take(_batch, 9, 1000));
        Assert.Equal([1], _batch);
        Assert.False(_queue.Take(_batch, 9, 1000));
    }

    [Fact]
    public async Task Everything_that_many_put_in_comes_out_once_and_in_the_order_of_each()
    {
        var queue = new WriteQueue<(int Writer, int N)>(10_000, 1_000_000);
        var taken = Task.Run(() =>
        {
            List<(int, int)> all = [];
            List<(int, int)> batch = [];
            while (queue.Take(batch, 7, 1000))
            {
                all.AddRange(batch);
            }

            return all;
        });

        Parallel.For(0, 8, writer =>
        {
            for (var n = 0; n < 500; n++)
            {
                Assert.Equal(Enqueued.Waits, queue.Add((writer, n), 1));
            }
        });
        queue.Close();

        var all = await taken;
        Assert.Equal(4000, all.Count);
        Assert.All(all.GroupBy(i => i.Item1), g => Assert.Equal(Enumerable.Range(0, 500), g.Select(i => i.Item2)));
    }
}

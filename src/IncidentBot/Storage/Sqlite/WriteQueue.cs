namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// What waits for the writer: bounded by number and by size, so that a stalled disk fills neither memory nor patience.
/// Whoever comes when it is full is told at once.
/// </summary>
internal sealed class WriteQueue<T>(int capacity, long capacityInBytes)
{
    // An object, not a Lock: the writer waits on it.
    private readonly object _gate = new();
    private readonly Queue<(T Item, int Bytes)> _waiting = new();
    private long _bytes;
    private bool _woken;
    private bool _closed;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>How full it is: 1 when it takes nothing more.</summary>
    public double Fill
    {
        get
        {
            lock (_gate)
            {
                return Math.Max((double)_waiting.Count / capacity, (double)_bytes / capacityInBytes);
            }
        }
    }

    /// <summary>Puts an item at the end, unless the queue is full or closed.</summary>
    public Enqueued Add(T item, int bytes)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return Enqueued.Closed;
            }

            if (_waiting.Count == capacity || _bytes + bytes > capacityInBytes)
            {
                return Enqueued.Full;
            }

            _waiting.Enqueue((item, bytes));
            _bytes += bytes;
            Monitor.Pulse(_gate);
            return Enqueued.Waits;
        }
    }

    /// <summary>Lets the writer look around although nothing waits.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Waits for work and takes what is there, up to a limit. Nothing is waited for to fill a batch: batches form by
    /// themselves while the one before is being synced.
    /// </summary>
    /// <returns>False once the queue is closed and empty.</returns>
    public bool Take(List<T> batch, int most, long mostBytes)
    {
        batch.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_woken && !_closed)
            {
                Monitor.Wait(_gate);
            }

            _woken = false;
            var size = 0L;
            while (batch.Count < most && _waiting.TryPeek(out var next) && (batch.Count == 0 || size + next.Bytes <= mostBytes))
            {
                _waiting.Dequeue();
                batch.Add(next.Item);
                size += next.Bytes;
                _bytes -= next.Bytes;
            }

            return batch.Count > 0 || !_closed;
        }
    }
}

internal enum Enqueued
{
    Waits,
    Full,
    Closed,
}

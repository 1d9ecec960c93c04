using IncidentBot.Core.Incidents;

namespace IncidentBot.Intake;

/// <summary>Lines of a room are recorded in the order in which they came, though what some need takes longer to be found.</summary>
internal sealed class RoomTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChannelId, Task> _last = [];

    /// <summary>A turn in a room, after all that were taken before it. It has to be ended.</summary>
    public Turn Take(ChannelId room)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var before = _last.GetValueOrDefault(room, Task.CompletedTask);
            _last[room] = ended.Task;
            return new Turn(before, () => End(room, ended));
        }
    }

    private void End(ChannelId room, TaskCompletionSource ended)
    {
        lock (_gate)
        {
            if (_last.GetValueOrDefault(room) == ended.Task)
            {
                _last.Remove(room);
            }
        }

        ended.TrySetResult();
    }

    /// <param name="before">Completes when those before it have ended.</param>
    internal sealed class Turn(Task before, Action end) : IDisposable
    {
        public Task ComeAsync() => before;

        public void Dispose() => end();
    }
}

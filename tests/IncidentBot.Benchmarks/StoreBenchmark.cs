using System.Collections.Concurrent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Benchmarks;

/// <summary>
/// The store without HTTP, beside loops that write the same rows and do nothing else: one that commits in groups, and
/// one that commits each. A command is four rows: an event, its words, the answer, and where the incident stands.
/// </summary>
internal static class StoreBenchmark
{
    private const int Waiting = 64;
    private const int Rounds = 5;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        List<(Latencies Bare, Latencies Single, Latencies Store)> rounds = [];
        for (var i = 0; i < Rounds; i++)
        {
            // In turn, so that whatever else the machine does falls on all of them.
            rounds.Add((await BareAsync(most: 256), await BareAsync(most: 1), await StoreAsync()));
        }

        var bare = rounds.Select(r => r.Bare).Median();
        Console.WriteLine($"bare loop, commits in groups    {bare}");
        Console.WriteLine($"bare loop, commits each         {rounds.Select(r => r.Single).Median()}");
        Console.WriteLine(
            $"store                           {rounds.Select(r => r.Store).Median()}   " +
            $"{rounds.Select(r => r.Store.PerSecond / r.Bare.PerSecond).Order().ElementAt(Rounds / 2):0.00} of bare, in groups");
    }

    private static async Task<Latencies> StoreAsync()
    {
        using var folder = new BenchmarkFolder();
        await using var store = SqliteIncidentStore.Open(folder.File("incidents.db"), TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);
        return await LoadAsync(request => store.RecordAsync(request, Notes.Decide(request), CancellationToken.None));
    }

    private static async Task<Latencies> BareAsync(int most)
    {
        using var folder = new BenchmarkFolder();
        await using var loop = new BareLoop(folder.File("incidents.db"), most);
        return await LoadAsync(loop.WriteAsync);
    }

    private static Task<Latencies> LoadAsync(Func<CommandRequest, Task> write) =>
        Loads.FlatOutAsync(Waiting, Warming, Measuring, (writer, n) => write(Notes.Request($"C{writer}", $"{writer}-{n}")));
}

/// <summary>Writes the rows of a command, and nothing else that a store does: no lookup, no decision, no chain.</summary>
internal sealed class BareLoop : IAsyncDisposable
{
    private readonly BlockingCollection<(CommandRequest Request, TaskCompletionSource Done)> _queue = [];
    private readonly TaskCompletionSource _stopped = new();
    // As the store does.
    private const int CopyAt = 4096;
    private readonly int _most;

    public BareLoop(string path, int most)
    {
        _most = most;
        var connection = new WriterConnection(new SqliteFile(path).OpenOrCreate(TimeProvider.System));
        new Thread(() => Run(connection)) { IsBackground = true }.Start();
    }

    public Task WriteAsync(CommandRequest request)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((request, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _stopped.Task;
        _queue.Dispose();
    }

    private void Run(WriterConnection connection)
    {
        var template = Notes.Template();
        Dictionary<ChannelId, IncidentChange> changes = [];
        List<TaskCompletionSource> waiting = [];
        var pages = 0;
        while (_queue.TryTake(out var next, Timeout.Infinite))
        {
            waiting.Clear();
            connection.Begin();
            do
            {
                var change = changes.TryGetValue(next.Request.Channel, out var last)
                    ? Next(last)
                    : template with { Row = template.Row with { Number = changes.Count + 1 } };
                changes[next.Request.Channel] = change;
                connection.Append(change);
                connection.SaveAnswer(Notes.Answer(next.Request));
                waiting.Add(next.Done);
            }
            while (waiting.Count < _most && _queue.TryTake(out next));
            connection.Commit();
            waiting.ForEach(done => done.TrySetResult());
            pages += connection.TakePagesWritten();
            if (pages > CopyAt)
            {
                connection.Checkpoint(truncate: false, TimeSpan.Zero);
                pages = 0;
            }
        }

        connection.Dispose();
        _stopped.SetResult();
    }

    private static IncidentChange Next(IncidentChange last) => last with
    {
        Channels = [],
        Row = last.Row with { Version = last.Row.Version + 1, Entries = last.Row.Entries + 1 },
        Events = [last.Events[0] with { Version = last.Row.Version + 1 }],
    };
}

/// <summary>Notes as responders write them, and the rows they come to.</summary>
internal static class Notes
{
    private const string Text = "pool saturated on db-3, 950 of 1000 connections in use, restarting the workers one by one";

    public static CommandRequest Request(string channel, string delivery) => new()
    {
        Channel = new ChannelId(channel),
        Actor = new Person("U0123456789", "Ana María Pérez"),
        Text = $"/note {Text}",
        Delivery = new DeliveryKey("api", delivery),
        SentAt = NodaTime.Instant.FromUtc(2026, 3, 4, 9, 0),
        ReceivedAt = NodaTime.Instant.FromUtc(2026, 3, 4, 9, 0),
    };

    /// <summary>What the rules would decide, without their work.</summary>
    public static Func<ChannelState, Decision> Decide(CommandRequest request) => state =>
    {
        List<IncidentEvent> events = [];
        if (state.Current is null)
        {
            events.Add(new IncidentEvent.Opened("UTC", null) { Words = new Words("the database is slow") });
            events.Add(new IncidentEvent.ChannelBound(request.Channel));
        }

        var number = state.Current?.NextEntry ?? 1;
        var when = new Moment(request.SentAt, null, Precision.Minute, "UTC");
        events.Add(new IncidentEvent.EntryRecorded(number, EntryKind.Note, when, false) { Words = new Words(Text) });
        var id = state.Current?.Id ?? state.Next;
        return new Decision(id, events, null, new CommandAnswer(
            true, id, number, "note", request.SentAt, request.ReceivedAt, $"✓ #{number} 09:00 UTC note: {Text}"));
    };

    public static DeliveryRow Answer(CommandRequest request) => DeliveryRow.Of(
        request.Delivery!.Value,
        new CommandAnswer(true, new IncidentId(1), 7, "note", request.SentAt, request.ReceivedAt, $"✓ #7 09:00 UTC note: {Text}"));

    /// <summary>The rows of one note, made once.</summary>
    public static IncidentChange Template()
    {
        var request = Request("C1", "template");
        var recording = CommandRecorder.Record(request, new Basis(null, new IncidentId(1), null, null), Decide(request));
        return recording.Change! with { Events = [recording.Change.Events[2] with { Version = 1 }], Row = recording.Change.Row with { Version = 1 } };
    }
}

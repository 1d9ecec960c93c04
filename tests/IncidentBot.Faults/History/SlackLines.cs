using System.Collections.Concurrent;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Faults.History;

/// <summary>What people typed in Slack, and what they were told: in the acknowledgement, or at the address for later answers.</summary>
internal sealed class SlackLines(FakeSlack slack)
{
    private const string Confirmation = "✓";

    private readonly ConcurrentDictionary<string, SlackLine> _lines = new();
    private int _named;
    private int _acknowledged;

    public FakeSlack Slack => slack;

    /// <summary>How many were told that their line is recorded.</summary>
    public int Confirmed => _lines.Values.Count(line => Told(line) > 0);

    /// <summary>Types one line after the other until it is told to stop, or the socket is gone.</summary>
    public async Task TypeAsync(CancellationToken stop)
    {
        var socket = slack.Open[^1];
        while (socket.IsOpen && !stop.IsCancellationRequested)
        {
            await TypeOneAsync(socket);
        }
    }

    /// <summary>Types a line, and waits for its acknowledgement as long as the socket is there.</summary>
    public async Task TypeOneAsync(FakeSocket socket)
    {
        var id = $"l{Interlocked.Increment(ref _named)}x";
        var payload = slack.SlashPayload($"/detected {id}");
        var line = new SlackLine(Guid.NewGuid().ToString(), (string)payload["response_url"]!);
        _lines[id] = line;
        await socket.SendAsync(FakeSlack.Envelope("slash_commands", payload, line.Envelope).ToJsonString());
        await slack.UntilAsync(_ => !socket.IsOpen || Ack(line) is not null);
        if (Ack(line) is { } ack)
        {
            line.Acknowledgement = ack.Text ?? "";
            Interlocked.Increment(ref _acknowledged);
            slack.Changed.Raise();
        }
    }

    /// <summary>Is done when so many more were acknowledged.</summary>
    public Task AcknowledgedAsync(int more)
    {
        var until = Volatile.Read(ref _acknowledged) + more;
        return slack.UntilAsync(_ => Volatile.Read(ref _acknowledged) >= until);
    }

    /// <param name="underWay">How many may have been on their way at a kill, and so be told twice.</param>
    public Verdict Check(string database, int underWay)
    {
        var entries = StoredEntries.Read(database);
        var found = entries.ToLookup(entry => entry.Id);
        List<string> findings = [];
        foreach (var (id, line) in _lines)
        {
            var problem = (found[id].Count(), Told(line)) switch
            {
                (0, > 0) => "was told to be recorded, and is not there",
                ( > 1, _) => "is there more than once",
                (1, 0) => "is recorded, and nobody was told",
                (_, > 2) => "was told again and again",
                _ => null,
            };
            if (problem is not null)
            {
                findings.Add($"{id} {problem}");
            }
        }

        if (_lines.Values.Count(line => Told(line) > 1) is var twice && twice > underWay)
        {
            findings.Add($"{twice} were told twice, though no more than {underWay} can have been on their way when it was killed.");
        }

        findings.AddRange(entries.GroupBy(entry => entry.Incident).SelectMany(incident => CheckRoom(incident.Key, incident.Count())));
        var confirmed = _lines.Where(line => Told(line.Value) > 0).ToList();
        return new Verdict(
            _lines.Count, confirmed.Count, confirmed.Count(line => found[line.Key].Any()), _lines.Keys.Count(id => found[id].Count() > 1), findings);
    }

    /// <summary>One message shows the incident in its room, and shows all of it.</summary>
    private List<string> CheckRoom(int incident, int entries)
    {
        List<FakeMessage> shown;
        lock (slack.Workspace.Gate)
        {
            shown = [.. slack.Workspace.In(FakeWorkspace.Channel).Where(m => m.User == FakeWorkspace.Bot && m.Text.StartsWith($"INC-{incident} ", StringComparison.Ordinal))];
        }

        return shown.Count != 1 ? [$"INC-{incident} is shown {shown.Count} times in its room"]
            : shown[0].Blocks?.ToJsonString().Contains($" of {entries} ", StringComparison.Ordinal) == true ? []
            : [$"INC-{incident} has {entries} entries, and its room is not told: {shown[0].Blocks?.ToJsonString()}"];
    }

    private FakeAck? Ack(SlackLine line) => slack.Acks.LastOrDefault(ack => ack.EnvelopeId == line.Envelope);

    private int Told(SlackLine line) =>
        (IsConfirmed(line.Acknowledgement ?? Ack(line)?.Text) ? 1 : 0) + slack.Answers(line.ResponseUrl).Count(answer => IsConfirmed((string?)answer["text"]));

    private static bool IsConfirmed(string? text) => text?.Contains(Confirmation, StringComparison.Ordinal) == true;

    private sealed record SlackLine(string Envelope, string ResponseUrl)
    {
        public string? Acknowledgement { get; set; }
    }
}

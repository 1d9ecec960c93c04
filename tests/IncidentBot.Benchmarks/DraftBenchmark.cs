using System.Diagnostics;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Benchmarks;

/// <summary>Drafts of incidents with more and more entries.</summary>
internal static class DraftBenchmark
{
    private static readonly EntryKind[] Kinds =
        [EntryKind.Note, EntryKind.Note, EntryKind.DeadEnd, EntryKind.Escalate, EntryKind.Fix, EntryKind.Note, EntryKind.Identified];

    public static void Run()
    {
        var drafts = new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System);
        Render(drafts, Incident(100));
        foreach (var entries in (int[])[1_000, 10_000, 100_000])
        {
            var incident = Incident(entries);
            Console.WriteLine($"drafts, {entries,7:N0} entries         {string.Join("   ", Render(drafts, incident))}");
        }
    }

    private static List<string> Render(DraftCompiler drafts, Incident incident)
    {
        var figures = new List<string>();
        foreach (var layout in drafts.Layouts.Names)
        {
            figures.Add($"{layout} {Time(() => drafts.Compile(incident, layout, DraftFormat.Text, withRoute: false)):N0} ms");
        }

        foreach (var format in (DraftFormat[])[DraftFormat.Html, DraftFormat.Json, DraftFormat.Csv])
        {
            figures.Add($"{format.ToString().ToLowerInvariant()} {Time(() => drafts.Compile(incident, null, format, withRoute: false)):N0} ms");
        }

        return figures;
    }

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static Incident Incident(int entries)
    {
        var began = Instant.FromUtc(2026, 3, 5, 9, 0);
        var who = new Person("U1", "Ana");
        var events = new List<IncidentEvent>
        {
            new IncidentEvent.Opened("Europe/Madrid", null) { Words = new Words("A long night") },
            new IncidentEvent.ChannelBound(new ChannelId("C1")),
        };
        for (var n = 1; n <= entries; n++)
        {
            var kind = n == 1 ? EntryKind.Detected : n == entries ? EntryKind.Resolved : Kinds[n % Kinds.Length];
            var when = new Moment(began + Duration.FromSeconds(7 * n), null, Precision.Minute, "Europe/Madrid");
            events.Add(new IncidentEvent.EntryRecorded(n, kind, when, Brief: false)
            {
                Words = new Words($"Step {n}: looked at *shard* {n % 64}, nothing unusual at https://example.org/{n}"),
            });
        }

        return Core.Incidents.Incident.Replay(new IncidentId(1), events.Select((e, i) => new RecordedEvent(i + 1, who, began, began, e)));
    }
}

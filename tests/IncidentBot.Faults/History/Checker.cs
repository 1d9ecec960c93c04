namespace IncidentBot.Faults.History;

/// <summary>Holds what every client was told against the final file.</summary>
internal static class Checker
{
    /// <param name="entries">What is in the file.</param>
    /// <param name="salt">Lines with this in them need not be taken; null if all have to be.</param>
    public static Verdict Check(Journal journal, IReadOnlyList<(int Incident, int Entry, string Id)> entries, string? salt = null)
    {
        List<string> findings = [];
        CheckNumbers(entries, findings);
        var places = entries.ToLookup(e => e.Id, e => (Incident: $"INC-{e.Incident}", e.Entry));
        var (invocations, confirmed, present, twice) = (0, 0, 0, 0);
        foreach (var delivery in journal.Deliveries)
        {
            var found = places[delivery.Id].ToList();
            invocations += delivery.Invocations;
            confirmed += delivery.Confirmed is null ? 0 : 1;
            present += delivery.Confirmed is not null && found.Count > 0 ? 1 : 0;
            twice += found.Count > 1 ? 1 : 0;
            if (Problem(delivery, found, salt) is { } problem)
            {
                findings.Add($"{delivery.Id}: {problem}");
            }
        }

        return new Verdict(invocations, confirmed, present, twice, findings);
    }

    private static string? Problem(Delivery delivery, List<(string Incident, int Entry)> found, string? salt) => (delivery, found.Count) switch
    {
        ({ Odd: { } odd }, _) => $"was answered {odd.Text}",
        ({ NotTaken: { } reply }, _) when salt is null || !reply.Text.Contains(salt, StringComparison.Ordinal) => $"was not taken: {reply.Text}",
        (_, > 1) => $"is there {found.Count} times",
        ({ Confirmed: not null }, 0) => "was confirmed, and is not there",
        ({ Spooled: true }, 0) => "was in the emergency file, and is not there",
        ({ OnlyRefused: true }, 1) => "was refused for certain, and is there",
        ({ Contradiction: { } other, Confirmed: { } first }, _) => $"was answered {first.Text}, and then {other}",
        ({ Confirmed: { } reply }, _) when found[0] != (reply.Incident, reply.Entry) =>
            $"is {found[0]}, and was said to be {reply.Incident} #{reply.Entry}",
        _ => null,
    };

    private static void CheckNumbers(IReadOnlyList<(int Incident, int Entry, string Id)> entries, List<string> findings)
    {
        foreach (var incident in entries.GroupBy(e => e.Incident))
        {
            var expected = 0;
            foreach (var entry in incident)
            {
                if (entry.Entry != ++expected)
                {
                    findings.Add($"INC-{incident.Key}: entry {entry.Entry} stands where {expected} should.");
                    expected = entry.Entry;
                }
            }
        }
    }
}

namespace IncidentBot.Storage.Rows;

/// <summary>How many events a store holds, and the hash over their links in the order they were recorded.</summary>
internal sealed record Ledger(long Events, byte[] Head)
{
    public Ledger With(IReadOnlyList<EventRow> appended)
    {
        var head = Head;
        foreach (var row in appended)
        {
            head = EventChain.Join(head, row.Link!);
        }

        return new Ledger(Events + appended.Count, head);
    }
}

namespace IncidentBot.Storage.Rows;

/// <summary>How many events a store holds, and the hash over their links in the order they were recorded.</summary>
/// <param name="StoreId">Tells this store from any other, also after it was moved.</param>
internal sealed record Ledger(string StoreId, long Events, byte[] Head)
{
    public Ledger With(IReadOnlyList<EventRow> appended)
    {
        var head = Head;
        foreach (var row in appended)
        {
            head = EventChain.Join(head, row.Link!);
        }

        return this with { Events = Events + appended.Count, Head = head };
    }
}

using System.Collections.Concurrent;

namespace IncidentBot.Web.Pages;

/// <summary>A line sent from a page without script, and its answer.</summary>
/// <param name="Refused">Whether the line is to be mended or sent again.</param>
/// <param name="Entry">The entry it recorded, which the conversation need not show again.</param>
/// <param name="Form">The id of the form, while the line is not settled: sent again from the same form, it is the same delivery.</param>
/// <param name="IsLate">Whether its outcome is still to come.</param>
internal sealed record Exchange(string Name, string Typed, string Reply, bool Refused, string? Entry, string? Form = null, bool IsLate = false);

/// <summary>
/// Keeps the latest answers until the page that follows a sent form has shown them. Only who knows the random delivery
/// id sees one; what was recorded is in the store anyway.
/// </summary>
internal sealed class Exchanges
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<string, Exchange> _exchanges = new();
    private readonly ConcurrentQueue<string> _order = new();

    public void Keep(string deliveryId, Exchange exchange)
    {
        _exchanges[deliveryId] = exchange;
        _order.Enqueue(deliveryId);
        while (_order.Count > Kept && _order.TryDequeue(out var oldest))
        {
            _exchanges.TryRemove(oldest, out _);
        }
    }

    /// <summary>Nothing that was erased from the store may be read here.</summary>
    public void Clear()
    {
        _order.Clear();
        _exchanges.Clear();
    }

    public Exchange? Find(string? deliveryId) =>
        deliveryId is not null && _exchanges.TryGetValue(deliveryId, out var exchange) ? exchange : null;
}

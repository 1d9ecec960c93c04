using System.Text.Json;

namespace IncidentBot.Faults.Rounds;

/// <summary>What a running bot says about its emergency file.</summary>
internal static class EmergencyFile
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Is done when nothing waits there any more.</summary>
    public static async Task EmptiedAsync(Uri bot)
    {
        using var http = new HttpClient { BaseAddress = bot };
        while (await WaitsAsync(http))
        {
            await Task.Delay(Pause);
        }
    }

    private static async Task<bool> WaitsAsync(HttpClient http)
    {
        using var response = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
        using var ready = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ready.RootElement.GetProperty("checks").TryGetProperty("spool", out var spool) && spool.GetString() != "ready";
    }
}

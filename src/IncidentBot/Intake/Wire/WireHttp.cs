namespace IncidentBot.Intake.Wire;

/// <summary>What all that speaks HTTP with a platform has in common.</summary>
internal static class WireHttp
{
    /// <summary>All that comes; null if it is longer.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, long longest, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (kept.Length + read > longest)
            {
                return null;
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    /// <summary>Whether a request that failed cannot have got there.</summary>
    public static bool NeverLeft(HttpRequestError error) => error
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    /// <summary>Why a request failed. The exception's own words may name more than people need.</summary>
    public static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection: the certificate or a proxy in between is wrong",
        HttpRequestError.ProxyTunnelError => "the proxy refuses",
        _ => "the connection broke",
    };
}

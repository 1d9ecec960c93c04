using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>Fetches the files that hang on messages. They lie elsewhere than the API, and are fetched without a token.</summary>
internal sealed class DiscordFiles(DiscordHttp http, DiscordOptions options)
{
    private const string Fetching = "fetching a file";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly string[] Hosts = ["cdn.discordapp.com", "media.discordapp.net"];

    /// <summary>The bytes of a file. Its address expires after a day: then the message has to be asked for again.</summary>
    /// <param name="longest">In bytes; what is longer is refused.</param>
    public async Task<DiscordAnswer<DownloadedFile>> DownloadAsync(DiscordAttachment file, long longest, CancellationToken ct)
    {
        if (!Uri.TryCreate(file.Url, UriKind.Absolute, out var address) || !IsDiscords(address))
        {
            return Refused("its address is not Discord's");
        }

        if (file.Size > longest)
        {
            return Refused("it is too large") with { Status = 413 };
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var (answer, body, trouble) = await http.SendAsync(Fetching, request, Timeout, ct, longest);
        return trouble is not null ? trouble
            : answer!.Status == 200 ? new DownloadedFile(body)
            : Refused($"HTTP {answer.Status}") with { Status = answer.Status };
    }

    private static DiscordTrouble Refused(string why) => new(DiscordOutcome.Refused, Fetching, why);

    /// <summary>Addresses come from outside: whatever they name, only Discord's own are asked.</summary>
    private bool IsDiscords(Uri address) => options.ApiUrl.IsLoopback && address.IsLoopback
        ? address.Scheme is "http" or "https"
        : address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.UserInfo.Length == 0
            && Hosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase);
}

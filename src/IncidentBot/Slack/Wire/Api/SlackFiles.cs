using System.Net.Http.Headers;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>A file to be shown in a channel.</summary>
internal sealed record SlackUpload(string Channel, string Filename, string Title)
{
    public string? ThreadTs { get; init; }

    /// <summary>The message it comes with; escaped already.</summary>
    public string? Comment { get; init; }
}

/// <summary>The bytes of a file.</summary>
internal sealed record SlackBytes(byte[] Content);

/// <summary>Files on their way in and out.</summary>
internal sealed class SlackFiles(SlackApi api, SlackHttp http, SlackOptions options)
{
    private const string Sending = "the upload";
    private const string Fetching = "the download";
    private const int Tries = 2;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Uploads a file and shows it in a channel. Slack takes no empty ones.</summary>
    public async Task<SlackAnswer<Done>> UploadAsync(SlackUpload upload, byte[] content, CancellationToken ct)
    {
        if (content.Length == 0)
        {
            return new SlackTrouble(SlackOutcome.Refused, Sending, "the file is empty");
        }

        for (var tries = 1; ; tries++)
        {
            var address = await api.UploadAddressAsync(upload.Filename, content.Length, ct);
            if (!address.IsOk)
            {
                return address.Trouble;
            }

            var trouble = await SendAsync(address.Value.UploadUrl, content, ct);
            if (trouble is null)
            {
                return await api.CompleteUploadAsync(address.Value.FileId, upload, ct);
            }

            // An address is good once; nothing is shown anywhere before the upload is completed.
            if (tries == Tries)
            {
                return trouble;
            }
        }
    }

    /// <summary>The bytes of a file that hangs on a message.</summary>
    /// <param name="longest">Longer ones are refused as <c>too_large</c>.</param>
    public async Task<SlackAnswer<SlackBytes>> DownloadAsync(SlackFile file, int longest, CancellationToken ct)
    {
        if (!Uri.TryCreate(file.UrlPrivateDownload ?? file.UrlPrivate, UriKind.Absolute, out var address) || !http.IsSlacks(address, ".slack.com", ".slack-gov.com"))
        {
            return new SlackTrouble(SlackOutcome.Refused, Fetching, "its address is not Slack's");
        }

        if (file.Size > longest)
        {
            return new SlackTrouble(SlackOutcome.Refused, Fetching, "too_large");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.BotToken);
        var (answer, body, trouble) = await http.SendAsync(Fetching, request, Timeout, ct, longest);
        return trouble is not null ? trouble
            : answer!.Status != 200 ? new SlackTrouble(answer.Status >= 500 ? SlackOutcome.Unreachable : SlackOutcome.Refused, Fetching, $"HTTP {answer.Status}")
            : IsLoginPage(answer, file) ? new SlackTrouble(SlackOutcome.Refused, Fetching, SlackErrors.MissingScope) { Needed = "files:read" }
            : new SlackBytes(body);
    }

    private async Task<SlackTrouble?> SendAsync(string url, byte[] content, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !http.IsSlacks(address, ".slack.com", ".slack-gov.com"))
        {
            return new SlackTrouble(SlackOutcome.Refused, Sending, "its address is not Slack's");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var (answer, _, trouble) = await http.SendAsync(Sending, request, Timeout, ct);
        return trouble ?? (answer!.Status == 200 ? null : new SlackTrouble(SlackOutcome.Refused, Sending, $"HTTP {answer.Status}"));
    }

    /// <summary>Who may not read files is shown the page to sign in, with status 200.</summary>
    private static bool IsLoginPage(HttpAnswer answer, SlackFile file) =>
        answer.ContentType == "text/html" && file.Mimetype != "text/html";
}

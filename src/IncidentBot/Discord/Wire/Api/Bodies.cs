using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>The bodies of requests, made anew for each try.</summary>
internal static class Bodies
{
    private const string Json = "application/json";

    public static Func<HttpContent> Of(JsonNode json)
    {
        var bytes = DiscordJson.Write(json);
        return () => JsonContent(bytes);
    }

    /// <param name="nonce">Makes Discord take the message once, however often it is sent.</param>
    public static Func<HttpContent> Of(MessageBody body, string? nonce = null)
    {
        var json = JsonSerializer.SerializeToNode(body, DiscordJson.Default.MessageBody)!.AsObject();
        if (nonce is not null)
        {
            json["nonce"] = nonce;
            json["enforce_nonce"] = true;
        }

        return Of(json, body.Files);
    }

    /// <summary>With files beside it.</summary>
    public static Func<HttpContent> Of(JsonObject json, IReadOnlyList<OutgoingFile> files)
    {
        if (files.Count == 0)
        {
            return Of(json);
        }

        var bytes = DiscordJson.Write(json);
        return () =>
        {
            var parts = new MultipartFormDataContent { Part(JsonContent(bytes), Json, "payload_json", null) };
            for (var i = 0; i < files.Count; i++)
            {
                parts.Add(Part(new ReadOnlyMemoryContent(files[i].Content), files[i].ContentType, $"files[{i}]", SafeName(files[i].Name)));
            }

            return parts;
        };
    }

    /// <summary>The name a part gives a file: its real one stands in the JSON, as not all parsers read other characters here.</summary>
    internal static string SafeName(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).TrimStart('.');
        return safe.Length == 0 ? "file" : safe.Length <= 100 ? safe : safe[^100..];
    }

    private static ByteArrayContent JsonContent(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        return content;
    }

    private static HttpContent Part(HttpContent content, string contentType, string name, string? filename)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = filename is null ? null : $"\"{filename}\"",
        };
        return content;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>Reads what comes in a request, in one part or several.</summary>
internal static class FakeBodies
{
    public static async Task<FakeRequest> ReadAsync(HttpContext context, string path, DateTimeOffset at)
    {
        var request = new FakeRequest(context.Request.Method, path, at)
        {
            Query = context.Request.QueryString.Value ?? "",
            Authorization = context.Request.Headers.Authorization.FirstOrDefault(),
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            ContentType = context.Request.ContentType ?? "",
        };
        if (!request.ContentType.StartsWith("multipart/", StringComparison.Ordinal))
        {
            return request with { Body = Parse(await BytesAsync(context.Request.Body)) };
        }

        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value!;
        var reader = new MultipartReader(boundary, context.Request.Body);
        JsonNode? body = null;
        List<FakeFile> files = [];
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            var disposition = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            var (name, bytes) = (HeaderUtilities.RemoveQuotes(disposition.Name).Value!, await BytesAsync(section.Body));
            if (name == "payload_json")
            {
                body = Parse(bytes);
            }
            else
            {
                files.Add(new FakeFile(name, HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "", section.ContentType ?? "", bytes, section.ContentDisposition!));
            }
        }

        return request with { Body = body, Files = files };
    }

    private static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? null : JsonNode.Parse(Encoding.UTF8.GetString(bytes));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<byte[]> BytesAsync(Stream stream)
    {
        using var kept = new MemoryStream();
        await stream.CopyToAsync(kept);
        return kept.ToArray();
    }
}

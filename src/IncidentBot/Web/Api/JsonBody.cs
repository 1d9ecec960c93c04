using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Web.Api;

/// <summary>Reads a request's JSON body, or says what is wrong with it.</summary>
internal static class JsonBody
{
    private const int Longest = 5 * 1024 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Either the document or the problem; exactly one is null.</summary>
    public static async Task<(JsonDocument? Document, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        if (!IsJson(request.ContentType))
        {
            return (null, Problems.Of(415, "Send the body as application/json in UTF-8."));
        }

        var (body, length) = await ReadBytesAsync(request);
        if (length > Longest)
        {
            return (null, Problems.Of(413, $"The body has more than {Longest / 1024 / 1024} MB."));
        }

        return Parse(body) is { } document ? (document, null) : (null, Problems.Of(400, "The body is no JSON document in valid UTF-8 without duplicate names."));
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Keeps the body up to the limit and reads past the rest: who is still sending would not see our answer. Kestrel
    /// ends a body over its own limit.
    /// </summary>
    private static async Task<(byte[] Body, long Length)> ReadBytesAsync(HttpRequest request)
    {
        using var kept = new MemoryStream();
        var length = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            {
                length += read;
                if (length <= Longest)
                {
                    kept.Write(buffer, 0, read);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (kept.ToArray(), length);
    }

    private static JsonDocument? Parse(byte[] body)
    {
        var json = body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        try
        {
            return Utf8.IsValid(json.Span) && EscapesAreWhole(json.Span) ? JsonDocument.Parse(json, Strict) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair ("\ud83d") is InvalidOperationException: it has no UTF-16 form.
            return null;
        }
    }

    /// <summary>Unescapes every string once, those nobody reads included, so that none can fail later.</summary>
    private static bool EscapesAreWhole(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }

        return true;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Discord.Fakes;

/// <param name="Body">Null for none.</param>
internal sealed record FakeAnswer(int Status, JsonNode? Body = null)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static FakeAnswer Error(int status, int code, string message) => new(status, new JsonObject { ["message"] = message, ["code"] = code });

    public static FakeAnswer Form(string path, string message)
    {
        JsonObject errors = new() { ["_errors"] = new JsonArray(new JsonObject { ["code"] = "BASE_TYPE_BAD_LENGTH", ["message"] = message }) };
        errors = path.Split('.').Reverse().Aggregate(errors, (inner, part) => new JsonObject { [part] = inner });
        return new(400, new JsonObject { ["message"] = "Invalid Form Body", ["code"] = 50035, ["errors"] = errors });
    }
}

/// <summary>The API's rules: who may call, how often, and what each call does.</summary>
internal sealed partial class FakeRest(FakeDiscord discord, TimeProvider time)
{
    private const int RequestLimit = 25 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Queue<long>> _calls = new();
    private readonly FakeRoutes _routes = new(discord, time);

    public FakeAnswer Answer(FakeRequest request)
    {
        if (!UserAgent().IsMatch(request.UserAgent))
        {
            return FakeAnswer.Error(403, 40333, "internal network error");
        }

        if (request.Files.Any(file => file.Content.Length > discord.LargestFile) || request.Files.Sum(file => file.Content.Length) > RequestLimit)
        {
            return FakeAnswer.Error(413, 40005, "Request entity too large");
        }

        if (_routes.Find(request) is not { } route)
        {
            return FakeAnswer.Error(404, 0, "404: Not Found");
        }

        if (!route.IsOpen && request.Authorization != $"Bot {FakeDiscord.BotToken}")
        {
            return FakeAnswer.Error(401, 0, "401: Unauthorized");
        }

        var (headers, limited) = Count(route, request);
        return limited ?? (route.Do(request) with { Headers = headers });
    }

    /// <summary>What is left of a limit, and the refusal where nothing is.</summary>
    private (Dictionary<string, string> Headers, FakeAnswer? Limited) Count(FakeRoute route, FakeRequest request)
    {
        if (route.IsUnlimited)
        {
            return ([], null);
        }

        var (most, within) = discord.Limits.TryGetValue(route.Name, out var limit) ? limit : (50, TimeSpan.FromSeconds(1));
        var calls = _calls.GetOrAdd($"{route.Name} {request.Path.Split('/')[2]}", _ => new());
        lock (calls)
        {
            while (calls.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= within)
            {
                calls.Dequeue();
            }

            var after = calls.TryPeek(out var first) ? within - time.GetElapsedTime(first) : within;
            var isLimited = calls.Count >= most;
            if (!isLimited)
            {
                calls.Enqueue(time.GetTimestamp());
            }

            var headers = new Dictionary<string, string>
            {
                ["X-RateLimit-Limit"] = Text(most),
                ["X-RateLimit-Remaining"] = Text(most - calls.Count),
                ["X-RateLimit-Reset"] = Text((time.GetUtcNow() + after).ToUnixTimeMilliseconds() / 1000.0),
                ["X-RateLimit-Reset-After"] = Text(after.TotalSeconds),
                ["X-RateLimit-Bucket"] = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(route.Name))[..16],
            };
            return (headers, isLimited ? Limited(after, headers) : null);
        }
    }

    private static FakeAnswer Limited(TimeSpan after, Dictionary<string, string> headers) => new(429, new JsonObject
    {
        ["message"] = "You are being rate limited.",
        ["retry_after"] = after.TotalSeconds,
        ["global"] = false,
    })
    {
        Headers = new Dictionary<string, string>(headers) { ["Retry-After"] = Text(Math.Ceiling(after.TotalSeconds)), ["X-RateLimit-Scope"] = "user" },
    };

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^DiscordBot \(.+, .+\)")]
    private static partial Regex UserAgent();
}

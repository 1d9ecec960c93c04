using System.Text.Json;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Times;

/// <summary>The corpus that nobody here wrote, with the shares that must be right.</summary>
public sealed class TimeCorpusTests
{
    [SkippableTheory]
    [InlineData("incident.en", null, 99.0)]
    [InlineData("incident.es", null, 97.0)]
    [InlineData("incident.fr", null, 97.0)]
    [InlineData("incident.de", null, 97.0)]
    [InlineData("incident.pt", null, 97.0)]
    [InlineData("incident.it", null, 97.0)]
    [InlineData("incident.nl", null, 97.0)]
    [InlineData("incident.ja", null, 97.0)]
    [InlineData("incident.zh", null, 97.0)]
    [InlineData("incident-negative", null, 99.0)]
    [InlineData("incident-reject", null, 100.0)]
    [InlineData("recognizers-future", "core", 100.0)]
    // One is a weekday without a word for the future ("op zaterdag om 9 uur"), which the rules read as the one that is past.
    [InlineData("duckling-future", "core", 98.0)]
    [InlineData("recognizers.*", "core", 95.0)]
    [InlineData("duckling", "core", 95.0)]
    [InlineData("chrono", "core", 95.0)]
    [InlineData("*-negative", null, 99.0)]
    public void As_many_lines_as_promised_are_read_right(string files, string? tag, double least)
    {
        var cases = TimeCase.Load(files, tag);

        var wrong = cases.Where(c => !c.IsRight(c.Read())).ToList();

        Assert.NotEmpty(cases);
        Assert.True(
            100.0 * (cases.Count - wrong.Count) / cases.Count >= least,
            $"{wrong.Count} of {cases.Count}:\n{string.Join('\n', wrong.Select(c => $"{c.Text} -> {c.Read().Kind} {c.Read().Start}"))}");
    }

    [SkippableFact]
    public void What_is_left_of_a_line_is_right()
    {
        var cases = TimeCase.Load("incident.*", null).Where(c => c.IsRight(c.Read())).ToList();

        var wrong = cases.Where(c => c.Rest != TimeCase.Plain(c.Read().Rest)).Select(c => c.Text).ToList();

        Assert.True(wrong.Count <= cases.Count * 0.02, string.Join('\n', wrong));
    }
}

/// <summary>A line of the corpus, and whether a reading of it is right.</summary>
internal sealed class TimeCase(JsonElement json)
{
    private readonly JsonElement _expect = json.GetProperty("expect");

    public string Text { get; } = json.GetProperty("text").GetString()!;

    public string Rest => Plain(_expect.TryGetProperty("rest", out var rest) ? rest.GetString()! : "");

    public static IReadOnlyList<TimeCase> Load(string files, string? tag) =>
    [
        .. Directory.EnumerateFiles(Needs.Shared("time/cases"), $"{files}.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(json => tag is null || json.GetProperty("tags").EnumerateArray().Any(t => t.GetString() == tag))
            .Select(json => new TimeCase(json)),
    ];

    public TimeReading Read() => TimeReader.Read(
        Text,
        OffsetDateTimePattern.ExtendedIso.Parse(json.GetProperty("reference").GetString()!).Value.ToInstant(),
        DateTimeZoneProviders.Tzdb[json.GetProperty("zone").GetString()!],
        json.GetProperty("locale").GetString());

    public bool IsRight(TimeReading reading) => _expect.GetProperty("kind").GetString() switch
    {
        "none" => !reading.HasTime,
        "reject" => reading.Kind == TimeKind.Reject
            && (_expect.GetProperty("reason").GetString() == "invalid" || string.Equals(reading.Refusal.ToString(), _expect.GetProperty("reason").GetString(), StringComparison.OrdinalIgnoreCase)),
        var kind => reading.HasTime && Answers().Any(answer => Fits(reading, answer, kind!)),
    };

    /// <summary>Without case, spacing and what ends a sentence.</summary>
    public static string Plain(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(" .!?,;:。、".ToCharArray()).ToLowerInvariant();

    private IEnumerable<JsonElement> Answers() =>
        _expect.TryGetProperty("also", out var also) ? also.EnumerateArray().Prepend(_expect) : [_expect];

    private static bool Fits(TimeReading reading, JsonElement answer, string kind) =>
        (kind == "until" || Same(reading.Start, answer, "start"))
        && (kind is "since" or "date" || Same(reading.End, answer, "end") || (kind == "point" && reading.End is null));

    private static bool Same(Instant? read, JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.GetString() is { } text
            ? read is { } instant && Duration.FromSeconds(1) > Magnitude(instant - OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant())
            : read is null;

    private static Duration Magnitude(Duration duration) => duration < Duration.Zero ? -duration : duration;
}

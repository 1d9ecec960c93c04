using System.CommandLine;
using System.Text.Json;
using IncidentBot.Core.Times;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Cli;

/// <summary><c>time</c>: shows how a line's time is read, or reads a batch of lines for machines.</summary>
internal static class TimeCommand
{
    public static Command Create(TimeProvider time)
    {
        var text = new Argument<string?>("TEXT") { Description = "What follows the command word", Arity = ArgumentArity.ZeroOrOne };
        var now = new Option<string?>("--now") { Description = "When it was sent, as 2026-03-05T09:00:00Z (default: now)" };
        var zone = new Option<string>("--zone") { Description = "The author's IANA zone", DefaultValueFactory = _ => "UTC" };
        var locale = new Option<string?>("--locale") { Description = "The author's locale, as en-US" };
        var jsonl = new Option<bool>("--jsonl") { Description = "Read JSON lines on standard input, answer in JSON lines" };
        var command = new Command("time", "Show how the time in a line is read") { text, now, zone, locale, jsonl };
        command.SetAction(result => result.GetValue(jsonl)
            ? Batch(Console.In, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error)
            : One(result, result.GetValue(text), result.GetValue(now), result.GetValue(zone)!, result.GetValue(locale), time));
        return command;
    }

    private static int One(ParseResult result, string? text, string? nowText, string zoneName, string? locale, TimeProvider time)
    {
        var error = result.InvocationConfiguration.Error;
        if (text is null)
        {
            error.WriteLine("time: give a text, or --jsonl. Example: incidentbot time \"10:30 failover started\" --zone Europe/Madrid");
            return ExitCode.Usage;
        }

        if (Zones.Find(zoneName) is not { } zone)
        {
            error.WriteLine($"time: there is no zone {zoneName}. Near it: {string.Join(", ", Zones.Near(zoneName))}");
            return ExitCode.Usage;
        }

        var now = nowText is null ? Instant.FromDateTimeOffset(time.GetUtcNow()) : ReadInstant(nowText);
        if (now is not { } sent)
        {
            error.WriteLine($"time: --now {nowText} is no instant. Example: --now 2026-03-05T09:00:00Z");
            return ExitCode.Usage;
        }

        var reading = TimeReader.Read(text, sent, zone, locale);
        var output = result.InvocationConfiguration.Output;
        output.WriteLine(reading.Kind switch
        {
            TimeKind.None => $"{reading.Rest}: recorded now ({TimeWords.Clock(sent, zone)})",
            TimeKind.Vague => $"{reading.Rest}: recorded now; \"{reading.Matched}\" is not a time: resend with at 09:15",
            TimeKind.Reject => $"refused ({Name(reading.Refusal!.Value)}): {reading.Problem}",
            _ => $"{reading.Rest}: {TimeWords.Said(reading, zone, sent)}",
        });
        foreach (var assumption in reading.Assumptions)
        {
            output.WriteLine($"assumed: {assumption}");
        }

        return reading.Kind == TimeKind.Reject ? ExitCode.Failed : ExitCode.Good;
    }

    /// <summary>A line that is no question is named and passed over; the others are answered.</summary>
    private static int Batch(TextReader input, TextWriter output, TextWriter error)
    {
        var good = true;
        for (var number = 1; input.ReadLine() is { } line; number++)
        {
            if (line.Trim().Length == 0)
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                output.WriteLine(Answer(document.RootElement));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException
                or NodaTime.TimeZones.DateTimeZoneNotFoundException)
            {
                good = false;
                error.WriteLine($"time: line {number}: {e.Message.ReplaceLineEndings(" ")}");
            }
        }

        return good ? ExitCode.Good : ExitCode.Failed;
    }

    private static string Answer(JsonElement question)
    {
        var zone = Zones.Get(question.GetProperty("zone").GetString()!);
        var reading = TimeReader.Read(
            question.GetProperty("text").GetString() ?? throw new FormatException("\"text\" is no text"),
            ReadInstant(question.GetProperty("reference").GetString()!) ?? throw new FormatException("\"reference\" is no instant"),
            zone,
            question.TryGetProperty("locale", out var locale) ? locale.GetString() : null);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", question.GetProperty("id").GetString());
            json.WriteString("kind", Name(reading.Kind));
            json.WriteString("start", Iso(reading.Start, zone));
            json.WriteString("end", Iso(reading.End, zone));
            json.WriteString("matched", reading.Matched.Length > 0 ? reading.Matched : null);
            json.WriteString("rest", reading.Rest);
            json.WriteString("reason", reading.Refusal is { } refusal ? Name(refusal) : null);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Instant? ReadInstant(string text) =>
        OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } parsed ? parsed.Value.ToInstant() : null;

    private static string? Iso(Instant? instant, DateTimeZone zone) =>
        instant is { } i ? OffsetDateTimePattern.ExtendedIso.Format(i.InZone(zone).ToOffsetDateTime()) : null;

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using IncidentBot.Core.Incidents;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Core.Drafts;

/// <summary>
/// An incident as JSON with everything that was recorded. Every field is present, null where unknown; instants are
/// ISO 8601 in UTC, spans of time are seconds.
/// </summary>
public static class IncidentJson
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    public static string Write(Incident incident, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indented, Encoder = Encoder, NewLine = "\n" };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            Write(json, incident);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("id", incident.Id.ToString());
        Text(json, "title", incident.Title);
        json.WriteString("state", incident.State.ToString().ToLowerInvariant());
        Text(json, "channel", incident.Channels.Count > 0 ? incident.Channels[0].Value : null);
        json.WriteStartArray("channels");
        foreach (var channel in incident.Channels)
        {
            json.WriteStringValue(Whole(channel.Value));
        }

        json.WriteEndArray();
        Time(json, "openedAt", incident.OpenedAt);
        Text(json, "openedBy", incident.OpenedBy.Name);
        Text(json, "openedById", incident.OpenedBy.Id);
        Time(json, "closedAt", incident.ClosedAt);
        Text(json, "closedBy", incident.ClosedBy?.Name);
        Text(json, "closedById", incident.ClosedBy?.Id);
        Time(json, "startedAt", Timeline.Start(incident));
        Time(json, "endedAt", Timeline.End(incident));
        json.WriteBoolean("durationSaid", incident.SaidDuration is not null);
        Text(json, "zone", incident.Zone);
        Text(json, "layout", incident.Layout);
        Text(json, "severity", incident.Severity);
        json.WriteNumber("version", incident.Version);
        Write(json, Figures.Of(incident));
        json.WriteStartArray("entries");
        foreach (var entry in incident.Entries)
        {
            Write(json, incident.Id, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Figures figures)
    {
        json.WriteStartObject("figures");
        Seconds(json, "lasted", figures.Lasted);
        Seconds(json, "toEscalate", figures.ToEscalate);
        Seconds(json, "toIdentify", figures.ToIdentify);
        Seconds(json, "toFix", figures.ToFix);
        json.WriteNumber("deadEnds", figures.DeadEnds);
        Seconds(json, "inDeadEnds", figures.InDeadEnds);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IncidentId id, Entry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("number", entry.Number);
        json.WriteString("kind", entry.Kind.Verb());
        Write(json, entry.Words, entry.When);
        json.WriteBoolean("brief", entry.Brief);
        Time(json, "sentAt", entry.SentAt);
        Time(json, "recordedAt", entry.RecordedAt);
        Text(json, "author", entry.Author.Name);
        Text(json, "authorId", entry.Author.Id);
        Text(json, "recordedBy", entry.RecordedBy.Name);
        Text(json, "recordedById", entry.RecordedBy.Id);
        json.WriteBoolean("recovered", entry.Recovered);
        Write(json, entry.Message, entry.DeletedThere);
        Write(json, id, entry.Files);
        json.WriteBoolean("withdrawn", entry.Withdrawn);
        json.WriteBoolean("redacted", entry.Redacted);
        json.WriteStartArray("history");
        foreach (var change in entry.History)
        {
            json.WriteStartObject();
            json.WriteString("change", change.Change);
            Text(json, "by", change.By.Name);
            Text(json, "byId", change.By.Id);
            Time(json, "at", change.At);
            Text(json, "reason", change.Reason);
            json.WriteBoolean("recovered", change.Recovered);
            json.WriteStartObject("before");
            Write(json, change.Before, change.When);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CapturedMessage? message, bool isDeleted)
    {
        if (message is null)
        {
            json.WriteNull("message");
            return;
        }

        json.WriteStartObject("message");
        Text(json, "channel", message.Ref.Channel.Value);
        Text(json, "id", message.Ref.Id);
        Text(json, "how", message.Ref.How);
        Text(json, "thread", message.Thread);
        Text(json, "link", message.Link);
        json.WriteBoolean("deleted", isDeleted);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IncidentId id, IReadOnlyList<KeptFile> files)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteNumber("number", file.Number);
            Text(json, "name", file.Name);
            Text(json, "type", file.ContentType);
            json.WriteNumber("size", file.Size);
            Text(json, "sha256", file.Digest);
            Text(json, "url", file.Address(id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Words words, Moment? when)
    {
        Text(json, "text", words.Text);
        Text(json, "label", words.Label);
        Text(json, "url", words.Url);
        Text(json, "typedTime", words.TypedTime);
        Time(json, "occurredAt", when?.OccurredAt);
        Time(json, "endsAt", when?.EndsAt);
        json.WriteString("precision", when?.Precision.ToString().ToLowerInvariant());
        Text(json, "zone", when?.Zone);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value) => json.WriteString(name, Whole(value));

    private static void Time(Utf8JsonWriter json, string name, Instant? at) =>
        json.WriteString(name, at is { } instant ? InstantPattern.ExtendedIso.Format(instant) : null);

    private static void Seconds(Utf8JsonWriter json, string name, Duration? length)
    {
        if (length is { } known)
        {
            json.WriteNumber(name, Math.Round(known.TotalSeconds, 3));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Half of a surrogate pair is no text; the writer would refuse the whole document for it.</summary>
    private static string? Whole(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }
}

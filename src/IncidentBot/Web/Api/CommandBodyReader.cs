using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Times;
using IncidentBot.Storage.Rows;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Web.Api;

/// <summary>Reads a command from JSON and names every field that is wrong. Fields it does not know are ignored.</summary>
internal sealed class CommandBodyReader(JsonElement body, Instant now)
{
    private const int LongestName = 200;
    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);

    private readonly Dictionary<string, string[]> _errors = [];

    /// <summary>What is wrong, by field; empty if the command could be read.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>The command; null if a field is wrong.</summary>
    public CommandRequest? Read(string source)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            Wrong("$", "must be an object");
            return null;
        }

        var request = new CommandRequest
        {
            Channel = new ChannelId(Name(body, "channel", "channel") ?? ""),
            Actor = Person(),
            Text = Text(body, "text", "text", required: true) ?? "",
            Zone = Zone(),
            Locale = Locale(),
            Delivery = Delivery() is { } id ? new DeliveryKey(source, id) : null,
            SentAt = At() ?? now,
            ReceivedAt = now,
        };
        return _errors.Count == 0 ? request : null;
    }

    /// <summary>Who has no name is called by the id.</summary>
    private Person Person()
    {
        var user = User();
        var id = Name(user, "id", "user.id") ?? "";
        return new Person(id, IsAbsent(user, "name") ? id : Name(user, "name", "user.name") ?? "");
    }

    private JsonElement User()
    {
        if (body.TryGetProperty("user", out var user) && user.ValueKind == JsonValueKind.Object)
        {
            return user;
        }

        Wrong("user", "must be an object with an id and, if you like, a name");
        return default;
    }

    private string? Zone()
    {
        var zone = Text(body, "zone", "zone", required: false);
        if (zone is null || Zones.Find(zone) is { } known && (zone = known.Id) is not null)
        {
            return zone;
        }

        return Wrong("zone", "must be an IANA time zone such as Europe/Madrid");
    }

    private string? Locale()
    {
        var locale = Text(body, "locale", "locale", required: false);
        return locale is null || (locale.Length is > 0 and <= 64 && locale.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            ? locale
            : Wrong("locale", "must be a language tag such as es-ES");
    }

    private string? Delivery() => IsAbsent(body, "deliveryId") ? null : Name(body, "deliveryId", "deliveryId");

    private Instant? At()
    {
        if (Text(body, "at", "at", required: false) is not { } text)
        {
            return null;
        }

        var read = OffsetDateTimePattern.Rfc3339.Parse(text);
        if (!read.Success)
        {
            Wrong("at", "must be an instant such as 2026-01-31T14:05:00Z");
            return null;
        }

        var at = read.Value.ToInstant();
        if (at > now + TimeReader.Skew || at < Earliest)
        {
            Wrong("at", at < Earliest ? "must not be before 1970" : "must not be later than now");
            return null;
        }

        return at.AsStored();
    }

    private string? Name(JsonElement parent, string property, string field)
    {
        var name = Text(parent, property, field, required: parent.ValueKind == JsonValueKind.Object);
        return name is null || (name.Length <= LongestName && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl))
            ? name
            : Wrong(field, $"must have 1 to {LongestName} characters and no control characters");
    }

    private string? Text(JsonElement parent, string property, string field, bool required) =>
        IsAbsent(parent, property) ? required ? Wrong(field, "is missing") : null
        : parent.GetProperty(property) is { ValueKind: JsonValueKind.String } value ? value.GetString()
        : Wrong(field, "must be a string");

    private static bool IsAbsent(JsonElement parent, string property) =>
        parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null;

    private string? Wrong(string field, string problem)
    {
        _errors.TryAdd(field, [problem]);
        return null;
    }
}

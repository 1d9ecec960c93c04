using System.Globalization;
using System.Text.Json;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Cli;

/// <summary>One incident as it was typed: who typed which line when. See README, "Replays".</summary>
internal sealed record ReplayScript(string? Zone, string? Layout, string Channel, IReadOnlyList<ReplayStep> Steps)
{
    /// <summary>Reads a script; members it does not know are ignored.</summary>
    /// <exception cref="FormatException">The file is no script; the message says where.</exception>
    public static ReplayScript Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var steps = (root.TryGetProperty("steps", out var list) ? list : throw new FormatException("this is no replay script: it has no \"steps\""))
                .EnumerateArray().Select(ReadStep).ToList();
            return new ReplayScript(Text(root, "zone"), Text(root, "style") ?? Text(root, "layout"), Text(root, "channel") ?? "replay", steps);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"this is no replay script: {e.Message}", e);
        }
    }

    /// <summary>A step as it reaches the bot.</summary>
    public CommandRequest Request(ReplayStep step) => new()
    {
        Delivery = step.DeliveryId is { } id ? new DeliveryKey("replay", $"{Channel}/{id}") : null,
        Channel = new ChannelId(Channel),
        Actor = new Person(step.User, step.User),
        Zone = Zone,
        Text = step.Line,
        SentAt = step.At,
        ReceivedAt = step.At,
    };

    private static ReplayStep ReadStep(JsonElement step, int index)
    {
        var text = Text(step, "at") ?? throw Missing("at");
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw new FormatException($"step {index + 1}: \"at\" is no instant such as 2026-03-05T09:00:00Z");
        }

        var line = $"{Text(step, "command") ?? throw Missing("command")} {Text(step, "text")}".TrimEnd();
        return new ReplayStep(
            Instant.FromDateTimeOffset(at), Text(step, "user") ?? "replay", line, Text(step, "deliveryId") ?? Text(step, "messageId"));

        FormatException Missing(string name) => new($"step {index + 1} has no \"{name}\"");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A line of a script.</summary>
/// <param name="At">When it was typed.</param>
/// <param name="Line">The whole line, as <c>/note text</c>.</param>
/// <param name="DeliveryId">Names the delivery, where the script plays a repeat.</param>
internal sealed record ReplayStep(Instant At, string User, string Line, string? DeliveryId);

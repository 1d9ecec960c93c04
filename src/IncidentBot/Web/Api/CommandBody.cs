namespace IncidentBot.Web.Api;

/// <summary>Who typed the command.</summary>
internal sealed record CommandUser(string Id, string? Name = null);

/// <summary>What <c>POST /api/commands</c> takes. Zone, locale, deliveryId and at may be absent or null.</summary>
internal sealed record CommandBody(
    string Channel, CommandUser User, string Text, string? Zone = null, string? Locale = null, string? DeliveryId = null, DateTime? At = null);

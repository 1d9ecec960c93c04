namespace IncidentBot.Web.Api;

/// <summary>The process lives.</summary>
internal sealed record AliveBody(string Status);

/// <summary>Whether the bot can do its work, and what each check says.</summary>
internal sealed record ReadyBody(string Status, IReadOnlyDictionary<string, string> Checks);

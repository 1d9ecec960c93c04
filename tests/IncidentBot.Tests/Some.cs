using IncidentBot.Core.Incidents;
using IncidentBot.Tests.Drafts;

namespace IncidentBot.Tests;

/// <summary>What a test needs and does not care about.</summary>
public static class Some
{
    public static readonly Person Ana = new("U1", "Ana");

    public static readonly Person Ben = new("U2", "Ben");

    public static readonly ChannelId Channel = new("C1");

    public static readonly IncidentId Id = new(1);

    /// <summary>An incident to be told step by step; it begins on 2023-11-12 in UTC, opened by Ana.</summary>
    public static IncidentScript Incident(string title = "Search returned nothing", string zone = "UTC") => new(title, zone);
}

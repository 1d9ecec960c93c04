namespace IncidentBot.Core.Incidents;

/// <summary>The room in which commands are typed. The platform chooses the value; here it is opaque.</summary>
public readonly record struct ChannelId(string Value)
{
    /// <summary>The platform's own value.</summary>
    public override string ToString() => Value;
}

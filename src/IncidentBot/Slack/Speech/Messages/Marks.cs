using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Speech.Blocks;

namespace IncidentBot.Slack.Speech.Messages;

/// <summary>By which our own posts are known.</summary>
internal static class Marks
{
    /// <param name="post">The id of the post; null if nobody will look for it.</param>
    public static SlackMetadata Of(string eventType, IncidentId incident, string? post)
    {
        var payload = new Dictionary<string, string> { ["incident"] = incident.ToString() };
        if (post is not null)
        {
            payload["post"] = post;
        }

        return new SlackMetadata(eventType, payload);
    }
}

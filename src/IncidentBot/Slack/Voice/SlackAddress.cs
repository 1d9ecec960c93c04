namespace IncidentBot.Slack.Voice;

/// <summary>Where somebody is told something, so that only they see it.</summary>
/// <param name="Url">The address that came with what they did; good for half an hour. Null if none came.</param>
/// <param name="Thread">The thread in which they wrote; null for the channel.</param>
internal sealed record SlackAddress(string? Url, string Channel, string User, string? Thread = null)
{
    private const char Between = '\n';

    public string Write() => string.Join(Between, Url, Channel, User, Thread);

    public static SlackAddress? Read(string text) => text.Split(Between) is [var url, var channel, var user, var thread]
        ? new SlackAddress(OrNull(url), channel, user, OrNull(thread))
        : null;

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

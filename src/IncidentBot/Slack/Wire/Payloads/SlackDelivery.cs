namespace IncidentBot.Slack.Wire.Payloads;

/// <summary>One delivery by Slack, through a socket or as a request.</summary>
/// <param name="Id">Tells a repeat: the same thing sent again has the same id, whatever way it comes.</param>
/// <param name="Retry">Which repeat it is. A repeat may be the first that reaches us: never a reason to drop it.</param>
internal sealed record SlackDelivery(string Id, SlackPayload Payload, SlackRetry? Retry, DateTimeOffset ReceivedAt)
{
    /// <summary>What it is called in logs.</summary>
    public string Kind => Payload.Kind;

    /// <summary>Whether somebody waits for the acknowledgement and is told if it does not come. Events are sent again instead.</summary>
    public bool IsAwaited => Payload is not (SlackPayload.EventCallback or SlackPayload.Unknown);

    /// <param name="wireId">The id the delivery itself has, for payloads without one of their own.</param>
    public static SlackDelivery Of(SlackPayload payload, string wireId, SlackRetry? retry, DateTimeOffset receivedAt) =>
        new(IdOf(payload) is { Length: > 0 } id ? id : wireId, payload, retry, receivedAt);

    private static string? IdOf(SlackPayload payload) => payload switch
    {
        SlackPayload.EventCallback callback => callback.EventId,
        SlackPayload.SlashCommand command => command.TriggerId,
        SlackPayload.MessageAction action => action.TriggerId,
        SlackPayload.GlobalShortcut shortcut => shortcut.TriggerId,
        SlackPayload.BlockActions actions => actions.TriggerId,
        SlackPayload.ViewSubmission submission => submission.TriggerId,
        _ => null,
    };
}

/// <summary>That Slack sent something before, and why it does so again.</summary>
internal sealed record SlackRetry(int Attempt, string Reason);

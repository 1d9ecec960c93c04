namespace IncidentBot.Storage.Rooms;

/// <summary>How a platform sends what is owed to its rooms. One for each platform that is connected.</summary>
internal interface IRoomPost
{
    /// <summary>The part of a channel's value before the colon.</summary>
    string Platform { get; }

    /// <summary>Sends an item once. Whatever it throws counts as <see cref="Posted.Unknown"/>.</summary>
    Task<Posted> SendAsync(OutboxItem item, CancellationToken ct);
}

/// <summary>What became of a try to send something.</summary>
internal abstract record Posted
{
    private Posted()
    {
    }

    /// <summary>It is there, or there is nothing to send any more.</summary>
    /// <param name="Message">The platform's id of the message; null if there is none to be edited later.</param>
    public sealed record Sent(string? Message = null) : Posted;

    /// <summary>It is certainly not there, and may be tried again.</summary>
    /// <param name="After">How long the platform asks to wait; null if it does not say.</param>
    public sealed record Later(string Problem, TimeSpan? After = null) : Posted;

    /// <summary>It will not be taken, however often it is tried.</summary>
    public sealed record Refused(string Problem) : Posted;

    /// <summary>It may be there or not.</summary>
    public sealed record Unknown(string Problem) : Posted;
}

using System.Diagnostics.CodeAnalysis;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>What became of a call: exactly one of a value and a trouble.</summary>
internal sealed record SlackAnswer<T>
    where T : class
{
    private SlackAnswer(T? value, SlackTrouble? trouble) => (Value, Trouble) = (value, trouble);

    public T? Value { get; }

    public SlackTrouble? Trouble { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Trouble))]
    public bool IsOk => Value is not null;

    public static implicit operator SlackAnswer<T>(T value) => new(value, null);

    public static implicit operator SlackAnswer<T>(SlackTrouble trouble) => new(null, trouble);
}

/// <summary>How a call went wrong.</summary>
internal enum SlackOutcome
{
    /// <summary>Slack said no; saying it again changes nothing.</summary>
    Refused,

    /// <summary>Not done; it may be asked again after <see cref="SlackTrouble.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>It may be done or not.</summary>
    Unknown,

    /// <summary>It did not get there.</summary>
    Unreachable,
}

/// <param name="Error">Slack's own word where it gave one, else what happened in a few words.</param>
internal sealed record SlackTrouble(SlackOutcome Outcome, string Method, string Error)
{
    /// <summary>The scope that is missing.</summary>
    public string? Needed { get; init; }

    /// <summary>What Slack added, e.g. which block is wrong.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    public TimeSpan RetryAfter { get; init; }

    /// <summary>For people who look after the bot; it holds no token and nothing anybody typed.</summary>
    public string Text => Outcome switch
    {
        _ when Needed is not null =>
            $"Slack refuses {Method}: the scope {Needed} is missing. Add it under OAuth & Permissions and reinstall the app.",
        SlackOutcome.Refused => $"Slack refuses {Method}: {Error}",
        SlackOutcome.RateLimited => $"Slack takes {Method} again in {Math.Ceiling(RetryAfter.TotalSeconds):0} s",
        SlackOutcome.Unknown => $"it is not known whether {Method} worked: {Error}",
        _ => $"Slack cannot be reached for {Method}: {Error}",
    };
}

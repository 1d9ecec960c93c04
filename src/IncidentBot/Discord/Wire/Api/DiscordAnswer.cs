using System.Diagnostics.CodeAnalysis;

namespace IncidentBot.Discord.Wire.Api;

/// <summary>What became of a call: exactly one of a value and a trouble.</summary>
internal sealed record DiscordAnswer<T>
    where T : class
{
    private DiscordAnswer(T? value, DiscordTrouble? trouble) => (Value, Trouble) = (value, trouble);

    public T? Value { get; }

    public DiscordTrouble? Trouble { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Trouble))]
    public bool IsOk => Value is not null;

    public static implicit operator DiscordAnswer<T>(T value) => new(value, null);

    public static implicit operator DiscordAnswer<T>(DiscordTrouble trouble) => new(null, trouble);
}

/// <summary>How a call went wrong.</summary>
internal enum DiscordOutcome
{
    /// <summary>Discord said no; saying it again changes nothing.</summary>
    Refused,

    /// <summary>Not done; it may be asked again after <see cref="DiscordTrouble.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>It may be done or not.</summary>
    Unknown,

    /// <summary>It did not get there.</summary>
    Unreachable,
}

/// <param name="Call">What was tried, without ids and tokens.</param>
/// <param name="Error">Discord's own words where it gave some, else what happened in a few.</param>
internal sealed record DiscordTrouble(DiscordOutcome Outcome, string Call, string Error)
{
    /// <summary>Of HTTP; 0 where none came.</summary>
    public int Status { get; init; }

    /// <summary>Discord's own; see <see cref="DiscordCodes"/>. 0 where it gave none.</summary>
    public int Code { get; init; }

    /// <summary>The fields of the request that were refused, each with what is wrong with it, such as <c>embeds.0.title: …</c>.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public TimeSpan RetryAfter { get; init; }

    /// <summary>The channel, message or whatever else it was about does not exist any more.</summary>
    public bool IsGone => Code is DiscordCodes.UnknownChannel or DiscordCodes.UnknownGuild or DiscordCodes.UnknownMessage
        or DiscordCodes.UnknownMember or DiscordCodes.UnknownUser;

    /// <summary>The bot may not do it there.</summary>
    public bool IsForbidden => Code is DiscordCodes.MissingAccess or DiscordCodes.MissingPermissions;

    /// <summary>The interaction cannot be answered any more: too late for the first answer, or for any.</summary>
    public bool IsExpired => Code is DiscordCodes.UnknownInteraction or DiscordCodes.InvalidWebhookToken or DiscordCodes.UnknownWebhook;

    /// <summary>Somebody else has answered the interaction, or we have without knowing it.</summary>
    public bool IsAnsweredAlready => Code == DiscordCodes.AlreadyAcknowledged;

    public bool IsTooLarge => Status == 413 || Code is DiscordCodes.RequestTooLarge or DiscordCodes.FileTooLarge;

    /// <summary>For people who look after the bot; it holds no token and nothing anybody typed.</summary>
    public string Text => Outcome switch
    {
        DiscordOutcome.Refused => $"Discord refuses {Call}: {Error}{Number}{(Fields.Count > 0 ? $" ({string.Join("; ", Fields)})" : "")}",
        DiscordOutcome.RateLimited => $"Discord takes {Call} again in {Math.Ceiling(RetryAfter.TotalSeconds):0} s",
        DiscordOutcome.Unknown => $"it is not known whether {Call} worked: {Error}",
        _ => $"Discord cannot be reached for {Call}: {Error}",
    };

    private string Number => Code != 0 ? $" [{Code}]" : "";
}

/// <summary>Discord's numbers for what can be wrong.</summary>
internal static class DiscordCodes
{
    public const int UnknownChannel = 10003;
    public const int UnknownGuild = 10004;
    public const int UnknownMember = 10007;
    public const int UnknownMessage = 10008;
    public const int UnknownUser = 10013;
    public const int UnknownEmoji = 10014;
    public const int UnknownWebhook = 10015;
    public const int UnknownInteraction = 10062;
    public const int SlowMode = 20016;
    public const int WriteLimit = 20028;
    public const int ServerWriteLimit = 20029;
    public const int TooManyPins = 30003;
    public const int TooManyCommands = 30034;
    public const int Unauthorized = 40001;
    public const int RequestTooLarge = 40005;
    public const int AlreadyAcknowledged = 40060;
    public const int CloudflareBlock = 40333;
    public const int FileTooLarge = 50045;
    public const int MissingAccess = 50001;
    public const int CannotMessageUser = 50007;
    public const int MissingPermissions = 50013;
    public const int InvalidToken = 50014;
    public const int InvalidWebhookToken = 50027;
    public const int InvalidForm = 50035;
    public const int ThreadArchived = 50083;
    public const int ThreadExists = 160004;
    public const int ThreadLocked = 160005;
}

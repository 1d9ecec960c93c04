using System.Globalization;

namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>How a connection ended, or why it has to.</summary>
internal abstract record GatewayEnd
{
    private GatewayEnd()
    {
    }

    /// <summary>In words.</summary>
    public abstract string Text { get; }

    /// <summary>Discord closed it.</summary>
    public sealed record Closed(int Code) : GatewayEnd
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"Discord closed the connection ({Code})");
    }

    /// <summary>It broke, without a word.</summary>
    public sealed record Broken(string How) : GatewayEnd
    {
        public override string Text => How;
    }

    /// <summary>Discord wants a new one.</summary>
    public sealed record ReconnectAsked : GatewayEnd
    {
        public override string Text => "Discord asks for a new connection";
    }

    public sealed record SessionRefused(bool MayResume) : GatewayEnd
    {
        public override string Text => MayResume ? "Discord interrupts the session" : "Discord ends the session";
    }

    /// <summary>What was sent is not answered: the connection is dead although nobody closed it.</summary>
    public sealed record Zombie : GatewayEnd
    {
        public override string Text => "the connection fell silent";
    }

    /// <summary>Nothing came in time.</summary>
    public sealed record TimedOut(string What) : GatewayEnd
    {
        public override string Text => $"{What} did not come";
    }

    /// <summary>It could not be opened.</summary>
    public sealed record Unreachable : GatewayEnd
    {
        public override string Text => "the gateway cannot be reached";
    }
}

/// <summary>What is to be done after an end.</summary>
internal enum NextStep
{
    /// <summary>Go on with the session.</summary>
    Resume,

    /// <summary>Begin a new session.</summary>
    Identify,

    /// <summary>Go on, but later: we were too fast.</summary>
    ResumeLater,

    /// <summary>Nothing, before a person has changed something.</summary>
    Stop,
}

/// <summary>What the codes mean with which Discord closes connections.</summary>
internal static class CloseCodes
{
    /// <summary>Ours, when we come back: the session stays as it is for some minutes. 1000 and 1001 would end it.</summary>
    public const int ComingBack = 4200;

    public const int AuthenticationFailed = 4004;
    public const int DisallowedIntents = 4014;

    public static NextStep After(int code) => code switch
    {
        4003 or 4005 or 4007 or 4009 => NextStep.Identify,
        4008 => NextStep.ResumeLater,
        AuthenticationFailed or (>= 4010 and <= DisallowedIntents) => NextStep.Stop,
        _ => NextStep.Resume,
    };

    /// <summary>What somebody has to do about a code after which nothing more is tried.</summary>
    public static string Remedy(int code) => code switch
    {
        AuthenticationFailed => "Discord refuses the bot token: put a new one into Discord:BotToken and start the bot again",
        4010 => "Discord does not know this shard: take out Discord:Shards, or set it as high in all copies of the bot, and start it again",
        4011 => "the bot is in too many guilds for so few shards: take out Discord:Shards or set it higher, and start the bot again",
        4012 => "Discord does not take this version of its gateway any more: the bot has to be brought up to date",
        4013 => "Discord does not know an intent the bot asks for: the bot has to be brought up to date",
        DisallowedIntents => "Discord does not allow an intent the bot asks for: switch it on under Bot, Privileged Gateway Intents in the developer portal, or set Discord:MessageContent to false, and start the bot again",
        _ => "Discord refuses the bot",
    };
}

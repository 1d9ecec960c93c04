namespace IncidentBot.Discord.Wire.Gateway;

/// <summary>What the bot asks to be told of. Only the words of messages need a switch in the developer portal.</summary>
internal sealed class GatewayIntents(DiscordOptions options)
{
    private const int Guilds = 1 << 0;
    private const int GuildMessages = 1 << 9;
    private const int GuildMessageReactions = 1 << 10;
    private const int DirectMessages = 1 << 12;
    private const int MessageContent = 1 << 15;

    private int _bits = Guilds | GuildMessages | GuildMessageReactions | DirectMessages | (options.MessageContent ? MessageContent : 0);

    public int Bits => Volatile.Read(ref _bits);

    /// <summary>Whether the words of messages are asked for.</summary>
    public bool HasContent => (Bits & MessageContent) != 0;

    /// <summary>Goes on without the words of messages.</summary>
    /// <returns>False if they were not asked for anyway.</returns>
    public bool GiveUpContent() => (Interlocked.And(ref _bits, ~MessageContent) & MessageContent) != 0;
}

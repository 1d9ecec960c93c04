using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>What Discord delivers, in the shapes it has.</summary>
internal static class FakePayloads
{
    private const int MessageContent = 1 << 15;
    private const string AllPermissions = "2251799813685247";

    private static long _number;

    /// <summary>The next id, of a given time.</summary>
    public static string Snowflake(DateTimeOffset at) =>
        (((ulong)(at.ToUnixTimeMilliseconds() - 1420070400000) << 22) | (ulong)(Interlocked.Increment(ref _number) & 0x3FFFFF)).ToString(CultureInfo.InvariantCulture);

    public static JsonObject Bot() => new()
    {
        ["id"] = FakeDiscord.Application,
        ["username"] = "incident-bot",
        ["discriminator"] = "0000",
        ["global_name"] = null,
        ["avatar"] = null,
        ["bot"] = true,
    };

    public static JsonObject User(string id) => new()
    {
        ["id"] = id,
        ["username"] = id == FakeDiscord.Ana ? "ana" : id == FakeDiscord.Ben ? "ben" : $"user{id[^3..]}",
        ["discriminator"] = "0",
        ["global_name"] = id == FakeDiscord.Ana ? "Ana Global" : null,
        ["avatar"] = null,
    };

    /// <summary>A person in the guild: Ana has a nickname, others have not.</summary>
    public static JsonObject Member(string id, bool withUser = true)
    {
        var member = new JsonObject
        {
            ["roles"] = new JsonArray(),
            ["nick"] = id == FakeDiscord.Ana ? "Ana" : null,
            ["joined_at"] = "2024-01-01T00:00:00.000000+00:00",
            ["deaf"] = false,
            ["mute"] = false,
            ["flags"] = 0,
        };
        if (withUser)
        {
            member["user"] = id == FakeDiscord.Application ? Bot() : User(id);
        }

        return member;
    }

    public static JsonObject Channel(string id, string? parent = null, string name = "incidents") => new()
    {
        ["id"] = id,
        ["type"] = parent is null ? 0 : 11,
        ["guild_id"] = FakeDiscord.Guild,
        ["name"] = name,
        ["parent_id"] = parent,
        ["last_message_id"] = null,
        ["flags"] = 0,
        ["thread_metadata"] = parent is null ? null : new JsonObject { ["archived"] = false, ["locked"] = false, ["auto_archive_duration"] = 10080 },
    };

    public static JsonObject Guild() => new()
    {
        ["id"] = FakeDiscord.Guild,
        ["name"] = "ops",
        ["unavailable"] = false,
        ["preferred_locale"] = "en-US",
        ["channels"] = new JsonArray(Channel(FakeDiscord.Channel)),
        ["members"] = new JsonArray(Member(FakeDiscord.Application)),
    };

    public static JsonObject Ready(FakeSession session, string resumeUrl) => new()
    {
        ["v"] = 10,
        ["user"] = Bot(),
        ["guilds"] = new JsonArray(new JsonObject { ["id"] = FakeDiscord.Guild, ["unavailable"] = true }),
        ["session_id"] = session.Id,
        ["session_type"] = "normal",
        ["resume_gateway_url"] = resumeUrl,
        ["shard"] = new JsonArray(session.Shard, session.Shards),
        ["application"] = new JsonObject { ["id"] = FakeDiscord.Application, ["flags"] = 0 },
        ["_trace"] = new JsonArray(),
    };

    /// <summary>A message as a person wrote it.</summary>
    public static JsonObject Message(string id, string channel, string user, string text, DateTimeOffset at) => new()
    {
        ["id"] = id,
        ["channel_id"] = channel,
        ["type"] = 0,
        ["content"] = text,
        ["author"] = user == FakeDiscord.Application ? Bot() : User(user),
        ["timestamp"] = Time(at),
        ["edited_timestamp"] = null,
        ["tts"] = false,
        ["mention_everyone"] = false,
        ["mentions"] = text.Contains($"<@{FakeDiscord.Application}>", StringComparison.Ordinal) ? new JsonArray(Bot()) : new JsonArray(),
        ["mention_roles"] = new JsonArray(),
        ["attachments"] = new JsonArray(),
        ["embeds"] = new JsonArray(),
        ["components"] = new JsonArray(),
        ["pinned"] = false,
        ["flags"] = 0,
    };

    /// <summary>The frame of an interaction; its data comes on top.</summary>
    public static JsonObject Interaction(string id, string token, int type, string user, string channel) => new()
    {
        ["id"] = id,
        ["application_id"] = FakeDiscord.Application,
        ["type"] = type,
        ["token"] = token,
        ["version"] = 1,
        ["channel_id"] = channel,
        ["channel"] = Channel(channel),
        ["guild_id"] = FakeDiscord.Guild,
        ["guild"] = new JsonObject { ["id"] = FakeDiscord.Guild, ["locale"] = "en-US", ["features"] = new JsonArray() },
        ["guild_locale"] = "en-US",
        ["locale"] = "en-US",
        ["member"] = WithPermissions(Member(user)),
        ["app_permissions"] = AllPermissions,
        ["entitlements"] = new JsonArray(),
        ["context"] = 0,
        ["authorizing_integration_owners"] = new JsonObject { ["0"] = FakeDiscord.Guild },
        ["attachment_size_limit"] = 10485760,
    };

    /// <summary>What a session may see of an event: the words of others need their intent.</summary>
    public static JsonObject Visible(FakeSession session, string name, JsonObject data)
    {
        var seen = data.DeepClone().AsObject();
        var isOwn = (string?)(seen["author"] as JsonObject)?["id"] == FakeDiscord.Application;
        var isMentioned = (seen["mentions"] as JsonArray)?.Any(user => (string?)user?["id"] == FakeDiscord.Application) == true;
        if (name is "MESSAGE_CREATE" or "MESSAGE_UPDATE" && (session.Intents & MessageContent) == 0 && !isOwn && !isMentioned && seen["guild_id"] is not null)
        {
            (seen["content"], seen["embeds"], seen["attachments"], seen["components"]) = ("", new JsonArray(), new JsonArray(), new JsonArray());
        }

        return seen;
    }

    public static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    private static JsonObject WithPermissions(JsonObject member)
    {
        member["permissions"] = AllPermissions;
        return member;
    }
}

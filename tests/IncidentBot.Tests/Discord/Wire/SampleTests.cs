using System.Text.Json;
using IncidentBot.Discord.Wire.Api;
using IncidentBot.Discord.Wire.Gateway;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>What others captured and Discord documents can be read.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Interactions =>
    [
        "interaction.slash.docs.json", "interaction.slash.rootcommand.json", "interaction.slash.group_subcommand.json", "interaction.slash.resolved_user.live.json",
        "interaction.user_command.docs.json", "interaction.message_command.docs.json", "interaction.select_menu.json", "interaction.modal_submit.live.json",
    ];

    [SkippableFact]
    public void Every_sample_decodes()
    {
        var unread = Directory.GetFiles(Needs.Shared("discord/samples"))
            .Where(path => !path.EndsWith("openapi.v10.json", StringComparison.Ordinal) && !path.EndsWith("manifest.json", StringComparison.Ordinal) && !path.EndsWith(".md", StringComparison.Ordinal))
            .Where(path => !Decodes(Path.GetFileName(path), File.ReadAllBytes(path))).Select(Path.GetFileName);

        Assert.Empty(unread);
    }

    [SkippableTheory]
    [MemberData(nameof(Interactions))]
    public void Interactions_say_who_did_what_where(string name)
    {
        var interaction = Assert.IsType<DiscordPayload.Interaction>(PayloadReader.ReadInteraction(Sample(name))).Value;

        Assert.NotEmpty(interaction.Id);
        Assert.NotEmpty(interaction.Token);
        Assert.NotEmpty(interaction.Actor.Id);
        Assert.NotEmpty(interaction.ActorName);
        Assert.NotEmpty(interaction.ChannelId!);
        Assert.DoesNotContain(interaction.Token, interaction.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(interaction.Token, interaction.Address.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Options_nest_and_their_numbers_may_be_text()
    {
        var group = Interaction("interaction.slash.group_subcommand.json").Data.Options.Single();
        var sub = group.Options.Single();
        var option = sub.Options.Single();

        Assert.Equal((OptionTypes.Group, OptionTypes.Subcommand, OptionTypes.Integer), (group.Type, sub.Type, option.Type));
        Assert.Equal(("testint", "1"), (option.Name, option.Value));
    }

    [SkippableFact]
    public void People_are_called_by_their_nickname_or_the_name_they_have_everywhere()
    {
        Assert.Equal("Bot Man", Interaction("interaction.select_menu.json").ActorName);
        Assert.Equal("Abitofevrything", Interaction("interaction.slash.resolved_user.live.json").ActorName);
        Assert.Equal("Abitofbot", Interaction("interaction.slash.resolved_user.live.json").Data.Resolved.NameOf("1033681843708510238"));
        Assert.Equal("ian", Interaction("interaction.message_command.docs.json").ActorName);
    }

    [SkippableFact]
    public void A_menu_command_brings_its_message()
    {
        var data = Interaction("interaction.message_command.docs.json").Data;
        var message = data.Resolved.Messages[data.TargetId!];

        Assert.Equal(("some message", "ian"), (message.Content, message.AuthorName));
        Assert.Equal(DateTimeOffset.Parse("2021-07-22T15:42:57.744Z", System.Globalization.CultureInfo.InvariantCulture), message.WrittenAt);
    }

    [SkippableFact]
    public void A_modal_is_read_in_the_two_shapes_it_has()
    {
        var fields = Interaction("interaction.modal_submit.live.json").Data.Fields;

        Assert.Equal(["two"], fields["foo"].Values);
        Assert.Equal("Fooooo", fields["fppp"].Value);
    }

    [SkippableFact]
    public void An_option_that_is_being_typed_is_known()
    {
        var interaction = JsonSerializer.Deserialize(Sample("interaction.autocomplete.fragment.docs.json"), DiscordJson.Default.DiscordInteraction)!;

        Assert.Equal("data a user is typ", interaction.Data.Options.Single(option => option.Focused).Value);
    }

    [SkippableTheory]
    [InlineData("error.array.json", 50035, "activities.0.platform: Value must be one of ('desktop', 'android', 'ios').")]
    [InlineData("error.object.json", 50035, "access_token: This field is required")]
    [InlineData("error.request.json", 50035, "Command exceeds maximum size (8000)")]
    [InlineData("error.simple.50014.json", 50014, null)]
    public void Errors_name_their_fields(string name, int code, string? field)
    {
        var error = DiscordError.Read(Sample(name))!;

        Assert.Equal(code, error.Code);
        Assert.Equal(field, error.Fields.Count > 0 ? error.Fields[0] : null);
    }

    [Fact]
    public void A_snowflake_tells_when_it_was_made()
    {
        var made = DateTimeOffset.Parse("2016-04-30T11:18:25.796Z", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(made, Snowflake.Time("175928847299117063"));
        Assert.Equal(made, Snowflake.Time(Snowflake.At(made)));
        Assert.Null(Snowflake.Time("@me"));
        Assert.Equal(0, Snowflake.Shard(null, 4));
        Assert.Equal((int)((41771983423143937UL >> 22) % 5), Snowflake.Shard("41771983423143937", 5));
    }

    private static bool Decodes(string name, byte[] bytes) => name.Split('.') switch
    {
        ["http", ..] => bytes.Length > 0,
        ["gateway", "reaction_add", ..] => PayloadReader.ReadEvent("MESSAGE_REACTION_ADD", Parse(bytes)) is DiscordPayload.Reaction { Value: { UserId: "4", Emoji.Text: "🙂", Member.Nick: "typing" } },
        ["gateway", "typing_start", ..] => PayloadReader.ReadEvent("TYPING_START", Parse(bytes)) is DiscordPayload.Unknown,
        ["gateway", "ready", ..] => Event(bytes) is DiscordPayload.Ready { Value: { SessionId: "12345", ResumeGatewayUrl: "wss://us-east1-b.gateway.discord.gg" } },
        ["gateway", "resumed", ..] => Event(bytes) is DiscordPayload.Resumed,
        ["gateway", "guild_create", ..] => Event(bytes) is DiscordPayload.GuildCreated,
        ["gateway", "channel_pins_update", ..] => Event(bytes) is DiscordPayload.PinsChanged,
        ["gateway", "hello", ..] => GatewayFrame.Read(bytes) is GatewayFrame.Hello { Interval.TotalSeconds: 45 },
        ["gateway", "heartbeat_ack", ..] => GatewayFrame.Read(bytes) is GatewayFrame.HeartbeatAck,
        ["gateway", "reconnect", ..] => GatewayFrame.Read(bytes) is GatewayFrame.Reconnect,
        ["gateway", "invalid_session", ..] => GatewayFrame.Read(bytes) is GatewayFrame.InvalidSession { MayResume: false },
        ["gateway", ..] => GatewayFrame.Read(bytes) is not GatewayFrame.Unreadable,
        ["interaction", "autocomplete", ..] => Is(bytes, DiscordJson.Default.DiscordInteraction, read => read.Data.Name == "airhorn"),
        ["interaction", ..] => PayloadReader.ReadInteraction(Parse(bytes)) is DiscordPayload.Interaction,
        ["message", "docs" or "crossposted", ..] => Is(bytes, DiscordJson.Default.DiscordMessage, read => read is { Id.Length: > 0, WrittenAt: not null, Author.Id.Length: > 0 }),
        ["message", "pins_page", ..] => Is(bytes, DiscordJson.Default.PinPage, read => read.Items is [{ Message.Content: "Supa Hot" }]),
        ["channel", "thread", ..] => Is(bytes, DiscordJson.Default.DiscordChannel, read => read is { IsThread: true, ParentId.Length: > 0 }),
        ["channel", ..] => Is(bytes, DiscordJson.Default.DiscordChannel, read => read is { Id.Length: > 0, IsThread: false }),
        ["user", ..] => Is(bytes, DiscordJson.Default.DiscordUser, read => read is { Id.Length: > 0, Username: "Nelly" }),
        ["application", ..] => Is(bytes, DiscordJson.Default.DiscordApplication, read => read is { Id: "172150183260323840", Flags: 8192, MayReadMessages: false }),
        ["guild", ..] => Is(bytes, DiscordJson.Default.DiscordGuild, read => read is { Unavailable: true }),
        ["rest", "get_gateway_bot", ..] => Is(bytes, DiscordJson.Default.GatewayAddress, read => read is { Shards: 9, SessionStartLimit: { Remaining: 999, ResetAfter: 14400000 } }),
        ["command", "registered", ..] => Is(bytes, DiscordJson.Default.RegisteredCommand, read => read is { Name: "ping", Id.Length: > 0 }),
        ["error", ..] => DiscordError.Read(Parse(bytes)) is { Code: > 0 },

        // What is sent, not received: it is JSON, and more is asked of ours elsewhere.
        ["command" or "message" or "response", ..] => DiscordJson.Parse(bytes) is not null,
        _ => false,
    };

    private static bool Is<T>(byte[] bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<T, bool> isRight) => isRight(Parse(bytes).Deserialize(type)!);

    private static DiscordPayload Event(byte[] bytes) =>
        GatewayFrame.Read(bytes) is GatewayFrame.Dispatch dispatch ? PayloadReader.ReadEvent(dispatch.Name, dispatch.Data) : new DiscordPayload.Unknown("none", default);

    private static DiscordInteraction Interaction(string name) => Assert.IsType<DiscordPayload.Interaction>(PayloadReader.ReadInteraction(Sample(name))).Value;

    private static JsonElement Sample(string name) => Parse(File.ReadAllBytes(Needs.Shared($"discord/samples/{name}")));

    private static JsonElement Parse(byte[] bytes) => DiscordJson.Parse(bytes)!.Value;
}

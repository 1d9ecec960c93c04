using System.Net;
using System.Text;
using System.Text.Json;
using IncidentBot.Discord.Wire;
using IncidentBot.Discord.Wire.Http;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Tests.Discord.Fakes;
using IncidentBot.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.Discord.Wire;

/// <summary>Interactions that come as signed requests.</summary>
public sealed class RequestTests
{
    [SkippableFact]
    public async Task A_ping_is_answered_and_a_command_with_what_becomes_of_it()
    {
        await using var room = await RequestRoom.OpenAsync();

        var (status, pong) = await room.PostAsync(Vector("ping"));
        var (_, answer) = await room.PostAsync(Vector("slash utf-8 body"));

        Assert.Equal((HttpStatusCode.OK, """{"type":1}"""), (status, pong));
        Assert.Equal("""{"type":4,"data":{"content":"got detected","allowed_mentions":{"parse":[]}}}""", answer);
    }

    [SkippableTheory]
    [InlineData("body re-serialised (space added)")]
    [InlineData("timestamp changed")]
    [InlineData("one bit flipped in R")]
    [InlineData("malleable: S + L (non canonical)")]
    [InlineData("signature too short")]
    [InlineData("signature too long")]
    [InlineData("signature not hex")]
    [InlineData("empty signature")]
    [InlineData("all-zero signature")]
    public async Task What_is_not_signed_rightly_is_refused_and_told_nothing(string name)
    {
        await using var room = await RequestRoom.OpenAsync();

        var (status, body) = await room.PostAsync(Vector(name));

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (status, body));
        Assert.Empty(room.Bot.Taken);
    }

    [SkippableFact]
    public async Task What_has_no_headers_is_refused_before_it_is_read_and_only_posts_are_taken()
    {
        await using var room = await RequestRoom.OpenAsync();
        var ping = Vector("ping");

        var (unsigned, _) = await room.PostAsync(ping with { Signature = "", Timestamp = "" });
        var (tooLong, _) = await room.PostAsync(ping with { Body = new string(' ', 5 * 1024 * 1024) });
        using var read = await room.Client.GetAsync(room.Address);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.MethodNotAllowed), (unsigned, tooLong, read.StatusCode));
    }

    [SkippableFact]
    public async Task What_is_answered_in_another_way_has_no_body()
    {
        await using var room = await RequestRoom.OpenAsync();
        room.Bot.Take = _ => Task.FromResult<IncidentBot.Discord.Wire.Payloads.Outgoing.DiscordResponse?>(null);

        var (status, body) = await room.PostAsync(Vector("slash utf-8 body"));

        Assert.Equal((HttpStatusCode.Accepted, ""), (status, body));
        Assert.Null(room.Bot.Taken.Single().Place);
        Assert.IsType<DiscordPayload.Interaction>(room.Bot.Taken.Single().Payload);
    }

    private static Signed Vector(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Needs.Shared("discord/ed25519/ed25519-vectors.json")));
        var vector = json.RootElement.EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        return new Signed(vector.GetProperty("publicKey").GetString()!, vector.GetProperty("timestamp").GetString()!, vector.GetProperty("signature").GetString()!, vector.GetProperty("body").GetString()!);
    }

    private sealed record Signed(string Key, string Timestamp, string Signature, string Body);

    private sealed class RequestRoom : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly FakeDiscord _discord;

        private RequestRoom(WebApplication app, FakeDiscord discord, WireProcess bot)
        {
            (_app, _discord, Bot) = (app, discord, bot);
            Address = new Uri(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/discord/interactions");
        }

        public WireProcess Bot { get; }

        public HttpClient Client { get; } = new();

        public Uri Address { get; }

        public static async Task<RequestRoom> OpenAsync()
        {
            var key = Vector("ping").Key;
            var time = new ManualTime();
            var discord = await FakeDiscord.StartAsync(time);
            var bot = new WireProcess(discord, time, settings: ("Discord:PublicKey", key));
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(new DiscordRequests(new InteractionSignature(bot.Options.PublicKey!), bot.Reception, time));
            var app = builder.Build();
            app.MapDiscord();
            await app.StartAsync();
            return new RequestRoom(app, discord, bot);
        }

        public async Task<(HttpStatusCode Status, string Body)> PostAsync(Signed signed)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(signed.Body)) };
            request.Headers.TryAddWithoutValidation("X-Signature-Timestamp", signed.Timestamp);
            request.Headers.TryAddWithoutValidation("X-Signature-Ed25519", signed.Signature);
            using var response = await Client.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _app.DisposeAsync();
            await Bot.DisposeAsync();
            await _discord.DisposeAsync();
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Faults.History;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Tests.Faults;

/// <summary>Connections and bodies that mean no good, against the built program.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly FaultyDisk _disk = new(losesPower: false);
    private readonly Witness _witness = new();
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        Hang();
        _disk.Dispose();
    }

    [SkippableFact]
    public async Task Row_55_without_file_handles_the_database_keeps_its_own_and_all_is_well_once_they_are_back()
    {
        const int Handles = 300;
        var start = BotProcess.Program(_disk.Folder, [$"--nofile={Handles}", "dotnet", typeof(BotHost).Assembly.Location]);
        start.FileName = Needs.Program("prlimit");
        using var bot = await BotProcess.StartAsync(start);
        using var early = new BotClient(bot.Url);
        await _witness.SayAsync(early);

        await ConnectAsync(bot.Url, Handles, send: "");
        Assert.Equal(Told.Recorded, (await _witness.SayAsync(early)).Reply.Told);
        Hang();

        using var late = new BotClient(bot.Url);
        await _witness.InsistAsync(late, _witness.New());
        bot.Kill();
        _witness.Check(_disk.Database);
    }

    [Fact]
    public async Task Row_56_idle_and_dawdling_connections_do_not_keep_others_out()
    {
        using var bot = await BotProcess.StartAsync(_disk.Folder);
        await ConnectAsync(bot.Url, 200, send: "");
        await ConnectAsync(bot.Url, 200, send: "POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");

        using var client = new BotClient(bot.Url);
        Assert.Equal(Told.Recorded, (await _witness.SayAsync(client)).Reply.Told);
        bot.Kill();
        _witness.Check(_disk.Database);
    }

    [Fact]
    public async Task Rows_58_to_62_hostile_bodies_are_refused_and_the_bot_goes_on()
    {
        using var bot = await BotProcess.StartAsync(_disk.Folder);
        using var client = new BotClient(bot.Url);
        foreach (var (body, status) in Bodies())
        {
            using var response = await client.SendRawAsync(body);
            Assert.Equal(status, response.StatusCode);
        }

        foreach (var text in Texts())
        {
            Assert.Equal(Told.Recorded, (await client.SendAsync($"/detected {text}")).Told);
        }

        Assert.Equal(Texts().Select(text => text.Replace('\0', '\u2400')), await client.EntriesAsync());
        bot.Kill();
        Assert.Equal("", bot.Error());
    }

    /// <summary>58: too large; 60: broken UTF-8 and half surrogates; 62: deep, ambiguous, beyond all numbers.</summary>
    private static IEnumerable<(byte[] Body, HttpStatusCode Status)> Bodies()
    {
        yield return (Command(new string('x', 64 << 20)), HttpStatusCode.RequestEntityTooLarge);
        yield return (Command(new string('x', 10 << 20)), HttpStatusCode.RequestEntityTooLarge);
        yield return (Command(@"\ud83d"), HttpStatusCode.BadRequest);
        yield return ([.. Command("").AsSpan()[..^2], 0xC3, 0x28, (byte)'"', (byte)'}'], HttpStatusCode.BadRequest);
        yield return (Encoding.UTF8.GetBytes(new string('[', 100_000)), HttpStatusCode.BadRequest);
        yield return ("""{"text":"/note a","text":"/note b"}"""u8.ToArray(), HttpStatusCode.BadRequest);
        yield return (Encoding.UTF8.GetBytes($$"""{"channel":{{new string('9', 400)}}}"""), HttpStatusCode.UnprocessableEntity);
    }

    /// <summary>59: NUL, stored so that it can be seen; 61: what has to come back letter by letter.</summary>
    private static IEnumerable<string> Texts() =>
    [
        "nul\0inside",
        "family 👨‍👩‍👧‍👦 and flag 🏴‍☠️",
        "right \u202Eto left\u202C and back",
        "bom \uFEFF and no character \uFFFF",
        "a" + new string('\u0301', 10_000),
    ];

    private static byte[] Command(string text) =>
        Encoding.UTF8.GetBytes($$"""{"channel":"C1","user":{"id":"U1"},"text":"/note {{text}}"}""");

    private async Task ConnectAsync(Uri bot, int count, string send)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, bot.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(send));
        }
    }

    private void Hang()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _sockets.Clear();
    }
}

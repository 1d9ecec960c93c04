using IncidentBot.Web.Hosting;

namespace IncidentBot.Benchmarks;

/// <summary>
/// Commands through the gateway, from the frame to the first answer: at a pace of its own, and as fast as they are answered.
/// The bot does what it does for people: stores, confirms, and keeps a status message up to date.
/// </summary>
internal static class DiscordBenchmark
{
    private const int AtOnce = 64;
    private const int Channels = 16;
    private const int PerSecond = 100;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(8);

    public static async Task RunAsync()
    {
        using var folder = new BenchmarkFolder();
        await using var discord = await DiscordStub.StartAsync();
        await using var bot = BotHost.Build(new Dictionary<string, string?>
        {
            ["Web:Url"] = "http://127.0.0.1:0",
            ["Storage:Path"] = folder.File("incidents.db"),
            ["Discord:ApiUrl"] = discord.ApiUrl,
            ["Discord:BotToken"] = DiscordStub.Token,
        });
        await bot.StartAsync();
        await discord.Connected;
        for (var channel = 0; channel < Channels; channel++)
        {
            await discord.SlashAsync(channel, "detected", channel, "measuring");
        }

        Console.WriteLine($"frame to answer, {PerSecond}/s        {await PacedAsync(discord)}");
        Console.WriteLine($"frame to answer, {AtOnce} at once    {await FlatOutAsync(discord)}");
        await bot.StopAsync();
    }

    private static Task<Latencies> PacedAsync(DiscordStub discord) => Loads.PacedAsync(
        PerSecond, Warming, Measuring, n => discord.SlashAsync(1_000 + n, "note", n % Channels, $"step {n} of the frames"));

    private static Task<Latencies> FlatOutAsync(DiscordStub discord) => Loads.FlatOutAsync(
        AtOnce, Warming, Measuring, (sender, n) => discord.SlashAsync(1_000_000 + (sender * 100_000) + n, "note", sender % Channels, $"step {n} of the load"));
}

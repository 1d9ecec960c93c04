using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Intake;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Spool;
using IncidentBot.Web.Access;
using IncidentBot.Web.Api;
using IncidentBot.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace IncidentBot.Web.Pages;

/// <summary>The console's page, its form, and what keeps it fresh.</summary>
internal static class ConsoleEndpoints
{
    private const string Source = "console";
    private const string DefaultChannel = "console";
    private const string DefaultName = "You";

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var feed = routes.ServiceProvider.GetRequiredService<IncidentFeed>();
        foreach (var platform in routes.ServiceProvider.GetServices<PlatformState>())
        {
            platform.Changed += feed.AnnounceToAll;
        }

        routes.MapMethods("/", Problems.Reading, ShowAsync).ExcludeFromDescription();
        routes.MapPost("/", SendAsync).ExcludeFromDescription();
        routes.MapGet("/console/panel", PanelAsync).ExcludeFromDescription();
        routes.MapGet("/console/events", Events).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, [AsParameters] ConsoleServices services, Exchanges exchanges, WebOptions options,
        string? channel, string? text, string? name, string? layout, string? answer, CancellationToken ct)
    {
        var page = await services.PageAsync(Channel(channel), layout, ct);
        var tokens = services.Antiforgery.GetAndStoreTokens(context);
        var exchange = exchanges.Find(answer);
        var line = text ?? (exchange is { Refused: true } ? exchange.Typed : "");
        return page.Render(tokens, Name(name), line, exchange, options.DemandsKey).AsPage();
    }

    private static async Task<IResult> PanelAsync(
        [AsParameters] ConsoleServices services, string? channel, string? layout, CancellationToken ct) =>
        (await services.PageAsync(Channel(channel), layout, ct)).Fragment().AsPage();

    /// <summary>The form, for browsers without script: records, then sends the browser back to the page.</summary>
    private static async Task<IResult> SendAsync(
        HttpContext context, [AsParameters] ConsoleServices services, Exchanges exchanges, CommandIntake intake)
    {
        if (await Forms.ReadAsync(context, services.Antiforgery) is not { } form)
        {
            return Problems.For(context.Request, 400, Forms.Stale);
        }

        var (channel, name, typed) = (Channel(form["channel"]), Name(form["name"]), form["text"].ToString());
        var formId = form["deliveryId"].ToString() is { Length: > 0 and <= 64 } given ? given : Guid.NewGuid().ToString("N");
        var id = DeliveryId(formId, channel, name, typed);
        var now = services.Now;
        var request = new CommandRequest
        {
            Channel = channel,
            Actor = new Person(name, name),
            Text = typed,
            Delivery = new DeliveryKey(Source, id),
            SentAt = now,
            ReceivedAt = now,
        };
        var outcome = await intake.TakeAsync(request, CommandIntake.Patience, confirmsLater: true);
        exchanges.Keep(id, Exchange(outcome));
        if (outcome is Outcome.Late late)
        {
            _ = late.Final.ContinueWith(
                final => exchanges.Keep(id, Exchange(final.Result)),
                CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }

        return Results.LocalRedirect($"{Prefill.Address(channel)}&name={Uri.EscapeDataString(name)}&answer={Uri.EscapeDataString(id)}#answer");

        Exchange Exchange(Outcome outcome) => outcome switch
        {
            Outcome.Answered { Answer: var answer } => new Exchange(
                name, typed, answer.Reply, Asking.IsRefused(answer, typed, services.Settings.Root), Conversation.Recorded(answer)),
            Outcome.Late => new Exchange(name, typed, outcome.Text, Refused: false, Entry: null, formId, IsLate: true),
            Outcome.Spooled => new Exchange(name, typed, outcome.Text, Refused: false, Entry: null),
            _ => new Exchange(name, typed, outcome.Text, Refused: true, Entry: null, formId),
        };
    }

    /// <summary>One form sends each line once: the same line again is a repeat, another (after "back") is another delivery.</summary>
    private static string DeliveryId(string form, ChannelId channel, string name, string typed)
    {
        var line = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', channel.Value, name, typed)));
        return $"{form}-{Convert.ToHexStringLower(line.AsSpan(0, 8))}";
    }

    private static ServerSentEventsResult<string> Events(
        HttpContext context, IncidentFeed feed, IHostApplicationLifetime lifetime, string? channel) =>
        TypedResults.ServerSentEvents(ChangesAsync(feed, Channel(channel), lifetime.ApplicationStopping, context.RequestAborted));

    /// <summary>Ends with the process as well: a stop must not wait for open pages.</summary>
    private static async IAsyncEnumerable<SseItem<string>> ChangesAsync(
        IncidentFeed feed, ChannelId channel, CancellationToken stopping, [EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        yield return new SseItem<string>("", "changed");
        await foreach (var changed in feed.ListenAsync(channel, either.Token))
        {
            yield return new SseItem<string>("", changed ? "changed" : "quiet");
        }
    }

    private static ChannelId Channel(string? channel) => new(Clean(channel, DefaultChannel));

    private static string Name(string? name) => Clean(name, DefaultName);

    private static string Clean(string? typed, string otherwise)
    {
        var text = string.Concat((typed ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        return text.Length is > 0 and <= 200 ? text : otherwise;
    }
}

/// <summary>What a console page is made from.</summary>
internal sealed record ConsoleServices(
    IIncidentStore Store, DraftCompiler Drafts, CommandSettings Settings, TimeProvider Time, IAntiforgery Antiforgery,
    EmergencySpool Spool, SpoolReplay Replay, IEnumerable<PlatformState> Platforms)
{
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow()).AsStored();

    public async Task<ConsolePage> PageAsync(ChannelId channel, string? layout, CancellationToken ct)
    {
        var notice = Html.Format($"{SpoolNotice.Render(Spool, Replay.LastHealing, Time.GetUtcNow(), channel)}{PlatformNotice.Render(Platforms)}");
        try
        {
            return new ConsolePage(channel, await Store.FindAsync(channel, ct), Drafts, Settings, Now, layout, notice);
        }
        catch (StorageException)
        {
            // Lines can be typed all the same: the emergency file takes them.
            return new ConsolePage(channel, null, Drafts, Settings, Now, layout, notice, IsReadable: false);
        }
    }
}

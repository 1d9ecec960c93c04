using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Spool;

namespace IncidentBot.Intake;

/// <summary>
/// The way in for every surface: a command, to what may be told about it. What the store does not take goes into the
/// emergency file; while that holds anything of a room, what comes later there waits for it or joins it, because an undo
/// must not overtake the line it is about.
/// </summary>
internal sealed partial class CommandIntake(
    CommandHandler handler, EmergencySpool spool, SpoolReplay replay, TimeProvider time, ILogger<CommandIntake> logger)
{
    /// <summary>How long people are left without a word.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    /// <summary>Nobody is told that a command is not recorded when an earlier try of it may have recorded it.</summary>
    private readonly RecentIds<DeliveryKey> _recent = new();

    /// <summary>
    /// Takes a command. It is never given up: one that is late is finished all the same, and sent again with the same
    /// delivery it gets the same answer.
    /// </summary>
    /// <param name="patience">After how long the outcome is <see cref="Outcome.Late"/>.</param>
    /// <param name="confirmsLater">Whether the surface tells the sender by itself how a late one ended.</param>
    public async Task<Outcome> TakeAsync(CommandRequest request, TimeSpan patience, bool confirmsLater)
    {
        request = request.Delivery is null ? request with { Delivery = DeliveryKey.Once(request.ReceivedAt) } : request;
        var final = RecordAsync(request);
        try
        {
            return await final.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            if (final.IsCompleted)
            {
                return await final;
            }

            _ = WatchAsync(final);
            return new Outcome.Late(IntakeTexts.Late(request, confirmsLater), final);
        }
    }

    private async Task<Outcome> RecordAsync(CommandRequest request)
    {
        var isFirst = request.Delivery!.Value.IsOwn || _recent.Begin(request.Delivery.Value);
        try
        {
            return !spool.IsClear && !await MakeWayAsync(request)
                ? await SpoolAsync(request, maybeSaved: !isFirst)
                : new Outcome.Answered(await replay.HandleAsync(request));
        }
        catch (StorageException e)
        {
            return handler.AnswerWithoutStorage(request) is { } answer ? new Outcome.Answered(answer)
                : handler.Parse(request).IsQuestion ? new Outcome.NotRecorded(IntakeTexts.Question)
                : await SpoolAsync(request, e.OutcomeUnknown || !isFirst);
        }
    }

    /// <summary>
    /// Questions and typos are answered whatever the emergency file holds. What reaches beyond its room waits for all of
    /// it, any other line for what waits of its room.
    /// </summary>
    private async Task<bool> MakeWayAsync(CommandRequest request) => handler.Parse(request) switch
    {
        { IsQuestion: true } or Command.Malformed or Command.NotUnderstood => true,
        var command when ReachesBeyondRoom(command) => await replay.EmptyAsync(),
        _ => !spool.Holds(request.Channel) || await replay.MakeWayAsync(request.Channel),
    };

    /// <summary>
    /// A zone that somebody chose counts in every room, linked rooms share their lines, and once something is redacted
    /// no line from before may be in the emergency file any more.
    /// </summary>
    private static bool ReachesBeyondRoom(Command command) =>
        command is Command.SetOwnZone or Command.Link or Command.Unlink or Command.Redact;

    private async Task<Outcome> SpoolAsync(CommandRequest request, bool maybeSaved)
    {
        if (request.Change is MessageChange.FileFetched)
        {
            // Whoever fetched it does so again; it would fill the file.
            return new Outcome.NotRecorded(IntakeTexts.NotRecorded(request));
        }

        try
        {
            return new Outcome.Spooled(IntakeTexts.Spooled(request, await spool.AddAsync(new SpooledCommand(request, maybeSaved, ReachesBeyondRoom(handler.Parse(request))))));
        }
        catch (SpoolException e)
        {
            return maybeSaved || e.OutcomeUnknown
                ? new Outcome.Unknown(IntakeTexts.Unknown(request))
                : new Outcome.NotRecorded(IntakeTexts.NotRecorded(request));
        }
    }

    private async Task WatchAsync(Task<Outcome> late)
    {
        try
        {
            await late;
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "A command that was late failed")]
    private partial void LogFailed(Exception e);
}

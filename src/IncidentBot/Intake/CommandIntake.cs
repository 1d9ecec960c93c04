using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Spool;

namespace IncidentBot.Intake;

/// <summary>
/// The way in for every surface: a command, to what may be told about it. What the store does not take goes into the
/// emergency file; while that holds anything, what comes later waits for it or joins it, because an undo must not
/// overtake the line it is about.
/// </summary>
internal sealed partial class CommandIntake(
    CommandHandler handler, EmergencySpool spool, SpoolReplay replay, TimeProvider time, ILogger<CommandIntake> logger)
{
    /// <summary>How long people are left without a word.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private readonly RecentDeliveries _recent = new();

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
        var isFirst = _recent.Begin(request.Delivery!.Value);
        try
        {
            return !spool.IsClear && Records(request) && !await replay.MakeWayAsync()
                ? await SpoolAsync(request, maybeSaved: !isFirst)
                : new Outcome.Answered(await handler.HandleAsync(request, CancellationToken.None));
        }
        catch (StorageException e)
        {
            return handler.AnswerWithoutStorage(request) is { } answer ? new Outcome.Answered(answer)
                : handler.Parse(request).IsQuestion ? new Outcome.NotRecorded(IntakeTexts.Question)
                : await SpoolAsync(request, e.OutcomeUnknown || !isFirst);
        }
    }

    /// <summary>Whether a line would change anything. Questions and typos are answered whatever the emergency file holds.</summary>
    private bool Records(CommandRequest request) =>
        handler.Parse(request) is { IsQuestion: false } and not (Command.Malformed or Command.NotUnderstood);

    private async Task<Outcome> SpoolAsync(CommandRequest request, bool maybeSaved)
    {
        if (request.Change is MessageChange.FileFetched)
        {
            // Whoever fetched it does so again; it would fill the file.
            return new Outcome.NotRecorded(IntakeTexts.NotRecorded(request));
        }

        try
        {
            return new Outcome.Spooled(IntakeTexts.Spooled(request, await spool.AddAsync(new SpooledCommand(request, maybeSaved))));
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

using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Intake;
using IncidentBot.Storage.Spool;
using IncidentBot.Tests.Fakes;
using IncidentBot.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace IncidentBot.Tests.Intake;

/// <summary>The way in over a store that fails as the test says, on a clock that goes on when the test says.</summary>
internal sealed class IntakeRoom : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly bool _hasSpool;
    private int _typed;

    public IntakeRoom(bool hasSpool = true)
    {
        _hasSpool = hasSpool;
        Start();
    }

    public ScriptedStore Store { get; } = new();

    public ManualTime Time { get; } = new();

    public EmergencySpool Spool { get; private set; } = null!;

    public CommandHandler Handler { get; private set; } = null!;

    public SpoolReplay Replay { get; private set; } = null!;

    public CommandIntake Intake { get; private set; } = null!;

    /// <summary>A folder cannot be written like a file.</summary>
    public string SpoolPath => _hasSpool ? _folder.File("a.db.spool") : _folder.Root;

    /// <summary>Goes on as after a kill: the store and the files are what is left.</summary>
    public void Restart()
    {
        Spool.Dispose();
        Replay.Dispose();
        Start();
    }

    public Task<Outcome> TypeAsync(string line, string? delivery = null, bool confirmsLater = false, string channel = "C1") =>
        Intake.TakeAsync(Request(line, delivery, channel), CommandIntake.Patience, confirmsLater);

    public CommandRequest Request(string line, string? delivery = null, string channel = "C1")
    {
        var at = Instant.FromUtc(2026, 3, 5, 9, 0) + Duration.FromSeconds(++_typed);
        return new CommandRequest
        {
            Delivery = delivery is null ? null : new DeliveryKey("api", delivery),
            Channel = new ChannelId(channel),
            Actor = Some.Ana,
            Text = line,
            SentAt = at,
            ReceivedAt = at + Duration.FromMilliseconds(100),
        };
    }

    public void Dispose()
    {
        Replay.Dispose();
        Spool.Dispose();
        _folder.Dispose();
    }

    private void Start()
    {
        Spool = EmergencySpool.Open(SpoolPath, NullLogger<EmergencySpool>.Instance);
        Handler = new CommandHandler(Store, new DraftCompiler(LayoutLibrary.Load([]), Time), new CommandSettings());
        Replay = new SpoolReplay(Handler, Store, Spool, Time, NullLogger<SpoolReplay>.Instance);
        Intake = new CommandIntake(Handler, Spool, Replay, Time, NullLogger<CommandIntake>.Instance);
    }
}

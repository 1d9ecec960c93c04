using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace IncidentBot.Faults.Mutants;

/// <summary>The bot with one promise broken, by name. A suite that does not notice one of them proves nothing.</summary>
internal static class Mutant
{
    public const string ConfirmBeforeCommit = "confirm-before-commit";
    public const string SynchronousNormal = "synchronous-normal";
    public const string SynchronousOff = "synchronous-off";
    public const string NoDeduplication = "no-deduplication";
    public const string DropRetries = "drop-retries";
    public const string RefusalAsRecorded = "refusal-as-recorded";
    public const string UnknownAsRefused = "unknown-as-refused";
    public const string PoisonSwallowsBatch = "poison-swallows-batch";
    public const string RepeatAnsweredAnew = "repeat-answered-anew";
    public const string DecidesEarly = "decides-early";
    public const string UpgradesStepByStep = "upgrades-step-by-step";
    public const string MeasuresByTheWallClock = "measures-by-the-wall-clock";
    public const string CrossesOffEarly = "crosses-off-early";
    public const string NeverCrossesOff = "never-crosses-off";

    private static readonly Dictionary<string, Action<IServiceCollection>> All = new()
    {
        [ConfirmBeforeCommit] = services => Spoil(services, StoreMutant.ConfirmBeforeCommitAsync),
        [SynchronousNormal] = services => Open(services, path => new SqliteFile(path) { Synchronous = SynchronousMode.Normal }),
        [SynchronousOff] = services => Open(services, path => new SqliteFile(path) { Synchronous = SynchronousMode.Off }),
        [NoDeduplication] = services => Spoil(services, StoreMutant.ForgetDeliveriesAsync),
        [DropRetries] = services => services.AddSingleton<IStartupFilter, RetryDropper>(),
        [RefusalAsRecorded] = services => Spoil(services, StoreMutant.CallRefusedRecordedAsync),
        [UnknownAsRefused] = services => Spoil(services, StoreMutant.CallUnknownRefusedAsync),
        [PoisonSwallowsBatch] = services => Decorate<IIncidentStore>(services, inner => new PoisonedBatches(inner)),
        [RepeatAnsweredAnew] = services => Spoil(services, StoreMutant.AnswerRepeatsAnewAsync),
        [DecidesEarly] = services => Spoil(services, StoreMutant.DecideEarlyAsync),
        [UpgradesStepByStep] = services => Open(services, UpgradeStepByStep),
        [MeasuresByTheWallClock] = services => services.AddSingleton<TimeProvider, WallClock>(),
        [CrossesOffEarly] = services => Decorate<IRoomStore>(services, inner => new RoomsMutant(inner) { CrossesOffEarly = true }),
        [NeverCrossesOff] = services => Decorate<IRoomStore>(services, inner => new RoomsMutant(inner) { NeverCrossesOff = true }),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Puts into the services of the bot what breaks the promise.</summary>
    public static void Spoil(string name, IServiceCollection services) => All[name](services);

    private static void Spoil(IServiceCollection services, RecordBadly record) => Decorate<IIncidentStore>(services, inner => new StoreMutant(inner, record));

    /// <summary>As if each step were committed by itself, with some time in between.</summary>
    private static SqliteFile UpgradeStepByStep(string path)
    {
        for (var version = new SqliteFile(path).ReadVersion() + 1; version < SqliteSchema.Steps.Count; version++)
        {
            new SqliteFile(path, [.. SqliteSchema.Steps.Take(version)]).OpenOrCreate(TimeProvider.System).Dispose();
            Thread.Sleep(TimeSpan.FromMilliseconds(300));
        }

        return new SqliteFile(path);
    }

    private static void Open(IServiceCollection services, Func<string, SqliteFile> open) => services.AddSingleton<IIncidentStore>(provider =>
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        SqliteLibrary.Use(options.SqliteLibrary);
        return SqliteIncidentStore.Open(
            open(options.Path),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteIncidentStore>>());
    });

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var inner = services.Last(s => s.ServiceType == typeof(T)).ImplementationFactory!;
        services.AddSingleton(provider => decorate((T)inner(provider)));
    }
}

/// <summary>Takes what the wall clock says for the time that passes.</summary>
internal sealed class WallClock : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;
}

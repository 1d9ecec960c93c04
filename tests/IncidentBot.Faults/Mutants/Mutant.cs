using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
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

    private static readonly Dictionary<string, Action<IServiceCollection>> All = new()
    {
        [ConfirmBeforeCommit] = services => Spoil(services, StoreMutant.ConfirmBeforeCommitAsync),
        [SynchronousNormal] = services => Sync(services, SynchronousMode.Normal),
        [SynchronousOff] = services => Sync(services, SynchronousMode.Off),
        [NoDeduplication] = services => Spoil(services, StoreMutant.ForgetDeliveriesAsync),
        [DropRetries] = services => services.AddSingleton<IStartupFilter, RetryDropper>(),
        [RefusalAsRecorded] = services => Spoil(services, StoreMutant.CallRefusedRecordedAsync),
        [UnknownAsRefused] = services => Spoil(services, StoreMutant.CallUnknownRefusedAsync),
        [PoisonSwallowsBatch] = services => Decorate(services, inner => new PoisonedBatches(inner)),
        [RepeatAnsweredAnew] = services => Spoil(services, StoreMutant.AnswerRepeatsAnewAsync),
        [DecidesEarly] = services => Spoil(services, StoreMutant.DecideEarlyAsync),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Puts into the services of the bot what breaks the promise.</summary>
    public static void Spoil(string name, IServiceCollection services) => All[name](services);

    private static void Spoil(IServiceCollection services, RecordBadly record) => Decorate(services, inner => new StoreMutant(inner, record));

    private static void Sync(IServiceCollection services, SynchronousMode synchronous) => services.AddSingleton<IIncidentStore>(provider =>
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        SqliteLibrary.Use(options.SqliteLibrary);
        return SqliteIncidentStore.Open(
            new SqliteFile(options.Path) { Synchronous = synchronous },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteIncidentStore>>());
    });

    private static void Decorate(IServiceCollection services, Func<IIncidentStore, IIncidentStore> decorate)
    {
        var store = services.Last(s => s.ServiceType == typeof(IIncidentStore)).ImplementationFactory!;
        services.AddSingleton(provider => decorate((IIncidentStore)store(provider)));
    }
}

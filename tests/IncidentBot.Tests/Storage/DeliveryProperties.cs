using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Storage;

public sealed class DeliveryProperties
{
    [Fact]
    public void Any_order_of_deliveries_with_repeats_records_each_once() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(25),
        Prop.ForAll<byte[]>(bytes => RecordsEachOnceAsync([.. bytes.Select(b => $"d{b % 8}")]).GetAwaiter().GetResult()));

    private static async Task<bool> RecordsEachOnceAsync(string[] deliveries)
    {
        using var folder = new TempFolder();
        await using var store = SqliteIncidentStore.Open(
            folder.File(), TimeProvider.System, NullLogger<SqliteIncidentStore>.Instance);

        var answers = await Task.WhenAll(deliveries.Select((d, i) => store.NoteAsync(Typed.Command($"{d} for the {i}th time", d))));

        var entries = (await store.ReadAsync(1))?.Entries.Count ?? 0;
        var alike = deliveries.Zip(answers).GroupBy(p => p.First).All(same => same.Select(p => p.Second).Distinct().Count() == 1);
        return alike && entries == deliveries.Distinct().Count();
    }
}

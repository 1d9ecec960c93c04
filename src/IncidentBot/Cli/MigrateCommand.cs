using System.CommandLine;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IncidentBot.Cli;

/// <summary><c>migrate --to postgres</c>: moves the SQLite file of a stopped bot into PostgreSQL.</summary>
internal static class MigrateCommand
{
    public static Command Create(TimeProvider time)
    {
        var to = new Option<string>("--to") { Description = "postgres, at Storage:ConnectionString", Required = true };
        to.AcceptOnlyFromAmong("postgres");
        var command = new Command("migrate", "Move the database file into PostgreSQL, and compare both; run it again if it was interrupted") { to };
        command.SetAction(async (result, ct) =>
        {
            var settings = LocalBot.Settings();
            var path = LocalBot.PathIn(settings);
            var postgres = PostgresSettings.Read(settings.Word(StorageOptionsValidator.ConnectionString))
                ?? throw new SettingException(StorageOptionsValidator.ConnectionString, StorageOptionsValidator.NoConnectionString);
            if (!File.Exists(path))
            {
                throw new FormatException($"there is nothing to move: there is no {path}");
            }

            var error = result.InvocationConfiguration.Error;
            var differences = await MoveAsync(path, postgres, time, error, ct);
            foreach (var difference in differences)
            {
                await error.WriteLineAsync(difference);
            }

            await result.InvocationConfiguration.Output.WriteLineAsync(differences.Count == 0
                ? $"{postgres.Place} holds all of {path}: the same counts, the same hashes. Set Storage:Provider to postgres, and keep the file as a copy."
                : $"{postgres.Place} is not the same as {path}; keep using the file.");
            return differences.Count == 0 ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> MoveAsync(
        string path, PostgresSettings postgres, TimeProvider time, TextWriter error, CancellationToken ct)
    {
        // Nobody writes into the file meanwhile.
        using var held = InstanceLock.Take(path, time);
        using var source = new SqliteFile(path).OpenOrCreate(time);
        await using var target = new PostgresDatabase(postgres, time, NullLogger.Instance);
        try
        {
            return await new StoreMove(source, target, (what, done, all) => error.WriteLine($"{what}: {done:N0} of {all:N0}")).RunAsync(ct);
        }
        catch (NpgsqlException e)
        {
            throw new UnusableStoreException($"{target.Place}: {e.Message} What was moved stays; run it again to go on.", e);
        }
    }
}

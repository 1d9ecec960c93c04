using System.CommandLine;
using Dapper;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Rows;
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
            var (differences, ahead) = await MoveAsync(path, postgres, time, error, ct);
            foreach (var difference in differences)
            {
                await error.WriteLineAsync(difference);
            }

            await result.InvocationConfiguration.Output.WriteLineAsync(differences.Count == 0
                ? $"{postgres.Place} holds all of {path}: the same counts, the same hashes. Set Storage:Provider to postgres, and keep the file as a copy."
                : Unlike(postgres.Place, path, ahead));
            return differences.Count == 0 ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    private static string Unlike(string place, string path, Ahead ahead) => ahead switch
    {
        Ahead.Postgres => $"{place} is ahead of {path}: it holds all of the file's events, and later ones. Nothing was moved; keep using PostgreSQL.",
        Ahead.File => $"{path} is ahead of {place}: it went on after it was moved. Keep using the file; to move it again, name an empty database.",
        Ahead.Both => $"{place} and {path} each hold events that the other lacks: both were used after the move. Nothing was moved; keep both, and look at what differs.",
        _ => $"{place} is not the same as {path}; keep using the file.",
    };

    private static async Task<(IReadOnlyList<string> Differences, Ahead Ahead)> MoveAsync(
        string path, PostgresSettings postgres, TimeProvider time, TextWriter error, CancellationToken ct)
    {
        // Nobody writes into the file meanwhile.
        using var held = InstanceLock.Take(path, time);
        var file = new SqliteFile(path);
        using var source = file.OpenOrCreate(time);
        // Before what it lost, with its -wal file for one, is taken for all there is.
        new HeadFile(file.Path).Check(source.QuerySingle<Ledger>("SELECT store_id AS StoreId, events AS Events, head AS Head FROM ledger"));
        await using var target = new PostgresDatabase(postgres, time, NullLogger.Instance);
        try
        {
            var move = new StoreMove(source, target, (what, done, all) => error.WriteLine($"{what}: {done:N0} of {all:N0}"));
            return (await move.RunAsync(ct), move.Ahead);
        }
        catch (NpgsqlException e)
        {
            throw new UnusableStoreException($"{target.Place}: {e.Message} What was moved stays; run it again to go on.", e);
        }
    }
}

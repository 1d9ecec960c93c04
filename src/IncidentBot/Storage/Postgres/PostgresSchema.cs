using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>The numbered steps that lead from an empty database to the schema of this version.</summary>
internal static partial class PostgresSchema
{
    private const string Resource = "IncidentBot.Storage.Postgres.Schema.postgres.sql";

    /// <summary>Any number of our own that nobody else on this database locks: "INCB" and a version.</summary>
    private const long Lock = 0x494E4342_00000001;

    public static IReadOnlyList<string> Steps { get; } = Split(ReadResource());

    /// <summary>Refuses what this version cannot read: another program's tables, or a newer version's.</summary>
    /// <returns>How many steps were applied; zero for an empty database.</returns>
    public static async Task<int> CheckVersionAsync(NpgsqlConnection connection, string place, int known, CancellationToken ct)
    {
        // Asked of the rows of the catalogue: what a session remembers of names may be older than the lock it waited for.
        var (ours, others) = await connection.QuerySingleAsync<(bool, bool)>(new CommandDefinition(
            """
            SELECT coalesce(bool_or(tablename = 'schema_versions'), false), coalesce(bool_or(tablename IN ('events', 'incidents')), false)
            FROM pg_tables WHERE schemaname = ANY (current_schemas(false))
            """,
            cancellationToken: ct));
        if (!ours)
        {
            return others
                ? throw new UnusableStoreException($"{place} holds tables of another program; name another database in Storage:ConnectionString.")
                : 0;
        }

        var version = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT coalesce(max(version), 0) FROM schema_versions", cancellationToken: ct));
        return version <= known
            ? version
            : throw new UnusableStoreException(
                $"{place} was written by a newer version (schema {version}, this version knows {known}); " +
                "run that version, or name another database in Storage:ConnectionString.");
    }

    /// <summary>Applies the steps that are missing: all of them or none, and once, however many instances start together.</summary>
    public static async Task MigrateAsync(
        NpgsqlConnection connection, string place, IReadOnlyList<string> steps, long now, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, cancellationToken: ct));
        for (var version = await CheckVersionAsync(connection, place, steps.Count, ct) + 1; version <= steps.Count; version++)
        {
            await connection.ExecuteAsync(new CommandDefinition(steps[version - 1], transaction: transaction, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO schema_versions (version, applied_at) VALUES (@version, @now)",
                new { version, now },
                transaction,
                cancellationToken: ct));
        }

        await transaction.CommitAsync(ct);
    }

    private static string[] Split(string script) => StepHeading().Split(script)[1..];

    private static string ReadResource()
    {
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^-- version \d+$", RegexOptions.Multiline)]
    private static partial Regex StepHeading();
}

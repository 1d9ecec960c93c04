using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Storage.Rows;
using Npgsql;

namespace IncidentBot.Storage.Search;

/// <summary>The index in PostgreSQL, in tables beside those of the incidents. It follows the events in pieces, one instance at a time.</summary>
/// <param name="connection">Nobody else may use it meanwhile.</param>
internal sealed class PostgresSearchTables(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>Whoever follows, or redacts, holds this until the end of its transaction: what was redacted meanwhile would be written back.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(5282233363699073028)";

    /// <summary>Empties the rows that say what certain events said.</summary>
    public const string Erase = "UPDATE search_entries SET tokens = '' WHERE incident = @incident AND worded = ANY (@versions)";

    /// <summary>No vector of words may have more than a megabyte. Nothing that people write comes near.</summary>
    private const int MostCharacters = 340_000;

    private const string Lacking =
        "FROM incidents i LEFT JOIN search_state s ON s.incident = i.number AND s.form = @Form WHERE s.version IS DISTINCT FROM i.version";

    private const string Within = "JOIN incidents i ON i.number = incident WHERE " + Statements.IsWithin;

    private static readonly object Form = new { SearchWords.Form };

    /// <summary>Takes in a part of what is new, newest incidents first.</summary>
    public static async Task<SearchProgress> AdvanceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (lacking, incidents) = await connection.QuerySingleAsync<(int, int)>(new CommandDefinition(
            $"SELECT (SELECT count(*)::int {Lacking}), (SELECT count(*)::int FROM incidents)", Form, cancellationToken: ct));
        if (lacking == 0)
        {
            return new SearchProgress(0, incidents, 0);
        }

        // Each statement after the lock sees what was committed before it was given.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, ct);
        await connection.ExecuteAsync(new CommandDefinition(Lock, transaction: transaction, cancellationToken: ct));
        var progress = new PostgresSearchTables(connection, transaction).Advance(incidents);
        await transaction.CommitAsync(ct);
        return progress;
    }

    /// <summary>The rows that match, newest first, and how many there are in all.</summary>
    public (IReadOnlyList<SearchRow> Rows, int Total) Match(SearchQuery query, int limit)
    {
        // Tokens are letters and digits only: nothing in them can end the quotes.
        var match = string.Join(" & ", query.Terms.Select(term => $"'{term.Token}'{(term.IsBeginning ? ":*" : "")}"));
        // Materialized: with the limit in sight, the planner would rather read all entries backwards than use the index.
        var found = connection.Query<(int Incident, int Entry, int Recorded, int Worded, int Timed)>(
            $"""
            WITH found AS MATERIALIZED (
              SELECT incident, entry, recorded, worded, timed FROM search_entries WHERE tokens @@ @match::tsquery)
            SELECT incident, entry, recorded, worded, timed FROM found {(query.Within is null ? "" : Within)} ORDER BY incident DESC, entry DESC LIMIT @most
            """,
            new { match, most = Math.Max(limit, SearchResult.MostCounted), within = query.Within }, transaction).AsList();
        return ([.. found.Take(limit).Select(r => new SearchRow(new SearchKey(r.Incident, r.Entry), "", r.Recorded, r.Worded, r.Timed))], found.Count);
    }

    /// <summary>The zones of incidents that are in the index.</summary>
    public IReadOnlyDictionary<int, string> Zones(IEnumerable<int> incidents) => connection.Query<(int Incident, string Zone)>(
        "SELECT incident, zone FROM search_state WHERE incident = ANY (@incidents)", new { incidents = incidents.Distinct().ToArray() }, transaction)
        .ToDictionary(row => row.Incident, row => row.Zone);

    private SearchProgress Advance(int incidents)
    {
        var lacking = connection.Query<StoredVersion>(
            $"SELECT i.number AS Number, i.version AS Version, i.head AS Head {Lacking} ORDER BY i.number DESC", Form, transaction).AsList();
        var stored = new Dictionary<SearchKey, SearchRow>();
        var changes = new SearchReads(connection, transaction).Changes(lacking, number => Continue(number, stored), key => stored.GetValueOrDefault(key));
        Save([.. changes.Rows], [.. changes.Incidents]);
        var reached = changes.Incidents.ToDictionary(incident => incident.Number, incident => incident.Version);
        return new SearchProgress(
            lacking.Count(i => reached.GetValueOrDefault(i.Number) < i.Version), Math.Max(incidents, lacking.Count), reached.Count);
    }

    /// <summary>Where an incident is to be gone on with; null, and its rows removed, if that is at its beginning.</summary>
    private SearchedIncident? Continue(int number, Dictionary<SearchKey, SearchRow> stored)
    {
        var searched = connection.QuerySingleOrDefault<SearchedIncident>(
            """
            SELECT s.incident AS Number, s.version AS Version, s.link AS Link, s.zone AS Zone
            FROM search_state s JOIN events e ON e.incident = s.incident AND e.version = s.version AND e.link = s.link
            WHERE s.incident = @number AND s.form = @Form
            """,
            new { number, SearchWords.Form }, transaction);
        if (searched is null)
        {
            connection.Execute("DELETE FROM search_entries WHERE incident = @number", new { number }, transaction);
            return null;
        }

        foreach (var row in connection.Query<(int Entry, string Tokens, int Recorded, int Worded, int Timed)>(
            """
            SELECT entry, array_to_string(tsvector_to_array(tokens), ' '), recorded, worded, timed FROM search_entries
            WHERE incident = @Number AND entry IN (SELECT entry FROM events WHERE incident = @Number AND version > @Version)
            """,
            new { searched.Number, searched.Version }, transaction))
        {
            var key = new SearchKey(number, row.Entry);
            stored[key] = new SearchRow(key, row.Tokens, row.Recorded, row.Worded, row.Timed);
        }

        return searched;
    }

    private void Save(IReadOnlyList<SearchRow> rows, IReadOnlyList<SearchedIncident> incidents)
    {
        connection.Execute(
            """
            INSERT INTO search_entries (incident, entry, tokens, recorded, worded, timed)
            SELECT incident, entry, array_to_tsvector(string_to_array(tokens, ' ')), recorded, worded, timed
            FROM unnest(@incidents, @entries, @tokens, @recorded, @worded, @timed) AS new (incident, entry, tokens, recorded, worded, timed)
            ON CONFLICT (incident, entry) DO UPDATE SET
              tokens = excluded.tokens, recorded = excluded.recorded, worded = excluded.worded, timed = excluded.timed
            """,
            new
            {
                incidents = rows.Select(row => row.Key.Incident).ToArray(),
                entries = rows.Select(row => row.Key.Entry).ToArray(),
                tokens = rows.Select(row => Fitting(row.Tokens)).ToArray(),
                recorded = rows.Select(row => row.Recorded).ToArray(),
                worded = rows.Select(row => row.Worded).ToArray(),
                timed = rows.Select(row => row.Timed).ToArray(),
            },
            transaction);
        connection.Execute(
            """
            INSERT INTO search_state (incident, version, link, zone, form)
            SELECT incident, version, link, zone, @Form FROM unnest(@incidents, @versions, @links, @zones) AS new (incident, version, link, zone)
            ON CONFLICT (incident) DO UPDATE SET
              version = excluded.version, link = excluded.link, zone = excluded.zone, form = excluded.form
            """,
            new
            {
                incidents = incidents.Select(i => i.Number).ToArray(),
                versions = incidents.Select(i => i.Version).ToArray(),
                links = incidents.Select(i => i.Link).ToArray(),
                zones = incidents.Select(i => i.Zone).ToArray(),
                SearchWords.Form,
            },
            transaction);
    }

    private static string Fitting(string tokens) =>
        tokens.Length <= MostCharacters ? tokens : tokens[..tokens.LastIndexOf(' ', MostCharacters)];
}

/// <summary>How far the index is.</summary>
/// <param name="Lacking">How many incidents are not in it whole.</param>
/// <param name="Incidents">How many there are.</param>
/// <param name="Moved">How many incidents were gone on with.</param>
internal readonly record struct SearchProgress(int Lacking, int Incidents, int Moved)
{
    /// <summary>Whether there is more to be taken in. What cannot be, in a damaged incident, is not waited for.</summary>
    public bool GoesOn => Lacking > 0 && Moved > 0;
}

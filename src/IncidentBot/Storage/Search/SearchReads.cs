using System.Data.Common;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Search;

/// <summary>What the search reads from the store itself, within one transaction. Its SQL runs on SQLite and on PostgreSQL.</summary>
internal sealed class SearchReads(DbConnection connection, DbTransaction transaction)
{
    /// <summary>How much is taken into memory at once.</summary>
    private const int MostEvents = 4_000;
    private const int MostCharacters = 4_000_000;

    private const string Event =
        """
        SELECT e.version AS Version, e.type AS Type, e.entry AS Entry, e.actor_id AS ActorId, e.actor_name AS ActorName,
               e.sent_at AS SentAt, e.recorded_at AS RecordedAt, e.facts AS Facts, e.words_hash AS WordsHash,
               e.link AS Link, w.salt AS Salt, w.words AS StoredWords
        FROM events e LEFT JOIN event_words w ON w.incident = e.incident AND w.version = e.version
        """;

    /// <summary>What tells this store from any other.</summary>
    public string Store() => connection.ExecuteScalar<string>("SELECT store_id FROM ledger", transaction: transaction) ?? "";

    /// <summary>How many events there are: as long as it stays the same, nothing happened.</summary>
    public long Events() => connection.ExecuteScalar<long>("SELECT events FROM ledger", transaction: transaction);

    public int Incidents() => connection.ExecuteScalar<int>("SELECT count(*) FROM incidents", transaction: transaction);

    /// <summary>All incidents as they stand, newest first.</summary>
    public IReadOnlyList<StoredVersion> Versions() => connection.Query<StoredVersion>(
        "SELECT number AS Number, version AS Version, head AS Head FROM incidents ORDER BY number DESC", transaction: transaction).AsList();

    /// <summary>Those of some rows that are of incidents which a community feeds.</summary>
    public IEnumerable<SearchKey> Within(string community, IReadOnlyCollection<SearchKey> keys)
    {
        var incidents = connection.Query<int>(
            $"SELECT i.number FROM incidents i WHERE i.number IN ({string.Join(',', keys.Select(key => key.Incident).Distinct())}) AND {Statements.IsWithin}",
            new { within = community }, transaction).ToHashSet();
        return keys.Where(key => incidents.Contains(key.Incident));
    }

    /// <summary>A bounded part of what happened since the index last looked, newest incidents first.</summary>
    /// <exception cref="SearchIndexException">The index does not belong to this store.</exception>
    public SearchChanges Changes(
        IEnumerable<StoredVersion> pending, Func<int, SearchedIncident?> searched, Func<SearchKey, SearchRow?> stored)
    {
        var changes = new SearchChanges(stored);
        var (events, characters) = (0, 0);
        foreach (var stand in pending)
        {
            var incident = searched(stand.Number) ?? new SearchedIncident { Number = stand.Number, Begun = stand.Version };
            var full = false;
            foreach (var row in connection.Query<EventRow>(
                $"{Event} WHERE e.incident = @Number AND e.version >= @Version ORDER BY e.version LIMIT {MostEvents + 1}",
                new { incident.Number, incident.Version }, transaction, buffered: false))
            {
                if (full)
                {
                    // The rest is read over: a query that is left early is cancelled, and in PostgreSQL its transaction with it.
                    continue;
                }

                if (row.Version == incident.Version)
                {
                    Check(incident, row);
                    continue;
                }

                changes.Apply(incident, row.Version, row.Link!, Decode(row, stand.Id));
                characters += row.Facts.Length + (row.StoredWords?.Length ?? 0);
                full = ++events >= MostEvents || characters >= MostCharacters;
            }

            if (full)
            {
                return changes;
            }
        }

        return changes;
    }

    /// <summary>What a row stands for, as it reads now; null if it says something else by now.</summary>
    public SearchHit? Hit(SearchRow row, string zone, SearchQuery query)
    {
        var id = new IncidentId(row.Key.Incident);
        var title = new IncidentRows(connection, transaction).ReadProjection(id)?.ToSummary().Title;
        if (title is null || Read(id, row.Worded)?.Words is not { } words || !query.Matches(words.Whole()))
        {
            return null;
        }

        return row.Key.Entry == SearchKey.Title
            ? new SearchHit(id, title, zone, Entry: null, Kind: null, When: null, words.Whole())
            : new SearchHit(id, title, zone, row.Key.Entry, Kind(Read(id, row.Recorded)), When(Read(id, row.Timed)), words.Whole());
    }

    private static void Check(SearchedIncident incident, EventRow row)
    {
        if (!incident.Link.AsSpan().SequenceEqual(row.Link))
        {
            throw new SearchIndexException($"{new IncidentId(incident.Number)} is another than the one in it.");
        }
    }

    private IncidentEvent? Read(IncidentId id, int version) => connection.QuerySingleOrDefault<EventRow>(
        $"{Event} WHERE e.incident = @incident AND e.version = @version", new { incident = id.Number, version }, transaction)
 is { } row
            ? Decode(row, id)
            : null;

    private static IncidentEvent? Decode(EventRow row, IncidentId id)
    {
        try
        {
            return row.ToRecordedEvent(id).Event;
        }
        catch (InvalidDataException)
        {
            // What a newer version wrote, or what is damaged, is for verify to tell.
            return null;
        }
    }

    private static EntryKind? Kind(IncidentEvent? recorded) => (recorded as IncidentEvent.EntryRecorded)?.Kind;

    private static Moment? When(IncidentEvent? timed) => timed switch
    {
        IncidentEvent.EntryRecorded e => e.When,
        IncidentEvent.EntryAmended e => e.When,
        _ => null,
    };
}

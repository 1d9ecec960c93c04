using System.Globalization;
using Dapper;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Search;

/// <summary>
/// The index, in a file of its own beside the database. All in it can be made anew, and is whenever anything about the
/// file is not as expected. It is apart because its tables keep copies of words after they are deleted, which a
/// redaction must not leave behind: that removes the whole file.
/// </summary>
internal sealed class SqliteSearchFile : IDisposable
{
    /// <summary>Goes up when the tables change; the form of the words counts as well.</summary>
    private const int Layout = 1;

    private const string Pragmas =
        """
        PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;
        PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA cache_size=-8000; PRAGMA journal_size_limit=16777216;
        """;

    private const string Tables =
        """
        CREATE TABLE source (store TEXT NOT NULL);
        CREATE TABLE incidents (
          number INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, link BLOB NOT NULL, begun INTEGER NOT NULL, zone TEXT NOT NULL);
        CREATE VIRTUAL TABLE entries USING fts5(
          tokens, recorded UNINDEXED, worded UNINDEXED, timed UNINDEXED, tokenize='ascii', detail=none, prefix='1 2 3');
        INSERT INTO entries (entries, rank) VALUES ('hashsize', 8388608);
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<int, SearchedIncident> _incidents;

    private SqliteSearchFile(SqliteConnection connection)
    {
        _connection = connection;
        _incidents = connection.Query<SearchedIncident>(
            "SELECT number AS Number, version AS Version, link AS Link, begun AS Begun, zone AS Zone FROM incidents",
            buffered: false).ToDictionary(row => row.Number);
    }

    public int Incidents => _incidents.Count;

    public static string PathFor(string databasePath) => databasePath + ".search";

    /// <summary>Opens the index of a store, or begins a new one.</summary>
    /// <param name="store">What tells the store from any other.</param>
    public static SqliteSearchFile Open(string path, string store) => Guarded(() => OpenOrBegin(path, store));

    private static SqliteSearchFile OpenOrBegin(string path, string store)
    {
        PrivateFiles.Open(path, FileShare.ReadWrite | FileShare.Delete).Dispose();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute(Pragmas);
            BeginOrCheck(connection, store);
            return new SqliteSearchFile(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Removes the index with everything SQLite keeps beside it.</summary>
    public static void Delete(string path)
    {
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"])
        {
            File.Delete(path + end);
        }
    }

    public SearchedIncident? Find(int number) => _incidents.GetValueOrDefault(number);

    public bool HasAll(StoredVersion stored) =>
        Find(stored.Number) is { } found && found.Version == stored.Version && found.Link.AsSpan().SequenceEqual(stored.Head);

    public SearchRow? Find(SearchKey key) => Guarded(() =>
        _connection.QuerySingleOrDefault<(string Tokens, int Recorded, int Worded, int Timed)?>(
            "SELECT tokens, recorded, worded, timed FROM entries WHERE rowid = @Id", new { key.Id }) is { } row
            ? new SearchRow(key, row.Tokens, row.Recorded, row.Worded, row.Timed)
            : null);

    public void Save(SearchChanges changes) => Guarded(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        using var change = Prepare("UPDATE entries SET tokens = $tokens, recorded = $recorded, worded = $worded, timed = $timed WHERE rowid = $id", transaction);
        using var add = Prepare("INSERT INTO entries (rowid, tokens, recorded, worded, timed) VALUES ($id, $tokens, $recorded, $worded, $timed)", transaction);
        foreach (var row in changes.Rows)
        {
            if (Execute(change, row) == 0)
            {
                Execute(add, row);
            }
        }

        _connection.Execute(
            """
            INSERT INTO incidents (number, version, link, begun, zone) VALUES (@Number, @Version, @Link, @Begun, @Zone)
            ON CONFLICT (number) DO UPDATE SET version = excluded.version, link = excluded.link, zone = excluded.zone
            """,
            changes.Incidents, transaction);
        transaction.Commit();
        foreach (var incident in changes.Incidents)
        {
            _incidents[incident.Number] = incident;
        }

        return true;
    });

    /// <summary>What matches, newest first, up to a limit if there is one.</summary>
    public IReadOnlyList<SearchKey> Match(SearchQuery query, int? most) => Guarded<IReadOnlyList<SearchKey>>(() =>
    {
        // Tokens are letters and digits only: nothing in them can end the quotes.
        var match = string.Join(" AND ", query.Terms.Select(term => $"\"{term.Token}\"{(term.IsBeginning ? "*" : "")}"));
        return
        [
            .. _connection.Query<long>("SELECT rowid FROM entries WHERE entries MATCH @match ORDER BY rowid DESC LIMIT @most", new { match, most = most ?? -1 })
                .Select(SearchKey.Of),
        ];
    });

    /// <summary>A row that is there.</summary>
    public SearchRow Read(SearchKey key) => Find(key) ?? throw new SearchIndexException("A row of it is gone.");

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Prepare(string sql, SqliteTransaction transaction)
    {
        var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var name in (string[])["$id", "$tokens", "$recorded", "$worded", "$timed"])
        {
            command.Parameters.AddWithValue(name, 0);
        }

        return command;
    }

    private static int Execute(SqliteCommand command, SearchRow row)
    {
        var values = command.Parameters;
        (values[0].Value, values[1].Value) = (row.Key.Id, row.Tokens);
        (values[2].Value, values[3].Value, values[4].Value) = (row.Recorded, row.Worded, row.Timed);
        return command.ExecuteNonQuery();
    }

    private static void BeginOrCheck(SqliteConnection connection, string store)
    {
        var version = (Layout * 1000) + SearchWords.Form;
        using var transaction = connection.BeginTransaction(deferred: false);
        if (connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master", transaction: transaction) == 0)
        {
            connection.Execute(Tables, transaction: transaction);
            connection.Execute("INSERT INTO source (store) VALUES (@store)", new { store }, transaction);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"), transaction: transaction);
        }
        else if (connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction) != version
            || connection.ExecuteScalar<string>("SELECT store FROM source", transaction: transaction) != store)
        {
            throw new SearchIndexException("It was made by another version, or for another store.");
        }

        transaction.Commit();
    }

    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not SearchIndexException)
        {
            // Besides the errors of SQLite: a damaged file may hold anything.
            throw new SearchIndexException(e.Message, e);
        }
    }
}

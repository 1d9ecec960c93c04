using System.Globalization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;
using IncidentBot.Storage.Rows;
using Microsoft.Data.Sqlite;
using NodaTime;
using static SQLitePCL.raw;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// The one connection that writes, with its statements compiled. It alone commits and checkpoints: SQLite before 3.51.3
/// can corrupt a write-ahead log when two connections do so at the same moment.
/// </summary>
internal sealed class WriterConnection : IDisposable
{
    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE: pages written since it was last asked, in WAL mode into the log.</summary>
    private const int PagesWritten = 9;

    private readonly SqliteConnection _connection;
    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _commit;
    private readonly PreparedStatement _rollback;
    private readonly PreparedStatement _findAnswer;
    private readonly PreparedStatement _findCurrent;
    private readonly PreparedStatement _nextId;
    private readonly PreparedStatement _findZone;
    private readonly PreparedStatement _chooseZone;
    private readonly PreparedStatement _forgetZone;
    private readonly PreparedStatement _addIncident;
    private readonly PreparedStatement _updateIncident;
    private readonly PreparedStatement _bindChannel;
    private readonly PreparedStatement _unbindChannel;
    private readonly PreparedStatement _appendEvent;
    private readonly PreparedStatement _appendWords;
    private readonly PreparedStatement _saveAnswer;
    private readonly PreparedStatement _readLedger;
    private readonly PreparedStatement _saveLedger;
    private readonly PreparedStatement _quarantine;
    private readonly PreparedStatement _owe;
    private readonly PreparedStatement _keepFile;
    private readonly PreparedStatement _advance;
    private readonly PreparedStatement[] _all;
    private readonly Standings _standings = new();
    private readonly OwnZones _zones = new();
    private readonly Func<ChannelId, (StoredVersion Stored, bool IsClosed)?> _readCurrent;
    private readonly Func<IncidentId> _readNextId;
    private readonly Func<string, string?> _readZone;

    public WriterConnection(SqliteConnection connection)
    {
        _connection = connection;
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        List<PreparedStatement> all = [];

        // Immediate: a transaction that begins by reading cannot become a writing one once another has written.
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _findAnswer = Prepare(Statements.FindAnswer);
        _findCurrent = Prepare(Statements.FindCurrent);
        _nextId = Prepare(Statements.NextId);
        _findZone = Prepare(Statements.FindZone);
        _chooseZone = Prepare(Statements.ChooseZone);
        _forgetZone = Prepare(Statements.ForgetZone);
        _addIncident = Prepare(Statements.AddIncident);
        _updateIncident = Prepare(Statements.UpdateIncident);
        _bindChannel = Prepare(Statements.BindChannel);
        _unbindChannel = Prepare(Statements.UnbindChannel);
        _appendEvent = Prepare(Statements.AppendEvent);
        _appendWords = Prepare(Statements.AppendWords);
        _saveAnswer = Prepare(Statements.SaveAnswer + " ON CONFLICT DO NOTHING");
        _readLedger = Prepare("SELECT store_id, events, head FROM ledger");
        _saveLedger = Prepare("UPDATE ledger SET events = ?, head = ?");
        _quarantine = Prepare(Statements.Quarantine);
        _owe = Prepare(RoomStatements.Owe);
        _keepFile = Prepare(RoomStatements.KeepFile);
        _advance = Prepare(StreamRows.Advance);
        _all = [.. all];
        _readCurrent = channel => _findCurrent.Set(channel.Value).First(static row => ((StoredVersion, bool)?)(
            new StoredVersion { Number = row.Int(), Version = row.Int(), Head = row.Blob() }, row.Int() != 0));
        _readNextId = () => new IncidentId(_nextId.First(static row => row.Int()));
        _readZone = person => _findZone.Set(person).First(static row => row.Text());

        PreparedStatement Prepare(string sql)
        {
            var statement = new PreparedStatement(database, sql);
            all.Add(statement);
            return statement;
        }
    }

    /// <summary>For what is no command.</summary>
    public SqliteConnection Connection => _connection;

    /// <summary>For what is rare enough to be written without a statement of its own.</summary>
    public IncidentRows Rows => new(_connection, transaction: null);

    /// <summary>
    /// Writes something, though nothing changes, and waits until the disk has it and all that was written before.
    /// Setting the same values again would not do: no page becomes dirty, and nothing is written.
    /// </summary>
    public void WriteThrough()
    {
        Begin();
        Touch();
        Commit();
    }

    /// <summary>Makes a transaction one that writes.</summary>
    public void Touch()
    {
        using var read = new PreparedStatement(_connection.Handle!, "PRAGMA user_version");
        var version = read.First(static row => row.Int());
        using var write = new PreparedStatement(
            _connection.Handle!, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
        write.Run();
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>Some errors roll back by themselves.</summary>
    public void RollBack()
    {
        _standings.Forget();
        _zones.Forget();
        if (sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _rollback.Run();
        }
    }

    public CommandAnswer? FindAnswer(DeliveryKey delivery) => _findAnswer.Set(delivery.Source).Set(delivery.Id).First(static row => new DeliveryRow
    {
        Source = row.Text(),
        DeliveryId = row.Text(),
        Incident = (int?)row.LongOrNull(),
        Entry = (int?)row.LongOrNull(),
        Recorded = row.Int(),
        Kind = row.TextOrNull(),
        OccurredAt = row.LongOrNull(),
        RecordedAt = row.LongOrNull(),
        Reply = row.Text(),
    })?.ToAnswer();

    public StoredVersion? FindCurrent(ChannelId channel) => _standings.Current(channel, _readCurrent);

    public IncidentId NextId() => _standings.Next(_readNextId);

    /// <summary>The zone that somebody chose; null if none.</summary>
    public string? FindZone(string person) => _zones.Of(person, _readZone);

    public void SaveZone(ZoneRow row)
    {
        if (row.Zone is null)
        {
            _forgetZone.Set(row.Person).Run();
        }
        else
        {
            _chooseZone.Set(row.Person).Set(row.Zone).Set(row.ChosenAt).Run();
        }

        _zones.Put(row.Person, row.Zone);
    }

    /// <summary>How many events there are, and the head over all of them.</summary>
    public Ledger ReadLedger() => _readLedger.First(static row => new Ledger(row.Text(), row.Long(), row.Blob()))
        ?? throw new InvalidDataException("The ledger is empty.");

    public void SaveLedger(Ledger ledger) => _saveLedger.Set(ledger.Events).Set(ledger.Head).Run();

    /// <summary>Appends the events of a change and brings the list of incidents up to them.</summary>
    public void Append(IncidentChange change)
    {
        var row = change.Row;
        if (change.IsNew)
        {
            _addIncident.Set(row.Number).Set(row.TitleEvent).Set(row.State).Set(row.OpenedAt).Set(row.ClosedAt)
                .Set(row.Channel).Set(row.Entries).Set(row.Version).Set(row.Head).Run();
        }
        else
        {
            _updateIncident.Set(row.TitleEvent).Set(row.State).Set(row.OpenedAt).Set(row.ClosedAt)
                .Set(row.Entries).Set(row.Version).Set(row.Head).Set(row.Number).Run();
        }

        foreach (var channel in change.Channels)
        {
            _bindChannel.Set(channel.Channel).Set(row.Number).Set(channel.BoundAt).Run();
        }

        foreach (var channel in change.Left)
        {
            _unbindChannel.Set(channel.Value).Set(row.Number).Run();
        }

        foreach (var e in change.Events)
        {
            _appendEvent.Set(row.Number).Set(e.Version).Set(e.Type).Set(e.Entry).Set(e.ActorId).Set(e.ActorName)
                .Set(e.SentAt).Set(e.RecordedAt).Set(e.Facts).Set(e.WordsHash).Set(e.Link).Run();
            if (e.StoredWords is not null)
            {
                _appendWords.Set(row.Number).Set(e.Version).Set(e.Salt).Set(e.StoredWords).Run();
            }
        }

        foreach (var file in change.Files)
        {
            _keepFile.Set(row.Number).Set(file.Number).Set(file.Entry).Set(file.Bytes).Run();
        }

        _standings.Follow(change);
    }

    /// <summary>Writes what rooms are to be told.</summary>
    public void Owe(OutboxRow row) => _owe.Set(row.Room).Set(row.Platform).Set(row.Kind).Set(row.Name).Set(row.Lane).Set(row.Incident)
        .Set(row.Version).Set(row.Entry).Set(row.Delivery?.Source).Set(row.Delivery?.Id).Set(row.Address).Set(row.UntilAt)
        .Set(row.DueAt).Set(row.DueAt).Run();

    /// <summary>Moves on the stream in which the command came.</summary>
    public void Advance(StreamPosition to, Instant now) => _advance
        .Set(to.Sequence).Set(now.ToMicroseconds()).Set(to.Platform).Set(to.Shard).Set(to.Session).Run();

    /// <summary>Keeps the answer to a delivery.</summary>
    /// <returns>False if the delivery got an answer before, which stands.</returns>
    public bool SaveAnswer(DeliveryRow row)
    {
        _saveAnswer.Set(row.Source).Set(row.DeliveryId).Set(row.Incident).Set(row.Entry)
            .Set(row.Recorded).Set(row.Kind).Set(row.OccurredAt).Set(row.RecordedAt).Set(row.Reply).Run();
        return sqlite3_changes(_connection.Handle) > 0;
    }

    /// <summary>Keeps a command that could not be written, as it came.</summary>
    public void Quarantine(CommandRequest request, DeliveryKey delivery, string reason) => _quarantine
        .Set(delivery.Source).Set(delivery.Id).Set(request.Channel.Value).Set(request.Actor.Id).Set(request.Actor.Name)
        .Set(request.SentAt.ToMicroseconds()).Set(request.ReceivedAt.ToMicroseconds()).Set(request.Text).Set(reason).Run();

    /// <summary>Pages that went into the log since this was last asked.</summary>
    public int TakePagesWritten()
    {
        _ = sqlite3_db_status(_connection.Handle, PagesWritten, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Copies the log into the file.</summary>
    /// <param name="truncate">Also empties the log, which waits for readers.</param>
    /// <param name="patience">How long to wait for readers.</param>
    /// <returns>Whether all of it could be done.</returns>
    public bool Checkpoint(bool truncate, TimeSpan patience)
    {
        _ = sqlite3_busy_timeout(_connection.Handle, (int)patience.TotalMilliseconds);
        try
        {
            var result = sqlite3_wal_checkpoint_v2(
                _connection.Handle, null, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var copied);
            return result switch
            {
                SQLITE_OK => inLog == copied,
                SQLITE_BUSY or SQLITE_LOCKED => false,
                _ => throw new SqliteException(sqlite3_errmsg(_connection.Handle).utf8_to_string(), result & 0xFF, result),
            };
        }
        finally
        {
            _ = sqlite3_busy_timeout(_connection.Handle, SqliteFile.BusyMilliseconds);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _all)
        {
            statement.Dispose();
        }

        try
        {
            _connection.Dispose();
        }
        catch (SqliteException)
        {
            // Lets go of the locks whatever state the transaction is in.
            _connection.Handle?.Dispose();
        }
    }
}

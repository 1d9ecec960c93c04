using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// A statement that is compiled once and run for every command: several times as fast as making a command object each
/// time. Parameters are given in the order in which they first stand in the text.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _parameter;
    private int _column;

    public PreparedStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(sqlite3_prepare_v2(database, sql, out _statement));
    }

    public PreparedStatement Set(long value) => Bound(sqlite3_bind_int64(_statement, ++_parameter, value));

    public PreparedStatement Set(long? value) =>
        value is { } given ? Set(given) : Bound(sqlite3_bind_null(_statement, ++_parameter));

    public PreparedStatement Set(string? value) => Bound(value is null
        ? sqlite3_bind_null(_statement, ++_parameter)
        : sqlite3_bind_text(_statement, ++_parameter, value));

    public PreparedStatement Set(byte[]? value) => Bound(value is null
        ? sqlite3_bind_null(_statement, ++_parameter)
        : sqlite3_bind_blob(_statement, ++_parameter, value));

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run() => First(static _ => true);

    /// <summary>The first row; the default if there is none.</summary>
    public T? First<T>(Func<PreparedStatement, T> read)
    {
        try
        {
            var result = sqlite3_step(_statement);
            _column = 0;
            if (result == SQLITE_ROW)
            {
                return read(this);
            }

            Check(result == SQLITE_DONE ? SQLITE_OK : result);
            return default;
        }
        finally
        {
            Reset();
        }
    }

    public long Long() => sqlite3_column_int64(_statement, _column++);

    public long? LongOrNull() => IsNull() ? Skip<long?>() : Long();

    public int Int() => (int)Long();

    public string Text() => sqlite3_column_text(_statement, _column++).utf8_to_string();

    public string? TextOrNull() => IsNull() ? Skip<string>() : Text();

    public byte[] Blob() => sqlite3_column_blob(_statement, _column++).ToArray();

    public void Dispose() => _statement.Dispose();

    private bool IsNull() => sqlite3_column_type(_statement, _column) == SQLITE_NULL;

    private T? Skip<T>()
    {
        _column++;
        return default;
    }

    private PreparedStatement Bound(int result)
    {
        if (result != SQLITE_OK)
        {
            // The next command begins with the first parameter again.
            Reset();
            Check(result);
        }

        return this;
    }

    private void Reset()
    {
        // Its result repeats the error of the step.
        _ = sqlite3_reset(_statement);
        _ = sqlite3_clear_bindings(_statement);
        _parameter = 0;
    }

    private void Check(int result)
    {
        if (result != SQLITE_OK)
        {
            throw new SqliteException(
                sqlite3_errmsg(_database).utf8_to_string(), result & 0xFF, sqlite3_extended_errcode(_database));
        }
    }
}

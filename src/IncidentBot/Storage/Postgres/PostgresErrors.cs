using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>What a failure means for the command that met it.</summary>
internal enum Failure
{
    /// <summary>It may work the next time: a lost connection, a restart, a lock, a race with another instance.</summary>
    Passing,

    /// <summary>It will not work until somebody mends the database.</summary>
    Lasting,

    /// <summary>This one command cannot be recorded; others can.</summary>
    OfItsOwn,
}

/// <summary>Another instance was faster; what was decided no longer counts.</summary>
internal sealed class OvertakenException() : Exception("Another instance was faster.");

/// <summary>Tells trouble with the database from trouble with one command.</summary>
internal static class PostgresErrors
{
    /// <summary>Two commands may meet in these; whoever comes second finds what the first one wrote.</summary>
    private static readonly string[] RacedKeys = ["deliveries_pkey", "incidents_pkey", "events_pkey", "event_words_pkey"];

    private const string IdleTooLong = "25P03";

    /// <summary>
    /// Does something on a connection. Once that is broken the driver complains in many ways, also that it is used
    /// wrongly, as if the command were to blame; whatever fails then fails for the connection.
    /// </summary>
    public static async Task<T> OnAsync<T>(DbConnection connection, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (connection.State != ConnectionState.Open && Classify(e) == Failure.OfItsOwn)
        {
            throw new NpgsqlException("The connection to the server broke.", e);
        }
    }

    public static Failure Classify(Exception e) => e switch
    {
        OvertakenException => Failure.Passing,
        PostgresException p => Classify(p),
        // Words that have no form in UTF-8 fail on the way out.
        _ when e is EncoderFallbackException || e.InnerException is EncoderFallbackException => Failure.OfItsOwn,
        NpgsqlException or SocketException or IOException or TimeoutException => Failure.Passing,
        _ => Failure.OfItsOwn,
    };

    /// <summary>Whether the server itself said that the statement, and with it the transaction, came to nothing.</summary>
    public static bool WasRefused(Exception e) => e is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether other connections are likely to be broken as well, or to lead to a server that is a standby now.</summary>
    public static bool BreaksConnections(Exception e) => e switch
    {
        OvertakenException => false,
        PostgresException { InvariantSeverity: "ERROR" } p => p.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        _ => true,
    };

    private static Failure Classify(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => RacedKeys.Contains(e.ConstraintName) ? Failure.Passing : Failure.OfItsOwn,
        // Took too long, was idle too long, or the server became a standby: another may have become the primary.
        PostgresErrorCodes.QueryCanceled or IdleTooLong
            or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable => Failure.Passing,
        _ => e.SqlState[..2] switch
        {
            // Connections, conflicts between transactions, resources, operators and the system around.
            "08" or "40" or "53" or "57" or "58" => Failure.Passing,
            // Data, constraints, limits of the program.
            "22" or "23" or "54" => Failure.OfItsOwn,
            _ => e.IsTransient ? Failure.Passing : Failure.Lasting,
        },
    };
}

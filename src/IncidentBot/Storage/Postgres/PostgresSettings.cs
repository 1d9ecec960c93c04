using System.Net;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>From the connection string of the owner to those that the store uses.</summary>
internal sealed class PostgresSettings
{
    private const int WritingConnections = 20;
    private const int ReadingConnections = 10;
    private const int SecondsToConnect = 2;
    private const int SecondsToAnswer = 5;
    private const int MillisecondsToCancel = 1000;

    /// <summary>
    /// A lock is waited for a little less long than a command, so that the server says what the trouble was; and a
    /// transaction whose instance fell silent gives its locks back.
    /// </summary>
    private const string SessionOptions = "-c lock_timeout=4000 -c idle_in_transaction_session_timeout=5000";

    private readonly NpgsqlConnectionStringBuilder _given;

    private PostgresSettings(NpgsqlConnectionStringBuilder given) => _given = given;

    /// <summary>Where the data is, without any secret.</summary>
    public string Place => $"postgres {_given.Host}/{_given.Database ?? _given.Username}";

    public int Writers => Given("Maximum Pool Size") ? _given.MaxPoolSize : WritingConnections;

    public int Readers => Given("Maximum Pool Size") ? _given.MaxPoolSize : ReadingConnections;

    /// <summary>Whether what is typed crosses a network without proof of who is at the other end.</summary>
    public bool IsExposed => _given.SslMode != SslMode.VerifyFull && _given.Host!.Split(',').Any(host => !IsNear(host));

    /// <summary>Reads a connection string; null if it is none, or names no server.</summary>
    public static PostgresSettings? Read(string? connectionString)
    {
        try
        {
            var given = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(given.Host) ? null : new PostgresSettings(given);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Its message may repeat parts of the secret.
            return null;
        }
    }

    /// <summary>For commands. Their number bounds how many the server has to carry at once.</summary>
    public string ForWriting() => Complete(Writers, SessionOptions);

    /// <summary>For pages, questions and drafts: apart, so that whoever reads much keeps nobody from recording.</summary>
    public string ForReading() => Complete(Readers, "");

    /// <summary>For what takes its time: new steps of the schema, moving a database, cleaning up.</summary>
    public string ForUpkeep() => new NpgsqlConnectionStringBuilder(Complete(WritingConnections, "")) { CommandTimeout = 0, Pooling = false }.ToString();

    private string Complete(int connections, string options)
    {
        var all = new NpgsqlConnectionStringBuilder(_given.ToString())
        {
            ApplicationName = _given.ApplicationName ?? "incidentbot",
            MaxPoolSize = connections,
            // The later wins, and that is the owner.
            Options = $"{options} {_given.Options}".Trim(),
            // Details of an error repeat what was typed.
            IncludeErrorDetail = false,
        };
        Default("Timeout", SecondsToConnect);
        Default("Command Timeout", SecondsToAnswer);
        Default("Cancellation Timeout", MillisecondsToCancel);
        Default("Max Auto Prepare", 50);
        Default("Auto Prepare Min Usages", 2);
        Default("Tcp Keepalive", true);
        Default("Tcp Keepalive Time", 10);
        Default("Tcp Keepalive Interval", 2);
        return all.ToString();

        void Default(string name, object value)
        {
            if (!Given(name))
            {
                all[name] = value;
            }
        }
    }

    private bool Given(string name) => _given.ContainsKey(name) && _given.ShouldSerialize(name);

    private static bool IsNear(string host) =>
        host.StartsWith('/') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

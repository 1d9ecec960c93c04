using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IncidentBot.Faults.Bot;

/// <summary>
/// A PostgreSQL of our own in a temporary folder, on a free port of loopback, which can be stopped the hard way. The
/// server refuses to run as root, so there it runs as the user of its package. It goes when this process does, however
/// that ends: the shell around it sees its input close.
/// </summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Watch =
        """
        "$1/postgres" -D "$2/data" >>"$2/log" 2>&1 </dev/null & server=$!
        if read -r signal; then kill -s "$signal" $server; wait $server; exit 0; fi
        kill -s QUIT $server; wait $server; rm -rf "$2"
        """;

    private readonly string _programs;
    private readonly string _folder;
    private Process? _server;
    private int _databases;

    private PostgresCluster(string programs, string folder, int port)
    {
        _programs = programs;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Log => File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "";

    /// <summary>The folder of the server's programs; null if it is not installed.</summary>
    public static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        return installed.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="settings">Lines for <c>postgresql.conf</c>.</param>
    public static async Task<PostgresCluster> StartAsync(string programs, params string[] settings)
    {
        var folder = (await RunAsync("mktemp", "-d", "-t", "incidentbot-postgres-XXXXXX")).Trim();
        var cluster = new PostgresCluster(programs, folder, FreePort());
        try
        {
            await RunAsync(
                Path.Combine(programs, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            string[] all =
            [
                "listen_addresses = '127.0.0.1'", $"port = {cluster.Port}", $"unix_socket_directories = '{folder}'",
                "max_connections = 200", "shared_buffers = 64MB", .. settings,
            ];
            await File.AppendAllLinesAsync(Path.Combine(folder, "data", "postgresql.conf"), all);
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a standby of a running cluster, and has every commit wait until the standby has it on disk.</summary>
    public static async Task<PostgresCluster> StartStandbyAsync(string programs, PostgresCluster primary)
    {
        var folder = (await RunAsync("mktemp", "-d", "-t", "incidentbot-postgres-XXXXXX")).Trim();
        var cluster = new PostgresCluster(programs, folder, FreePort());
        try
        {
            await RunAsync(
                Path.Combine(programs, "pg_basebackup"), "-d", $"host=127.0.0.1 port={primary.Port} user=postgres", "-D", Path.Combine(folder, "data"),
                "-R", "--checkpoint=fast", "--no-sync");
            await File.AppendAllLinesAsync(
                Path.Combine(folder, "data", "postgresql.conf"), [$"port = {cluster.Port}", $"unix_socket_directories = '{folder}'"]);
            await cluster.StartAsync();
            await primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
            await primary.ExecuteAsync("SELECT pg_reload_conf()");
            await primary.ExecuteAsync(
                "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync') LOOP PERFORM pg_sleep(0.02); COMMIT; END LOOP; END $$");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a standby the primary.</summary>
    public async Task PromoteAsync()
    {
        await ExecuteAsync("SELECT pg_promote()");
        // Who promotes it gives up waiting for the one that is gone.
        await ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = ''");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>The address of a database, without a pool, for looking past the store.</summary>
    public string Address(string database = "postgres") =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database={database}";

    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return Address(name);
    }

    public async Task DropDatabaseAsync(string address) =>
        await ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(address).Database} WITH (FORCE)");

    public async Task ExecuteAsync(string sql, string? address = null)
    {
        await using var connection = new NpgsqlConnection((address ?? Address()) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts the server and waits until it answers, which takes as long as its recovery.</summary>
    public async Task StartAsync()
    {
        _server = Process.Start(Plain("sh", "-c", Watch, "sh", _programs, _folder))!;
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient || e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                if (_server.HasExited)
                {
                    throw new InvalidOperationException($"PostgreSQL did not start: {Log}", e);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    /// <summary>Stops the server as a power cut would: without writing anything more.</summary>
    public Task StopImmediatelyAsync() => StopAsync("QUIT");

    /// <summary>Ends all transactions and stops.</summary>
    public Task StopFastAsync() => StopAsync("INT");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await StopImmediatelyAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync(string signal)
    {
        await _server!.StandardInput.WriteLineAsync(signal);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        using var process = Process.Start(Plain(command))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{command[0]}: {await output}{error}");
    }

    /// <summary>As a plain user.</summary>
    private static ProcessStartInfo Plain(params string[] command)
    {
        string[] all = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={PlainUser().User}", $"--regid={PlainUser().Group}", "--clear-groups", .. command]
            : command;
        var isWatch = command[0] == "sh";
        return new ProcessStartInfo(all[0], all[1..])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = isWatch,
            RedirectStandardOutput = !isWatch,
            RedirectStandardError = !isWatch,
        };
    }

    private static (string User, string Group) PlainUser()
    {
        var fields = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .OrderByDescending(fields => fields[0] == "postgres").First(fields => fields[0] is "postgres" or "nobody");
        return (fields[2], fields[3]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

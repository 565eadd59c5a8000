using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace CleanClaim.Testing;

/// <summary>
/// A private PostgreSQL 15 for this test process: own data folder, free loopback port, stopped and removed with the
/// process, even when that is killed. Two roles as in production: cleanclaim_owner migrates, cleanclaim_app runs; neither is
/// superuser nor passes row-level security, and cleanclaim_app owns nothing.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Owner = "cleanclaim_owner";
    public const string App = "cleanclaim_app";

    // The shell outlives nothing: its standard input is a pipe of ours, and when that closes it stops the server and cleans up.
    private const string Script = """
        folder=$(mktemp -d) || exit 1
        trap 'rm -rf "$folder"' EXIT
        printf '%s' "$PASSWORD" >"$folder/password"
        "$BIN/initdb" -D "$folder/data" -U postgres -A scram-sha-256 --pwfile="$folder/password" \
            -E UTF8 --locale=C.UTF-8 -N >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
        "$BIN/postgres" -D "$folder/data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder" \
            -c max_connections=200 -c fsync="$DURABLE" -c full_page_writes="$DURABLE" >"$folder/log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -INT "$server" 2>/dev/null
        wait "$server"
        """;

    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(StartOnceAsync);

    private readonly Process _shell;
    private readonly string _password;
    private int _databases;

    private PostgresServer(Process shell, int port, string password) => (_shell, Port, _password) = (shell, port, password);

    public int Port { get; }

    /// <summary>The server that the tests of this process share. It does not wait for the disk.</summary>
    public static Task<PostgresServer> SharedAsync() => OfThisProcess.Value;

    /// <summary>A server apart, for a test that stops it or asks what survives a crash of it.</summary>
    public static Task<PostgresServer> StartDurableAsync() => StartAsync(durable: true);

    /// <summary>Why tests on PostgreSQL are skipped; null when it is installed, and always null under CI=true.</summary>
    public static string? MissingReason =>
        ContinuousIntegration.IsOn || FindPrograms() is not null
            ? null
            : "PostgreSQL 15 is not installed (Debian: apt-get install postgresql-15; CLEANCLAIM_POSTGRES_BIN names its programs)";

    /// <summary>A fresh database that cleanclaim_owner owns; a copy of <paramref name="template"/> when that is given.</summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name} OWNER {Owner} TEMPLATE {template ?? "template1"}");
        return new PostgresDatabase(name, ConnectionString("postgres", name), ConnectionString(Owner, name), ConnectionString(App, name),
            Url(Owner, name), Url(App, name));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        Stop();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private static async Task<PostgresServer> StartOnceAsync()
    {
        var server = await StartAsync(durable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => { server.Stop(); server._shell.WaitForExit(10_000); };
        return server;
    }

    private static async Task<PostgresServer> StartAsync(bool durable)
    {
        var programs = FindPrograms() ?? throw new InvalidOperationException("PostgreSQL 15 is not installed: run ./test as root once, or install postgresql-15.");
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var port = FreePort();
        var server = new PostgresServer(StartShell(programs, port, password, durable), port, password);
        await server.WaitUntilReadyAsync();
        foreach (var role in new[] { Owner, App })
            await server.ExecuteAsync($"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '{password}'");
        return server;
    }

    private static Process StartShell(string programs, int port, string password, bool durable)
    {
        // PostgreSQL refuses to run as root; Debian's package brings the user postgres.
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "sh", "-c", Script]
            : ["sh", "-c", Script];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["BIN"] = programs;
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PASSWORD"] = password;
        start.Environment["DURABLE"] = durable ? "on" : "off";
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }

    private async Task WaitUntilReadyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (_shell.HasExited)
                throw new InvalidOperationException($"PostgreSQL did not start: {await _shell.StandardError.ReadToEndAsync()}");
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private void Stop()
    {
        try
        {
            _shell.StandardInput.Close();
        }
        catch (InvalidOperationException)
        {
            // Already stopped and disposed by the test that owned it.
        }
    }

    private string ConnectionString(string user, string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = user, Password = _password, Database = database, MaxPoolSize = 20 }.ConnectionString;

    private string Url(string user, string database) =>
        string.Create(CultureInfo.InvariantCulture, $"postgres://{user}:{_password}@127.0.0.1:{Port}/{database}");

    private static string? FindPrograms()
    {
        if (OperatingSystem.IsWindows())
            return null;
        IEnumerable<string> places =
        [
            Environment.GetEnvironmentVariable("CLEANCLAIM_POSTGRES_BIN") ?? "",
            "/usr/lib/postgresql/15/bin",
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'),
        ];
        return places.FirstOrDefault(place => place.Length > 0 && File.Exists(Path.Combine(place, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One fresh database with the ways into it: connection strings for Npgsql, addresses for the command line.</summary>
public sealed record PostgresDatabase(
    string Name, string SuperuserConnectionString, string OwnerConnectionString, string AppConnectionString, string OwnerUrl, string AppUrl);

/// <summary>A fact on a real PostgreSQL, skipped with the reason where that is not installed; under CI=true it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.MissingReason;
}

/// <summary>A theory on a real PostgreSQL, skipped with the reason where that is not installed; under CI=true it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.MissingReason;
}

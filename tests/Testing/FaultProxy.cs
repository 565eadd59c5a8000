using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CleanClaim.Testing;

/// <summary>
/// A TCP relay to a PostgreSQL server that can cut a connection at the worst moment: after COMMIT has reached the server and
/// before its answer reaches the client.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT\0");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _cutsLeft;

    public FaultProxy(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many connections were cut after their COMMIT.</summary>
    public int Cuts { get; private set; }

    public void CutAfterCommit(int times) => _cutsLeft = times;

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped with the test.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var cut = false;
            var up = CopyAsync(client.GetStream(), server.GetStream(), sent =>
            {
                if (sent.Span.IndexOf(Commit) >= 0 && Interlocked.Decrement(ref _cutsLeft) >= 0) cut = true;
                return true;
            });
            var down = CopyAsync(server.GetStream(), client.GetStream(), _ =>
            {
                if (cut) Cuts++;
                return !cut;
            });
            await Task.WhenAny(up, down);
        }
    }

    /// <summary>Copies until an end closes or <paramref name="pass"/> withholds what was read.</summary>
    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> pass)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            {
                if (!pass(buffer.AsMemory(0, read))) return;
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended; so does its relay.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }
}

using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CleanClaim.Cli.Relay;

/// <summary>
/// Where the process that serves a folder listens for other commands, and the token that proves that a caller may read the folder. Both stand
/// in DATA/relay, which only its user can read: the address in its first line, the token in its second.
/// </summary>
internal sealed record RelayAddress(string Address, string Token)
{
    // A Unix socket's path has room for 107 bytes (sun_path of unix(7)), 103 on macOS.
    private const int LongestSocketPath = 100;

    public static string FileIn(string folder) => Path.Combine(folder, "relay");

    /// <summary>A new address with a new token, written into the folder.</summary>
    public static RelayAddress Announce(string folder)
    {
        var address = new RelayAddress(NewAddress(folder), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = FileIn(folder) + ".new";
        File.Delete(draft);
        using (var file = new StreamWriter(draft, options)) file.Write(address.Address + "\n" + address.Token + "\n");
        File.Move(draft, FileIn(folder), overwrite: true);
        return address;
    }

    /// <summary>The address of the process that serves the folder; null when it announced none.</summary>
    public static RelayAddress? Find(string folder)
    {
        try
        {
            return File.ReadAllLines(FileIn(folder)) is [var address, var token] ? new RelayAddress(address, token) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Connects; null when nobody listens there any more.</summary>
    public async Task<Stream?> Connect(CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows())
        {
            var pipe = new NamedPipeClientStream(".", Address, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.ConnectAsync(timeout: 2_000, cancel);
                return pipe;
            }
            catch (TimeoutException)
            {
                await pipe.DisposeAsync();
                return null;
            }
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Address), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static string NewAddress(string folder)
    {
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (OperatingSystem.IsWindows()) return "cleanclaim-" + random;
        var inFolder = Path.Combine(folder, "socket");
        if (System.Text.Encoding.UTF8.GetByteCount(inFolder) <= LongestSocketPath) return inFolder;
        // The folder's path is too long for a socket: a folder of its own, which only its user can enter, in the system's place for such.
        return Path.Combine(Directory.CreateTempSubdirectory("cleanclaim-").FullName, "socket");
    }
}

using System.IO.Pipelines;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Relay;

/// <summary>Runs other processes' commands on the data that this one holds, while it serves.</summary>
internal sealed class RelayServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly RelayAddress _address;
    private readonly string _folder;
    private readonly IDataOpener _data;
    private readonly TimeProvider _clock;
    private readonly Task _listening;

    public RelayServer(string folder, IDataOpener data, TimeProvider clock)
    {
        (_folder, _data, _clock) = (folder, data, clock);
        _address = RelayAddress.Announce(folder);
        _listening = OperatingSystem.IsWindows() ? ListenOnPipe() : ListenOnSocket();
    }

    private async Task ListenOnSocket()
    {
        File.Delete(_address.Address);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_address.Address));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_address.Address, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop.Token);
                _ = Answer(new NetworkStream(socket, ownsSocket: true));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task ListenOnPipe()
    {
        while (!_stop.IsCancellationRequested)
        {
            var pipe = new NamedPipeServerStream(_address.Address, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances,
                PipeTransmissionMode.Byte, System.IO.Pipes.PipeOptions.Asynchronous | System.IO.Pipes.PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.WaitForConnectionAsync(_stop.Token);
                _ = Answer(pipe);
            }
            catch (OperationCanceledException)
            {
                await pipe.DisposeAsync();
            }
        }
    }

    /// <summary>One caller, one command. Whatever goes wrong with one caller ends that call only.</summary>
    private async Task Answer(Stream stream)
    {
        await using var _ = stream;
        try
        {
            if (await Frames.Read(stream, _stop.Token) is not (FrameKind.Call, var body)) return;
            var call = JsonSerializer.Deserialize<Call>(body)!;
            if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(call.Token), Encoding.ASCII.GetBytes(_address.Token))) return;
            await Run(stream, call);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller has gone, or was none of ours.
        }
    }

    private async Task Run(Stream stream, Call call)
    {
        using var gate = new SemaphoreSlim(1);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var input = new Pipe();
        var receiving = Receive(stream, input.Writer, ended);
        await using var bytes = new FrameWriteStream(stream, FrameKind.Output, gate);
        await using var output = Text(bytes);
        await using var error = Text(new FrameWriteStream(stream, FrameKind.Error, gate));
        var around = new Surroundings
        {
            In = input.Reader.AsStream(), OutBytes = bytes, Directory = call.Directory, Clock = _clock, Data = _data, IsTerminal = call.IsTerminal,
            Variable = name => call.Variables.GetValueOrDefault(name), Arguments = call.Arguments, Key = call.Key, Output = output, Error = error,
        };
        var code = await CommandLine.Run(call.Arguments, around, ended.Token);
        await output.FlushAsync(_stop.Token);
        await error.FlushAsync(_stop.Token);
        await gate.WaitAsync(_stop.Token);
        await Frames.Write(stream, FrameKind.Exit, new[] { (byte)code }, _stop.Token);
        await ended.CancelAsync();
        await receiving;
    }

    /// <summary>The caller's standard input; when the caller goes away, its command ends.</summary>
    private static async Task Receive(Stream stream, PipeWriter input, CancellationTokenSource ended)
    {
        try
        {
            while (await Frames.Read(stream, ended.Token) is { } frame)
            {
                if (frame.Kind == FrameKind.Input) await input.WriteAsync(frame.Body, ended.Token);
                if (frame.Kind == FrameKind.InputEnd) await input.CompleteAsync();
            }
            await ended.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidDataException or ObjectDisposedException)
        {
            await ended.CancelAsync();
        }
        await input.CompleteAsync();
    }

    private static StreamWriter Text(Stream bytes) =>
        new(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        File.Delete(RelayAddress.FileIn(_folder));
        if (!OperatingSystem.IsWindows()) File.Delete(_address.Address);
        _stop.Dispose();
    }
}

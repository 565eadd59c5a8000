using System.Text.Json;
using CleanClaim.Cli.Access;

namespace CleanClaim.Cli.Relay;

/// <summary>How a sent command ended: its exit code there, or null when that process ended first; and whether anything of its answer was shown.</summary>
internal sealed record Relayed(int? Code, bool Shown);

/// <summary>Sends a command to the process that holds the folder, and streams its answer back. Opens no database.</summary>
internal static class RelayCaller
{
    /// <summary>What became of the command there; null when nobody listens.</summary>
    public static async Task<Relayed?> Send(string folder, Surroundings around, CancellationToken cancel)
    {
        if (RelayAddress.Find(folder) is not { } address || await address.Connect(cancel) is not { } stream) return null;
        await using (stream)
        {
            var call = new Call(address.Token, around.Key, around.Arguments, around.Directory, around.IsTerminal, []);
            try
            {
                await Frames.Write(stream, FrameKind.Call, JsonSerializer.SerializeToUtf8Bytes(call), cancel);
            }
            catch (IOException)
            {
                return new Relayed(Code: null, Shown: false);
            }
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var sending = TakesInput(around) ? SendInput(stream, around.In, over.Token) : Frames.Write(stream, FrameKind.InputEnd, default, over.Token);
            var relayed = await Receive(stream, around, cancel);
            await over.CancelAsync();
            try
            {
                await sending;
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The command ended without reading all of its input.
            }
            return relayed;
        }
    }

    /// <summary>Standard input belongs to the command only where a FILE is "-", or a password comes by it.</summary>
    public static bool TakesInput(Surroundings around) => around.Arguments.Any(a => a == "-" || a == PasswordInput.Stdin.Name);

    private static async Task SendInput(Stream stream, Stream input, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, cancel) is > 0 and var read) await Frames.Write(stream, FrameKind.Input, buffer.AsMemory(0, read), cancel);
        await Frames.Write(stream, FrameKind.InputEnd, default, cancel);
    }

    private static async Task<Relayed> Receive(Stream stream, Surroundings around, CancellationToken cancel)
    {
        var (output, error) = (new TextRelay(around.Output), new TextRelay(around.Error));
        var shown = false;
        while (await Frames.Read(stream, cancel) is { } frame)
        {
            shown |= frame.Kind is FrameKind.Output or FrameKind.Error;
            switch (frame.Kind)
            {
                case FrameKind.Output: await output.Write(frame.Body); break;
                case FrameKind.Error: await error.Write(frame.Body); break;
                case FrameKind.Exit: return new Relayed(frame.Body[0], shown);
                case FrameKind.Call or FrameKind.Input or FrameKind.InputEnd: break;
                default: throw new System.Diagnostics.UnreachableException();
            }
        }
        return new Relayed(Code: null, shown);
    }

    /// <summary>UTF-8 that arrives in parts, whose characters may be cut between two.</summary>
    private sealed class TextRelay(TextWriter to)
    {
        private readonly System.Text.Decoder _decoder = System.Text.Encoding.UTF8.GetDecoder();

        public async Task Write(byte[] bytes)
        {
            var chars = new char[_decoder.GetCharCount(bytes, flush: false)];
            _decoder.GetChars(bytes, chars, flush: false);
            await to.WriteAsync(chars);
            await to.FlushAsync();
        }
    }
}

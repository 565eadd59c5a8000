using System.Text.Json;
using CleanClaim.Cli.Access;

namespace CleanClaim.Cli.Relay;

/// <summary>Sends a command to the process that holds the folder, and streams its answer back. Opens no database.</summary>
internal static class RelayCaller
{
    /// <summary>The command's exit code there; null when nobody listens.</summary>
    public static async Task<int?> Send(string folder, Surroundings around, CancellationToken cancel)
    {
        if (RelayAddress.Find(folder) is not { } address || await address.Connect(cancel) is not { } stream) return null;
        await using (stream)
        {
            var call = new Call(address.Token, around.Arguments, around.Directory, around.IsTerminal, []);
            await Frames.Write(stream, FrameKind.Call, JsonSerializer.SerializeToUtf8Bytes(call), cancel);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            // Standard input belongs to the command only where a FILE is "-", or a password comes by it.
            var sending = around.Arguments.Any(a => a == "-" || a == PasswordInput.Stdin.Name) ? SendInput(stream, around.In, over.Token) : Frames.Write(stream, FrameKind.InputEnd, default, over.Token);
            var code = await Receive(stream, around, cancel);
            await over.CancelAsync();
            try
            {
                await sending;
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The command ended without reading all of its input.
            }
            return code;
        }
    }

    private static async Task SendInput(Stream stream, Stream input, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, cancel) is > 0 and var read) await Frames.Write(stream, FrameKind.Input, buffer.AsMemory(0, read), cancel);
        await Frames.Write(stream, FrameKind.InputEnd, default, cancel);
    }

    private static async Task<int> Receive(Stream stream, Surroundings around, CancellationToken cancel)
    {
        var (output, error) = (new TextRelay(around.Output), new TextRelay(around.Error));
        while (await Frames.Read(stream, cancel) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Output: await output.Write(frame.Body); break;
                case FrameKind.Error: await error.Write(frame.Body); break;
                case FrameKind.Exit: return frame.Body[0];
                case FrameKind.Call or FrameKind.Input or FrameKind.InputEnd: break;
                default: throw new System.Diagnostics.UnreachableException();
            }
        }
        throw new CannotRunException("The process that serves this folder ended before it answered. Run the command again: what was done is not done twice.");
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

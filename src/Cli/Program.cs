using System.Runtime.InteropServices;
using System.Text;
using CleanClaim.Cli;
using CleanClaim.Cli.Data;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var bytes = Console.OpenStandardOutput();
await using var output = new StreamWriter(bytes, utf8);
await using var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return await CommandLine.Run(args, new Surroundings
{
    In = Console.OpenStandardInput(),
    OutBytes = bytes,
    Output = output,
    Error = error,
    Directory = Environment.CurrentDirectory,
    Clock = TimeProvider.System,
    Data = new OwnData(),
    IsTerminal = !Console.IsErrorRedirected,
    Variable = Environment.GetEnvironmentVariable,
    Arguments = args,
}, stop.Token);

using System.Text;
using CleanClaim.X12.Tool;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var bytes = Console.OpenStandardOutput();
await using var output = new StreamWriter(bytes, utf8, bufferSize: 64 * 1024);
await using var errors = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
return ToolCommand.Run(args, new(Console.OpenStandardInput(), output, errors, bytes, Console.OpenStandardOutput, TimeProvider.System));

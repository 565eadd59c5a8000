using System.Globalization;
using CleanClaim.Bench;

var sizeMb = args.Length > 1 && int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 50;
switch (args.FirstOrDefault())
{
    case "x12": X12Bench.Run(Console.Out, sizeMb); return 0;
    case "posting": await PostingBench.Run(Console.Out, args.Length > 1 ? sizeMb : 10_000); return 0;
    default:
        Console.Error.WriteLine("bench: name what to measure: x12 [MB] | posting [CLAIMS]");
        return 2;
}

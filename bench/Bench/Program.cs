using System.Globalization;
using CleanClaim.Bench;

int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;
switch (args.FirstOrDefault())
{
    case "x12": X12Bench.Run(Console.Out, Number(1, 20), args.ElementAtOrDefault(2)); return 0;
    case "x12-peak" when args.Length == 3: X12Memory.Do(Console.Out, args[1], args[2]); return 0;
    case "x12-sample" when args.Length == 4: X12Bench.Sample(args[3], args[1], Number(2, 20), lineBreaks: false); return 0;
    case "x12-row" when args.Length == 4: X12Bench.Repeat(Console.Out, args[1], args[2], Number(3, 20)); return 0;
    case "x12-against" when args.Length == 4: X12Bench.Against(Console.Out, args[1], args[2], Number(3, 20)); return 0;
    case "x12-cores" when args.Length == 2: Console.WriteLine(X12Rows.TwoCores(args[1], passes: 5)); return 0;
    case "snapshot" when args.Length > 1: Snapshot.Write(Console.Out, args[1], Number(2, 0)); return 0;
    case "scrub": ScrubBench.Run(Console.Out, Number(1, 50_000)); return 0;
    case "posting": await PostingBench.Run(Console.Out, Number(1, 10_000)); return 0;
    default:
        Console.Error.WriteLine("bench: name what to measure: x12 [MB] [837P|835] | scrub [CLAIMS] | posting [CLAIMS] | snapshot FOLDER [DAMAGED COPIES]");
        return 2;
}

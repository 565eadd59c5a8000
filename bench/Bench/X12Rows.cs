using System.Diagnostics;
using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;

namespace CleanClaim.Bench;

/// <summary>What is measured of the EDI engine.</summary>
internal static class X12Rows
{
    public static IReadOnlyList<X12Row> Of(string kind) =>
    [
        new("raw scan", 1, RawScan.Of),
        new("tokens with their digest", 0.5, file => (long)X12Scan.Of(file).Digest),
        new("validation, levels 1 to 4", 0.08, file => Validated(file, 4)),
        new("validation, levels 1 to 5", 0.05, file => Validated(file, 5, X12Codes.All.Sets)),
        new("typed views", 0.25, kind == "835" ? X12Views.Payments : X12Views.Claims),
        new("typed objects", 0.12, kind == "835" ? X12Objects.Payments : X12Objects.Claims),
        new("objects, every fact asked", 0, kind == "835" ? X12Objects.PaymentsAsked : X12Objects.ClaimsAsked),
        new("JSON lines", 0.06, file => X12Verbs.ToJson(file, Stream.Null, Console.Error)),
        new("writing from values", 0.15, X12Writing.Again),
        new("reading and writing again", 0.15, file => X12Verbs.Rewrite(new("file", file), Stream.Null, TextWriter.Null)),
    ];

    /// <summary>
    /// Validation of the same file on one core and on all of them: by the clock on the wall, which holds on a quiet machine only, and by
    /// processor time, which says what as many undisturbed cores would give if the transaction sets fell evenly to them.
    /// </summary>
    public static string TwoCores(string path, int passes)
    {
        (double Wall, double Spent)[] alone = new (double, double)[passes], shared = new (double, double)[passes];
        for (var pass = 0; pass < passes; pass++)
        {
            alone[pass] = Seconds(path, file => X12Validator.Validate(file, _ => { }, 4));
            shared[pass] = Seconds(path, file => X12Verbs.Validate(new("file", file), new() { LevelMax = 4 }, asJson: true, TextWriter.Null));
        }

        var gains = alone.Zip(shared, (one, all) => one.Wall / all.Wall).Order().ToArray();
        var work = alone.Zip(shared, (one, all) => all.Spent / one.Spent).Order().ToArray();
        var even = Environment.ProcessorCount / work[passes / 2];
        return string.Create(CultureInfo.InvariantCulture,
            $"{$"validation on {Environment.ProcessorCount} cores",-34} {gains[passes / 2]:0.00} ({gains[0]:0.00} to {gains[^1]:0.00}) times as fast by the wall, {even:0.00} by processor time evenly shared, to reach {CoresTarget:0.00} on two: {X12Bench.Verdict(even >= CoresTarget)} by processor time, {X12Bench.Verdict(gains[passes / 2] >= CoresTarget)} by the wall");
    }

    private const double CoresTarget = 1.6;

    private static (double Wall, double Spent) Seconds(string path, Action<Stream> read)
    {
        using var file = X12Bench.Open(path);
        var (started, spent) = (Stopwatch.GetTimestamp(), OneCore.Spent);
        read(file);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (OneCore.Spent - spent).TotalSeconds);
    }

    private static long Validated(Stream file, int level, ICodeSets? codes = null)
    {
        Fault? first = null;
        var summary = X12Validator.Validate(file, fault => first ??= fault, new ValidationOptions { LevelMax = level, CodeSets = codes });
        // A generated file is clean; a fault would make the figure meaningless.
        if (codes is not null && summary.NotLoaded is [var missed, ..]) throw new InvalidOperationException($"no codes of {missed} are held");
        return first is null ? summary.Segments : throw new InvalidOperationException($"the generated file has a fault: {first.Rule} {first.ElementName} line {first.Place.Line}: {first.Message}");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.Bench;

/// <summary>
/// How fast the EDI engine is against what the machine can do at all: a vector scan that writes the positions of the four
/// delimiters and nothing else. Ratios of one run hold on another machine; megabytes a second do not.
/// </summary>
internal static class X12Bench
{
    private const int Passes = 5;

    public static void Run(TextWriter output, int sizeMb)
    {
        Compare(output, "837P", X12Samples.Claims(sizeMb), bytes =>
        {
            var claims = 0;
            foreach (var _ in Claims837.Read(new MemoryStream(bytes))) claims++;
            return claims;
        });
        Compare(output, "835", X12Samples.Remittances(sizeMb), bytes =>
        {
            var claims = 0;
            Remittance835.ReadClaims(new MemoryStream(bytes), _ => { }, (_, _) => claims++);
            return claims;
        });
    }

    private static void Compare(TextWriter output, string name, byte[] bytes, Func<byte[], int> typed)
    {
        var baseline = Median(() => Baseline(bytes));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {bytes.Length / 1e6:0} MB; medians of {Passes}"));
        Tell(output, "raw scan, 4 delimiters", baseline, baseline, bytes.Length);
        Tell(output, "tokens, every element", baseline, Median(() => (long)X12Scan.Of(new MemoryStream(bytes)).Digest), bytes.Length);
        Tell(output, "validate, levels 1-7", baseline, Median(() => Validated(bytes)), bytes.Length);
        Tell(output, "typed objects", baseline, Median(() => typed(bytes)), bytes.Length);
    }

    private static long Validated(byte[] bytes)
    {
        Fault? first = null;
        var summary = X12Validator.Validate(new MemoryStream(bytes), fault => first ??= fault);
        // A generated file is clean; a fault would make the figure meaningless.
        return first is null ? summary.Segments : throw new InvalidOperationException($"the generated file has a fault: {first.Rule} {first.ElementName} line {first.Place.Line}: {first.Message}");
    }

    private static void Tell(TextWriter output, string what, double baseline, double seconds, int bytes) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-24} {bytes / 1e6 / seconds,8:0} MB/s   ratio {baseline / seconds:0.00}"));

    private static double Median(Func<long> pass)
    {
        pass();
        var seconds = new double[Passes];
        for (var i = 0; i < Passes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            pass();
            seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[Passes / 2];
    }

    /// <summary>The machine's own pace: 256 KiB blocks of a stream, 32 bytes compared at a time, positions of four delimiters kept.</summary>
    private static long Baseline(byte[] bytes)
    {
        const int Block = 256 * 1024;
        using var stream = new MemoryStream(bytes);
        var buffer = new byte[Block + 64];
        var positions = new int[Block + 64];
        long count = 0;
        int length;
        while ((length = stream.Read(buffer, 0, Block)) > 0) count += Positions(buffer, length, positions);
        return count;
    }

    private static int Positions(byte[] buffer, int length, int[] positions)
    {
        unchecked
        {
            ref var bytes = ref buffer[0];
            ref var next = ref positions[0];
            Vector256<byte> element = Vector256.Create((byte)'*'), component = Vector256.Create((byte)':'), repetition = Vector256.Create((byte)'^'), terminator = Vector256.Create((byte)'~');
            var count = 0;
            for (var i = 0; i + 32 <= length; i += 32)
            {
                var v = Vector256.LoadUnsafe(ref bytes, (nuint)i);
                var mask = (Vector256.Equals(v, element) | Vector256.Equals(v, component) | Vector256.Equals(v, repetition) | Vector256.Equals(v, terminator)).ExtractMostSignificantBits();
                while (mask != 0)
                {
                    Unsafe.Add(ref next, count++) = i + BitOperations.TrailingZeroCount(mask);
                    mask &= mask - 1;
                }
            }

            return count;
        }
    }
}

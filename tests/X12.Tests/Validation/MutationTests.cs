using System.Text;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;
using FsCheck;
using FsCheck.Fluent;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>Whatever bytes come, every verb ends with faults or without, never with an exception, and every place lies in the file.</summary>
public sealed class MutationTests
{
    private static readonly byte[][] Seeds = [Encoding.ASCII.GetBytes(SampleFiles.Claims837()), Encoding.ASCII.GetBytes(SampleFiles.Remittance835())];

    [Fact]
    public void Damaged_files_are_told_and_never_crash_the_engine()
    {
        var cut = Gen.Choose(0, 4000).Zip(Gen.Choose(0, 60)).Zip(Gen.Elements("", "*", "~", ":", "^", "~~", "\n", "\0", "ISA", "~ISA*", "ST*837*0002~", "HL*1**20*1~", "9999999999999999999", "-", ".", "é", "IEA*1*1~"));
        Prop.ForAll(Gen.Choose(0, 1).Zip(cut.ListOf().Where(c => c.Count < 6)).ToArbitrary(), given =>
        {
            var file = given.Item2.Aggregate(Seeds[given.Item1], (bytes, change) => Damage(bytes, change.Item1.Item1, change.Item1.Item2, change.Item2));
            X12Validator.Validate(new MemoryStream(file), f => Assert.True(f.Place.Offset >= 0 && f.Place.Offset <= file.Length && f.Place.Line >= 1, $"{f} in {file.Length} bytes"));
            Acknowledger.Answer(new MemoryStream(file), new() { Date = new(2026, 1, 6), Time = new(8, 30) });
            using var rewritten = new MemoryStream();
            X12Verbs.Rewrite(new("f", new MemoryStream(file)), rewritten, TextWriter.Null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void Bytes_that_are_nothing_are_not_X12() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), bytes =>
        {
            List<Fault> faults = [];
            X12Validator.Validate(new MemoryStream(bytes), faults.Add);
            return faults.Exists(f => f.Kind == FaultKind.NotX12);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Repeats_without_end_cost_no_more_than_their_bytes()
    {
        var decisions = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"SVD*PAYER{i}*1*HC:97810**1\n"));
        var payers = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"SBR*{i}*18*******MB\n"));
        var file = SampleFiles.Claims837(f => f.Replace("SVD*777776666*", decisions + "SVD*777776666*", StringComparison.Ordinal).Replace("SBR*P*18*******MB\n", payers, StringComparison.Ordinal));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.True(X12Validator.Validate(SampleFiles.Stream(file), _ => { }).Errors > 60_000);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    private static byte[] Damage(byte[] bytes, int at, int length, string with)
    {
        var from = Math.Min(at, bytes.Length);
        return [.. bytes[..from], .. Encoding.UTF8.GetBytes(with), .. bytes[Math.Min(bytes.Length, from + length)..]];
    }
}

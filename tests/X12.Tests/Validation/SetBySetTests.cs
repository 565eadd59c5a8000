using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Tests.Generation;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>
/// A transaction set is judged by itself: what stood in the one before it neither hides a fault of it nor makes one.
/// So a worker that begins in the middle of a file says the same as one that began at its first byte.
/// </summary>
public sealed class SetBySetTests
{
    private const int Takes = 60;

    public static TheoryData<string> Transactions => GuidePropertyTests.Transactions;

    [Theory]
    [MemberData(nameof(Transactions))]
    public void Nothing_of_the_set_before_is_remembered(string name)
    {
        var guide = Guides.Named(name)!;
        var before = Sample(guide, 4);
        var damaged = Sample(guide, 3);
        var (begin, end) = (Array.FindIndex(damaged, IsStart), Array.FindLastIndex(damaged, IsEnd));
        var wholeSet = before[Array.FindIndex(before, IsStart)..(Array.FindLastIndex(before, IsEnd) + 1)];
        var met = 0;
        for (var i = begin + 1; i < end; i += Math.Max(1, (end - begin) / Takes))
        {
            string[] less = [.. damaged[..i], .. damaged[(i + 1)..]];
            less = [.. less.Select(Renumbered)];
            var alone = Faults(less);
            var second = Faults([.. less[..begin], .. wholeSet, .. less[begin..]]);
            Assert.True(alone.SequenceEqual(second), $"without {damaged[i]}:\nalone {string.Join("\n  ", alone)}\nafter another {string.Join("\n  ", second)}");
            met += alone.Count;
        }

        Assert.True(met > 0, "no fault was met");
    }

    private static string[] Sample(Guide guide, int seed) =>
        Encoding.Latin1.GetString(GuidePropertyTests.Sample(guide, seed).Make().File).ReplaceLineEndings("").Split('~');

    private static bool IsStart(string segment) => segment.StartsWith("ST*", StringComparison.Ordinal);

    private static bool IsEnd(string segment) => segment.StartsWith("SE*", StringComparison.Ordinal);

    /// <summary>The damaged set is the second of its group in both files.</summary>
    private static string Renumbered(string segment) => IsStart(segment) || IsEnd(segment) ? segment.Replace("*0001", "*0002", StringComparison.Ordinal) : segment;

    /// <summary>The faults of set 0002, without the bytes and lines that stand before it.</summary>
    private static List<string> Faults(IEnumerable<string> segments)
    {
        List<string> faults = [];
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(string.Join('~', segments))), f =>
        {
            if (f.St == "0002") faults.Add((f with { Place = f.Place with { Offset = 0, Line = 0 } }).ToString());
        });
        return faults;
    }
}

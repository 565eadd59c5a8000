using System.Globalization;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>The segments of a generated transaction beside the rows they were made from, to find places in it and to change one at a time.</summary>
/// <param name="body">The segments of a clean transaction, behind the ST to before the SE.</param>
/// <param name="rows">The row of each.</param>
internal abstract class PlantedBody(IReadOnlyList<string> body, IReadOnlyList<SegmentUse> rows)
{
    protected IReadOnlyList<string> Body { get; } = body;
    protected IReadOnlyList<SegmentUse> Rows { get; } = rows;
    protected IReadOnlyList<string[]> Values { get; } = [.. body.Select(s => s.Split('*'))];

    protected IEnumerable<int> All(string loop, string segment) => Enumerable.Range(0, Body.Count).Where(i => Rows[i].Loop.Id == loop && Rows[i].Id.ToString() == segment);

    /// <summary>Where the turn of the loop that holds this segment ends.</summary>
    protected int After(int at, string loop)
    {
        var turn = Rows[at].Loop;
        while (turn.Id != loop) turn = turn.Parent!;
        var to = at + 1;
        while (to < Body.Count && !(Rows[to].Loop == turn && Rows[to].IsTrigger) && IsWithin(Rows[to].Loop, turn)) to++;
        return to;
    }

    private static bool IsWithin(LoopUse? loop, LoopUse outer) => loop is not null && (loop == outer || IsWithin(loop.Parent, outer));

    protected int Find(int from, int to, string loop, string segment, string code = "")
    {
        for (var i = from; i < to; i++)
            if (Rows[i].Loop.Id == loop && Values[i][0] == segment && At(i, 1).StartsWith(code, StringComparison.Ordinal)) return i;
        return -1;
    }

    protected string At(int segment, int element) => element < Values[segment].Length ? Values[segment][element] : "";

    protected IReadOnlyList<string> Changed(int at, int element, string value) => [.. Body.Select((s, i) => i == at ? Joined(at, element, value) : s)];

    protected string Joined(int at, int element, string value) => Joined(at, (element, value));

    protected string Joined(int at, params (int Element, string Value)[] changes)
    {
        string[] values = [.. Values[at], .. Enumerable.Repeat("", Math.Max(0, changes.Max(c => c.Element) + 1 - Values[at].Length))];
        foreach (var (element, value) in changes) values[element] = value;
        return string.Join('*', values).TrimEnd('*');
    }

    protected static string Join(IEnumerable<string> told) => string.Join(", ", told.Where(t => t.Length > 0));

    protected static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

namespace CleanClaim.X12.Comparing;

/// <summary>Which items of two lists belong together, in order: the longest common subsequence (E. Myers, "An O(ND) difference algorithm", 1986).</summary>
internal static class Alignment
{
    /// <summary>Beyond this many insertions and deletions the lists have little in common and only their ends are compared.</summary>
    private const int EditsMax = 1_500;

    /// <summary>Pairs of equal items, first index in <paramref name="a"/>, second in <paramref name="b"/>, both rising.</summary>
    public static List<(int A, int B)> Of(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        List<(int, int)> pairs = [];
        var (from, endA, endB) = (0, a.Count, b.Count);
        while (from < endA && from < endB && a[from] == b[from]) pairs.Add((from, from++));
        while (endA > from && endB > from && a[endA - 1] == b[endB - 1]) (endA, endB) = (endA - 1, endB - 1);
        if (endA > from && endB > from) Middle(a, b, from, endA, endB, pairs);
        for (var i = 0; i < a.Count - endA; i++) pairs.Add((endA + i, endB + i));
        return pairs;
    }

    private static void Middle(IReadOnlyList<string> a, IReadOnlyList<string> b, int from, int endA, int endB, List<(int, int)> pairs)
    {
        var (lengthA, lengthB) = (endA - from, endB - from);
        var most = Math.Min(EditsMax, lengthA + lengthB);
        List<int[]> trace = [];
        var furthest = new int[2 * most + 3];
        var centre = most + 1;
        for (var edits = 0; edits <= most; edits++)
        {
            trace.Add(furthest[(centre - edits - 1)..(centre + edits + 2)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = GoesDown(furthest, centre, diagonal, edits) ? furthest[centre + diagonal + 1] : furthest[centre + diagonal - 1] + 1;
                while (x < lengthA && x - diagonal < lengthB && a[from + x] == b[from + x - diagonal]) x++;
                furthest[centre + diagonal] = x;
                if (x < lengthA || x - diagonal < lengthB) continue;
                Back(trace, lengthA, lengthB, from, pairs);
                return;
            }
        }
    }

    private static bool GoesDown(int[] furthest, int centre, int diagonal, int edits) =>
        diagonal == -edits || (diagonal != edits && furthest[centre + diagonal - 1] < furthest[centre + diagonal + 1]);

    private static void Back(List<int[]> trace, int x, int y, int from, List<(int, int)> pairs)
    {
        var first = pairs.Count;
        for (var edits = trace.Count - 1; edits >= 0; edits--)
        {
            var (furthest, centre, diagonal) = (trace[edits], edits + 1, x - y);
            var before = edits == 0 ? 0 : GoesDown(furthest, centre, diagonal, edits) ? diagonal + 1 : diagonal - 1;
            var beforeX = edits == 0 ? 0 : furthest[centre + before];
            var beforeY = beforeX - before;
            while (x > beforeX && y > beforeY) pairs.Add((from + --x, from + --y));
            (x, y) = (beforeX, beforeY);
        }

        pairs.Reverse(first, pairs.Count - first);
    }
}

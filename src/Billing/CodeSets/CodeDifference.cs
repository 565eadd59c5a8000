namespace CleanClaim.Billing.CodeSets;

/// <summary>What differs between two releases of a list, by the keys of their rows.</summary>
/// <param name="Added">Keys that the newer one alone has.</param>
/// <param name="Removed">Keys that the older one alone has.</param>
/// <param name="Changed">Keys of both, with something else beside them.</param>
public sealed record CodeDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    /// <summary>Walks along both, which are sorted by key.</summary>
    public static CodeDifference Between(IReadOnlyList<string> older, IReadOnlyList<string> newer, int keyCells)
    {
        List<string> added = [], removed = [], changed = [];
        int o = 0, n = 0;
        while (o < older.Count || n < newer.Count)
        {
            var order = o == older.Count ? 1 : n == newer.Count ? -1 : string.CompareOrdinal(Key(older[o], keyCells), Key(newer[n], keyCells));
            if (order < 0) removed.Add(Key(older[o++], keyCells));
            else if (order > 0) added.Add(Key(newer[n++], keyCells));
            else
            {
                if (older[o] != newer[n]) changed.Add(Key(newer[n], keyCells));
                o++;
                n++;
            }
        }

        return new(added, removed, changed);
    }

    private static string Key(string row, int cells)
    {
        var at = -1;
        for (var i = 0; i < cells; i++)
        {
            var next = row.IndexOf('\t', at + 1);
            if (next < 0) return row;
            at = next;
        }

        return row[..at];
    }
}

using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// A part of a list in its order, with the count of the whole: no list is cut without saying so. A part is named by the number of its first row, so that rows which come or go elsewhere in
/// the list shift nothing.
/// </summary>
/// <param name="Before">How many rows stand before these.</param>
/// <param name="Previous">The number of the first row of the part before; null where these are the first.</param>
/// <param name="Next">The number of the first row behind these; null where these are the last.</param>
public sealed record Paged<T>(IReadOnlyList<T> Rows, int Count, int Before, long? Previous, long? Next)
{
    public bool IsWhole => Rows.Count == Count;

    /// <summary>The same part with each row told in other words.</summary>
    public Paged<TOther> As<TOther>(IReadOnlyList<TOther> rows) => new(rows, Count, Before, Previous, Next);
}

public static class Paging
{
    public const int Most = 100;

    /// <summary>Cuts one part out of a list.</summary>
    /// <param name="all">The whole, for its count.</param>
    /// <param name="onward">From the first row of the part, that row included, in the order of the list.</param>
    /// <param name="back">What stands before it, the nearest first; null for the first part.</param>
    public static async Task<Paged<T>> Cut<T>(IQueryable<T> all, IQueryable<T> onward, IQueryable<T>? back, Func<T, long> number, int most = Most, CancellationToken cancel = default)
    {
        var rows = await onward.Take(most + 1).ToListAsync(cancel);
        var next = rows.Count > most ? number(rows[most]) : (long?)null;
        var nearest = back is null ? [] : await back.Take(most).ToListAsync(cancel);
        var before = nearest.Count < most ? nearest.Count : await back!.CountAsync(cancel);
        return new Paged<T>(rows.Count > most ? rows.GetRange(0, most) : rows, await all.CountAsync(cancel), before, nearest.Count == 0 ? null : number(nearest[^1]), next);
    }
}

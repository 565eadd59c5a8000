using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>An answer at its place among those of its claim; <paramref name="Live"/> is null while it is unposted, <paramref name="At"/> when it was first posted.</summary>
internal sealed record AnswerPlace(long Fact, PostingDecisionRow? Live, Instant At);

/// <summary>
/// In which order the answers to a claim count (MONEY 1.2): by when each was first posted to it. Unposting and posting again keeps the place, so that the book does not
/// depend on who was unposted and when.
/// </summary>
internal static class PostingOrder
{
    /// <param name="rows">Every generation of the decisions that matched an answer to this claim.</param>
    public static IEnumerable<AnswerPlace> Of(IEnumerable<PostingDecisionRow> rows) =>
        rows.GroupBy(d => d.FactId).Select(g => (Fact: g.Key, Rows: g, At: g.Where(d => d.Generation % 2 == 1).Min(d => d.At))).OrderBy(g => g.At).ThenBy(g => g.Fact)
            .Select(g => new AnswerPlace(g.Fact, g.Rows.MaxBy(d => d.Generation) is { } last && last.Generation % 2 == 1 ? last : null, g.At));
}

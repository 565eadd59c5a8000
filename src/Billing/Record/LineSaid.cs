using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>A person's word that a line of an answer is a line of the claim, both by their numbers from 1. Typed and kept as "1=2": the answer's line 1 is the claim's line 2.</summary>
public sealed record LineSaid(int Answer, int Claim)
{
    /// <summary>The kind of its <see cref="PersonDecision"/>, which stands beside the match that it belongs to.</summary>
    public const string Kind = "line";

    public override string ToString() => $"{Answer}={Claim}";

    public static LineSaid? TryParse(string text) =>
        text.Split('=') is [var answer, var claim] && Number(answer) is { } a && Number(claim) is { } c ? new LineSaid(a, c) : null;

    /// <summary>What was said of the lines of an answer and counts now, in the order of its lines.</summary>
    public static async Task<IReadOnlyList<LineSaid>> Of(Tx tx, Id<Practice> practice, Id<Adjudication> answer, CancellationToken cancel) =>
        [.. Counting(await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.AdjudicationId == answer).ToListAsync(cancel))[answer]];

    /// <summary>By answer, what counts among all that people decided about these answers.</summary>
    public static ILookup<Id<Adjudication>, LineSaid> Counting(IReadOnlyCollection<PersonDecision> rows) =>
        PersonDecision.Counting(rows, Kind).Select(r => (Answer: r.AdjudicationId!.Value, Said: TryParse(r.Choice)!)).OrderBy(l => l.Said.Answer).ToLookup(l => l.Answer, l => l.Said);

    private static int? Number(string text) => int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null;
}

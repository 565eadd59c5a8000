using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Writes what was decided: the decision rows and the entries that they project to, and their undoing.</summary>
internal static class PostingBook
{
    public static PostingDecisionRow Row(Tx tx, Id<Practice> practice, FactKind kind, long fact, int generation, int policyVersion, PostingDecision decision, Match? match = null, Instant? at = null) => new()
    {
        Practice = practice, FactKind = kind, FactId = fact, Generation = generation, MatchedClaimId = decision.ClaimId, MatchedSubmissionId = match?.Submission?.Value,
        MatchHow = match?.How, PolicyVersion = policyVersion, Choices = decision.ToJson(), At = at ?? tx.Now,
    };

    public static async Task Record(Tx tx, Id<Practice> practice, DateOnly bookedOn, IReadOnlyList<PostingDecisionRow> rows, CancellationToken cancel)
    {
        await tx.AddMany(rows, cancel);
        var entries = rows.Select(r => Project.Of(r.FactKind, r.FactId, r.Generation, r.PolicyVersion, PostingDecision.FromJson(r.Choices), practice.Value)).OfType<JournalEntry>().ToList();
        await Journal.Record(tx, practice, bookedOn, entries, cancel);
    }

    /// <summary>As above with the decisions at hand, so that the hot path reads no JSON that it has just written.</summary>
    public static async Task Record(Tx tx, Id<Practice> practice, DateOnly bookedOn, IReadOnlyList<(PostingDecisionRow Row, PostingDecision Decision)> decided, CancellationToken cancel)
    {
        await tx.AddMany([.. decided.Select(d => d.Row)], cancel);
        var entries = decided.Select(d => Project.Of(d.Row.FactKind, d.Row.FactId, d.Row.Generation, d.Row.PolicyVersion, d.Decision, practice.Value)).OfType<JournalEntry>().ToList();
        await Journal.Record(tx, practice, bookedOn, entries, cancel);
    }

    /// <summary>Undoes the live ones among the facts: mirrored entries and a next generation of their decisions. Returns the facts undone with what had been decided.</summary>
    public static async Task<List<(long Fact, PostingDecision Was)>> Undo(Tx tx, Id<Practice> practice, DateOnly bookedOn, FactKind kind, IReadOnlyList<long> facts, string why, CancellationToken cancel)
    {
        var latest = (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == kind && facts.Contains(d.FactId)).ToListAsync(cancel))
            .GroupBy(d => d.FactId).Select(g => g.MaxBy(d => d.Generation)!).Where(d => d.Generation % 2 == 1).OrderBy(d => d.FactId).ToList();
        if (latest.Count == 0) return [];
        var ids = latest.ConvertAll(d => d.FactId);
        var generations = latest.ToDictionary(d => d.FactId, d => d.Generation);
        var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.FactKind == kind && ids.Contains(e.FactId)).Select(e => new { e.Id, e.FactId, e.Generation }).ToListAsync(cancel);
        await Journal.Reverse(tx, practice, bookedOn, [.. entries.Where(e => e.Generation == generations[e.FactId]).Select(e => e.Id)], why, cancel);
        var undone = latest.ConvertAll(d => (d.FactId, PostingDecision.FromJson(d.Choices)));
        await tx.AddMany([.. latest.Zip(undone, (d, u) => Row(tx, practice, kind, d.FactId, d.Generation + 1, d.PolicyVersion, PostingDecision.Undo(u.Item2)))], cancel);
        return undone;
    }

    /// <summary>The day to book on: the one wished for, or today when its month has been closed since.</summary>
    public static async Task<DateOnly> BookingDay(Tx tx, Id<Practice> practice, DateOnly wished, CancellationToken cancel)
    {
        var month = Journal.Month(wished);
        var closed = await tx.Db.Set<Period>().AsNoTracking().AnyAsync(p => p.Practice == practice && p.Month == month && p.ClosedAt != null, cancel);
        return closed ? await tx.Today(practice) : wished;
    }
}

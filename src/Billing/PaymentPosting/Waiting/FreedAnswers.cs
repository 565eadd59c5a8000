using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Answers that wait and could post now: because the answer that a reversal takes back has posted, its claim was found or its coverage added.</summary>
internal static class FreedAnswers
{
    private const int LooksAtMost = 200;

    /// <summary>Whether something of the remittance waits that would post if it were tried again.</summary>
    public static async Task<bool> Any(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        var waiting = await Exceptions.Open(tx).Where(e => e.Practice == practice && e.RemittanceId == remittance && e.AdjudicationId != null && (e.Kind == ExceptionKind.ReversalOfNothing || e.Kind == ExceptionKind.ClaimNotFound))
            .Select(e => e.AdjudicationId!.Value).Take(LooksAtMost).ToListAsync(cancel);
        if (waiting.Count == 0) return false;
        var row = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == remittance, cancel);
        if ((await CheckDetail.Of(tx, practice, row.CheckId, cancel)) is var whole && !whole.Posted.Contains(remittance)) return false;
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && waiting.Contains(a.Id)).OrderBy(a => a.Ordinal).ToListAsync(cancel);
        var facts = await ChunkFacts.Load(tx, whole.Check, row, answers, cancel, hold: false);
        foreach (var answer in answers)
            if (await WouldPost(tx, facts, answer, cancel)) return true;
        return false;
    }

    /// <summary>The other remittances of the practice whose reversals, or corrections behind them, waited for an answer that stands in this one.</summary>
    public static async Task<List<Id<RemittanceRow>>> By(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        var waiting = await (from waits in Exceptions.Open(tx)
                             where waits.Practice == practice && waits.Kind == ExceptionKind.ReversalOfNothing && waits.RemittanceId != remittance
                             join answer in tx.Db.Set<Adjudication>() on new { waits.Practice, Id = waits.AdjudicationId } equals new { answer.Practice, Id = (Id<Adjudication>?)answer.Id }
                             orderby answer.Id
                             select new { answer.RemittanceId, answer.PcnFolded }).ToListAsync(cancel);
        var freed = new List<Id<RemittanceRow>>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in waiting.Select(w => w.PcnFolded).Distinct().Chunk(500)) named.UnionWith(await Answered(tx, practice, remittance, part, cancel)); // any number may wait
        foreach (var other in waiting.Where(w => named.Contains(w.PcnFolded)).Select(w => w.RemittanceId).Distinct())
            if (await Any(tx, practice, other, cancel)) freed.Add(other);
        return freed;
    }

    /// <summary>Those of the numbers that name a claim which the remittance answers.</summary>
    private static async Task<List<string>> Answered(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, string[] pcns, CancellationToken cancel)
    {
        var facts = tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && a.RemittanceId == remittance);
        var named = await facts.Where(a => pcns.Contains(a.PcnFolded)).Select(a => a.PcnFolded).ToListAsync(cancel);
        // A claim that was replaced, or found by a person's word, is answered under more than one number.
        var claims = await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && pcns.Contains(s.PcnFolded)).Select(s => new { s.PcnFolded, s.ClaimId }).ToListAsync(cancel);
        var ids = claims.ConvertAll(c => (long?)c.ClaimId.Value);
        var answered = (await (from decision in tx.Db.Set<PostingDecisionRow>().AsNoTracking()
                               where decision.Practice == practice && decision.FactKind == FactKind.Adjudication && ids.Contains(decision.MatchedClaimId)
                               select new { decision.FactId, decision.MatchedClaimId }).ToListAsync(cancel)).ToLookup(d => d.FactId, d => d.MatchedClaimId!.Value);
        var mine = answered.Select(g => new Id<Adjudication>(g.Key)).ToList();
        var here = (await facts.Where(a => mine.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancel)).SelectMany(a => answered[a.Value]).ToHashSet();
        return [.. named, .. claims.Where(c => here.Contains(c.ClaimId.Value)).Select(c => c.PcnFolded)];
    }

    private static async Task<bool> WouldPost(Tx tx, ChunkFacts facts, Adjudication row, CancellationToken cancel)
    {
        if (!facts.IsDue(row) || row.DifferenceAt is not null || facts.Behind(row) is not null) return false;
        if (facts.Elsewhere.TryGetValue(row.Id, out var sibling)) return await PassOn.WouldPost(tx, facts, row, sibling, cancel);
        if (!facts.Matches.TryGetValue(row.Id, out var match) || facts.ClaimOf(match) is not { } claim) return false;
        var answer = facts.AnswerOf(row, match, claim);
        return ChunkPosting.Doubt(facts, row, match, claim, answer) is null && Decide.Of(claim, answer, facts.Balances) is DecideOutcome.Decided;
    }
}

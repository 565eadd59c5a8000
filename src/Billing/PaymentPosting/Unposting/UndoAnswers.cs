using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Undoes posted answers of a check, and what had followed from them: work, the claim's story, prepaid money, answers that count after them.</summary>
internal static class UndoAnswers
{
    public static async Task<int> Run(Tx tx, PostingRun run, DateOnly bookedOn, List<Id<Adjudication>> answers, string why, CancellationToken cancel)
    {
        var (practice, check) = (run.Practice, run.CheckId);
        var behind = await RedecideAnswers.Behind(tx, check, practice, answers, toPost: false, cancel);
        await HoldClaims(tx, practice, answers, cancel);
        var all = await Mirror(tx, practice, bookedOn, answers, why, cancel);
        await TakeBackPassedOn(tx, run, all, cancel);
        var undone = all.FindAll(u => u.Was.PassedOn is null);
        if (undone.Count == 0) return all.Count;
        var claims = undone.Select(u => new Id<Claim>(u.Was.ClaimId!.Value)).Distinct().ToList();
        var mine = undone.Select(u => u.Fact).ToHashSet();
        await OpenDenials.Close(tx, practice, claims, d => mine.Contains(d.AdjudicationId.Value) ? "unposted" : null, cancel);
        var events = undone.ConvertAll(u => new ClaimEvent
        {
            Practice = practice, Id = tx.NextId<ClaimEvent>(), ClaimId = new(u.Was.ClaimId!.Value), SubmissionId = null, Kind = ClaimEventKind.NoteAdded, HappenedOn = bookedOn,
            RecordedAt = tx.Now, Actor = tx.Actor, Detail = $"The posting of the answer of {u.Was.HappenedOn.InWords()} was undone: {why}.", SourceSha256 = null, SourceFromSegment = null, SourceToSegment = null,
        });
        await ClaimEvents.AddMany(tx, practice, events, claims, cancel);
        await ReversalFirst.Follow(tx, practice, undone, leaving: run.Kind == RunKind.Unpost ? check : null, cancel);
        // What came later is decided as if this had not been. A reversal stays as it is: it would find nothing to take back, and finds it again when the answer is reposted.
        foreach (var later in behind.Where(b => !b.Exists(l => l.Decision.Kind == DecisionKind.Reversal)))
            await RedecideAnswers.Run(tx, practice, later, "an earlier answer was unposted", "decidedAgain", cancel);
        await PayersInTurn.Leave(tx, practice, undone, leaving: run.Kind == RunKind.Unpost ? check : null, cancel);
        await PostRemittance.Review(tx, practice, claims, bookedOn, cancel);
        return all.Count;
    }

    /// <summary>Mirrors the entries of live answers; prepaid money that they applied goes back. What it leads to for people is the caller's.</summary>
    public static async Task<List<(long Fact, PostingDecision Was)>> Mirror(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<Id<Adjudication>> answers, string why, CancellationToken cancel)
    {
        var undone = await PostingBook.Undo(tx, practice, bookedOn, FactKind.Adjudication, answers.ConvertAll(a => a.Value), why, cancel);
        if (undone.Count == 0) return undone;
        await Release(tx, practice, bookedOn, undone.ConvertAll(u => u.Was), cancel);
        return undone;
    }

    /// <summary>What had gone on to sibling practices comes back from their books.</summary>
    public static async Task TakeBackPassedOn(Tx tx, PostingRun run, List<(long Fact, PostingDecision Was)> undone, CancellationToken cancel)
    {
        var passed = undone.Select(u => u.Was.PassedOn).OfType<PassedOn>().ToList();
        if (passed.Count == 0) return;
        var check = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == run.Practice && c.Id == run.CheckId, cancel);
        foreach (var there in passed) await PassOn.TakeBack(tx, check, there, cancel);
    }

    /// <summary>Nobody decides about the debts of these answers while they are undone.</summary>
    private static async Task HoldClaims(Tx tx, Id<Practice> practice, List<Id<Adjudication>> answers, CancellationToken cancel)
    {
        if (tx.Work.Database.Kind != "postgres") return; // the one writer of SQLite is alone
        var ids = answers.ConvertAll(a => a.Value);
        var matched = (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && ids.Contains(d.FactId) && d.MatchedClaimId != null)
            .Select(d => d.MatchedClaimId!.Value).Distinct().ToListAsync(cancel)).ConvertAll(c => new Id<Claim>(c));
        var accounts = await tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == practice && matched.Contains(c.Id)).Select(c => c.AccountId).Distinct().ToListAsync(cancel);
        await Roots.HoldClaims(tx, accounts.Select(a => a.Value), matched.Select(c => c.Value));
    }

    /// <summary>
    /// What the guarantor paid for a debt that is gone with its answer is paid ahead again, and what was written off or moved of it is not any more: never a credit in the
    /// receivable (MONEY 1.6, 3). Where it was a reversal, the debt is back and has what it had.
    /// </summary>
    private static async Task Release(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<PostingDecision> was, CancellationToken cancel)
    {
        var owed = was.SelectMany(w => w.Lines.Where(l => l.Account == Account.GuarantorReceivable).Select(l => (Line: l, Was: w))).DistinctBy(o => (o.Line.ChargeId, o.Line.PartyId)).ToList();
        var standing = await StandingDecisions.Of(tx, practice, was, undone: true, cancel);
        if (owed.Count == 0 && standing is null) return;
        var now = (await OpenBalances.About(tx, practice, [.. owed.Select(o => $"charge:{o.Line.ChargeId}").Distinct()], cancel)).Where(b => b.Account == Account.GuarantorReceivable).ToLookup(b => (b.About, b.Party), b => b.Amount);
        var moves = owed.ConvertAll(o => new GuarantorMove(o.Line.ChargeId!.Value, o.Was.ClaimId!.Value, o.Was.EncounterId!.Value, o.Was.ProviderId!.Value, o.Line.PartyId, now[($"charge:{o.Line.ChargeId}", o.Line.Party)].Sum(), CausedBy: null, MayTake.WhatItHad));
        await Applications.Settle(tx, practice, bookedOn, moves, cancel, standing);
    }

    /// <summary>A run that undoes something of the check: what the last one left unapplied is its own to explain.</summary>
    public static async Task<PostingRun> BeginRun(Tx tx, RemittanceRow remittance, string kind, CancellationToken cancel)
    {
        var policy = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == remittance.Practice && r.CheckId == remittance.CheckId).OrderByDescending(r => r.N).Select(r => r.PolicyVersion).FirstAsync(cancel);
        var run = await PostingRuns.Add(tx, remittance, kind, policy, cancel);
        await PostingRuns.TakeBackRemainder(tx, run, cancel);
        return run;
    }
}

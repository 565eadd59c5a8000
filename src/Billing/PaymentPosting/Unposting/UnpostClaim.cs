using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Undoes what a check says of one claim, at once; its money waits again with the check, for a reason.</summary>
internal static class UnpostClaim
{
    public static async Task<RunPlan> Run(Tx tx, CheckDetail whole, string pcn, string reason, CancellationToken cancel)
    {
        var (check, folded) = (whole.Check, Pcn.Fold(pcn));
        var byHand = await MatchedByHand(tx, check.Practice, folded, cancel);
        var parts = whole.Posted.ToList();
        var found = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == check.Practice && parts.Contains(a.RemittanceId) && (a.PcnFolded == folded || byHand.Contains(a.Id))).OrderBy(a => a.Ordinal).ToListAsync(cancel);
        var posted = new List<Adjudication>();
        foreach (var answer in found)
            if (await LiveFacts.Generation(tx, check.Practice, FactKind.Adjudication, answer.Id.Value) % 2 == 1) posted.Add(answer);
        await StandingReversals.Refuse(tx, check, whole.Posted, posted.ConvertAll(a => a.Id), cancel);
        RunPlan? plan = null;
        // A claim may be answered in two parts of a check; each is a run of its own.
        foreach (var remittance in whole.All.Where(r => posted.Exists(a => a.RemittanceId == r.Id)))
        {
            var run = await UndoAnswers.BeginRun(tx, remittance, RunKind.UnpostClaim, cancel);
            await Undone(tx, check, remittance, run, posted.FindAll(a => a.RemittanceId == remittance.Id), $"unposted by {run.Actor}: {reason}",
                new(ExceptionKind.Unposted, $"Unposted by {tx.Actor}: {reason}", "Mend what was wrong, then retry."), cancel);
            PersonDecisions.Unposted(tx, check.Practice, run.Id.Value, reason);
            await tx.Db.SaveChangesAsync(cancel);
            plan = new RunPlan(check.Practice.Value, check.Id.Value, remittance.Id.Value, null, 1);
        }
        return plan ?? throw new BadInputException("claim", $"No posted claim of check {check.Trn02} has the number {pcn}.", "Look the patient control number up in the check.");
    }

    /// <summary>Whether claims of the remittance wait because a person unposted them one by one.</summary>
    public static Task<bool> LeftClaims(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel) =>
        Exceptions.Open(tx).AnyAsync(e => e.Practice == practice && e.RemittanceId == remittance && e.Kind == ExceptionKind.Unposted, cancel);

    /// <summary>Answers that carry another number and that a person has put to the claim of this one.</summary>
    private static async Task<List<Id<Adjudication>>> MatchedByHand(Tx tx, Id<Practice> practice, string folded, CancellationToken cancel)
    {
        var claims = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && s.PcnFolded == folded).Select(s => s.ClaimId).ToListAsync(cancel)).ConvertAll(c => (long?)c.Value);
        var elsewhere = await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.Kind == PersonDecisions.Match && d.ClaimId == null).Select(d => new { d.AdjudicationId, d.Choice }).ToListAsync(cancel);
        var facts = claims.Count == 0 ? [] : await tx.Db.Set<PostingDecisionRow>().AsNoTracking()
            .Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId) && d.MatchHow == Match.Person).Select(d => d.FactId).Distinct().ToListAsync(cancel);
        return [.. facts.Select(f => new Id<Adjudication>(f)), .. elsewhere.Where(e => Pcn.Fold(e.Choice) == folded).Select(e => e.AdjudicationId!.Value)];
    }

    /// <summary>Undoes one posted answer of a check in a run of its own; its money waits again, for the reason given.</summary>
    public static async Task OneAnswer(Tx tx, PayerCheck check, Adjudication answer, string why, ExceptionWords waits, CancellationToken cancel)
    {
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == check.Practice && r.Id == answer.RemittanceId, cancel);
        await StandingReversals.Refuse(tx, check, [remittance.Id], [answer.Id], cancel);
        await Undone(tx, check, remittance, await UndoAnswers.BeginRun(tx, remittance, RunKind.UnpostClaim, cancel), [answer], why, waits, cancel);
    }

    private static async Task<int> Undone(Tx tx, PayerCheck check, RemittanceRow remittance, PostingRun run, List<Adjudication> answers, string why, ExceptionWords waits, CancellationToken cancel)
    {
        var undone = await UndoAnswers.Run(tx, run, run.BookedOn, answers.ConvertAll(a => a.Id), why, cancel);
        if (undone == 0) return 0;
        foreach (var answer in answers)
            Exceptions.Add(tx, check.Practice, waits.Kind, remittance.FileSha256, remittance.Id, answer.Id, answer.Paid, Money.Zero, waits.Reason, waits.NextStep);
        await PostingRuns.MoveRemainder(tx, check, run, run.BookedOn, cancel);
        tx.Add(new PostingChunk { Practice = check.Practice, RunId = run.Id, N = 1, FromOrdinal = answers[0].Ordinal, ToOrdinal = answers[^1].Ordinal, Posted = 0, Waiting = undone, Last = true });
        return undone;
    }
}

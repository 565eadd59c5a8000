using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A payer that took its answer back (CLP02 22), or its answer to a line, and has given no other owes that again: the money is work until it answers, the reversal is unposted, nothing is owed any more, or
/// a person ends it. Looked at after every posting and unposting, so that no order of them leaves it out (DESIGN law 8).
/// </summary>
internal static class AwaitedAnswers
{
    /// <summary>From the day of the check; a corrected answer comes with the reversal or soon after it.</summary>
    private const int AskAfterDays = 30;

    private sealed record Awaited(Id<Claim> Claim, StandingAnswer Reversal, Money Owed);

    public static async Task Review(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel)
    {
        if (claims.Count == 0) return;
        var answers = await StandingAnswers.Of(tx, practice, claims, cancel);
        var awaited = await Find(tx, practice, answers, cancel);
        var stands = new HashSet<Id<Adjudication>>();
        await OpenDenials.Close(tx, practice, claims, work =>
        {
            if (!TakenBackWork.IsAnswer(work)) return null;
            if (awaited.Exists(a => a.Reversal.Answer == work.AdjudicationId && a.Owed == work.AtStake)) stands.Add(work.AdjudicationId);
            return stands.Contains(work.AdjudicationId) ? null : How(work, [.. answers[work.ClaimId]]);
        }, cancel);
        await Open(tx, practice, awaited.FindAll(a => !stands.Contains(a.Reversal.Answer)), cancel);
    }

    /// <summary>The plans of the claims whose answers, or whose answers to some lines, are all taken back and that owe something.</summary>
    private static async Task<List<Awaited>> Find(Tx tx, Id<Practice> practice, ILookup<Id<Claim>, StandingAnswer> answers, CancellationToken cancel)
    {
        var unanswered = answers.SelectMany(claim =>
        {
            var counting = claim.ToList().Counting().Select(a => a.Decision.Plan).ToHashSet();
            return claim.Where(a => a.TakesBack && !counting.Contains(a.Decision.Plan)).GroupBy(a => a.Decision.Plan).Select(g => (Claim: claim.Key, Reversal: g.Last(), Lines: (HashSet<long>?)null)).Concat(LinesOf(claim));
        }).ToList();
        if (unanswered.Count == 0) return [];
        // What we voided ourselves is not awaited: the claim that goes instead is.
        var ours = unanswered.Select(u => u.Reversal.Submission).ToList();
        var voided = await tx.Db.Set<Submission>().Where(s => s.Practice == practice && s.Frequency == "8" && ours.Contains(s.ReplacesId)).Select(s => s.ReplacesId).ToListAsync(cancel);
        unanswered.RemoveAll(u => u.Reversal.Submission is not null && voided.Contains(u.Reversal.Submission));
        if (unanswered.Count == 0) return [];
        var visits = unanswered.Select(u => new Id<Encounter>(u.Reversal.Decision.EncounterId!.Value)).Distinct().ToList();
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && visits.Contains(c.EncounterId)).Select(c => new { c.Id, c.EncounterId }).ToListAsync(cancel);
        var visitOf = charges.ToDictionary(c => $"charge:{c.Id}", c => c.EncounterId.Value);
        var owed = (await OpenBalances.About(tx, practice, [.. visitOf.Keys], cancel)).Where(b => b.Account == Account.PayerReceivable).ToLookup(b => (visitOf[b.About], b.Party));
        var billed = await Billed(tx, practice, [.. unanswered.Select(u => u.Reversal.Submission).OfType<Id<Submission>>().Distinct()], cancel);
        // What it owes of a charge that stands on another claim alone, as where it pays after another plan now, is that claim's.
        bool IsIts(StandingAnswer reversal, long charge) => reversal.Submission is not { } sent || billed[sent].Contains(charge);
        return [.. unanswered.Select(u => new Awaited(u.Claim, u.Reversal, owed[(u.Reversal.Decision.EncounterId!.Value, u.Reversal.Decision.Insurer!.Value)]
            .Where(b => IsIts(u.Reversal, b.ChargeId) && u.Lines?.Contains(b.ChargeId) != false).Sum(b => b.Amount))).Where(a => a.Owed > Money.Zero)];
    }

    private static async Task<ILookup<Id<Submission>, long>> Billed(Tx tx, Id<Practice> practice, List<Id<Submission>> sent, CancellationToken cancel) =>
        (await (from submission in tx.Db.Set<Submission>().AsNoTracking()
                where submission.Practice == practice && sent.Contains(submission.Id)
                join line in tx.Db.Set<ClaimLine>() on new { submission.Practice, submission.ClaimVersionId } equals new { line.Practice, line.ClaimVersionId }
                select new { submission.Id, line.ChargeId }).ToListAsync(cancel)).ToLookup(l => l.Id, l => l.ChargeId.Value);

    /// <summary>Of plans with an answer that counts: the lines that were taken back of one and that none answers now.</summary>
    private static IEnumerable<(Id<Claim> Claim, StandingAnswer Reversal, HashSet<long>? Lines)> LinesOf(IGrouping<Id<Claim>, StandingAnswer> claim)
    {
        var counting = claim.ToList().Counting();
        foreach (var plan in claim.Where(a => a.TakesBack).GroupBy(a => a.Decision.Plan))
        {
            var answers = counting.FindAll(a => a.Decision.Plan == plan.Key);
            var open = plan.SelectMany(Lines).Where(charge => answers.TrueForAll(a => a.Decision.Unanswered?.Contains(charge) == true)).ToHashSet();
            if (answers.Count > 0 && open.Count > 0) yield return (claim.Key, plan.Last(r => Lines(r).Any(open.Contains)), open);
        }
    }

    private static IEnumerable<long> Lines(StandingAnswer reversal) => reversal.Decision.Part ?? reversal.Decision.Lines.Select(l => l.ChargeId).OfType<long>();

    private static string How(Denial work, List<StandingAnswer> answers) =>
        answers.Find(a => a.Answer == work.AdjudicationId) is not { } reversal ? "unposted"
        : answers.Counting().Exists(a => a.Decision.Plan == reversal.Decision.Plan && !Lines(reversal).All(c => a.Decision.Unanswered?.Contains(c) == true)) ? "answeredAgain" : "owedOtherwise";

    private static async Task Open(Tx tx, Id<Practice> practice, List<Awaited> awaited, CancellationToken cancel)
    {
        if (awaited.Count == 0) return;
        var ids = awaited.ConvertAll(a => a.Reversal.Answer);
        var paid = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Paid, cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id.Value, p => p.Name, cancel);
        var ended = (await EndWork.Ended(tx, practice, ids, cancel)).FindAll(TakenBackWork.IsAnswer);
        var opened = new List<OpenedAmount>();
        foreach (var (claim, reversal, owed) in awaited)
        {
            if (ended.Exists(d => d.ClaimId == claim && d.AdjudicationId == reversal.Answer)) continue; // a person's word that it is no work stands
            var (on, took) = (reversal.Decision.HappenedOn, paid[reversal.Answer]);
            var why = $"{payers[reversal.Decision.PayerId!.Value]} took {(took.IsNegative ? $"{-took} back" : "its answer back")} on {on.InWords()} and sent no new answer.";
            opened.Add(new(claim, reversal.Answer, reversal.Submission, null, null, TakenBackWork.Answer, TakenBackWork.CodesOf(TakenBackWork.Answer), owed, why, on, on.AddDays(AskAfterDays)));
        }
        await OpenDenials.Run(tx, practice, opened, cancel);
    }
}

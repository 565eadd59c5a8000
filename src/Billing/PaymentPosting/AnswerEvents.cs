using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>An answer in the claim's story, in words with the codes: adjudicated or taken back, forwarded, denied.</summary>
internal static class AnswerEvents
{
    public static IEnumerable<ClaimEvent> Of(Tx tx, Id<Practice> practice, Adjudication row, Match match, ChunkFacts facts, Answer answer, PostingDecision decision)
    {
        ClaimEvent Event(ClaimEventKind kind, string detail) => new()
        {
            Practice = practice, Id = tx.NextId<ClaimEvent>(), ClaimId = match.Claim, SubmissionId = match.Submission, Kind = kind, HappenedOn = facts.Check.Date, RecordedAt = tx.Now,
            Actor = tx.Actor, Detail = detail, SourceSha256 = facts.Remittance.FileSha256, SourceFromSegment = row.FromSegment, SourceToSegment = row.ToSegment,
        };
        if (decision.Kind == DecisionKind.Reversal)
        {
            // What is left of an answer of which some lines are taken back is the claim's answer as before.
            yield return Event(decision.Part is null ? ClaimEventKind.Reversed : ClaimEventKind.Adjudicated, $"{facts.Check.PayerName} takes {(decision.Part is null ? "its answer" : "a part of its answer")} back: {row.Paid} (check {facts.Check.Trn02}).{Findings(decision)}");
            yield break;
        }
        var owed = decision.Lines.Where(l => l.Account == Account.GuarantorReceivable).Sum(l => l.Amount);
        var codes = string.Join(' ', answer.Adjustments.Where(a => !a.Amount.IsZero).Select(a => $"{a.Code} {a.Amount}"));
        yield return Event(ClaimEventKind.Adjudicated,
            $"{facts.Check.PayerName} pays {row.Paid} of {row.Charge} (check {facts.Check.Trn02}, status {row.ClpStatus}){(codes.Length > 0 ? $"; {codes}" : "")}{(owed.IsZero ? "" : $"; guarantor owes {owed}")}.{Findings(decision)}");
        if (Crossover.Happened(answer)) yield return Event(ClaimEventKind.CrossedOver, $"Forwarded by the payer{(answer.CrossoverPayer is { } to ? $" to {to}" : "")}: a claim of our own goes only if the next payer has not answered by {NextPayer.OwnClaimFrom(facts.Check.Date).InWords()}.");
        var denied = decision.Open.Where(o => o.Kind == "denied").ToList();
        if (denied.Count > 0) yield return Event(ClaimEventKind.Denied, $"Denied {denied.Sum(d => d.Amount)}: {string.Join("; ", denied.Select(d => d.LineN is { } n ? $"line {n} {d.Codes}" : d.Codes))}.");
    }

    private static string Findings(PostingDecision decision) => decision.Findings.Count == 0 ? "" : " " + string.Join(' ', decision.Findings);
}

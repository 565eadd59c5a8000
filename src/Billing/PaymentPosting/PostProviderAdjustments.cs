using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Posts the PLB rows of a remittance that are not live yet, with the last chunk of a run.</summary>
internal static class PostProviderAdjustments
{
    public static async Task Run(Tx tx, PayerCheck check, RemittanceRow remittance, PostingRun run, DateOnly bookedOn, CancellationToken cancel)
    {
        var practice = check.Practice;
        var rows = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == practice && a.RemittanceId == remittance.Id).OrderBy(a => a.Id).ToListAsync(cancel);
        if (rows.Count == 0 || run.Kind == "held") return;
        var ids = rows.ConvertAll(r => r.Id.Value);
        var generations = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.ProviderAdjustment && ids.Contains(d.FactId))
            .GroupBy(d => d.FactId).Select(g => new { g.Key, Max = g.Max(d => d.Generation) }).ToDictionaryAsync(g => g.Key, g => g.Max, cancel);
        var left = rows.FindAll(r => generations.GetValueOrDefault(r.Id.Value) % 2 == 0);
        PostingDecisionRow Row(long fact, PostingDecision decision) => PostingBook.Row(tx, practice, FactKind.ProviderAdjustment, fact, generations.GetValueOrDefault(fact) + 1, run.PolicyVersion, decision);
        var owners = await AdjustmentOwners.Of(tx, check, left, cancel);
        foreach (var sibling in left.Where(r => owners.Open.ContainsKey(r.Id)).GroupBy(r => owners.Open[r.Id]).OrderBy(g => g.Key).ToList())
        {
            var passed = await PassOn.Adjustments(tx, check, remittance, sibling.Key, [.. sibling], cancel);
            await PostingBook.Record(tx, practice, bookedOn, [.. sibling.Zip(passed, (plb, decision) => (Row(plb.Id.Value, decision), decision))], cancel);
        }
        var due = left.Where(r => !owners.Open.ContainsKey(r.Id)).Select(r => new ProviderAdjustmentFacts(r.Id.Value, r.Reason, r.ReferenceRaw, r.Amount)).ToList();
        var state = await State(tx, check, remittance, due, cancel);
        var decided = ProviderAdjustmentPosting.Decide(due, state)
            .Select(d => (Row(d.Facts.Id, d.Decision), d.Decision)).ToList();
        await PostingBook.Record(tx, practice, bookedOn, decided, cancel);
        foreach (var (facts, decision) in due.Zip(decided.OrderBy(d => d.Item1.FactId).Select(d => d.Decision)))
            foreach (var finding in owners.Closed.TryGetValue(new(facts.Id), out var owner) && decision.Findings.Count > 0 ? [await Closed(tx, check, owner, cancel)] : decision.Findings)
                Exceptions.Add(tx, practice, ExceptionKind.UnexplainedRecovery, remittance.FileSha256, remittance.Id, null, facts.Amount, Money.Zero, $"PLB {facts.Reason} {facts.Reference}: {finding}".Replace("  ", " ", StringComparison.Ordinal),
                    "Find the payer's letter; type it in as an adjudication, or dispute the recovery.");
    }

    private static async Task<string> Closed(Tx tx, PayerCheck check, Practice owner, CancellationToken cancel) =>
        $"it names a claim of {owner.Name}, another practice of ours, where {tx.Actor} has no rights. Unposted and posted again by {await Siblings.WhoMay(tx, Right.Unpost, [check.Practice, owner.Id], cancel)}, it goes there.";

    private static async Task<ProviderAdjustmentState> State(Tx tx, PayerCheck check, RemittanceRow remittance, List<ProviderAdjustmentFacts> due, CancellationToken cancel)
    {
        var party = ChunkFacts.CheckParty(check);
        var owed = await OpenBalances.Of(tx, check.Practice, Account.RefundsPayablePayer, party, cancel);
        var named = due.Where(d => d.Reason == "WO").Select(d => d.Reference is { } r ? $"reference:{Pcn.Fold(r)}" : "reference:none").Distinct().ToList();
        var settled = named.Count == 0 ? [] : (await OpenBalances.About(tx, check.Practice, named, cancel)).Where(b => b.Account == Account.RefundsPayablePayer && b.Party == party && b.Amount.IsZero).Select(b => b.About).ToList();
        return new ProviderAdjustmentState
        {
            CheckParty = party, CheckId = check.Id.Value, CheckDate = check.Date, Source = remittance.FileSha256 is { } sha ? $"835 {sha[..12]}" : $"EOB of check {check.Trn02}",
            RefundsOwed = [.. owed.Where(o => o.Amount.IsNegative).Select(o => (o.About, -o.Amount))], Settled = settled,
        };
    }
}

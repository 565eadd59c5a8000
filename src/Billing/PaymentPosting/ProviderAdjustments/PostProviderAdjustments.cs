using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
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
        var decided = new List<(PostingDecisionRow, PostingDecision)>();
        foreach (var (facts, said) in ProviderAdjustmentPosting.Decide(due, state))
        {
            var decision = owners.Closed.TryGetValue(new(facts.Id), out var owner) && said.Findings.Count > 0 ? said with { Findings = [await Closed(tx, check, owner, cancel)] } : said;
            decided.Add((Row(facts.Id, decision), decision));
        }
        await PostingBook.Record(tx, practice, bookedOn, decided, cancel);
        if (due.Count > 0) await UnexplainedAdjustments.Review(tx, check, rows, cancel);
    }

    /// <summary>Undoes those of a remittance that are live, and returns them with what had been decided.</summary>
    public static async Task<List<(long Fact, PostingDecision Was)>> Undo(Tx tx, PayerCheck check, PostingRun run, DateOnly bookedOn, CancellationToken cancel)
    {
        var rows = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == check.Practice && a.RemittanceId == run.RemittanceId).ToListAsync(cancel);
        var undone = await PostingBook.Undo(tx, check.Practice, bookedOn, FactKind.ProviderAdjustment, rows.ConvertAll(a => a.Id.Value), $"unposted by {run.Actor}", cancel);
        if (undone.Count > 0) await UnexplainedAdjustments.Review(tx, check, rows, cancel);
        return undone;
    }

    private static async Task<string> Closed(Tx tx, PayerCheck check, Practice owner, CancellationToken cancel) =>
        $"it names a claim of {owner.Name}, another practice of ours, where {tx.Actor} has no rights. Unposted and posted again by {await Siblings.WhoMay(tx, Right.Unpost, [check.Practice, owner.Id], cancel)}, it goes there.";

    private static async Task<ProviderAdjustmentState> State(Tx tx, PayerCheck check, RemittanceRow remittance, List<ProviderAdjustmentFacts> due, CancellationToken cancel)
    {
        var party = ChunkFacts.CheckParty(check);
        var owed = await OpenBalances.Of(tx, check.Practice, Account.RefundsPayablePayer, party, cancel);
        var named = due.Where(d => d.Reason == "WO").Select(d => Recovery.About(d.Reference)).Distinct().ToList();
        var waiting = await OpenBalances.Of(tx, check.Practice, Account.RecoupmentClearing, party, cancel);
        var carried = due.Exists(d => ForwardBalance.Takes(d.Reason)) ? (await OpenBalances.Of(tx, check.Practice, Account.ForwardBalance, party, cancel)).Sum(b => b.Amount) : Money.Zero;
        return new ProviderAdjustmentState
        {
            CheckParty = party, CheckId = check.Id.Value, CheckDate = check.Date, Source = remittance.FileSha256 is { } sha ? $"835 {sha[..12]}" : $"EOB of check {check.Trn02}",
            RefundsOwed = [.. owed.Where(o => o.Amount.IsNegative).Select(o => (o.About, -o.Amount))], Carried = -carried,
            Settled = await UnexplainedAdjustments.Settled(tx, check.Practice, party, named, cancel),
            Recovered = await UnexplainedAdjustments.Recovered(tx, check.Practice, party, [.. due.Where(d => d.Reason is "72" or "B2").Select(d => d.Reference).OfType<string>().Distinct()], cancel),
            Waiting = waiting.GroupBy(w => w.About).ToDictionary(g => g.Key, g => g.Sum(w => w.Amount)),
        };
    }
}

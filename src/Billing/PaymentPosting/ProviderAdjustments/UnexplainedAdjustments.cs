using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// What a payer took or gave by PLB and nothing explains is work for a person as long as it stands in recoupment clearing, or below what was carried forward. When another check brings the
/// other side (our refund that crossed the recovery, the remittance that carried the balance forward), or the check is unposted, the work ends; it is back when that is undone (MONEY 1.7, 3).
/// </summary>
internal static class UnexplainedAdjustments
{
    private sealed record Moved(long Fact, Account Account, string About, Money Balance);

    /// <param name="Amount">What stands of it, as in the PLB: above zero the payer took it.</param>
    private sealed record Due(ProviderAdjustment Row, string Reason, Money Amount);

    /// <summary>Looks at every provider adjustment of the payer that moved the same accounts as these.</summary>
    public static async Task Review(Tx tx, PayerCheck check, IReadOnlyList<ProviderAdjustment> adjustments, CancellationToken cancel)
    {
        var (practice, party) = (check.Practice, ChunkFacts.CheckParty(check));
        var moved = await MovedWith(tx, practice, party, [.. adjustments.Select(a => Recovery.About(a.ReferenceRaw)).Append(ForwardBalance.About(party)).Distinct()], [Account.RecoupmentClearing, Account.ForwardBalance], cancel);
        var ids = moved.Select(m => new Id<ProviderAdjustment>(m.Fact)).Distinct().ToList();
        var rows = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(cancel);
        var live = await Live(tx, practice, rows.ConvertAll(r => r.Id.Value), cancel);
        var due = Standing(rows, live, moved).SelectMany(r => live[r.Row.Id.Value].Findings.Select(finding => new Due(r.Row, Begin(r.Row) + finding, r.Amount))).ToList();
        await Settle(tx, practice, rows, live, due, cancel);
        var remittances = due.ConvertAll(d => d.Row.RemittanceId);
        var files = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && remittances.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.FileSha256, cancel);
        foreach (var (row, reason, amount) in due)
            Exceptions.Add(tx, practice, ExceptionKind.UnexplainedRecovery, files[row.RemittanceId], row.RemittanceId, null, -amount, Money.Zero, reason, Next(row, amount));
        await tx.Db.SaveChangesAsync(cancel);
    }

    /// <summary>To get money back that was taken, or to learn what money is for that was given.</summary>
    private static string Next(ProviderAdjustment row, Money amount) =>
        ForwardBalance.Takes(row.Reason) ? "Find the remittance that carried it forward and post it, or dispute the deduction."
        : amount.IsNegative ? "Find the refund of ours that it answers: the payer took it or a part of it, and gives this back. Where there was none, ask the payer what it is for; it may take it off a later check."
        : "Find the payer's letter and the claim that it is about; ask the payer for the remittance that reverses that claim, or dispute the recovery.";

    /// <summary>
    /// Those of which something stands: of what an item holds, the latest that moved it that way have their part, each cent once. What a remittance gives back itself is not open, nor is anything
    /// of an item that another check has made whole.
    /// </summary>
    private static List<(ProviderAdjustment Row, Money Amount)> Standing(List<ProviderAdjustment> rows, Dictionary<long, PostingDecision> live, List<Moved> moved)
    {
        var stands = new List<(ProviderAdjustment Row, Money Amount)>();
        foreach (var item in moved.Where(m => m.Account == Account.RecoupmentClearing || m.Balance > Money.Zero).DistinctBy(m => (m.Account, m.About)))
        {
            Money Own(ProviderAdjustment row) => live.TryGetValue(row.Id.Value, out var said) ? said.Lines.Where(l => l.Account == item.Account && l.About == item.About).Sum(l => l.Amount) : Money.Zero;
            var left = item.Balance;
            foreach (var remittance in rows.GroupBy(r => r.RemittanceId).OrderByDescending(g => g.Max(r => r.Id)))
            {
                var net = remittance.Sum(Own);
                if (net.IsZero || net.IsNegative != item.Balance.IsNegative) continue;
                foreach (var row in remittance.OrderByDescending(r => r.Id).Where(r => Own(r) is var own && !own.IsZero && own.IsNegative == net.IsNegative && live[r.Id.Value].Findings.Count > 0))
                {
                    var part = Nearer(Nearer(Own(row), net), left);
                    if (part.IsZero) break;
                    stands.Add((row, part));
                    (left, net) = (left - part, net - part);
                }
            }
        }
        return [.. stands.OrderBy(s => s.Row.Id)];
    }

    /// <summary>Of two amounts of one sign the one nearer to zero.</summary>
    private static Money Nearer(Money one, Money other) => one.IsNegative ? -Money.Min(-one, -other) : Money.Min(one, other);

    /// <summary>
    /// Of refunds that we owed what checks recovered under these references (WO) and none gave back (72, B2), by reference and item.
    /// </summary>
    public static async Task<IReadOnlyList<(string Reference, string About, Money Left)>> Recovered(Tx tx, Id<Practice> practice, Party party, List<string> references, CancellationToken cancel)
    {
        if (references.Count == 0) return [];
        var abouts = references.Select(Recovery.About).Distinct().ToList();
        var moved = (await MovedWith(tx, practice, party, abouts, [Account.RefundsPayablePayer, Account.RecoupmentClearing], cancel)).Select(m => new Id<ProviderAdjustment>(m.Fact)).Distinct().ToList();
        var rows = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == practice && (moved.Contains(a.Id) || references.Contains(a.ReferenceRaw!))).OrderBy(a => a.Id).ToListAsync(cancel);
        var live = await Live(tx, practice, rows.ConvertAll(r => r.Id.Value), cancel);
        return [.. rows.Where(r => live.ContainsKey(r.Id.Value) && abouts.Contains(Recovery.About(r.ReferenceRaw)) && (r.Reason is "72" or "B2" || (r.Reason == "WO" && !r.Amount.IsNegative)))
            .SelectMany(r => live[r.Id.Value].Lines.Where(l => l.Account == Account.RefundsPayablePayer && l.Party == party).Select(l => (Reference: r.ReferenceRaw!, About: l.About!, l.Amount)))
            .GroupBy(l => (Key: Recovery.About(l.Reference), l.About)).Select(g => (g.First().Reference, g.Key.About, g.Sum(l => l.Amount))).Where(g => g.Item3 > Money.Zero)];
    }

    /// <summary>Of these references those whose refund or recovery came and went: a second recovery of one is "paid back twice".</summary>
    public static async Task<IReadOnlyList<string>> Settled(Tx tx, Id<Practice> practice, Party party, List<string> named, CancellationToken cancel)
    {
        if (named.Count == 0) return [];
        var moved = (await MovedWith(tx, practice, party, named, [Account.RefundsPayablePayer, Account.RecoupmentClearing], cancel)).FindAll(m => m.Balance.IsZero);
        var live = await Live(tx, practice, moved.ConvertAll(m => m.Fact), cancel);
        return [.. moved.Where(m => live.ContainsKey(m.Fact)).Select(m => m.About).Distinct()];
    }

    /// <summary>Ends what is open of these adjustments and no longer due, and takes from <paramref name="due"/> what is open already.</summary>
    private static async Task Settle(Tx tx, Id<Practice> practice, List<ProviderAdjustment> rows, Dictionary<long, PostingDecision> live, List<Due> due, CancellationToken cancel)
    {
        var remittances = rows.Select(r => (Id<RemittanceRow>?)r.RemittanceId).Distinct().ToList();
        foreach (var open in await Exceptions.Open(tx).Where(e => e.Practice == practice && e.Kind == ExceptionKind.UnexplainedRecovery && remittances.Contains(e.RemittanceId)).OrderBy(e => e.Id).ToListAsync(cancel))
        {
            var same = due.FindIndex(d => d.Row.RemittanceId == open.RemittanceId && d.Reason == open.Reason && -d.Amount == open.Amount);
            if (same >= 0) due.RemoveAt(same);
            else if (rows.FirstOrDefault(r => r.RemittanceId == open.RemittanceId && open.Reason.StartsWith(Begin(r), StringComparison.Ordinal)) is { } row)
                await Exceptions.Settle(tx, practice, open.Id, !live.ContainsKey(row.Id.Value) ? "unposted" : due.Exists(d => d.Row.Id == row.Id) ? "another part of it is left" : "nothing is left of it", cancel);
        }
    }

    private static string Begin(ProviderAdjustment row) => $"PLB {row.Reason}{(row.ReferenceRaw is null ? "" : $" {row.ReferenceRaw}")}: ";

    /// <summary>The provider adjustments that ever moved these items of the payer, with what the items hold now.</summary>
    private static async Task<List<Moved>> MovedWith(Tx tx, Id<Practice> practice, Party party, List<string> abouts, Account[] accounts, CancellationToken cancel) =>
        (await (from item in tx.Db.Set<OpenItem>().AsNoTracking()
                where item.Practice == practice && abouts.Contains(item.About) && accounts.Contains(item.Account) && item.PartyKind == party.Kind && item.PartyId == party.Id
                join now in tx.Db.Set<OpenItemNow>() on new { item.Practice, item.Id } equals new { now.Practice, Id = now.ItemId }
                join line in tx.Db.Set<JournalLineRow>() on new { item.Practice, Id = (long?)item.Id } equals new { line.Practice, Id = line.OpenItemId }
                join entry in tx.Db.Set<JournalEntryRow>() on new { line.Practice, Id = line.EntryId } equals new { entry.Practice, entry.Id }
                where entry.FactKind == FactKind.ProviderAdjustment
                select new { entry.FactId, item.Account, item.About, now.Amount }).Distinct().ToListAsync(cancel)).ConvertAll(m => new Moved(m.FactId, m.Account, m.About, m.Amount));

    /// <summary>What was decided of those that are posted now.</summary>
    private static async Task<Dictionary<long, PostingDecision>> Live(Tx tx, Id<Practice> practice, List<long> facts, CancellationToken cancel) =>
        (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.ProviderAdjustment && facts.Contains(d.FactId)).ToListAsync(cancel))
            .GroupBy(d => d.FactId).Select(g => g.MaxBy(d => d.Generation)!).Where(d => d.Generation % 2 == 1).ToDictionary(d => d.FactId, d => PostingDecision.FromJson(d.Choices));
}

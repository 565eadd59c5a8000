using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>
/// The balances of one visit with its money where it is. A check's own entry and a deposit are of many visits and name none, so the visit's lines alone would leave its share in clearing and
/// at the desk. Here the share follows its check or receipt: on its way, at the desk, due from a sibling practice, or in cash. What a plan paid counts as the claim says (CLP04); what it kept from
/// that check for something else (PLB) is not the visit's. The amounts sum to zero, as every entry does.
/// </summary>
public static class VisitBook
{
    private sealed record Line(Account Account, string? Detail, Party Party, long? CheckId, string? About, FactKind Fact, long FactId, Money Amount);

    /// <param name="asOf">The end of that day; null = everything booked.</param>
    public static async Task<List<Balance>> Of(Tx tx, Encounter visit, DateOnly? asOf, CancellationToken cancel = default)
    {
        var until = asOf ?? DateOnly.MaxValue;
        var cash = (Account.Cash, Party.Practice(visit.Practice.Value));
        var lines = await Lines(tx, visit, until, cancel);
        var checks = await Checks(tx, visit.Practice, lines, until, cancel);
        var receipts = await Receipts(tx, visit, lines, cancel);
        var undeposited = await Undeposited(tx, visit.Practice, [.. receipts.Values.Distinct()], until, cancel);
        (Account, Party) Place(Line line)
        {
            if (line is { Account: Account.RemittanceClearing, CheckId: { } check }) return checks.TryGetValue(check, out var place) ? place ?? (line.Account, line.Party) : cash;
            if (line.Account == Account.RefundsPayablePatient) return cash; // what was given back of the visit's receipt went out of it
            return receipts.TryGetValue(line, out var receipt) ? undeposited.GetValueOrDefault(receipt, cash) : (line.Account, line.Party);
        }
        return [.. lines.GroupBy(l => (Place: Place(l), l.Detail)).Select(g => new Balance(g.Key.Place.Item1, g.Key.Detail, g.Key.Place.Item2, g.Sum(l => l.Amount))).Where(b => !b.Amount.IsZero)
            .OrderBy(b => b.Account).ThenBy(b => b.Detail, StringComparer.Ordinal).ThenBy(b => b.Party.Kind).ThenBy(b => b.Party.Id)];
    }

    private static async Task<List<Line>> Lines(Tx tx, Encounter visit, DateOnly until, CancellationToken cancel)
    {
        var rows = await (from line in tx.Db.Set<JournalLineRow>().AsNoTracking()
                          where line.Practice == visit.Practice && line.EncounterId == visit.Id.Value && line.BookedOn <= until
                          join entry in tx.Db.Set<JournalEntryRow>() on new { line.Practice, Id = line.EntryId } equals new { entry.Practice, entry.Id }
                          select new { line.Account, line.Detail, line.PartyKind, line.PartyId, line.CheckId, line.OpenItemId, line.Amount, entry.FactKind, entry.FactId }).ToListAsync(cancel);
        var ids = rows.Select(r => r.OpenItemId).OfType<long>().Distinct().ToList();
        var abouts = await tx.Db.Set<OpenItem>().AsNoTracking().Where(i => i.Practice == visit.Practice && ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.About, cancel);
        // Only write-offs and discounts are told apart by their detail; on other accounts it is a word for statements.
        return rows.ConvertAll(r => new Line(r.Account, (short)r.Account / 100 == 4 ? r.Detail : null, new(r.PartyKind, r.PartyId), r.CheckId, r.OpenItemId is { } item ? abouts[item] : null, r.FactKind, r.FactId, r.Amount));
    }

    /// <summary>Of the visit's checks those whose money is not in cash, and where it is; a check of 0.00 or less brought none: what it took back is carried forward (MONEY 3 B), or stands unapplied;
    /// null where neither is so, since the check set it off against what it paid for others or took for the payer itself (PLB): it is cleared, and was never cash.</summary>
    private static async Task<Dictionary<long, (Account, Party)?>> Checks(Tx tx, Id<Practice> practice, List<Line> lines, DateOnly until, CancellationToken cancel)
    {
        var checks = lines.Where(l => l.Account == Account.RemittanceClearing).Select(l => l.CheckId).Distinct().ToList();
        var open = await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && checks.Contains(l.CheckId) && l.BookedOn <= until && (l.Account == Account.PaymentsInTransit || l.Account == Account.DueFrom || l.Account == Account.ForwardBalance || l.Account == Account.UnappliedPayerCash))
            .Select(l => new { l.CheckId, l.Account, l.PartyKind, l.PartyId, l.Amount }).ToListAsync(cancel);
        var ids = checks.OfType<long>().Select(c => new Id<PayerCheck>(c)).ToList();
        var amounts = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id.Value, c => c.Amount, cancel);
        var found = new Dictionary<long, (Account, Party)?>();
        var linesOf = open.ToLookup(l => l.CheckId!.Value);
        foreach (var (check, amount) in amounts)
        {
            bool Brings(Account account) => account is Account.PaymentsInTransit or Account.DueFrom;
            var brought = amount > Money.Zero;
            var place = linesOf[check].Where(l => brought == Brings(l.Account)).OrderByDescending(l => l.Account == Account.ForwardBalance).GroupBy(l => (l.Account, Party: new Party(l.PartyKind, l.PartyId))).FirstOrDefault(g => !g.Sum(l => l.Amount).IsZero);
            if (place is not null) found[check] = (place.Key.Account, place.Key.Party);
            else if (!brought) found[check] = null;
        }
        return found;
    }

    /// <summary>The receipts behind the visit's lines: taken for it, or taken on account and applied to it.</summary>
    private static async Task<Dictionary<Line, long>> Receipts(Tx tx, Encounter visit, List<Line> lines, CancellationToken cancel)
    {
        var found = new Dictionary<Line, long>();
        foreach (var line in lines.Where(l => l.Account == Account.UndepositedReceipts)) found[line] = long.Parse(line.About!.AsSpan("receipt:".Length), CultureInfo.InvariantCulture);
        var applied = lines.FindAll(l => l is { Account: Account.PatientPrepayments, Fact: FactKind.ReceiptApplication } && l.About != $"visit:{visit.Id}");
        var ids = applied.ConvertAll(l => new Id<ReceiptApplication>(l.FactId));
        var receipts = await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == visit.Practice && ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id.Value, a => a.ReceiptId.Value, cancel);
        foreach (var line in applied) found[line] = receipts[line.FactId];
        return found;
    }

    /// <summary>Of the receipts those that are still at the desk.</summary>
    private static async Task<Dictionary<long, (Account, Party)>> Undeposited(Tx tx, Id<Practice> practice, List<long> receipts, DateOnly until, CancellationToken cancel)
    {
        var abouts = receipts.ConvertAll(r => $"receipt:{r}");
        var lines = await (from item in tx.Db.Set<OpenItem>().AsNoTracking()
                           where item.Practice == practice && item.Account == Account.UndepositedReceipts && abouts.Contains(item.About)
                           join line in tx.Db.Set<JournalLineRow>() on new { item.Practice, Id = (long?)item.Id } equals new { line.Practice, Id = line.OpenItemId }
                           where line.BookedOn <= until
                           select new { item.About, item.PartyKind, item.PartyId, line.Amount }).ToListAsync(cancel);
        return lines.GroupBy(l => (l.About, Party: new Party(l.PartyKind, l.PartyId))).Where(g => !g.Sum(l => l.Amount).IsZero)
            .ToDictionary(g => long.Parse(g.Key.About.AsSpan("receipt:".Length), CultureInfo.InvariantCulture), g => (Account.UndepositedReceipts, g.Key.Party));
    }
}

using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

public sealed record PaidBy(string? Payer, Money Amount);
public sealed record AdjustedAs(string Kind, Money Amount);
public sealed record OwedBy(string? Party, Money Amount);

/// <summary>
/// A guarantor's account with one patient on a day. charged = paid + patientPaid + adjusted + owes - credit, to the cent; what is prepaid has paid
/// no charge yet and stands apart (MONEY 1.9: a credit is never netted against a debt).
/// </summary>
public sealed record AccountOverview(
    string Guarantor, Money Charged, IReadOnlyList<PaidBy> Paid, Money PatientPaid, IReadOnlyList<AdjustedAs> Adjusted, IReadOnlyList<OwedBy> Owes, Money Prepaid, Money Credit)
{
    private static readonly Account[] Receivables = [Account.PayerReceivable, Account.GuarantorReceivable, Account.LienReceivable, Account.AgencyReceivable, Account.WithholdReceivable];
    private static readonly FactKind[] Receipts = [FactKind.Receipt, FactKind.ReceiptApplication, FactKind.Refund];

    private sealed record Line(Account Account, string? Detail, Party Party, long? ChargeId, Money Amount, FactKind Fact);

    /// <summary>One for each guarantor who answers, or answered, for the patient.</summary>
    public static async Task<IReadOnlyList<AccountOverview>> Of(Tx tx, Patient patient, DateOnly asOf, CancellationToken cancel = default)
    {
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == patient.Practice && e.PatientId == patient.Id).Select(e => new { e.Id, e.AccountId }).ToListAsync(cancel);
        var named = await tx.Db.Set<GuarantorOfPatient>().AsNoTracking().Where(g => g.Practice == patient.Practice && g.PatientId == patient.Id).Select(g => g.AccountId).ToListAsync(cancel);
        var overviews = new List<AccountOverview>();
        foreach (var account in visits.Select(v => v.AccountId).Concat(named).Distinct().OrderBy(a => a))
        {
            var lines = await Lines(tx, patient.Practice, [.. visits.Where(v => v.AccountId == account).Select(v => v.Id.Value)], asOf, cancel);
            var ahead = await tx.Db.Set<JournalLineRow>().Where(l => l.Practice == patient.Practice && l.Account == Account.PatientPrepayments && l.PartyKind == PartyKind.Guarantor
                && l.PartyId == account.Value && l.BookedOn <= asOf).Select(l => l.Amount).ToListAsync(cancel);
            var prepaid = -ahead.Sum(a => a);
            var keys = await PartyKeys.Of(tx, patient.Practice, lines.Select(l => l.Party).Append(Party.Guarantor(account.Value)), cancel);
            overviews.Add(Fold(Party.Guarantor(account.Value), lines, prepaid, keys));
        }
        return overviews;
    }

    private static async Task<List<Line>> Lines(Tx tx, Id<Practice> practice, List<long> visits, DateOnly asOf, CancellationToken cancel) =>
        (await (from line in tx.Db.Set<JournalLineRow>().AsNoTracking()
                join entry in tx.Db.Set<JournalEntryRow>() on new { line.Practice, Id = line.EntryId } equals new { entry.Practice, entry.Id }
                where line.Practice == practice && line.EncounterId != null && visits.Contains(line.EncounterId.Value) && line.BookedOn <= asOf
                select new { line.Account, line.Detail, line.PartyKind, line.PartyId, line.ChargeId, line.Amount, entry.FactKind }).ToListAsync(cancel))
        .ConvertAll(l => new Line(l.Account, l.Detail, new Party(l.PartyKind, l.PartyId), l.ChargeId, l.Amount, l.FactKind));

    private static AccountOverview Fold(Party guarantor, List<Line> lines, Money prepaid, PartyKeys keys)
    {
        // Money that came from a payer passes the check's clearing account.
        var paid = lines.Where(l => l.Account == Account.RemittanceClearing).GroupBy(l => keys.KeyOf(l.Party)).Select(g => new PaidBy(g.Key, g.Sum(l => l.Amount))).Where(p => !p.Amount.IsZero);
        var patientPaid = -lines.Where(l => Receipts.Contains(l.Fact) && Receivables.Contains(l.Account)).Sum(l => l.Amount);
        var adjusted = lines.Where(l => (short)l.Account / 100 is 4 or 5).GroupBy(l => Chart.Key(l.Account, l.Detail)).Select(g => new AdjustedAs(g.Key, g.Sum(l => l.Amount))).Where(a => !a.Amount.IsZero);
        var open = lines.Where(l => Receivables.Contains(l.Account)).GroupBy(l => (l.Party, l.ChargeId)).Select(g => (g.Key.Party, Amount: g.Sum(l => l.Amount))).ToList();
        var credit = open.Where(o => o.Amount.IsNegative).Sum(o => -o.Amount);
        var owes = open.Where(o => !o.Amount.IsNegative).GroupBy(o => keys.KeyOf(o.Party)).Select(g => new OwedBy(g.Key, g.Sum(o => o.Amount))).Where(o => !o.Amount.IsZero);
        return new AccountOverview(keys.KeyOf(guarantor)!, -lines.Where(l => l.Account == Account.GrossCharges).Sum(l => l.Amount), [.. paid], patientPaid, [.. adjusted], [.. owes], prepaid, credit);
    }
}

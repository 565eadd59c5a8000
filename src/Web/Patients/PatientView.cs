using CleanClaim.Billing;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Patients;

/// <summary>A visit in the patient's list with what is open on it.</summary>
public sealed record VisitRow(Encounter Visit, string Provider, VisitMoney Money);

/// <summary>What the patient page shows.</summary>
public sealed record PatientView(
    Patient Patient, IReadOnlyList<(GuarantorAccount Account, DateOnly From)> Guarantors, IReadOnlyList<(Coverage Coverage, Payer Payer)> Coverages,
    IReadOnlyList<VisitRow> Visits, IReadOnlyList<(GuarantorAccount Account, GuarantorBalance Balance)> Balances,
    IReadOnlyList<ReceiptNow> Receipts, IReadOnlyList<(Case Case, string Payer)> Cases, IReadOnlyList<RefundNow> Refunds)
{
    /// <summary>Visits that stand with another guarantor than the one named for their day.</summary>
    public IReadOnlyList<VisitOfAnother> OfAnother { get; init; } = [];

    public static async Task<PatientView?> Of(Tx tx, Id<Patient> id, DateOnly today, CancellationToken cancel)
    {
        var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel);
        if (patient is null) return null;
        var practice = patient.Practice;
        var links = await tx.Db.Set<GuarantorOfPatient>().AsNoTracking().Where(g => g.Practice == practice && g.PatientId == id).OrderByDescending(g => g.From).ToListAsync(cancel);
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && e.PatientId == id).OrderByDescending(e => e.Date).ThenByDescending(e => e.Id).Take(100).ToListAsync(cancel);
        var accountIds = links.Select(l => l.AccountId).Concat(visits.Select(v => v.AccountId)).Distinct().ToList();
        var accounts = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && accountIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        var coverages = await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && c.PatientId == id).OrderBy(c => c.Rank).ToListAsync(cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var balances = new List<(GuarantorAccount, GuarantorBalance)>();
        foreach (var account in accounts.Values) balances.Add((account, await GuarantorBalances.Of(tx, practice, account.Id, today, cancel)));
        var cases = await tx.Db.Set<Case>().AsNoTracking().Where(c => c.Practice == practice && c.PatientId == id).OrderByDescending(c => c.Date).ToListAsync(cancel);
        return new PatientView(patient, [.. links.Select(l => (accounts[l.AccountId], l.From))], [.. coverages.Select(c => (c, payers[c.PayerId]))],
            await Rows(tx, practice, visits, cancel), balances, await ReceiptList.Of(tx, patient, cancel),
            [.. cases.Select(c => (c, payers[c.PayerId].Name))], await RefundList.Of(tx, practice, accountIds, cancel))
        {
            OfAnother = await ChangeGuarantor.Others(tx, practice, id, cancel),
        };
    }

    private static async Task<IReadOnlyList<VisitRow>> Rows(Tx tx, Id<Practice> practice, List<Encounter> visits, CancellationToken cancel)
    {
        var money = await VisitMoney.Of(tx, visits.ConvertAll(v => v.Id), cancel);
        var providers = await tx.Db.Set<Provider>().AsNoTracking().Where(p => p.Practice == practice).ToDictionaryAsync(p => p.Id, p => $"{p.FirstName} {p.LastName}", cancel);
        return [.. visits.Select(v => new VisitRow(v, providers[v.ProviderId], money[v.Id]))];
    }
}

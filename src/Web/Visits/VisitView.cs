using CleanClaim.Billing;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Visits;

public sealed record VisitListRow(Encounter Visit, string Patient, string Provider, VisitMoney Money, bool HasClaim);

internal static class VisitList
{
    /// <summary>The latest first, from the one with this number on.</summary>
    public static async Task<Paged<VisitListRow>> Page(Tx tx, long? from, CancellationToken cancel)
    {
        var all = tx.Db.Set<Encounter>().AsNoTracking();
        var id = new Id<Encounter>(from ?? 0);
        var (onward, back) = (all, (IQueryable<Encounter>?)null);
        if (await all.FirstOrDefaultAsync(e => e.Id == id, cancel) is { } first)
        {
            onward = all.Where(e => e.Date < first.Date || (e.Date == first.Date && e.Id <= id));
            back = all.Where(e => e.Date > first.Date || (e.Date == first.Date && e.Id > id)).OrderBy(e => e.Date).ThenBy(e => e.Id);
        }
        var part = await Paging.Cut(all, onward.OrderByDescending(e => e.Date).ThenByDescending(e => e.Id), back, e => e.Id.Value, cancel: cancel);
        return part.As(await Rows(tx, part.Rows, cancel));
    }

    private static async Task<IReadOnlyList<VisitListRow>> Rows(Tx tx, IReadOnlyList<Encounter> visits, CancellationToken cancel)
    {
        var patientIds = visits.Select(v => v.PatientId).Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => patientIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.LastName}, {p.FirstName}", cancel);
        var providers = await tx.Db.Set<Provider>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => $"{p.FirstName} {p.LastName}", cancel);
        var encounterIds = visits.Select(v => v.Id).ToList();
        var money = await VisitMoney.Of(tx, encounterIds, cancel);
        var claimed = (await tx.Db.Set<Claim>().AsNoTracking().Where(c => encounterIds.Contains(c.EncounterId)).Select(c => c.EncounterId).ToListAsync(cancel)).ToHashSet();
        return [.. visits.Select(v => new VisitListRow(v, patients[v.PatientId], providers[v.ProviderId], money[v.Id], claimed.Contains(v.Id)))];
    }
}

/// <summary>What the visit page shows.</summary>
public sealed record VisitView(
    Encounter Visit, Patient Patient, string Provider, GuarantorAccount Guarantor, IReadOnlyList<Charge> Charges, IReadOnlyList<OpenAmount> Open,
    IReadOnlyList<Claim> Claims, IReadOnlyList<(Submission Sent, string Payer)> Submissions, IReadOnlyList<ClaimEvent> Events, IReadOnlyList<EntryView> Entries,
    IReadOnlyList<DecisionRow> Decisions, bool IsCovered)
{
    /// <summary>Every time that the visit was cancelled; it is so now where nothing of it is charged.</summary>
    public IReadOnlyList<VisitCancellation> Cancellations { get; init; } = [];
    /// <summary>Every time that another guarantor was said to answer for it.</summary>
    public IReadOnlyList<GuarantorChange> GuarantorChanges { get; init; } = [];
    /// <summary>Who could answer for it instead.</summary>
    public IReadOnlyList<GuarantorAccount> OtherGuarantors { get; init; } = [];
    /// <summary>What is to be done next with its claim; null without one.</summary>
    public NextStep? Next { get; init; }

    public static async Task<VisitView?> Of(Tx tx, Id<Encounter> id, CancellationToken cancel)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel);
        if (visit is null) return null;
        var practice = visit.Practice;
        var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstAsync(p => p.Practice == practice && p.Id == visit.PatientId, cancel);
        var provider = await tx.Db.Set<Provider>().AsNoTracking().FirstAsync(p => p.Practice == practice && p.Id == visit.ProviderId, cancel);
        var guarantor = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstAsync(a => a.Practice == practice && a.Id == visit.AccountId, cancel);
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == practice && c.EncounterId == id).ToListAsync(cancel);
        var claimIds = claims.Select(c => c.Id).ToList();
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var sent = await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && claimIds.Contains(s.ClaimId)).OrderBy(s => s.Id).ToListAsync(cancel);
        var events = await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice && claimIds.Contains(e.ClaimId)).OrderBy(e => e.Id).ToListAsync(cancel);
        var entries = await VisitEntries.Of(tx, visit, cancel);
        // A credit of one charge takes nothing off the debt of another: what a plan paid on a charge that was corrected stands beside what it owes for the new one (MONEY 1.9).
        var open = entries.SelectMany(e => e.Lines).Where(l => l.IsOpenOf(id)).GroupBy(l => (l.Line.Account, l.Line.PartyKind, l.Line.PartyId, l.Party, l.About)).Select(g => (g.Key, Amount: g.Sum(l => l.Line.Amount))).Where(i => !i.Amount.IsZero)
            .GroupBy(i => (i.Key.Account, i.Key.PartyKind, i.Key.PartyId, i.Key.Party, i.Amount.IsNegative)).Select(g => new OpenAmount(g.Key.Account, g.Key.PartyKind, g.Key.PartyId, g.Key.Party, g.Sum(i => i.Amount))).ToList();
        return new VisitView(visit, patient, $"{provider.FirstName} {provider.LastName}", guarantor, await CaptureCharge.Standing(tx, practice, id, cancel), open,
            claims, [.. sent.Select(s => (s, payers[s.PayerId]))], events, entries, await DecisionRow.Of(tx, visit, guarantor, cancel),
            visit.CaseId is not null || (await PartyQueries.CoveragesOn(tx, patient, visit.Date, kase: null, cancel)).Count > 0)
        {
            Cancellations = await CancelVisit.Of(tx, visit, cancel), GuarantorChanges = await ChangeGuarantor.Of(tx, visit, cancel),
            OtherGuarantors = (await ChangeGuarantor.Named(tx, practice, patient.Id, visit.Date, cancel)).FindAll(a => a.Id != guarantor.Id),
            Next = claims.Count == 0 ? null : NextAction.Of((await ProjectClaims.View(tx, practice, [claims[0].Id], await tx.Today(practice), cancel))[0]),
        };
    }

    /// <summary>Some of the visit is or was a plan's to pay, or would be had it a charge; else there is no claim to send and the guarantor pays.</summary>
    public bool HasPlan => (IsCovered && Charges.All(c => c.Amount.IsZero)) || Entries.SelectMany(e => e.Lines).Any(l => l.IsOpenOf(Visit.Id) && l.Line.Account == Account.PayerReceivable);

    /// <summary>What is still open of one charge, with plans and guarantors together.</summary>
    public Money OpenOf(Charge charge) => Entries.SelectMany(e => e.Lines)
        .Where(l => l.Line.ChargeId == charge.Id.Value && l.Line.Account is Account.PayerReceivable or Account.GuarantorReceivable).Sum(l => l.Line.Amount);
}

/// <summary>The accounts in a biller's words.</summary>
public static class AccountWords
{
    /// <summary>What is open on the account: a credit in a receivable is called so.</summary>
    public static string Of(OpenAmount open) => (open.Account, open.Amount.IsNegative) switch
    {
        (Account.PayerReceivable, true) => "Credit of the plan",
        (Account.GuarantorReceivable, true) => "Credit of the guarantor",
        _ => Of(open.Account),
    };

    public static string Of(Account account) => account switch
    {
        Account.PayerReceivable => "Owed by the plan",
        Account.GuarantorReceivable => "Owed by the guarantor",
        Account.GrossCharges => "Charges",
        Account.Contractual => "Plan's contract discount",
        Account.Sequestration => "Sequestration",
        Account.PaymentReduction => "Payer's payment reduction",
        Account.PaymentsInTransit => "Payments on their way to the bank",
        Account.RemittanceClearing => "Remittance clearing",
        Account.UnappliedPayerCash => "Payer money not applied yet",
        Account.PatientPrepayments => "Paid ahead by the guarantor",
        Account.UndepositedReceipts => "Taken at the desk, not in the bank yet",
        Account.Cash => "Bank",
        Account.WriteOff => "Written off",
        Account.RecoupmentClearing => "Taken back by a payer, not explained yet",
        Account.ForwardBalance => "Carried forward by a payer",
        Account.InterestIncome => "Interest paid by payers",
        Account.DueFrom => "Due from our other practices",
        Account.DueTo => "Due to our other practices",
        var other => string.Concat(other.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString())),
    };
}

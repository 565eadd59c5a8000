using CleanClaim.Billing;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Visits;

/// <summary>
/// Which part of a visit's debt is asked about: whose, one line or all. Without a party the first that owes is meant; a denial names its <paramref name="Charge"/> instead of a line.
/// </summary>
public sealed record DebtQuestion(short? Kind = null, long? Party = null, int? Line = null, long? Charge = null)
{
    public string Address(Id<Encounter> visit) => $"/visits/{visit}/balance?kind={Kind}&party={Party}&line={Line}";
}

/// <summary>Somebody who could be asked instead. <paramref name="Never"/> says why not, when it is so; then there is no button.</summary>
public sealed record OtherParty(Party Party, string Name, string? Never)
{
    /// <summary>Begins the names of this form's fields, so that each finds its faults.</summary>
    public string Form => $"to-{(short)Party.Kind}-{Party.Id}";
}

/// <summary>What the page about a visit's open amount shows.</summary>
public sealed record BalanceView(
    Encounter Visit, string Patient, DebtQuestion Asked, Party Party, string Name, IReadOnlyList<OwedPart> Owed, IReadOnlyList<OtherParty> Others)
{
    public Money All => Owed.Where(o => Asked.Line is null || o.Line == Asked.Line).Sum(o => o.Amount);
    public bool OfGuarantor => Party.Kind == PartyKind.Guarantor;

    /// <summary>Null when there is no such visit, or nobody owes anything for it.</summary>
    public static async Task<BalanceView?> Of(Tx tx, Id<Encounter> id, DebtQuestion asked, CancellationToken cancel)
    {
        if (await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } visit) return null;
        var everything = await VisitBalance.Owed(tx, visit, cancel);
        if (asked.Charge is { } charge) asked = asked with { Line = everything.Find(o => o.Charge.Value == charge)?.Line ?? asked.Line };
        var wanted = everything.Where(o => asked.Line is null || o.Line == asked.Line).ToList();
        if (wanted.Count == 0) return null;
        var party = asked is { Kind: { } kind, Party: { } of } ? new Party((PartyKind)kind, of) : wanted.OrderBy(o => o.Party.Kind).First().Party;
        var owed = everything.FindAll(o => o.Party == party);
        var question = asked with { Kind = (short)party.Kind, Party = party.Id };
        var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstAsync(p => p.Practice == visit.Practice && p.Id == visit.PatientId, cancel);
        var guarantor = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstAsync(a => a.Practice == visit.Practice && a.Id == visit.AccountId, cancel);
        var plans = await PlansOfVisit.Of(tx, visit, cancel);
        var names = await PlanParties.Names(tx, visit.Practice, plans.Select(p => p.Party).Append(party), cancel);
        return new BalanceView(visit, $"{patient.FirstName} {patient.LastName}", question, party, names.GetValueOrDefault(party, guarantor.DisplayName), owed, await CouldBeAsked(tx, visit, party, guarantor, plans, names, cancel));
    }

    private static async Task<IReadOnlyList<OtherParty>> CouldBeAsked(Tx tx, Encounter visit, Party party, GuarantorAccount guarantor, IReadOnlyList<CoverageInOrder> plans,
        Dictionary<Party, string> names, CancellationToken cancel)
    {
        var others = new List<OtherParty>();
        if (party.IsInsurer) others.Add(new OtherParty(Party.Guarantor(guarantor.Id.Value), guarantor.DisplayName, await GuarantorLaw.WhyNever(tx, visit, party, cancel)));
        return [.. others, .. plans.Select(p => p.Party).Distinct().Where(p => p != party).Select(p => new OtherParty(p, names[p], null))];
    }
}

/// <summary>A decision of the visit, with the names of the parties.</summary>
public sealed record DecisionRow(BalanceDecision Decision, string What)
{
    public static async Task<IReadOnlyList<DecisionRow>> Of(Tx tx, Encounter visit, GuarantorAccount guarantor, CancellationToken cancel)
    {
        var decisions = await VisitBalance.Decisions(tx, visit, cancel);
        if (decisions.Count == 0) return [];
        var names = await PlanParties.Names(tx, visit.Practice, decisions.SelectMany(d => new[] { d.From, d.To ?? d.From }), cancel);
        string Name(Party party) => names.GetValueOrDefault(party, guarantor.DisplayName);
        return decisions.ConvertAll(d => new DecisionRow(d, d.To is { } to
            ? $"Moved from {Name(d.From)} to {Name(to)}: {BalanceReasons.Transfer(d.Reason)?.Words ?? d.Reason}"
            : $"Written off for {Name(d.From)}: {BalanceReasons.WriteOff(d.Reason)?.Words ?? d.Reason}"));
    }
}

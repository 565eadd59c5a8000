using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>A visit of which these charges stand with somebody else than the party that is to be asked first by the record now.</summary>
public sealed record ChargedElsewhere(Encounter Visit, Party First, IReadOnlyList<Id<Charge>> Charges);

/// <summary>
/// Who owes a visit first is the first plan in force on its day, or the guarantor (DESIGN law 3: a projection of charges and coverages). Where a coverage comes, ends or changes places before any claim of the
/// visit went out, its charges are voided and charged anew to whoever is first now; what the guarantor had paid of them is theirs again.
/// </summary>
public static class ChargeAnew
{
    /// <summary>The patient's visits without a submission that stand with another party than the record says, oldest first. A case's visits stay with the case's payer.</summary>
    public static async Task<List<ChargedElsewhere>> Find(Tx tx, Patient patient, CancellationToken cancel)
    {
        var visits = await tx.Db.Set<Encounter>().Where(e => e.Practice == patient.Practice && e.PatientId == patient.Id && e.CaseId == null
                && !tx.Db.Set<Claim>().Any(c => c.Practice == e.Practice && c.EncounterId == e.Id && tx.Db.Set<Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id)))
            .OrderBy(e => e.Date).ThenBy(e => e.Id).ToListAsync(cancel);
        var found = new List<ChargedElsewhere>();
        foreach (var visit in visits)
        {
            var charges = await CaptureCharge.Standing(tx, visit.Practice, visit.Id, cancel);
            if (charges.Count == 0) continue;
            var first = await First(tx, patient, visit, cancel);
            if (!await Elsewhere(tx, charges, first, cancel)) continue;
            found.Add(new ChargedElsewhere(visit, first, charges.ConvertAll(c => c.Id)));
        }
        return found;
    }

    public static async Task Run(Tx tx, ChargedElsewhere at, CancellationToken cancel)
    {
        var visit = at.Visit;
        var standing = await CaptureCharge.Standing(tx, visit.Practice, visit.Id, cancel);
        var charges = standing.FindAll(c => at.Charges.Contains(c.Id));
        var billed = await PutBackCharge.Billed(tx, visit, standing, at.First, cancel);
        var payer = await PlanParties.PayerOf(tx, visit.Practice, at.First, cancel);
        var prices = await Pricing.On(tx, visit.Practice, payer, visit.Date, [.. charges.Select(c => c.Code).Distinct()], cancel);
        var facts = new List<ChargeFact>();
        foreach (var charge in charges)
        {
            facts.Add(await VoidCharge.Add(tx, visit, charge, cancel));
            if (billed.Find(b => b.Line == charge.Line && CaptureCharge.Same(b, charge)) is { } was)
            {
                facts.Add(PutBackCharge.Add(tx, visit, was, at.First));
                continue;
            }
            var anew = tx.Add(new Charge
            {
                Practice = charge.Practice, Id = tx.NextId<Charge>(), EncounterId = charge.EncounterId, Line = charge.Line, Code = charge.Code, Modifiers = charge.Modifiers, Units = charge.Units, Amount = charge.Amount,
                Expected = prices.Expected(charge.Code, charge.Modifiers) is { } rate ? rate * charge.Units : null, Pointers = charge.Pointers, Minutes = charge.Minutes, VoidsChargeId = null,
            });
            facts.Add(CaptureCharge.Fact(visit, anew, at.First));
        }
        await CaptureCharge.Book(tx, visit, facts, await tx.Today(visit.Practice), cancel);
    }

    private static async Task<Party> First(Tx tx, Patient patient, Encounter visit, CancellationToken cancel) =>
        await PartyQueries.CoveragesOn(tx, patient, visit.Date, kase: null, cancel) is [var first, ..] ? PlanParties.Of(first) : Party.Guarantor(visit.AccountId.Value);

    private static async Task<bool> Elsewhere(Tx tx, List<Charge> charges, Party first, CancellationToken cancel)
    {
        foreach (var charge in charges)
            if (await VoidCharge.Debtor(tx, charge, cancel) is { Kind: not PartyKind.None } booked && booked != first) return true;
        return false;
    }
}

using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Runs the rules on a claim as it would go to one payer. Reads only; what a person overrode is marked, not hidden.</summary>
public static class ScrubClaim
{
    public static async Task<IReadOnlyList<Finding>> Run(Tx tx, Claim claim, ClaimSnapshot snapshot, int level, string frequency, string? payerControl, CancellationToken cancel = default)
    {
        var facts = await Facts(tx, claim, snapshot, level, frequency, payerControl, cancel);
        var overrides = await tx.Db.Set<FindingOverride>().AsNoTracking().Where(o => o.Practice == claim.Practice && o.ClaimId == claim.Id).OrderBy(o => o.Id).ToListAsync(cancel);
        return [.. ScrubRules.Check(facts).Select(f => f with { OverriddenBecause = overrides.FindLast(o => o.RuleId == f.RuleId && o.Place == f.Place)?.Reason })];
    }

    /// <summary>Lets a finding pass, with the reason and the name of who says so.</summary>
    public static async Task Override(Tx tx, Id<Claim> claimId, string ruleId, string place, string reason, CancellationToken cancel = default)
    {
        var claim = await tx.Db.Set<Claim>().FirstOrDefaultAsync(c => c.Id == claimId, cancel) ?? throw new BadInputException("claim", $"There is no claim {claimId}.", "Look it up in the list of claims.");
        if (string.IsNullOrWhiteSpace(reason)) throw new BadInputException("reason", "A reason is needed to let this pass.", "Say why the claim is right as it is.");
        if (!ScrubRules.All.Any(r => r.Id == ruleId)) throw new BadInputException("rule", $"There is no rule {ruleId}.", "Take the id from the finding.");
        if (!ScrubRules.MayPass(ruleId)) throw new BadInputException("rule", $"{ruleId} cannot be let pass: no true claim can be written with it.", "Mend what the finding names.");
        tx.Add(new FindingOverride
        {
            Practice = claim.Practice, Id = tx.NextId<FindingOverride>(), ClaimId = claim.Id, RuleId = ruleId, Place = place, Reason = reason.Trim(), Actor = tx.Actor, At = tx.Now,
        });
        tx.Subject = $"claim {claimId}";
    }

    private static async Task<ScrubFacts> Facts(Tx tx, Claim claim, ClaimSnapshot snapshot, int level, string frequency, string? payerControl, CancellationToken cancel)
    {
        var payer = new Id<Payer>(snapshot.Coverages[level].PayerId);
        var provider = new Id<Provider>(snapshot.Provider.ProviderId);
        var dates = await tx.Db.Set<Participation>().AsNoTracking().Where(p => p.Practice == claim.Practice && p.ProviderId == provider && p.PayerId == payer).OrderBy(p => p.From).ToListAsync(cancel);
        var (standing, from) = Standing(dates, snapshot.Date);
        var charges = await CaptureCharge.Standing(tx, claim.Practice, claim.EncounterId, cancel);
        return new ScrubFacts
        {
            Claim = snapshot, Level = level, Frequency = frequency, PayerControl = payerControl, Today = await tx.Today(claim.Practice), Charged = charges.Sum(c => c.Amount),
            Participation = standing, ParticipatesFrom = from, SameDay = level == 0 ? await SameDay(tx, claim, snapshot, cancel) : [],
            Diagnosis = Icd10Cm.Current.On, PlaceName = PlaceOfService.Name,
        };
    }

    private static (ParticipationStanding, DateOnly?) Standing(List<Participation> dates, DateOnly day)
    {
        if (dates.Count == 0) return (ParticipationStanding.NotRecorded, null);
        if (dates.Exists(d => new DateRange(d.From, d.To).Holds(day))) return (ParticipationStanding.Participates, null);
        return dates.Find(d => d.From > day) is { } later ? (ParticipationStanding.NotYet, later.From) : (ParticipationStanding.Ended, null);
    }

    /// <summary>Standing charges of the visits of the patient and day that were entered before this one: the later of two is the duplicate.</summary>
    private static async Task<List<SameDayLine>> SameDay(Tx tx, Claim claim, ClaimSnapshot snapshot, CancellationToken cancel)
    {
        var ofTheDay = await tx.Db.Set<Encounter>().AsNoTracking()
            .Where(e => e.Practice == claim.Practice && e.PatientId == claim.PatientId && e.Date == snapshot.Date).ToListAsync(cancel);
        var lines = new List<SameDayLine>();
        foreach (var other in ofTheDay.Where(e => e.Id.Value < claim.EncounterId.Value))
        {
            var charges = await CaptureCharge.Standing(tx, claim.Practice, other.Id, cancel);
            lines.AddRange(charges.Select(c => new SameDayLine(c.Code, c.ModifierList, other.ProviderId.Value)));
        }
        return lines;
    }
}

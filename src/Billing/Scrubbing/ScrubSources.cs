using CleanClaim.Billing.Charges;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>What the record says around some claims of one practice that the rules ask for, read together.</summary>
internal sealed class ScrubSources
{
    private readonly DateOnly _today;
    private readonly ILookup<(Id<Provider>, Id<Payer>), Participation> _participation;
    private readonly ILookup<(Id<Patient>, DateOnly), Encounter> _ofTheDay;
    private readonly ILookup<Id<Encounter>, Charge> _charges;
    private readonly ILookup<Id<Claim>, FindingOverride> _overrides;

    private ScrubSources(DateOnly today, ILookup<(Id<Provider>, Id<Payer>), Participation> participation, ILookup<(Id<Patient>, DateOnly), Encounter> ofTheDay, ILookup<Id<Encounter>, Charge> charges, ILookup<Id<Claim>, FindingOverride> overrides) =>
        (_today, _participation, _ofTheDay, _charges, _overrides) = (today, participation, ofTheDay, charges, overrides);

    public static async Task<ScrubSources> Of(Tx tx, Id<Practice> practice, IReadOnlyList<ScrubSubject> claims, CancellationToken cancel)
    {
        var providers = claims.Select(c => new Id<Provider>(c.Snapshot.Provider.ProviderId)).Distinct().ToList();
        var patients = claims.Where(c => c.Level == 0).Select(c => c.Claim.PatientId).Distinct().ToList();
        var days = claims.Where(c => c.Level == 0).Select(c => c.Snapshot.Date).Distinct().ToList();
        var ids = claims.Select(c => c.Claim.Id).Distinct().ToList();
        var sameDay = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && patients.Contains(e.PatientId) && days.Contains(e.Date)).ToListAsync(cancel);
        return new ScrubSources(
            await tx.Today(practice),
            (await tx.Db.Set<Participation>().AsNoTracking().Where(p => p.Practice == practice && providers.Contains(p.ProviderId)).OrderBy(p => p.From).ToListAsync(cancel)).ToLookup(p => (p.ProviderId, p.PayerId)),
            sameDay.ToLookup(e => (e.PatientId, e.Date)),
            await CaptureCharge.Standing(tx, practice, [.. claims.Select(c => c.Claim.EncounterId).Concat(sameDay.Select(e => e.Id)).Distinct()], cancel),
            (await tx.Db.Set<FindingOverride>().AsNoTracking().Where(o => o.Practice == practice && ids.Contains(o.ClaimId)).OrderBy(o => o.Id).ToListAsync(cancel)).ToLookup(o => o.ClaimId));
    }

    public IReadOnlyList<Finding> Check(ScrubSubject claim)
    {
        var overrides = _overrides[claim.Claim.Id].ToList();
        return [.. ScrubRules.Check(Facts(claim)).Select(f => f with { OverriddenBecause = overrides.FindLast(o => o.RuleId == f.RuleId && o.Place == f.Place)?.Reason })];
    }

    private ScrubFacts Facts(ScrubSubject claim)
    {
        var snapshot = claim.Snapshot;
        var dates = _participation[(new(snapshot.Provider.ProviderId), new(snapshot.Coverages[claim.Level].PayerId))].ToList();
        var (standing, from) = Standing(dates, snapshot.Date);
        return new ScrubFacts
        {
            Claim = snapshot, Level = claim.Level, Frequency = claim.Frequency, PayerControl = claim.PayerControl, Today = _today, Charged = _charges[claim.Claim.EncounterId].Sum(c => c.Amount),
            Participation = standing, ParticipatesFrom = from, SameDay = claim.Level == 0 ? SameDay(claim) : [],
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
    private List<SameDayLine> SameDay(ScrubSubject claim) =>
        [.. _ofTheDay[(claim.Claim.PatientId, claim.Snapshot.Date)].Where(e => e.Id.Value < claim.Claim.EncounterId.Value).OrderBy(e => e.Id)
            .SelectMany(e => _charges[e.Id].Select(c => new SameDayLine(c.Code, c.ModifierList, e.ProviderId.Value)))];
}

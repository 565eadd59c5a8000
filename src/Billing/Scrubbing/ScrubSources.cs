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
    private readonly Dictionary<Id<Provider>, Provider> _providers;
    private readonly ScrubCodes _codes;

    private ScrubSources(DateOnly today, ILookup<(Id<Provider>, Id<Payer>), Participation> participation, ILookup<(Id<Patient>, DateOnly), Encounter> ofTheDay, ILookup<Id<Encounter>, Charge> charges, ILookup<Id<Claim>, FindingOverride> overrides, Dictionary<Id<Provider>, Provider> around, ScrubCodes codes) =>
        (_today, _participation, _ofTheDay, _charges, _overrides, _providers, _codes) = (today, participation, ofTheDay, charges, overrides, around, codes);

    public static async Task<ScrubSources> Of(Tx tx, Id<Practice> practice, IReadOnlyList<ScrubSubject> claims, ScrubCodes codes, CancellationToken cancel)
    {
        var providers = claims.Select(c => new Id<Provider>(c.Snapshot.Provider.ProviderId)).Distinct().ToList();
        var patients = claims.Where(c => c.Level == 0).Select(c => c.Claim.PatientId).Distinct().ToList();
        var days = claims.Where(c => c.Level == 0).Select(c => c.Snapshot.Date).Distinct().ToList();
        var ids = claims.Select(c => c.Claim.Id).Distinct().ToList();
        var sameDay = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && patients.Contains(e.PatientId) && days.Contains(e.Date)).ToListAsync(cancel);
        // Who rendered what else the patient had that day; most patients had nothing.
        var others = sameDay.Select(e => e.ProviderId).Distinct().ToList();
        var around = sameDay.Count > ids.Count ? await tx.Db.Set<Provider>().AsNoTracking().Where(p => p.Practice == practice && others.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel) : [];
        return new ScrubSources(
            await tx.Today(practice),
            (await tx.Db.Set<Participation>().AsNoTracking().Where(p => p.Practice == practice && providers.Contains(p.ProviderId)).OrderBy(p => p.From).ToListAsync(cancel)).ToLookup(p => (p.ProviderId, p.PayerId)),
            sameDay.ToLookup(e => (e.PatientId, e.Date)),
            await CaptureCharge.Standing(tx, practice, [.. claims.Select(c => c.Claim.EncounterId).Concat(sameDay.Select(e => e.Id)).Distinct()], cancel),
            (await tx.Db.Set<FindingOverride>().AsNoTracking().Where(o => o.Practice == practice && ids.Contains(o.ClaimId)).OrderBy(o => o.Id).ToListAsync(cancel)).ToLookup(o => o.ClaimId), around, codes);
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
        return FactsOfClaim.Of(snapshot, claim.Level, _today, _codes) with
        {
            Frequency = claim.Frequency,
            PayerControl = claim.PayerControl,
            Charged = _charges[claim.Claim.EncounterId].Sum(c => c.Amount),
            Participation = standing,
            ParticipatesFrom = from,
            SameDay = claim.Level == 0 ? SameDay(claim) : [],
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
            .SelectMany(e => _charges[e.Id].Select(c => Line(claim, c, _providers.GetValueOrDefault(e.ProviderId))))];

    private static SameDayLine Line(ScrubSubject claim, Charge charge, Provider? who) =>
        new(charge.Code, charge.ModifierList, charge.Units, claim.Snapshot.Date, who?.Npi, who?.Taxonomy, $"another visit of {claim.Snapshot.Patient.FirstName} {claim.Snapshot.Patient.LastName}");
}

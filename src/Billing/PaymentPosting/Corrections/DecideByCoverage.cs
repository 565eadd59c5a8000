using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a change of coverages did to one visit that payers had answered, or that was never billed.</summary>
/// <param name="ClaimId">Null where the visit has no claim yet.</param>
/// <param name="Decided">The answers were decided again, or the visit charged anew; false where it stays as it is and a person is to look at it.</param>
/// <param name="Said">In words; the same stands in the claim's story.</param>
public sealed record CoverageEffect(long? ClaimId, string Visit, DateOnly Date, bool Decided, string Said);

/// <summary>
/// Decides the posted answers of claims again where other plans pay now, or in another order, so that the patient's share goes to the next plan first and to the guarantor last (MONEY 1.5).
/// Only where the payers that have answered still are the first to be asked, and no other than the next one has a claim of ours: that a payer answered and paid, or was asked, is a fact which no
/// correction of the record undoes; there it becomes work.
/// </summary>
internal static class DecideByCoverage
{
    public static async Task<List<CoverageEffect>> Run(Tx tx, IReadOnlyList<Claim> claims, List<Coverage> before, List<Coverage> after, CancellationToken cancel)
    {
        var visits = await Visits(tx, claims, cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var effects = new List<CoverageEffect>();
        foreach (var claim in claims)
        {
            var visit = visits[claim.EncounterId];
            if (visit.CaseId is not null) continue; // its payer is the case's, whatever the list says (MONEY 5)
            IReadOnlyList<CoverageInOrder> On(List<Coverage> coverages) => NextPayer.InOrder(coverages.Select(c => (c, payers[c.PayerId].Kind)), visit.Date, ofCase: null);
            var now = On(after);
            if (On(before).SequenceEqual(now)) continue;
            if (await tx.Db.Set<Record.Submission>().AnyAsync(s => s.Practice == claim.Practice && s.ClaimId == claim.Id, cancel)) await LaterPayers.Name(tx, claim, visit, cancel);
            await tx.Db.SaveChangesAsync(cancel);
            if (await One(tx, claim, visit, now, payers, cancel) is { } effect) effects.Add(effect);
        }
        return effects;
    }

    /// <summary>
    /// A plan that is not in force any more, or that answered before another one whose turn came first, has taken its answer back: what held the share with it is gone, so the answers are decided as if it had been known from the beginning (law 3: in which order the
    /// end of the coverage and the reversal came changes nothing).
    /// </summary>
    public static async Task Again(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> takenBack, CancellationToken cancel)
    {
        if (takenBack.Count == 0) return;
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == practice && takenBack.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(cancel);
        var (visits, payers) = (await Visits(tx, claims, cancel), await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel));
        foreach (var claim in claims)
        {
            var visit = visits[claim.EncounterId];
            var coverages = await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && c.PatientId == visit.PatientId).ToListAsync(cancel);
            var now = NextPayer.InOrder(coverages.Select(c => (c, payers[c.PayerId].Kind)), visit.Date, ofCase: null);
            if (visit.CaseId is null && now.Count > 0) await One(tx, claim, visit, now, payers, cancel);
        }
    }

    private static async Task<CoverageEffect?> One(Tx tx, Claim claim, Encounter visit, IReadOnlyList<CoverageInOrder> now, Dictionary<Id<Payer>, Payer> payers, CancellationToken cancel)
    {
        var all = await RedecideAnswers.Live(tx, claim.Practice, claim.Id, hold: true, cancel);
        var answers = all.Standing();
        if (answers.Count == 0) return null;
        var today = await tx.Today(claim.Practice);
        await OpenDenials.Close(tx, claim.Practice, [claim.Id], work => PayerOrderWork.Is(work) ? "decidedAgain" : null, cancel); // looked at anew
        var answered = await Answered(tx, claim, now, answers, cancel);
        if (now.Count == 0) return await WithoutPlan(tx, claim, visit, answers, payers, today, cancel);
        if (WhyEnded(now, answered, payers, visit) is { } ended) return await Leave(tx, claim, visit, answers[^1], PayerOrderWork.Ended, ended, today, cancel);
        if (WhyLeft(now, answered, payers) is { } why) return await Leave(tx, claim, visit, answers[^1], PayerOrderWork.Kind, why, today, cancel);
        if (await WhyPending(tx, claim, now, answered[^1], all, payers, cancel) is { } pending) return await Leave(tx, claim, visit, answers[^1], PayerOrderWork.Pending, pending, today, cancel);
        switch (await RehearseAnswers.Run(tx, answers, cancel))
        {
            case RehearsedAnswers.Same: return null;
            case RehearsedAnswers.Cannot cannot: return await Leave(tx, claim, visit, answers[^1], PayerOrderWork.Kind, cannot.Why, today, cancel);
        }
        var balances = await ShareMoves.Read(tx, visit, cancel);
        // With what was taken back, so that both halves of it say the same again when the reversal is unposted.
        await RedecideAnswers.Run(tx, claim.Practice, all, "the patient's coverages changed", "decidedAgain", cancel);
        await PostRemittance.Review(tx, claim.Practice, [claim.Id], today, cancel);
        var said = await ShareMoves.Words(tx, claim.Practice, balances, await ShareMoves.Read(tx, visit, cancel), cancel);
        return Told(tx, claim, visit, decided: true, said, today);
    }

    /// <summary>The plans that gave these answers. An answer of the time when the payer had one plan names none: it is of the plan that its claim was for.</summary>
    private static async Task<List<Plan>> Answered(Tx tx, Claim claim, IReadOnlyList<CoverageInOrder> now, List<LiveAnswer> answers, CancellationToken cancel)
    {
        var billed = (await DueClaims.Submissions(tx, claim, cancel)).ToDictionary(s => s.Id, s => new Plan(s.CoverageId.Value, s.PayerId.Value));
        var sent = (await StandingAnswers.Of(tx, claim, cancel)).ToDictionary(a => a.Answer, a => a.Submission);
        return answers.ConvertAll(a =>
        {
            var said = a.Decision.Plan!.Value;
            return said.CoverageId is null && sent.GetValueOrDefault(a.Answer.Id) is { } id && billed[id] is var plan && plan.PayerId == said.PayerId && now.Any(c => c.Plan == plan) ? plan : said;
        });
    }

    /// <summary>Null where every plan that has answered is in force.</summary>
    private static string? WhyEnded(IReadOnlyList<CoverageInOrder> now, List<Plan> answered, Dictionary<Id<Payer>, Payer> payers, Encounter visit)
    {
        var plans = now.Select(c => c.Plan).ToList();
        return answered.FindIndex(p => plans.PlaceOf(p) < 0) is not (>= 0 and var gone) ? null
            : $"{payers[new(answered[gone].PayerId)].Name} has answered the claim, but its coverage is not in force on {visit.Date.InWords()} now. What it paid stays posted: it may ask for it back.";
    }

    /// <summary>Null where the plans that have answered are the first to be asked, as before.</summary>
    private static string? WhyLeft(IReadOnlyList<CoverageInOrder> now, List<Plan> answered, Dictionary<Id<Payer>, Payer> payers)
    {
        string Name(long payer) => payers[new(payer)].Name;
        var plans = now.Select(c => c.Plan).ToList();
        var places = answered.Select(p => plans.PlaceOf(p)).Distinct().ToList();
        if (places.FindIndex(p => p != places.IndexOf(p)) is not (>= 0 and var other)) return null;
        var (asked, has) = (plans[other].PayerId, plans[places[other]].PayerId);
        return $"{(asked == has ? $"Another plan of {Name(asked)}" : Name(asked))} pays before {(asked == has ? "the one that" : $"{Name(has)} now, which")} has answered already. What was paid stays posted as it is.";
    }

    /// <summary>A later plan has a claim of ours, and is not the one whose turn is next now; nothing is awaited of one that took its answer back.</summary>
    private static async Task<string?> WhyPending(Tx tx, Claim claim, IReadOnlyList<CoverageInOrder> now, Plan last, List<LiveAnswer> all, Dictionary<Id<Payer>, Payer> payers, CancellationToken cancel)
    {
        var plans = now.Select(c => c.Plan).ToList();
        var next = plans.PlaceOf(last) + 1;
        var submissions = await DueClaims.Submissions(tx, claim, cancel);
        var statuses = await DueClaims.StatusesOf(tx, submissions, cancel);
        var standing = all.Standing().Select(a => plans.PlaceOf(a.Decision.Plan!.Value)).ToHashSet();
        bool IsOver(Plan plan) => plans.PlaceOf(plan) is var place && !(place >= 0 && standing.Contains(place))
            && all.Exists(a => a.Decision is { Kind: DecisionKind.Reversal, Plan: { } its } && its.PayerId == plan.PayerId && plans.PlaceOf(its) == place);
        return submissions.FindLast(s => s.Level != PayerLevel.P && new Plan(s.CoverageId.Value, s.PayerId.Value) is var plan && plans.PlaceOf(plan) != next && !IsOver(plan) && ClaimStatus.IsPending(statuses[s.Id])) is { } pending
            ? $"{payers[pending.PayerId].Name} has our claim {pending.Pcn} and has not answered: the share stays with it until it does." : null;
    }

    private static async Task<CoverageEffect> Leave(Tx tx, Claim claim, Encounter visit, LiveAnswer last, string kind, string why, DateOnly today, CancellationToken cancel)
    {
        await OpenDenials.Run(tx, claim.Practice, [new OpenedAmount(claim.Id, last.Answer.Id, null, null, null, kind, PayerOrderWork.Codes, Money.Zero, why, today)], cancel);
        return Told(tx, claim, visit, decided: false, why, today);
    }

    /// <summary>Nobody is to be billed any more: what was paid may be asked back, so that is at stake until the claim is taken back.</summary>
    private static async Task<CoverageEffect> WithoutPlan(Tx tx, Claim claim, Encounter visit, List<LiveAnswer> answers, Dictionary<Id<Payer>, Payer> payers, DateOnly today, CancellationToken cancel)
    {
        var (last, paid) = (answers[^1], answers.Sum(a => a.Decision.Paid));
        var why = $"No plan is in force on {visit.Date.InWords()} any more, and {string.Join(" and ", answers.Select(a => payers[new(a.Decision.PayerId!.Value)].Name).Distinct())} has answered{(paid.IsZero ? " and paid nothing" : $" and paid {paid}, which stays posted: it may be asked back")}.";
        // Of an answer that paid nothing there is nothing to come back: what it denied is work of its own.
        if (!paid.IsZero) await OpenDenials.Run(tx, claim.Practice, [new OpenedAmount(claim.Id, last.Answer.Id, null, null, null, PayerOrderWork.NoPlan, PayerOrderWork.Codes, paid, why, today)], cancel);
        return Told(tx, claim, visit, decided: false, why, today);
    }

    private static CoverageEffect Told(Tx tx, Claim claim, Encounter visit, bool decided, string said, DateOnly today)
    {
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.NoteAdded, today, $"The patient's coverages changed. {said}");
        return new CoverageEffect(claim.Id.Value, visit.Key, visit.Date, decided, said);
    }

    private static async Task<Dictionary<Id<Encounter>, Encounter>> Visits(Tx tx, IReadOnlyList<Claim> claims, CancellationToken cancel)
    {
        var (practice, ids) = (claims[0].Practice, claims.Select(c => c.EncounterId).ToList());
        return await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
    }
}

using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Whose data was corrected: a patient with coverages and cases, a provider, or a payer.</summary>
public sealed record CorrectedParty(Id<Patient>? Patient = null, Id<Provider>? Provider = null, Id<Payer>? Payer = null);

/// <summary>A debt that stands with a party which is not the one to ask first, now that the record is corrected.</summary>
public sealed record DebtElsewhere(Party From, Party To, Money Amount, string Reason);

/// <summary>A visit with open money, or a plan's credit, whose claim, or whose debt, is not what the record says now.</summary>
/// <param name="Visit">Its key.</param>
/// <param name="Pcn">Of the latest claim to the first payer; null when none was sent.</param>
/// <param name="Status">As <see cref="ClaimStatus"/> has it.</param>
/// <param name="Changes">What the claim says otherwise, in words.</param>
/// <param name="Follows">What goes to whom when the correction is applied, in words (<see cref="CorrectionPath"/>).</param>
/// <param name="Moves">Only while nobody has answered: after that, posting says who owes what.</param>
/// <param name="Hold">Why the correction cannot be applied to it here; null when it can.</param>
public sealed record DifferingClaim(
    long VisitId, string Visit, DateOnly Date, string Patient, long? ClaimId, string? Pcn, string Status, Money Open, IReadOnlyList<string> Changes, IReadOnlyList<string> Follows, IReadOnlyList<DebtElsewhere> Moves, string? Hold)
{
    /// <summary>What plans have been paid beyond what is owed, charge by charge; below zero, and never taken off what is open.</summary>
    public Money Credit { get; init; }
    /// <summary>No plan is in force on the day of service any more, though one was billed.</summary>
    public bool NoPlan { get; init; }
    /// <summary>The claim went to another plan than is to be asked first now: the visit is charged to that one when the correction is applied.</summary>
    public bool ToOtherPlan { get; init; }
    /// <summary>The claim to take back from its payer first (frequency 8): answered, and paid for; null where nothing is to be taken back, or not yet.</summary>
    public string? VoidPcn { get; init; }
}

/// <summary>
/// Correcting master data never rewrites what was billed (MONEY 1.10): this is the list of open claims that the correction may be applied to, one by one.
/// A claim that was never sent is built anew with what the record says, so it stands here only where its debt is with somebody else.
/// </summary>
public static class ClaimsThatDiffer
{
    /// <summary>The newest visits that are looked at; a provider may have tens of thousands.</summary>
    public const int MostVisits = 500;

    public static async Task<List<DifferingClaim>> Of(Tx tx, CorrectedParty party, CancellationToken cancel = default)
    {
        var visits = await Visits(tx, party).AsNoTracking().OrderByDescending(e => e.Date).ThenByDescending(e => e.Id).Take(MostVisits).ToListAsync(cancel);
        var found = new List<DifferingClaim>();
        foreach (var visit in await WithOpenMoney(tx, visits, cancel))
        {
            if (await Of(tx, visit, cancel) is { } differs) found.Add(differs);
        }
        return found;
    }

    /// <summary>Null when the visit's claim and debt are as the record has them, nothing of it is open, or it was cancelled.</summary>
    public static async Task<DifferingClaim?> Of(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var (owed, credit) = (await VisitBalance.Owed(tx, visit, cancel), await VisitBalance.CreditOfPlans(tx, visit, cancel));
        var inWrongOrder = (await InWrongOrder(tx, [visit], cancel)).Count > 0;
        if (owed.Count == 0 && credit.IsZero && !inWrongOrder) return null;
        var now = await BuildClaim.Now(tx, visit, cancel);
        var claim = await tx.Db.Set<Claim>().AsNoTracking().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.EncounterId == visit.Id, cancel);
        var submissions = claim is null ? [] : await DueClaims.Submissions(tx, claim, cancel);
        var there = submissions.Count == 0 ? null : await ClaimsThere.Of(tx, claim!, cancel);
        if (there is { IsCancelled: true }) return null;
        var sent = submissions.FindLast(s => s is { Level: PayerLevel.P, Frequency: not "8" });
        var statuses = await DueClaims.StatusesOf(tx, submissions, cancel);
        var changes = sent is null ? [] : await Changes(tx, visit, claim!, now, cancel);
        var noPlan = now is null && there is not null ? await WithoutPlan.Of(tx, claim!, there, cancel) : null;
        // Where an answer stands, posting says who owes what, also while a corrected claim is out; not where no plan is to be asked any more.
        var answered = noPlan is not null ? noPlan.Hold is not null
            : statuses.Values.Any(s => s is ClaimStatus.CrossedOver) || (claim is not null && (await StandingAnswers.Of(tx, claim, cancel)).Counting().Count > 0);
        var moves = answered ? [] : await Moves(tx, visit, now, owed, cancel);
        var early = inWrongOrder && changes.Count == 0 && now is not null && there is not null ? await AnsweredTooEarly.Of(tx, claim!, there, now, cancel) : null;
        if ((changes.Count == 0 || noPlan is { Hold: null }) && moves.Count == 0 && early is null) return null;
        var patient = await tx.Db.Set<Patient>().Where(p => p.Practice == visit.Practice && p.Id == visit.PatientId).Select(p => p.LastName + ", " + p.FirstName).FirstAsync(cancel);
        return new DifferingClaim(visit.Id.Value, visit.Key, visit.Date, patient, claim?.Id.Value, sent?.Pcn, sent is null ? ClaimStatus.Draft : statuses[sent.Id],
            owed.Sum(o => o.Amount), changes, changes.Count == 0 || now is null ? [] : [.. there!.Path(now).Select(s => s.Words)], moves, noPlan?.Hold ?? early?.Hold)
        { Credit = credit, NoPlan = noPlan is not null, VoidPcn = noPlan?.VoidPcn ?? early?.VoidPcn, ToOtherPlan = await AskOtherPlan.Of(tx, visit, sent, now, cancel) is not null };
    }

    /// <summary>Those of the visits, all of one practice, of which it is work that plans have answered in another order than the record has; such a one may be at zero.</summary>
    private static async Task<HashSet<Id<Encounter>>> InWrongOrder(Tx tx, IReadOnlyCollection<Encounter> visits, CancellationToken cancel)
    {
        var (practice, ids) = (visits.First().Practice, visits.Select(v => v.Id).ToList());
        return [.. await (from work in OpenDenials.Open(tx)
                          where work.Practice == practice && work.Codes == PayerOrderWork.Codes
                          join claim in tx.Db.Set<Claim>() on new { work.Practice, Id = work.ClaimId } equals new { claim.Practice, claim.Id }
                          where ids.Contains(claim.EncounterId)
                          select claim.EncounterId).ToListAsync(cancel)];
    }

    private static IQueryable<Encounter> Visits(Tx tx, CorrectedParty party)
    {
        var visits = tx.Db.Set<Encounter>().AsQueryable();
        if (party.Patient is { } patient) visits = visits.Where(e => e.PatientId == patient);
        if (party.Provider is { } provider) visits = visits.Where(e => e.ProviderId == provider);
        if (party.Payer is { } payer)
        {
            visits = visits.Where(e => tx.Db.Set<Claim>().Any(c => c.Practice == e.Practice && c.EncounterId == e.Id
                && tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id && s.PayerId == payer)));
        }
        return visits;
    }

    private static async Task<List<Encounter>> WithOpenMoney(Tx tx, List<Encounter> visits, CancellationToken cancel)
    {
        var open = new HashSet<Id<Encounter>>();
        foreach (var practice in visits.GroupBy(v => v.Practice))
        {
            var ids = practice.Select(v => v.Id).ToList();
            var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice.Key && ids.Contains(c.EncounterId)).ToDictionaryAsync(c => $"charge:{c.Id}", c => c.EncounterId, cancel);
            open.UnionWith(await InWrongOrder(tx, [.. practice], cancel));
            foreach (var part in charges.Keys.Chunk(1_000))
                open.UnionWith((await OpenBalances.About(tx, practice.Key, part, cancel)).Where(b => b.Amount > Money.Zero || (b.Account == Account.PayerReceivable && b.Amount.IsNegative)).Select(b => charges[b.About]));
        }
        return visits.FindAll(v => open.Contains(v.Id));
    }

    private static async Task<IReadOnlyList<string>> Changes(Tx tx, Encounter visit, Claim claim, ClaimSnapshot? now, CancellationToken cancel)
    {
        if (now is null) return [$"no coverage is in force on {visit.Date.InWords()}"];
        return SnapshotDifference.Words(ClaimSnapshot.FromJson((await BuildClaim.LatestVersion(tx, claim, cancel)).Snapshot), now);
    }

    /// <summary>What a person moved stays where they moved it; the rest belongs with who is asked first.</summary>
    private static async Task<IReadOnlyList<DebtElsewhere>> Moves(Tx tx, Encounter visit, ClaimSnapshot? now, List<OwedPart> owed, CancellationToken cancel)
    {
        if ((await VisitBalance.Decisions(tx, visit, cancel)).Exists(d => d.To is not null && !d.TakenBack)) return [];
        var to = await AskOtherPlan.First(tx, visit, now, cancel);
        return [.. owed.Where(o => o.Party != to).GroupBy(o => o.Party).Select(o => new DebtElsewhere(o.Key, to, o.Sum(p => p.Amount),
            to.Kind == PartyKind.Guarantor ? "noCoverage" : o.Key.Kind == PartyKind.Guarantor ? "coverageFound" : "otherPlan"))];
    }
}

using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Code">"PR-96": group and reason as the payer gave them.</param>
/// <param name="Reason">What the release rests on: a waiver or notice signed before the service, eligibility run again.</param>
public sealed record ReleaseCommand(long ChargeId, string Code, string Reason);

/// <summary>What a person may release of a charge: to whom it would go, or why nobody may (<paramref name="WhyNever"/>).</summary>
public sealed record ReleaseOffer(long Charge, int Line, string Code, string To, string? WhyNever);

/// <summary>What moved, and to whom; below zero when it was taken back. <paramref name="To"/> is the next payer, or the guarantor.</summary>
public sealed record ShareReleased(long Claim, long Charge, string Code, Money Amount, Party To);

/// <summary>
/// A person's word that a patient responsibility code under review may go on (MONEY 1.5), for one charge; and its taking back. The answers that say the code are
/// decided again with it, and every later posting of them finds it decided.
/// </summary>
public static class ReleaseShare
{
    /// <exception cref="BadInputException">The code is none that a person releases, no posted answer says it of the charge, nothing of it is left, or the law forbids it.</exception>
    public static async Task<ShareReleased> Run(Tx tx, ReleaseCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var code = Checked(command.Code);
        var (charge, visit) = await Charged(tx, command.ChargeId, cancel);
        var spoken = await Saying(tx, charge, code, hold: true, cancel)
            ?? throw new BadInputException("code", $"No posted answer says {code} of line {charge.Line} ({charge.Code}).", "The claim's page shows what the payer said of each line.");
        if ((await PersonDecisions.Releases(tx, charge.Practice, [spoken.Claim], cancel)).Find(d => d.ChargeId == charge.Id && d.Choice == code) is { } before)
            throw new BadInputException("code", $"{code} of line {charge.Line} was released by {before.Actor} already.", "There is nothing to do.");
        if (await WhyNever(tx, visit, spoken, cancel) is { } never)
            throw new BadInputException("code", $"{code} cannot be released. {never}", "Leave it with the payer: bill who comes next, appeal, or write it off.");

        tx.Add(new PersonDecision
        {
            Practice = charge.Practice, Id = tx.NextId<PersonDecision>(), Kind = PersonDecisions.Release, AdjudicationId = null, ClaimId = spoken.Claim, ChargeId = charge.Id, Choice = code,
            Reason = reason, Actor = tx.Actor, At = tx.Now,
        });
        var moved = await Redecide(tx, charge, spoken, $"{code} of line {charge.Line} released by {tx.Actor}: {reason}", "released", cancel);
        if (moved.IsZero) throw new BadInputException("code", $"Nothing of {code} is left with the payer on line {charge.Line}.", "It was paid, adjusted, written off or moved since.");
        return await Told(tx, charge, spoken, code, moved, $"released to {await Name(tx, charge.Practice, spoken.To, cancel)} by {tx.Actor}: {reason}", cancel);
    }

    /// <summary>Takes a release back: the answers are decided again without it, and what the guarantor paid of it is paid ahead.</summary>
    /// <exception cref="BadInputException">No release of the code counts for the charge now.</exception>
    public static async Task<ShareReleased> TakeBack(Tx tx, ReleaseCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var code = Checked(command.Code);
        var (charge, _) = await Charged(tx, command.ChargeId, cancel);
        var spoken = await Saying(tx, charge, code, hold: true, cancel);
        var release = (await PersonDecisions.Releases(tx, charge.Practice, await ClaimsOf(tx, charge, cancel), cancel)).Find(d => d.ChargeId == charge.Id && d.Choice == code)
            ?? throw new BadInputException("code", $"No release of {code} counts for line {charge.Line} now.", "There is nothing to take back.");
        PersonDecisions.TakeBack(tx, release, reason);
        // The answers are unposted: nothing moves, and when they post again the release counts no more.
        if (spoken is null) return new ShareReleased(release.ClaimId!.Value.Value, charge.Id.Value, code, Money.Zero, new Party(PartyKind.Practice, charge.Practice.Value));
        var moved = await Redecide(tx, charge, spoken, $"the release of {code} of line {charge.Line} taken back by {tx.Actor}: {reason}", "takenBack", cancel);
        return await Told(tx, charge, spoken, code, moved, $"taken back from {await Name(tx, charge.Practice, spoken.To, cancel)} by {tx.Actor}: {reason}", cancel);
    }

    /// <summary>What a release of the code would do, for a page to offer it; null when there is nothing that a person releases.</summary>
    public static async Task<ReleaseOffer?> Offer(Tx tx, Id<Charge> chargeId, string code, CancellationToken cancel = default)
    {
        if (!code.StartsWith("PR-", StringComparison.Ordinal) || code is "PR-1" or "PR-2" or "PR-3" or "PR-100") return null;
        var (charge, visit) = await Charged(tx, chargeId.Value, cancel);
        if (await Saying(tx, charge, code, hold: false, cancel) is not { } spoken) return null;
        return new ReleaseOffer(charge.Id.Value, charge.Line, code, await Name(tx, charge.Practice, spoken.To, cancel), await WhyNever(tx, visit, spoken, cancel));
    }

    /// <summary>The releases of a claim that count now.</summary>
    public static async Task<IReadOnlyList<PersonDecision>> Now(Tx tx, Id<Practice> practice, Id<Claim> claim, CancellationToken cancel = default) => await PersonDecisions.Releases(tx, practice, [claim], cancel);

    private static async Task<string?> WhyNever(Tx tx, Encounter visit, Spoken spoken, CancellationToken cancel) =>
        spoken.Drafts.Select(Released.WhyNever).FirstOrDefault(w => w is not null) ?? (spoken.To.Kind == PartyKind.Guarantor ? await GuarantorLaw.WhyNever(tx, visit, spoken.From, cancel) : null);

    /// <summary>The posted answers that say the code of the charge; all of one claim.</summary>
    private sealed record Spoken(Id<Claim> Claim, List<LiveAnswer> From1st, List<ClaimDraft> Drafts, Party From, Party To);

    private static string Checked(string code)
    {
        var given = code.Trim().ToUpperInvariant();
        if (!given.StartsWith("PR-", StringComparison.Ordinal) || given.Length is < 4 or > 8)
            throw new BadInputException("code", $"\"{code}\" is no patient responsibility code.", "Only group PR can be the patient's, written like PR-96. What the payer calls contractual (CO) never is.");
        if (given is "PR-1" or "PR-2" or "PR-3") throw new BadInputException("code", $"{given} moves by itself, to the next plan first and to the guarantor last.", "Nothing is to be released. If it stays with the payer, the claim's page says why.");
        if (given == "PR-100") throw new BadInputException("code", "PR-100 says that the payer paid the patient; it moves to the guarantor by itself where that is lawful.", "Ask the guarantor for it by letter.");
        return given;
    }

    private static async Task<(Charge, Encounter)> Charged(Tx tx, long chargeId, CancellationToken cancel)
    {
        var charge = await tx.Db.Set<Charge>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == new Id<Charge>(chargeId), cancel)
            ?? throw new BadInputException("charge", $"There is no charge {chargeId}.", "Look it up on the visit.");
        return (charge, await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == charge.Practice && e.Id == charge.EncounterId, cancel));
    }

    private static Task<List<Id<Claim>>> ClaimsOf(Tx tx, Charge charge, CancellationToken cancel) =>
        tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == charge.Practice && c.EncounterId == charge.EncounterId).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel);

    private static async Task<Spoken?> Saying(Tx tx, Charge charge, string code, bool hold, CancellationToken cancel)
    {
        foreach (var claim in await ClaimsOf(tx, charge, cancel))
        {
            var live = await RedecideAnswers.Live(tx, charge.Practice, claim, hold, cancel);
            var (at, drafts) = (-1, new List<ClaimDraft>());
            for (var i = 0; i < live.Count; i++)
                if (await Says(tx, live[i], charge.Id, code, hold, cancel) is { } draft)
                {
                    if (at < 0) at = i;
                    drafts.Add(draft);
                }
            if (drafts.Count == 0) continue;
            var (from, next) = (drafts[^1].Answer.Insurer, drafts[^1].NextPlan);
            return new Spoken(claim, live[at..], drafts, from, next is null ? Party.Guarantor(drafts[^1].Facts.AccountId) : next.Party);
        }
        return null;
    }

    /// <summary>The answer with the claim as posting sees it, when it says the code of the charge and was not taken back.</summary>
    private static async Task<ClaimDraft?> Says(Tx tx, LiveAnswer live, Id<Charge> charge, string code, bool hold, CancellationToken cancel)
    {
        if (live.Decision.Kind != DecisionKind.Answer) return null;
        var facts = await ChunkFacts.Load(tx, live.Check, live.Remittance, [live.Answer], cancel, hold);
        if (!facts.Matches.TryGetValue(live.Answer.Id, out var match) || facts.ClaimOf(match) is not { } claim || !claim.Answers.Any(a => a.AdjudicationId == live.Answer.Id.Value)) return null;
        var answer = facts.AnswerOf(live.Answer, match, claim);
        var (lines, _) = LineSpread.Of(claim.Charges, answer);
        return lines?.Any(l => l.Charge.Id == charge.Value && l.Adjustments.Any(a => a.Code == code && a.Amount > Money.Zero)) == true ? new ClaimDraft(claim, answer) : null;
    }

    /// <summary>How much less the payer owes for the charge than before.</summary>
    private static async Task<Money> Redecide(Tx tx, Charge charge, Spoken spoken, string why, string ended, CancellationToken cancel)
    {
        await tx.Db.SaveChangesAsync(cancel);
        var before = await DecideBalance.OwedNow(tx, charge, spoken.From, cancel);
        await RedecideAnswers.Run(tx, charge.Practice, spoken.From1st, why, ended, cancel);
        return before - await DecideBalance.OwedNow(tx, charge, spoken.From, cancel);
    }

    private static async Task<ShareReleased> Told(Tx tx, Charge charge, Spoken spoken, string code, Money moved, string what, CancellationToken cancel)
    {
        var claim = await tx.Db.Set<Claim>().AsNoTracking().FirstAsync(c => c.Practice == charge.Practice && c.Id == spoken.Claim, cancel);
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.NoteAdded, await tx.Today(charge.Practice), $"{moved.Abs} of {code} of line {charge.Line} {what}");
        tx.Subject = $"claim {spoken.Claim} charge {charge.Id} {code}";
        return new ShareReleased(spoken.Claim.Value, charge.Id.Value, code, moved, spoken.To);
    }

    private static async Task<string> Name(Tx tx, Id<Practice> practice, Party party, CancellationToken cancel) => party.Kind == PartyKind.Guarantor
        ? $"the guarantor {(await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstAsync(a => a.Practice == practice && a.Id == new Id<GuarantorAccount>(party.Id), cancel)).DisplayName}"
        : (await PlanParties.Names(tx, practice, [party], cancel))[party];
}

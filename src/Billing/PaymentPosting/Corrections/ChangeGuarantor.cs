using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Guarantor">The key of an account that is named for the patient.</param>
public sealed record ChangeGuarantorCommand(long Visit, string? Guarantor, string? Reason);

/// <summary>Who answers for a visit now, what they owe of it, and what the one before them has paid ahead again.</summary>
public sealed record ChangedGuarantor(string Visit, string From, string To, Money Owed, Money Freed);

/// <summary>That another guarantor was said to answer for a visit, by whom and why.</summary>
public sealed record GuarantorChange(string From, string To, string Actor, string Reason, Instant At);

/// <summary>A visit that is charged while another guarantor is named for its day.</summary>
public sealed record VisitOfAnother(Encounter Visit, GuarantorAccount Charged, GuarantorAccount Named);

/// <summary>
/// Another guarantor answers for a visit that is charged already: the wrong one was named at registration, or the right one later (MONEY 6: the guarantor is who signed). The book follows as if the right
/// one had been named before the visit (DESIGN law 3): the answers are decided again for them, and what no answer says, as a charge that no plan covers, is transferred by an entry of its own (MONEY 2).
/// What the one before has paid of it is theirs, ahead again; statements that went out stay as they were. Claims say nothing of guarantors: nothing goes to a payer.
/// Example: copay 20.00, 15.00 of it paid by the mother; the father answers: he owes 20.00, she owes nothing and has 15.00 ahead.
/// </summary>
public static class ChangeGuarantor
{
    /// <exception cref="BadInputException">There is no such visit or guarantor, the guarantor is not named for its day, or something was decided about the debt of the one before.</exception>
    public static async Task<ChangedGuarantor> Run(Tx tx, ChangeGuarantorCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var visit = await tx.Db.Set<Encounter>().FirstOrDefaultAsync(e => e.Id == new Id<Encounter>(command.Visit), cancel)
            ?? throw new BadInputException("visit", $"There is no visit {command.Visit}.", "Look it up on the patient's page.");
        var practice = visit.Practice;
        var (from, to) = await Between(tx, visit, command.Guarantor, cancel);
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == practice && c.EncounterId == visit.Id).OrderBy(c => c.Id).ToListAsync(cancel);
        var answers = new List<List<LiveAnswer>>();
        foreach (var claim in claims) answers.Add(await RedecideAnswers.Live(tx, practice, claim.Id, hold: true, cancel));
        await Roots.HoldClaims(tx, [from.Id.Value, to.Id.Value], claims.Select(c => c.Id.Value));
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && c.EncounterId == visit.Id).OrderBy(c => c.Line).ThenBy(c => c.Id).ToListAsync(cancel);
        await NothingDecided(tx, visit, charges, from, cancel);

        var today = await tx.Today(practice);
        var freed = await GiveBack(tx, visit, charges, from, today, cancel);
        visit.AccountId = to.Id;
        visit.Version++;
        foreach (var claim in claims) claim.AccountId = to.Id;
        tx.Add(new PersonDecision
        {
            Practice = practice, Id = tx.NextId<PersonDecision>(), Kind = PersonDecision.Guarantor, AdjudicationId = null, ClaimId = claims.FirstOrDefault()?.Id, ChargeId = charges.FirstOrDefault()?.Id,
            Choice = $"{from.Id}>{to.Id}", Reason = reason, Actor = tx.Actor, At = tx.Now,
        });
        await tx.Db.SaveChangesAsync(cancel);
        foreach (var live in answers.Where(all => all.Exists(l => l.Decision.Lines.Any(line => line.Party == Party.Guarantor(from.Id.Value))))) await RedecideAnswers.Run(tx, practice, live, "another guarantor answers for the visit", "decidedAgain", cancel);
        await TransferRest(tx, visit, charges, from, to, today, cancel);
        foreach (var claim in claims) ClaimEvents.Add(tx, claim, null, ClaimEventKind.NoteAdded, today, $"{to.DisplayName} answers for the bill in place of {from.DisplayName}: {reason}");
        await tx.Db.SaveChangesAsync(cancel);
        foreach (var account in new[] { from.Id, to.Id }.Order()) await ApplyPrepaid.Run(tx, practice, account, cancel);
        tx.Subject = $"visit {visit.Id}";
        return new ChangedGuarantor(visit.Key, from.DisplayName, to.DisplayName, (await Open(tx, practice, charges, to, cancel)).Sum(b => b.Amount), freed);
    }

    /// <summary>The guarantors who may answer for a visit of the patient on that day: named for it or before, the latest first. A parent does not answer for visits since the 18th birthday (MONEY 6).</summary>
    public static async Task<List<GuarantorAccount>> Named(Tx tx, Id<Practice> practice, Id<Patient> patient, DateOnly day, CancellationToken cancel = default) =>
        (await NamedEver(tx, practice, patient, cancel)).On(day);

    private sealed record Names(DateOnly Birth, List<(DateOnly From, GuarantorAccount Account)> Latest)
    {
        public List<GuarantorAccount> On(DateOnly day) => [.. Latest.Where(n => n.From <= day).Select(n => n.Account).DistinctBy(a => a.Id).Where(a => a.Kind != GuarantorKind.Parent || Birth.AddYears(18) > day)];
    }

    private static async Task<Names> NamedEver(Tx tx, Id<Practice> practice, Id<Patient> patient, CancellationToken cancel)
    {
        var birth = await tx.Db.Set<Patient>().Where(p => p.Practice == practice && p.Id == patient).Select(p => p.BirthDate).FirstAsync(cancel);
        var named = await (from link in tx.Db.Set<GuarantorOfPatient>().AsNoTracking()
                           where link.Practice == practice && link.PatientId == patient
                           join account in tx.Db.Set<GuarantorAccount>().AsNoTracking() on new { link.Practice, Id = link.AccountId } equals new { account.Practice, account.Id }
                           orderby link.From descending, link.Id descending
                           select new { link.From, account }).ToListAsync(cancel);
        return new Names(birth, named.ConvertAll(n => (n.From, n.account)));
    }

    /// <summary>The patient's visits with charges that stand with another guarantor than the one named for their day, of which nobody has decided who answers; oldest first.</summary>
    public static async Task<List<VisitOfAnother>> Others(Tx tx, Id<Practice> practice, Id<Patient> patient, CancellationToken cancel = default)
    {
        var names = await NamedEver(tx, practice, patient, cancel);
        if (names.Latest.Count < 2) return [];
        var charges = tx.Db.Set<Charge>().Where(c => c.Practice == practice);
        var decided = tx.Db.Set<PersonDecision>().Where(d => d.Practice == practice && d.Kind == PersonDecision.Guarantor);
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && e.PatientId == patient
            && StandingCharges.Of(tx).Any(c => c.Practice == practice && c.EncounterId == e.Id)
            && !charges.Any(c => c.EncounterId == e.Id && decided.Any(d => d.ChargeId == c.Id))).OrderBy(e => e.Date).ThenBy(e => e.Id).ToListAsync(cancel);
        var others = visits.Select(v => (Visit: v, Named: names.On(v.Date).FirstOrDefault())).Where(v => v.Named is not null && v.Named.Id != v.Visit.AccountId).ToList();
        var ids = others.ConvertAll(o => o.Visit.AccountId);
        var accounts = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        return others.ConvertAll(o => new VisitOfAnother(o.Visit, accounts[o.Visit.AccountId], o.Named!));
    }

    /// <summary>Every time that another guarantor was said to answer for the visit, oldest first.</summary>
    public static async Task<IReadOnlyList<GuarantorChange>> Of(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var charges = await tx.Db.Set<Charge>().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).Select(c => (Id<Charge>?)c.Id).ToListAsync(cancel);
        var rows = await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == visit.Practice && d.Kind == PersonDecision.Guarantor && charges.Contains(d.ChargeId)).ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var names = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == visit.Practice).ToDictionaryAsync(a => a.Id.ToString(), a => a.DisplayName, cancel);
        return [.. rows.OrderBy(d => d.At).ThenBy(d => d.Id).Select(d => new GuarantorChange(names[d.Choice.Split('>')[0]], names[d.Choice.Split('>')[1]], d.Actor, d.Reason, d.At))];
    }

    private static async Task<(GuarantorAccount From, GuarantorAccount To)> Between(Tx tx, Encounter visit, string? key, CancellationToken cancel)
    {
        var wanted = key?.Trim() is { Length: > 0 } given ? given : throw new BadInputException("guarantor", "No guarantor is named.", "Choose who answers for the visit.");
        var from = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstAsync(a => a.Practice == visit.Practice && a.Id == visit.AccountId, cancel);
        if (from.Key == wanted) throw new BadInputException("guarantor", $"{from.DisplayName} answers for this visit already.", "Choose another guarantor.");
        return (from, (await Named(tx, visit.Practice, visit.PatientId, visit.Date, cancel)).Find(a => a.Key == wanted)
            ?? throw new BadInputException("guarantor", $"No guarantor \"{wanted}\" is named for the patient's visits of {visit.Date.InWords()}.", "Name them on the patient's page, from that day or an earlier one; a parent answers for visits until the 18th birthday."));
    }

    /// <summary>What was written off for one guarantor, or moved from them to a plan, says nothing about another.</summary>
    private static async Task NothingDecided(Tx tx, Encounter visit, List<Charge> charges, GuarantorAccount from, CancellationToken cancel)
    {
        var party = Party.Guarantor(from.Id.Value);
        if ((await StandingDecisions.Read(tx, visit.Practice, charges.ConvertAll(c => c.Id), cancel)).Find(d => d.From == party && d.To is not { Kind: PartyKind.Guarantor } && d.Stands > Money.Zero) is { } stands)
            throw new BadInputException("guarantor", $"{stands.Stands.ForPeople()} of what {from.DisplayName} owed for line {stands.Charge.Line} {(stands.To is null ? "is written off" : "was moved to a plan")}.", "Take that back on the visit's page first, and decide it anew for the new guarantor.");
    }

    /// <summary>What receipts of the account have paid of these charges is theirs again.</summary>
    private static async Task<Money> GiveBack(Tx tx, Encounter visit, List<Charge> charges, GuarantorAccount from, DateOnly today, CancellationToken cancel)
    {
        var ids = charges.ConvertAll(c => c.Id);
        var paid = (await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == visit.Practice && a.AccountId == from.Id && ids.Contains(a.ChargeId)).ToListAsync(cancel))
            .GroupBy(a => a.ChargeId).Select(g => (Charge: g.Key, Amount: g.Sum(a => a.Amount))).Where(p => p.Amount > Money.Zero).ToList();
        await Applications.Settle(tx, visit.Practice, today, paid.ConvertAll(p => new GuarantorMove(p.Charge.Value, ClaimId: null, visit.Id.Value, visit.ProviderId.Value, from.Id.Value, -p.Amount, CausedBy: null)), cancel);
        return paid.Sum(p => p.Amount);
    }

    private static async Task TransferRest(Tx tx, Encounter visit, List<Charge> charges, GuarantorAccount from, GuarantorAccount to, DateOnly today, CancellationToken cancel)
    {
        var entries = new List<JournalEntry>();
        foreach (var open in (await Open(tx, visit.Practice, charges, from, cancel)).Where(b => b.Amount > Money.Zero))
        {
            var charge = charges.Find(c => c.Id.Value == open.ChargeId)!;
            var row = tx.Add(new Transfer
            {
                Practice = visit.Practice, Id = tx.NextId<Transfer>(), ChargeId = charge.Id, FromKind = PartyKind.Guarantor, FromId = from.Id.Value, ToKind = PartyKind.Guarantor, ToId = to.Id.Value,
                Amount = open.Amount, Reason = BalanceReasons.AnotherGuarantor.Code, DecidedOn = today, Actor = tx.Actor,
            });
            entries.Add(BalanceEntries.Of(row, open.Amount, generation: 1, charge, visit, $"{tx.Actor}: {row.Reason}"));
        }
        await tx.Db.SaveChangesAsync(cancel);
        await Journal.Record(tx, visit.Practice, today, entries, cancel);
    }

    private static async Task<List<OpenBalance>> Open(Tx tx, Id<Practice> practice, List<Charge> charges, GuarantorAccount account, CancellationToken cancel) =>
        (await OpenBalances.About(tx, practice, charges.ConvertAll(c => $"charge:{c.Id}"), cancel)).FindAll(b => b.Account == Account.GuarantorReceivable && b.Party == Party.Guarantor(account.Id.Value));
}

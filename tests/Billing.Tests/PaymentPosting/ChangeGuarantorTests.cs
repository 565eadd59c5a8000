using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>
/// The mother was named at registration; the father signed, and is named later, since 2020. Visits of 100.00 of 3 Feb: the plan pays 60.00, takes off 20.00 and leaves 20.00.
/// </summary>
public sealed class ChangeGuarantorTests
{
    private static readonly string[] Answered = ["CO*45*20", "PR*2*20"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_answers_for_a_visit_now_owes_what_the_one_before_owed_who_has_what_they_paid_and_posting_again_changes_nothing(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var father = await Named(ward);
        var pcn = await ward.Claim("97810 100.00");
        var file = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", Answered)]);
        await ward.Post(file);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(1500), PaymentMethod.Card, null, null, Guarantor: "gua")));
        var visit = await house.Read(tx => tx.Db.Set<Encounter>().SingleAsync());
        Assert.Equal((visit.Id, father), (Assert.Single(await house.Read(tx => ChangeGuarantor.Others(tx, house.Practice, ward.Patient))) is var other ? (other.Visit.Id, other.Named.Id) : default));

        var changed = await house.Do(tx => ChangeGuarantor.Run(tx, new(visit.Id.Value, "father", "he signed the form")));
        Assert.Equal(("Daniel Reyes", "20.00", "15.00"), (changed.To, changed.Owed.ToString(), changed.Freed.ToString()));
        Assert.Equal(["father 20.00", "mother ahead -15.00"], await Owed(ward, father));
        Assert.Empty(await house.Read(tx => ChangeGuarantor.Others(tx, house.Practice, ward.Patient)));
        var candidate = Assert.Single(await house.Read(tx => IssueStatement.Candidates(tx, house.Practice, House.Today, StatementPolicy.Default)), c => c.WhyNot is null);
        Assert.Equal((father.Value, "20.00"), (candidate.AccountId, candidate.Owes.ToString()));
        Assert.Equal("20.00", (await StatementRun.One(house.Work, house.Scope, house.Practice, candidate, House.Today)).Issued?.Amount.ToString());
        var (book, items) = (await ward.Book(), await ward.Items());
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "wrong day"));
        Assert.Equal(["mother ahead -15.00"], await Owed(ward, father));
        await ward.Post(file);
        Assert.Equal((string.Join('\n', book), string.Join('\n', items)), (string.Join('\n', await ward.Book()), string.Join('\n', await ward.Items())));

        // What the plan says later is his too.
        await ward.Post(Edi.Remit("T2", "0", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), Edi.Claim(pcn, "50", "CO*45*20", "PR*2*30")], plb: "PLB*1234567893*20261231*FB:Q*-10~", method: "NON"));
        Assert.Equal(["father 30.00", "mother ahead -15.00"], await Owed(ward, father));

        // Said back again: the mother owes, and what she has ahead pays it.
        await house.Do(tx => ChangeGuarantor.Run(tx, new(visit.Id.Value, "gua", "the form was hers after all")));
        Assert.Equal(["mother 15.00"], await Owed(ward, father));
        Assert.Equal(["Marisol Reyes>Daniel Reyes", "Daniel Reyes>Marisol Reyes"], (await house.Read(tx => ChangeGuarantor.Of(tx, visit))).Select(c => $"{c.From}>{c.To}"));
        await Holds(house);
    }

    /// <summary>No answer says what a plan does not cover: a share that a waiver gave the mother is transferred, and stays the father's when the answer is unposted and posted again. Nothing was sent or answered of the second visit.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_no_answer_says_is_transferred_by_an_entry_of_its_own(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var father = await Named(ward);
        var (pcn, _) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 70.00"));
        var file = Edi.Remit("T1", "0", [Edi.Claim(pcn, "4", "100", "0", "97810", "CO*197*100")], method: "NON");
        await ward.Post(file);
        var charge = await house.Read(tx => tx.Db.Set<Charge>().OrderBy(c => c.Id).FirstAsync());
        await house.Do(tx => DecideBalance.Transfer(tx, new(charge.Id.Value, Party.Payer(ward.Blue.Value), Party.Guarantor(ward.Account.Value), new Money(10000), "waiver", "signed")));
        var visits = await house.Read(tx => tx.Db.Set<Encounter>().OrderBy(e => e.Id).Select(e => e.Id).ToListAsync());
        foreach (var visit in visits) await house.Do(tx => ChangeGuarantor.Run(tx, new(visit.Value, "father", "he signed the form")));
        Assert.Equal(["father 100.00"], await Owed(ward, father));
        var items = await ward.Items();
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "wrong day"));
        await ward.Post(file);
        Assert.Equal(string.Join('\n', items), string.Join('\n', await ward.Items()));
        var moved = await house.Read(tx => tx.Db.Set<Transfer>().SingleAsync(t => t.Reason == "anotherGuarantor"));
        Assert.Contains("another guarantor", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => TakeBackDecision.Run(tx, new(moved.Id.Value, "wrong"))))).Message, StringComparison.Ordinal);
        await Holds(house);
    }

    [Theory, OnSqlite]
    public async Task Only_who_is_named_for_the_day_may_answer_and_what_was_written_off_for_the_other_is_taken_back_first(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var father = await Named(ward, from: "2026-02-04");
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", Answered)]));
        var (visit, charge) = (await house.Read(tx => tx.Db.Set<Encounter>().SingleAsync()), await house.Read(tx => tx.Db.Set<Charge>().SingleAsync()));
        Assert.Contains("named for the patient's visits of 3 Feb 2026", await Refused("father", "x"), StringComparison.Ordinal);
        Assert.Contains("answers for this visit already", await Refused("gua", "x"), StringComparison.Ordinal);
        Assert.Contains("reason is missing", await Refused("father", " "), StringComparison.Ordinal);
        await house.Do(tx => NameGuarantor.Run(tx, new() { Key = "father", Kind = "parent", Patients = ["pat"], LastName = "Reyes", FirstName = "Daniel", Address = new() { Line1 = "9 Oak St", City = "Chicago", State = "IL", Zip = "60601" }, From = "2026-02-03" }));
        var off = await house.Do(tx => DecideBalance.WriteOff(tx, new(charge.Id.Value, Party.Guarantor(ward.Account.Value), new Money(500), "courtesy", "ours")));
        Assert.Contains("5.00 of what Marisol Reyes owed for line 1 is written off", await Refused("father", "x"), StringComparison.Ordinal);
        await house.Do(tx => TakeBackDecision.Run(tx, new(off, "for him anew")));
        await house.Do(tx => ChangeGuarantor.Run(tx, new(visit.Id.Value, "father", "he signed the form")));
        Assert.Equal(["father 20.00"], await Owed(ward, father));

        async Task<string> Refused(string who, string why) => (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => ChangeGuarantor.Run(tx, new(visit.Id.Value, who, why))))).Message;
    }

    private static async Task<Id<GuarantorAccount>> Named(Ward ward, string from = "2021-01-01")
    {
        await ward.House.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient { Practice = ward.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1) })));
        var saved = await ward.House.Do(tx => NameGuarantor.Run(tx, new()
        {
            Key = "father", Kind = "parent", Patients = ["pat"], LastName = "Reyes", FirstName = "Daniel", Address = new() { Line1 = "9 Oak St", City = "Chicago", State = "IL", Zip = "60601" }, From = from,
        }));
        return new(saved.Id);
    }

    /// <summary>What each of the two owes, and has paid ahead.</summary>
    private static Task<List<string>> Owed(Ward ward, Id<GuarantorAccount> father) => ward.House.Read(async tx =>
        (await tx.Db.Set<OpenItemNow>().AsNoTracking().Where(i => (i.Account == Account.GuarantorReceivable || i.Account == Account.PatientPrepayments) && i.Amount != Money.Zero).ToListAsync())
        .Select(i => $"{(i.PartyId == father.Value ? "father" : "mother")}{(i.Account == Account.PatientPrepayments ? " ahead" : "")} {i.Amount}").Order(StringComparer.Ordinal).ToList());

    private static async Task Holds(House house) =>
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
}

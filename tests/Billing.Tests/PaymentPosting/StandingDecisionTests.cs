using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A debt was written off, moved or paid, and then the answer that had made it goes: no credit stays in the receivable, and with the answer everything is back (MONEY 3).</summary>
public sealed class StandingDecisionTests
{
    private static Party Guarantor(Ward ward) => Party.Guarantor(ward.Account.Value);
    private static Party Green(Ward ward) => Party.Payer(ward.Green.Value);

    private static Task<Encounter> Visit(Ward ward) => ward.House.Read(tx => tx.Db.Set<Encounter>().SingleAsync());

    private static async Task<long> WriteOff(Ward ward, Party party, string amount)
    {
        var visit = await Visit(ward);
        return Assert.Single(await ward.House.Do(tx => VisitBalance.WriteOff(tx, new(new(visit.Id.Value, party, null, Money.TryParse(amount)), "smallBalance", "")))).Id;
    }

    private static async Task<string> Stands(Ward ward)
    {
        var visit = await Visit(ward);
        return string.Join(", ", (await ward.House.Read(tx => VisitBalance.Decisions(tx, visit))).Select(d => $"{d.Stands} of {d.Amount}{(d.TakenBack ? " taken back" : "")}"));
    }

    private static Task Unpost(Ward ward, string trace) => RemitPosting.Unpost(ward.House.Work, ward.House.Scope, new UnpostCommand(trace, null, null, null, "look again"));

    private static async Task BooksHold(Ward ward) => Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_copay_written_off_stands_no_more_while_its_answer_is_unposted_and_again_when_it_is_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]);
        await ward.Post(text);
        var id = await WriteOff(ward, Guarantor(ward), "15.00");
        var (book, items, entries) = (await ward.Book(), await ward.Items(), await ward.Count<JournalEntryRow>());
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 5.00", "paymentsInTransit blue 60.00", "writeOff 15.00"], book);

        await Unpost(ward, "T1");
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
        Assert.Equal("0.00 of 15.00", await Stands(ward));
        await ward.Post(text);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Equal("15.00 of 15.00", await Stands(ward));
        Assert.True(await ward.Count<JournalEntryRow>() > entries);

        await Unpost(ward, "T1");
        await house.Do(tx => TakeBackDecision.Run(tx, new(id, "they pay after all")));
        await ward.Post(text);
        Assert.Contains("guarantorReceivable guarantor 20.00", await ward.Book());
        Assert.Equal("0.00 of 15.00 taken back", await Stands(ward));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_answer_with_a_smaller_share_leaves_as_much_of_the_write_off_and_gives_the_rest_of_what_was_paid_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(800), PaymentMethod.Card, "v1", null)));
        await WriteOff(ward, Guarantor(ward), "12.00");
        string Corrected(string trace, string paid, string share) => Edi.Remit(trace, "0",
            [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*3*-20"), Edi.Claim(pcn, paid, "CO*45*20", $"PR*3*{share}")], plb: $"PLB*1234567893*20261231*AH:X*{int.Parse(paid) - 60}~");

        await ward.Post(Corrected("T2", "65", "15"));
        Assert.Equal("7.00 of 12.00", await Stands(ward));
        Assert.Contains("writeOff 7.00", await ward.Book());
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal) || l.StartsWith("patientPrepayments", StringComparison.Ordinal));
        await Unpost(ward, "T2");
        Assert.Equal("12.00 of 12.00", await Stands(ward));
        await ward.Post(Corrected("T3", "75", "5"));
        Assert.Equal("0.00 of 12.00", await Stands(ward));
        Assert.Contains("patientPrepayments guarantor -3.00", await ward.Book());
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_next_plan_owed_and_was_given_up_or_moved_goes_with_the_first_plans_answer(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]);
        await ward.Post(text);
        await WriteOff(ward, Green(ward), "4.00");
        var visit = await Visit(ward);
        await house.Do(tx => VisitBalance.Transfer(tx, new(new(visit.Id.Value, Green(ward), null, null), Guarantor(ward), "waiver", "signed")));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(1600), PaymentMethod.Card, "v1", null)));
        var (book, items) = (await ward.Book(), await ward.Items());
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 16.00", "writeOff 4.00"], book);

        await Unpost(ward, "T1");
        Assert.Equal(["grossCharges -100.00", "patientPrepayments guarantor -16.00", "payerReceivable blue 100.00", "undepositedReceipts guarantor 16.00"], await ward.Book());
        Assert.Equal("0.00 of 4.00, 0.00 of 16.00", await Stands(ward));
        await ward.Post(text);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_share_that_was_released_and_forgiven_is_the_plans_again_when_the_release_is_taken_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "PR*96*40")]));
        var charge = await house.Read(tx => tx.Db.Set<Charge>().Select(c => c.Id.Value).SingleAsync());
        await house.Do(tx => ReleaseShare.Run(tx, new(charge, "PR-96", "waiver")));
        await WriteOff(ward, Guarantor(ward), "40.00");
        await house.Do(tx => ReleaseShare.TakeBack(tx, new(charge, "PR-96", "no waiver after all")));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 40.00", "paymentsInTransit blue 60.00"], await ward.Book());
        Assert.Equal("40.00", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).AtStake.ToString());
        await BooksHold(ward);
    }

    /// <summary>While the plan had not answered, somebody moved all of it to the patient, who paid: the plan's answer is what counts, and the patient has back what is too much.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_moved_to_the_patient_before_the_plan_answered_gives_way_to_its_answer(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 145.00");
        var visit = await Visit(ward);
        await house.Do(tx => VisitBalance.Transfer(tx, new(new(visit.Id.Value, Party.Payer(ward.Blue.Value), null, null), Guarantor(ward), "notCovered", "told by telephone")));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(10000), PaymentMethod.Card, "v1", null)));
        Assert.Contains("guarantorReceivable guarantor 45.00", await ward.Book());
        var items = await ward.Items();
        var text = Edi.Remit("T1", "71", [Edi.Claim(pcn, "1", "145", "71", "97810", "CO*45*49", "PR*3*25")]);
        var posted = await ward.Post(text);
        Assert.Empty(posted.Notes);
        string[] book = ["contractual 49.00", "grossCharges -145.00", "patientPrepayments guarantor -75.00", "paymentsInTransit blue 71.00", "undepositedReceipts guarantor 100.00"];
        Assert.Equal(book, await ward.Book());
        Assert.Equal("0.00 of 145.00", await Stands(ward));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
        await BooksHold(ward);

        await Unpost(ward, "T1");
        Assert.Equal("145.00 of 145.00", await Stands(ward));
        Assert.Equal(items, await ward.Items());
        await ward.Post(text);
        Assert.Equal(book, await ward.Book());
        // Paid a second time it is too much, whatever was decided before.
        await ward.Post(Edi.Remit("T2", "71", [Edi.Claim(pcn, "1", "145", "71", "97810", "CO*45*49", "PR*3*25")], control: "000000009"));
        Assert.Contains("payerReceivable blue -71.00", await ward.Book());
        await BooksHold(ward);
    }

    /// <summary>Written off as filed too late; the plan then answers after all. Where it denies, the write-off stands and there is nothing to do; where it reconsiders and pays, it does not.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_written_off_before_the_plan_answered_stands_as_far_as_the_plan_leaves_debt(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 145.00");
        await WriteOff(ward, Party.Payer(ward.Blue.Value), "145.00");
        var denied = Edi.Remit("T1", "0", [Edi.Claim(pcn, "4", "145", "0", "97810", "CO*29*145")], method: "NON");
        await ward.Post(denied);
        Assert.Equal(["grossCharges -145.00", "writeOff 145.00"], await ward.Book());
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
        await ward.Post(Edi.Remit("T2", "71", [Edi.Claim(pcn, "1", "145", "71", "97810", "CO*45*49", "PR*3*25")]));
        Assert.Equal(["contractual 49.00", "grossCharges -145.00", "guarantorReceivable guarantor 25.00", "paymentsInTransit blue 71.00"], await ward.Book());
        Assert.Equal("0.00 of 145.00", await Stands(ward));
        await BooksHold(ward);
        await Unpost(ward, "T2");
        Assert.Equal(["grossCharges -145.00", "writeOff 145.00"], await ward.Book());
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
        await BooksHold(ward);
    }
}

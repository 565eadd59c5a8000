using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

public sealed class PatientMoneyTests
{
    private static Task<ReceiptTaken> Take(Ward ward, string amount, string? visit = null) =>
        ward.House.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Money.TryParse(amount)!.Value, PaymentMethod.Card, visit, null)));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_copay_at_the_desk_is_prepaid_and_meets_its_debt_when_the_payer_has_answered(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var taken = await Take(ward, "25.00", "v1");
        Assert.Equal(("0.00", "25.00"), (taken.Applied.ToString(), taken.Prepaid.ToString()));
        Assert.Contains("patientPrepayments guarantor -25.00", await ward.Book());
        Assert.Empty(await house.Read(tx => IssueStatement.Candidates(tx, house.Practice, House.Today, StatementPolicy.Default))); // the visit is open with the payer

        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "patientPrepayments guarantor -5.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 25.00"], await ward.Book());

        // No visit needs the 5.00 any more: somebody decides, and a next visit would need it again.
        var credit = Assert.Single(await house.Read(tx => IssueStatement.Candidates(tx, house.Practice, House.Today, StatementPolicy.Default)));
        Assert.Equal(("0.00", "5.00", "5.00 paid ahead that no visit needs any more: give it back, or keep it for the next visit."), (credit.Owes.ToString(), credit.Free.ToString(), credit.WhyNot));
        await ward.Claim("97810 100.00");
        Assert.Empty(await house.Read(tx => IssueStatement.Candidates(tx, house.Practice, House.Today, StatementPolicy.Default)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_gives_the_guarantors_money_back_to_prepaid_and_the_correction_takes_it_again(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await Take(ward, "20.00", "v1");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        await ward.Post(Edi.Remit("T2", "5", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*3*-20"), Edi.Claim(pcn, "65", "CO*45*20", "PR*3*15")]));
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "patientPrepayments guarantor -5.00", "paymentsInTransit blue 65.00", "undepositedReceipts guarantor 20.00"], await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_that_a_correction_freed_pays_the_next_visit_before_anybody_is_asked_for_it(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "120", pcns.Select(p => Edi.Claim(p, "60", "CO*45*20", "PR*3*20"))));
        await Take(ward, "20.00"); // pays the first visit
        await ward.Post(Edi.Remit("T2", "20", [Edi.Claim(pcns[0], "22", "-100", "-60", "97810", "CO*45*-20", "PR*3*-20"), Edi.Claim(pcns[0], "80", "CO*45*20")]));
        string[] freed = ["guarantorReceivable guarantor 20.00", "patientPrepayments guarantor -20.00"];
        Assert.Superset(freed.ToHashSet(), (await ward.Book()).ToHashSet());

        var day = await house.Read(tx => tx.Today(house.Practice));
        var candidate = Assert.Single(await house.Read(tx => IssueStatement.Candidates(tx, house.Practice, day, StatementPolicy.Default)));
        Assert.Equal(("0.00", "20.00", "20.00 that we hold of theirs pays it."), (candidate.Owes.ToString(), candidate.Ahead.ToString(), candidate.WhyNot));
        Assert.Null((await StatementRun.One(house.Work, house.Scope, house.Practice, candidate, day)).Issued);
        Assert.Equal(["contractual 40.00", "grossCharges -200.00", "paymentsInTransit blue 140.00", "undepositedReceipts guarantor 20.00"], await ward.Book());
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    [Theory, OnSqlite]
    public async Task Money_taken_for_a_visit_pays_that_visit_alone(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        await Take(ward, "20.00", "v2");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcns[0], "60", "CO*45*20", "PR*3*20")]));
        Assert.Equal(Money.Zero, await house.Do(async tx => await ApplyPrepaid.OfPatient(tx, await tx.Db.Set<Patient>().SingleAsync(p => p.Id == ward.Patient))));
        Assert.Contains("patientPrepayments guarantor -20.00", await ward.Book());
        await Take(ward, "5.00");
        Assert.Contains("guarantorReceivable guarantor 15.00", await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposting_gives_prepaid_money_back_and_reposting_applies_it_again(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await Take(ward, "20.00", "v1");
        var text = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]);
        await ward.Post(text);
        var items = await ward.Items();
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        Assert.Equal(["grossCharges -100.00", "patientPrepayments guarantor -20.00", "payerReceivable blue 100.00", "undepositedReceipts guarantor 20.00"], await ward.Book());
        Assert.Equal("posted", (await ward.Post(text)).Outcome);
        Assert.Equal(items, await ward.Items());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_paid_at_the_desk_after_the_answer_is_prepaid_when_it_is_unposted_and_meets_the_same_debt_again(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        var text = Edi.Remit("T1", "120", pcns.Select(p => Edi.Claim(p, "60", "CO*45*20", "PR*3*20")));
        await ward.Post(text);
        await Take(ward, "25.00"); // 20.00 for the first visit, 5.00 for the second
        await Take(ward, "30.00", "v2"); // 15.00 for the second visit, 15.00 ahead
        await Take(ward, "7.00", "v1"); // all ahead, for the first visit
        var (book, items) = (await ward.Book(), await ward.Items());
        for (var again = 0; again < 2; again++)
        {
            await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
            Assert.Equal(["grossCharges -200.00", "patientPrepayments guarantor -62.00", "payerReceivable blue 200.00", "undepositedReceipts guarantor 62.00"], await ward.Book());
            Assert.Equal("posted", (await ward.Post(text)).Outcome);
            Assert.Equal(book, await ward.Book());
            Assert.Equal(items, await ward.Items());
        }
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, pcns[0], "test"));
        Assert.DoesNotContain(await ward.Items(), i => i.StartsWith("guarantorReceivable", StringComparison.Ordinal));
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_a_visit_it_pays_the_oldest_debt_first_and_the_rest_is_prepaid(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "120", pcns.Select(p => Edi.Claim(p, "60", "CO*45*20", "PR*3*20"))));
        var taken = await Take(ward, "50.00");
        Assert.Equal(("40.00", "10.00"), (taken.Applied.ToString(), taken.Prepaid.ToString()));
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_returned_check_opens_what_it_had_paid(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        var taken = await Take(ward, "20.00");
        var returned = await house.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(taken.Receipt, "insufficientFunds", "", null)));
        Assert.Equal(("20.00", "0.00", false), (returned.OwedAgain.ToString(), returned.WasAhead.ToString(), returned.Banked));
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00", "paymentsInTransit blue 60.00"], await ward.Book());
        await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(taken.Receipt, "chargeback", "", null))));
        var unsaid = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(taken.Receipt, "enteredInError", " ", null))));
        Assert.Equal("What happened is missing: a mistake of entry, or another reason, needs a few words.", Assert.Single(unsaid.Faults).Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Where_two_guarantors_may_be_meant_a_payment_says_whose_it_is_and_never_pays_the_others_debt(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        await house.Do(tx => NameGuarantor.Run(tx, new GuarantorForm
        {
            Key = "dan", Kind = "legalRepresentative", Patients = ["pat"], LastName = "Dadd", FirstName = "Dan", From = "2026-03-16", Address = new AddressForm { Line1 = "9 Far St", City = "Denver", State = "CO", Zip = "80203" },
        }));
        Task<ReceiptTaken> TakeOf(string? guarantor, string? visit = null) => house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(2000), PaymentMethod.Card, visit, null, null, guarantor)));
        var asked = Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => TakeOf(null))).Faults);
        Assert.Equal("guarantor", asked.Place);
        Assert.Contains("Dan Dadd owes 0.00", asked.Message, StringComparison.Ordinal);
        Assert.Equal("guarantor", Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => TakeOf("dan", "v1"))).Faults).Place);

        var ahead = await TakeOf("dan");
        Assert.Equal(("0.00", "Dan Dadd", "20.00"), (ahead.Applied.ToString(), ahead.Guarantor, Assert.Single(ahead.Others).Owes.ToString()));
        var first = await house.Read(tx => tx.Db.Set<GuarantorAccount>().Where(a => a.Id == ward.Account).Select(a => a.Key).FirstAsync());
        var paid = await TakeOf(first);
        Assert.Equal("20.00", paid.Applied.ToString());
        Assert.Empty(paid.Others);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposting_after_a_return_gives_back_nothing_a_second_time(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var taken = await Take(ward, "25.00", "v1");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        var returned = await house.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(taken.Receipt, "chargeback", "", null)));
        Assert.Equal(("20.00", "5.00"), (returned.OwedAgain.ToString(), returned.WasAhead.ToString()));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
        var unposted = Assert.Single(await house.Read(async tx => await UnpostedBy.Of(tx, house.Practice, await tx.Db.Set<PayerCheck>().Select(c => c.Id).FirstAsync())));
        Assert.Equal(("test", false, house.Scope.Actor), (unposted.Reason, unposted.IsOneClaim, unposted.Actor));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_returned_check_had_paid_meets_what_another_receipt_still_holds(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        var check = await Take(ward, "20.00");
        await Take(ward, "15.00");
        var returned = await house.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(check.Receipt, "stopPayment", "", null)));
        Assert.Equal(("20.00", "15.00", "5.00"), (returned.OwedAgain.ToString(), returned.PaidAtOnce.ToString(), returned.LeftToPay.ToString()));
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 5.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 15.00"], await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_that_was_banked_stands_as_owed_to_the_bank_until_its_line_takes_it_out(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        var taken = await Take(ward, "20.00");
        await house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567890", BankFile.Read("date,amount\n2026-03-16,20.00\n")));
        // The bank tells first: the line names the payment that may have come back, and nothing of it is taken until that is recorded. A day to come is refused.
        var first = Assert.Single(await house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567891", BankFile.Read("date,amount\n2026-03-16,-20.00\n"))));
        Assert.Equal($"out: money out, nobody's yet; it may be receipt {taken.Receipt} of 16 Mar 2026: if that came back, record it as returned and bring this file again", $"{first.What}: {first.Detail}");
        var toCome = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567892", BankFile.Read("date,amount\n2026-03-16,1.00\n2026-03-17,2.00\n"))));
        Assert.Equal(("line 3 date", "17 Mar 2026 lies in the future."), (Assert.Single(toCome.Faults).Place, toCome.Faults[0].Message));
        Assert.True((await house.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(taken.Receipt, "insufficientFunds", "", null)))).Banked);
        Assert.Contains("undepositedReceipts guarantor -20.00", await ward.Book());
        // It stands on a list of its own and is never taken off what is at the desk.
        var back = Assert.Single(await house.Read(tx => ReturnedInBank.Of(tx, house.Practice)));
        Assert.Equal((taken.Receipt, "20.00", "0.00"), (back.Receipt.Id.Value, back.Amount.ToString(), (await house.Read(tx => UndepositedReceipt.Total(tx, house.Practice))).ToString()));

        var matched = await house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567891", BankFile.Read("date,amount\n2026-03-16,-20.00\n2026-03-16,-900.00\n")));
        Assert.Equal(["returned -20.00", "out -900.00"], matched.Select(m => $"{m.What} {m.Amount}")); // money out is told, never silently dropped
        Assert.Empty(await house.Read(tx => ReturnedInBank.Of(tx, house.Practice)));
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00", "paymentsInTransit blue 60.00"], await ward.Book());
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_banks_lines_move_the_check_and_the_days_receipts_to_cash_and_keep_what_is_nobodys(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("TRACE77", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));
        await Take(ward, "15.00");
        await Take(ward, "5.00");
        var lines = BankFile.Read("date,description,amount,trace,originator\n2026-03-16,HCCLAIMPMT,60.00,TRACE77,1\n3/16/2026,\"CARDS, DAY 75\",20.00,,\n2026-03-16,NOBODY,7.00,,\n2026-03-16,RENT,-900.00,,\n");
        var matched = await house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567890", lines));
        Assert.Equal(["check", "receipts", "unidentified", "out"], matched.Select(m => m.What));
        Assert.Equal(["cash 87.00", "contractual 20.00", "grossCharges -100.00", "unidentifiedReceipts -7.00"], await ward.Book());
        // Money out is not kept, so it is told again.
        Assert.Equal(["known", "known", "known", "out"], (await house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567890", lines))).Select(m => m.What));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_releases_a_patient_share_to_the_guarantor_and_writes_off_the_rest_with_a_reason(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "PR*96*40")]));
        var charge = await house.Read(tx => tx.Db.Set<Charge>().Select(c => c.Id).SingleAsync());
        await house.Do(tx => DecideBalance.Transfer(tx, new(charge.Value, Party.Payer(ward.Blue.Value), Party.Guarantor(ward.Account.Value), new Money(3000), "waiver", "signed 2 Feb, in the file")));
        await house.Do(tx => DecideBalance.WriteOff(tx, new(charge.Value, Party.Payer(ward.Blue.Value), new Money(1000), "smallBalance", "not worth an appeal")));
        Assert.Equal(["grossCharges -100.00", "guarantorReceivable guarantor 30.00", "paymentsInTransit blue 60.00", "writeOff 10.00"], await ward.Book());
        await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => DecideBalance.WriteOff(tx, new(charge.Value, Party.Payer(ward.Blue.Value), new Money(1), "smallBalance", ""))));
    }

    [Fact]
    public void A_bank_file_tells_every_faulty_line()
    {
        var faults = Assert.Throws<BadInputException>(() => BankFile.Read("date,amount\nyesterday,1.00\n2026-03-01,a lot\n")).Faults;
        Assert.Equal(["line 2 date", "line 3 amount"], faults.Select(f => f.Place));
    }

    /// <summary>The plan paid 60.00 twice, the patient owes 20.00: 20.00 is open and 60.00 is a credit; neither makes the other look less.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_visit_a_plans_credit_stands_beside_what_is_owed_and_is_never_netted(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]));
        await ward.Post(Edi.Remit("T2", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20").Replace($"ICN{pcn}", "ICNX", StringComparison.Ordinal)]));
        var money = Assert.Single((await house.Read(async tx => await VisitMoney.Of(tx, await tx.Db.Set<Encounter>().Select(e => e.Id).ToListAsync()))).Values);
        Assert.Equal(("100.00", "-60.00", "20.00", true), (money.Charged.ToString(), Assert.Single(money.WithPlans).ToString(), Assert.Single(money.WithGuarantor).ToString(), money.HasPlan));
        Assert.Equal(["-60.00", "20.00"], money.Open.Select(o => o.ToString()));
    }
}

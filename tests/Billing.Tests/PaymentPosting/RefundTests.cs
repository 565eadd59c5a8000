using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Money that a guarantor paid ahead goes back to them: never more than is ahead, never twice, and it pays nothing any more.</summary>
public sealed class RefundTests
{
    private static Money Of(string amount) => Money.TryParse(amount)!.Value;

    private static Task<ReceiptTaken> Take(Ward ward, string amount, string? visit = null, PaymentMethod method = PaymentMethod.Check) =>
        ward.House.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Of(amount), method, visit, null)));

    private static RefundCommand Command(Ward ward, string amount, string? number = "1201", long? receipt = null) =>
        new(ward.Account.Value, Of(amount), PaymentMethod.Check, number, null, "overpaid", "", receipt);

    private static Task<RefundGiven> Give(Ward ward, string amount, string? number = "1201", long? receipt = null) => ward.House.Do(tx => GiveRefund.Run(tx, Command(ward, amount, number, receipt)));

    private static Task<RefundTakenBackOutcome> TakeBack(Ward ward, long refund) => ward.House.Do(tx => TakeBackRefund.Run(tx, new TakeBackRefundCommand(refund, "notCashed", "", null)));

    private static Task<ReceiptReturnedOutcome> Bounce(Ward ward, long receipt) => ward.House.Do(tx => ReturnReceipt.Run(tx, new ReturnCommand(receipt, "insufficientFunds", "", null)));

    private static async Task<AgingRow?> Aging(Ward ward) =>
        (await ward.House.Read(async tx => await Billing.Ledger.Aging.OfGuarantors(tx, ward.Practice, await tx.Today(ward.Practice)))).Find(r => r.Party == Party.Guarantor(ward.Account.Value));

    private static async Task<IReadOnlyList<StatementCandidate>> Candidates(Ward ward) =>
        await ward.House.Read(async tx => await IssueStatement.Candidates(tx, ward.Practice, await tx.Today(ward.Practice), StatementPolicy.Default));

    private static async Task Holds(Ward ward) =>
        Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));

    /// <summary>25.00 taken for a visit of which the patient's share is 20.00, and 40.00 on account; 30.00 go back: 5.00 of the first, 25.00 of the second.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_no_visit_needs_goes_back_from_the_oldest_receipt_first_and_never_more_than_is_ahead(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var copay = await Take(ward, "25.00", "v1");
        var later = await Take(ward, "40.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]));

        var refused = await Assert.ThrowsAsync<BadInputException>(() => Give(ward, "45.01"));
        Assert.Equal("45.00 is paid ahead; 45.01 is more.", Assert.Single(refused.Faults).Message);
        Assert.Equal($"5.00 is paid ahead of receipt {copay.Receipt}; 6.00 is more.", Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => Give(ward, "6.00", receipt: copay.Receipt))).Faults).Message);
        Assert.Equal("number", Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => Give(ward, "5.00", number: " "))).Faults).Place);

        var given = await Give(ward, "30.00");
        Assert.Equal([(copay.Receipt, "5.00"), (later.Receipt, "25.00")], given.From.Select(f => (f.Receipt, f.Amount.ToString())));
        Assert.Equal(("15.00", "0.00"), (given.StillAhead.ToString(), given.Owes.ToString()));
        Assert.Equal(["cash -30.00", "contractual 20.00", "grossCharges -100.00", "patientPrepayments guarantor -15.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 65.00"], (await ward.Book()).Order(StringComparer.Ordinal));
        Assert.Contains("recorded already, as refund", Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => Give(ward, "1.00"))).Faults).Message, StringComparison.Ordinal);

        // The same in every place that tells of it: what may still go back, aging, the patient's payments, the statement's account, the visit.
        Assert.Equal(("15.00", "0.00"), (Assert.Single(await Candidates(ward)).Free.ToString(), Assert.Single(await Candidates(ward)).GivenTwice.ToString()));
        Assert.Equal(("-15.00", "0.00"), ((await Aging(ward))!.Prepaid.ToString(), (await Aging(ward))!.TakenAhead.ToString()));
        var patient = await house.Read(tx => tx.Db.Set<Patient>().SingleAsync(p => p.Id == ward.Patient));
        Assert.Equal([("25.00", "15.00"), ("5.00", "0.00")], (await house.Read(tx => ReceiptList.Of(tx, patient))).Select(r => (r.GivenBack.ToString(), r.Ahead.ToString())));
        Assert.Equal(("15.00", "0.00"), await house.Read(async tx => await GuarantorBalances.Of(tx, ward.Practice, ward.Account, await tx.Today(ward.Practice)) is var b ? (b.Prepaid.ToString(), b.Owes.ToString()) : default));
        var visit = await house.Read(async tx => await VisitBook.Of(tx, await tx.Db.Set<Encounter>().SingleAsync(), null));
        Assert.Equal(("0.00", "-5.00"), (visit.Sum(b => b.Amount).ToString(), visit.Single(b => b.Account == Account.Cash).Amount.ToString()));

        await Give(ward, "15.00", "1202", later.Receipt);
        Assert.Empty(await Candidates(ward));
        await Holds(ward);
    }

    /// <summary>20.00 applied, its answer undone, the 20.00 given back: posted again, the guarantor owes 20.00, since what is given back pays nothing any more.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_given_back_pays_nothing_when_the_visit_is_owed_again(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var answer = Edi.Remit("T1", "60", [Edi.Claim(await ward.Claim("97810 100.00"), "60", "CO*45*20", "PR*3*20")]);
        await Take(ward, "20.00", "v1");
        await ward.Post(answer);
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        var given = await Give(ward, "20.00");
        await ward.Post(answer);
        Assert.Contains("guarantorReceivable guarantor 20.00", await ward.Book());
        Assert.Equal("20.00", Assert.Single(await Candidates(ward)).Owes.ToString());
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, ward.Practice))).Drifts);

        // The check was never cashed: the money is theirs again, and pays it.
        var back = await TakeBack(ward, given.Refund);
        Assert.Equal(("20.00", "0.00", "20.00"), (back.Amount.ToString(), back.Ahead.ToString(), back.Applied.ToString()));
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal) || l.StartsWith("cash", StringComparison.Ordinal) || l.StartsWith("refunds", StringComparison.Ordinal));
        Assert.Contains("taken back before", (await Assert.ThrowsAsync<BadInputException>(() => TakeBack(ward, given.Refund))).Message, StringComparison.Ordinal);
        await Holds(ward);
    }

    /// <summary>45.00 by check, given back, and the check bounces: they have 45.00 of ours, which no debt of a visit is; 10.00 that we hold and the next payment cover it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_that_bounces_after_it_was_given_back_leaves_the_guarantor_owing_it_until_they_pay_it(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var receipt = (await Take(ward, "45.00")).Receipt;
        var given = await Give(ward, "45.00");
        var other = (await Take(ward, "10.00")).Receipt;
        var bounced = await Bounce(ward, receipt);
        Assert.Equal(("0.00", "0.00", "45.00", "35.00"), (bounced.OwedAgain.ToString(), bounced.WasAhead.ToString(), bounced.GivenBack.ToString(), bounced.Uncovered.ToString()));
        Assert.Equal(["cash -45.00", "refundsPayablePatient guarantor 35.00", "undepositedReceipts guarantor 10.00"], (await ward.Book()).Order(StringComparer.Ordinal));
        Assert.Equal(("0.00", "35.00", "0.00"), (await Aging(ward))! is var row ? (row.Prepaid.ToString(), row.TakenAhead.ToString(), row.Owed.ToString()) : default);
        var asked = Assert.Single(await Candidates(ward));
        Assert.Equal(("0.00", "35.00"), (asked.Owes.ToString(), asked.GivenTwice.ToString()));
        Assert.Contains("Nothing of this guarantor's is paid ahead", (await Assert.ThrowsAsync<BadInputException>(() => Give(ward, "1.00", "1202"))).Message, StringComparison.Ordinal);

        // A visit's money is kept for it, and covers it once the plan has paid all of the visit: nothing is given back before.
        var pcn = await ward.Claim("97810 100.00");
        await Take(ward, "20.00", "v1");
        Assert.Equal("35.00", Assert.Single(await Candidates(ward)).GivenTwice.ToString());
        await ward.Post(Edi.Remit("T1", "80", [Edi.Claim(pcn, "80", "CO*45*20")]));
        Assert.Equal(("0.00", "35.00"), Assert.Single(await Candidates(ward)) is var both ? (both.Free.ToString(), both.GivenTwice.ToString()) : default);
        Assert.Contains("20.00 of theirs covers what they were given back", Assert.Single((await Assert.ThrowsAsync<BadInputException>(() => Give(ward, "1.00", "1202"))).Faults).Fix, StringComparison.Ordinal);
        Assert.Equal("20.00", (await house.Do(tx => ApplyPrepaid.Run(tx, ward.Practice, ward.Account))).ToString());
        Assert.Equal("15.00", Assert.Single(await Candidates(ward)).GivenTwice.ToString());

        // They pay 10.00, and 20.00 of which 15.00 are ahead; the receipt of 10.00 bounces too.
        Assert.Equal(("10.00", "0.00"), await Take(ward, "10.00") is var some ? (some.Covered.ToString(), some.Prepaid.ToString()) : default);
        Assert.Equal(("5.00", "15.00"), await Take(ward, "20.00") is var rest ? (rest.Covered.ToString(), rest.Prepaid.ToString()) : default);
        Assert.Equal("0.00", (await Bounce(ward, other)).Uncovered.ToString()); // 10.00 of the 15.00 cover it at once
        Assert.Equal("-5.00", (await Aging(ward))!.Prepaid.ToString());

        Assert.Equal(("45.00", "45.00"), await TakeBack(ward, given.Refund) is var back ? (back.Amount.ToString(), back.Ahead.ToString()) : default);
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "patientPrepayments guarantor -50.00", "paymentsInTransit blue 80.00", "undepositedReceipts guarantor 50.00"], (await ward.Book()).Order(StringComparer.Ordinal));
        await Holds(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_asked_for_twice_is_given_once_by_who_may_and_is_booked_in_the_open_month_with_its_three_dates(string kind)
    {
        var ward = await Ward.OpenWithGuarantor(kind);
        await using var house = ward.House;
        var today = await house.Read(tx => tx.Today(ward.Practice));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Of("45.00"), PaymentMethod.Card, null, today.AddDays(-40))));
        await Assert.ThrowsAsync<NotAllowedException>(() => house.Work.Do(Right.Refund, house.Scope with { Role = Role.FrontDesk }, Request.Once("refund.give"), tx => GiveRefund.Run(tx, Command(ward, "45.00"))));
        await house.Do(tx => Periods.Close(tx, ward.Practice, Journal.Month(today.AddMonths(-1))));

        var command = Command(ward, "45.00") with { On = today.AddDays(-35) };
        var request = new Request("refund.give", "web:one press", command);
        var (first, again) = (await house.Work.Do(Right.Refund, house.Scope, request, tx => GiveRefund.Run(tx, command)), await house.Work.Do(Right.Refund, house.Scope, request, tx => GiveRefund.Run(tx, command)));
        Assert.Equal(first.Refund, again.Refund);
        Assert.Equal(1, await ward.Count<Refund>());
        var entry = await house.Read(tx => tx.Db.Set<JournalEntryRow>().SingleAsync(e => e.FactKind == FactKind.Refund));
        Assert.Equal((today, today.AddDays(-35), "refund " + first.Refund + ", check 1201"), (entry.BookedOn, entry.HappenedOn, entry.Source));
        Assert.Contains("after", Assert.Single((await Assert.ThrowsAsync<BadInputException>(async () =>
        {
            await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Of("5.00"), PaymentMethod.Card, null, today)));
            await house.Do(tx => GiveRefund.Run(tx, Command(ward, "5.00", "1202") with { On = today.AddDays(-1) }));
        })).Faults).Message, StringComparison.Ordinal);

        // The bank pays the check: it left cash when it was given, so the line is told as that.
        var line = Assert.Single(await house.Do(tx => MatchDeposit.Run(tx, ward.Practice, new string('b', 64), [new BankLine(1, today, Of("-45.00"), "CHECK 1201", null)])));
        Assert.Equal(("out", $"money out: it may be refund {first.Refund} of {today.AddDays(-35).InWords()}, check 1201, which is in the book since then; nothing is left to do if it is"), (line.What, line.Detail));
        await Holds(ward);
    }
}

using CleanClaim.Billing.Book;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Worklists;

/// <summary>
/// A charge that a plan has answered is taken off the visit, or the whole visit is. Lucía's visit: 97810 95.00 and 97811 60.00; Evergreen pays 52.00 and 41.00 with a coinsurance of 10.00 on the first.
/// </summary>
public sealed class TakenOffTests
{
    private static string Paid(string pcn, string status = "1", int sign = 1) => Answer(pcn, status, $"{93 * sign}", $"{52 * sign}", $"CO*45*{33 * sign}", $"PR*2*{10 * sign}", $"CO*45*{19 * sign}", $"{41 * sign}");

    /// <param name="both">Lakeside pays after Evergreen.</param>
    private static async Task<(House House, Billing.Submissions.SentClaim First)> Answered(string kind, bool both = false)
    {
        var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => ImportBook.Run(tx, both ? book : book with { Coverages = [.. book.Coverages.Take(1)] }));
        var first = await Sent(house);
        await Post(house, "T1", "93", [Paid(first.Pcn)]);
        await Upkeep.Run(house.Work);
        return (house, first);
    }

    /// <summary>The visit without its second set of needles, or with another service in its place.</summary>
    private static Task<Saved> Correct(House house, params string[] lines) => house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0] with
    {
        Sets = [],
        ContactMinutes = 16,
        Lines = [.. lines.Select(l => new LineForm { Code = l.Split(' ')[0], Charge = l.Split(' ')[1] })],
    }));

    private static Task<string> Owed(House house) => house.Read(async tx =>
    {
        var payers = await tx.Db.Set<Payer>().ToDictionaryAsync(p => p.Id.Value, p => p.Key);
        var open = await tx.Db.Set<OpenItemNow>().AsNoTracking().Where(i => i.Amount != Money.Zero && i.Account != Account.PaymentsInTransit && i.Account != Account.UndepositedReceipts && i.Account != Account.ForwardBalance).ToListAsync();
        return string.Join(", ", open.Select(i => $"{(i.Account == Account.PayerReceivable ? payers[i.PartyId] : i.Account == Account.GuarantorReceivable ? "guarantor" : "paid ahead")} {i.Amount}").Order(StringComparer.Ordinal));
    });

    private static Task<NextStep> Next(House house) => house.Read(async tx =>
    {
        var claim = await tx.Db.Set<Claim>().SingleAsync();
        return NextAction.Of((await ProjectClaims.View(tx, claim.Practice, [claim.Id], await tx.Today(claim.Practice)))[0]);
    });

    private static Task<IReadOnlyList<ClaimToFollow>> Follow(House house) => house.Read(tx => FollowUp.Of(tx, tx.Db.Set<Claim>().Single().Practice));

    /// <summary>Both plans have answered. What is moved to the first one, and a line that is added, are the first one's, though the second was asked last.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_to_follow_up_names_the_plan_whose_open_item_it_is(string kind)
    {
        var (house, _) = await Answered(kind, both: true);
        await using var _h = house;
        var second = await Sent(house);
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        await house.Do(async tx =>
        {
            var (charge, visit, evergreen) = (await tx.Db.Set<Charge>().OrderBy(c => c.Line).FirstAsync(), await tx.Db.Set<Encounter>().SingleAsync(), await tx.Db.Set<Payer>().SingleAsync(p => p.Key == "evergreen"));
            return await DecideBalance.Transfer(tx, new(charge.Id.Value, Party.Guarantor(visit.AccountId.Value), Party.Payer(evergreen.Id.Value), new Money(200), "otherPlan", "its deductible was met"));
        });
        Assert.Equal("evergreen 2.00", await Owed(house));
        var row = Assert.Single(await Follow(house));
        Assert.Equal(("Evergreen Health Plan", "2.00", "Sent on 16 Mar 2026; answered, and some of it is still the payer's."), (row.Payer, row.Next.AtStake.ToString(), row.Why));
        await house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0] with { Lines = [new LineForm { Code = "97811", Charge = "60.00" }] }));
        row = Assert.Single(await Follow(house));
        Assert.Equal(("Evergreen Health Plan", NextAction.BillMissing), (row.Payer, row.Next.Action));
        Assert.DoesNotContain("guarantor", await Owed(house), StringComparison.Ordinal);
        await Holds(house);
    }

    private static Task<List<string>> Work(House house) => house.Read(async tx => (await OpenWork.Of(tx, OpenDenials.Open(tx), default)).ConvertAll(w => $"{w.Denial.Codes} {w.AtStake}".Trim()));

    private static async Task<DifferingClaim?> Differs(House house) => (await house.Read(tx => ClaimsThatDiffer.Of(tx, new CorrectedParty()))).SingleOrDefault();

    private static async Task Holds(House house)
    {
        await Upkeep.Run(house.Work);
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, tx.Db.Set<Claim>().Single().Practice))).Drifts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_taken_off_after_the_plan_paid_is_a_claim_to_correct_and_the_credit_is_what_was_paid_for_it(string kind)
    {
        var (house, first) = await Answered(kind);
        await using var _ = house;
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(1000), PaymentMethod.Cash, "v1", null)));
        Assert.Equal(("", null), (await Owed(house), await Differs(house)));

        await Correct(house, "97810 95.00");
        Assert.Equal("evergreen -41.00", await Owed(house)); // not 60.00: 19.00 were its own discount
        var work = Assert.Single(await Follow(house));
        Assert.Equal((NextAction.BillLess, "The claim that went has a charge that was taken off the visit since. 41.00 was paid for it: that is a credit until the corrected claim is answered."), (work.Next.Action, work.Why));
        Assert.Equal(["-41.00"], await Work(house));
        var differs = (await Differs(house))!;
        Assert.Equal(("0.00", "-41.00", $"A corrected claim goes to Evergreen Health Plan with its number ICN{first.Pcn}."), (differs.Open.ToString(), differs.Credit.ToString(), Assert.Single(differs.Follows)));
        await Holds(house);
        Assert.Equal(work, Assert.Single(await Follow(house))); // as stored

        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "one set only"));
        Assert.Empty(await Follow(house));
        var corrected = await Sent(house);
        Assert.Equal(("7", new Money(95_00)), (corrected.Frequency, corrected.Charge));
        Assert.Equal(("payer", "0.00"), ((await Next(house)).Turn, (await Next(house)).AtStake.ToString())); // its answer settles the credit

        await Post(house, "T2", "0", [Paid(first.Pcn, "22", -1),
            $"CLP*{corrected.Pcn}*1*95*52**12*ICN{corrected.Pcn}~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*95*52**1~DTM*472*20260302~CAS*CO*45*33~CAS*PR*2*10~"], plb: "PLB*1881999019*20261231*FB:Q*-41~", method: "NON");
        Assert.Equal(("", "nobody"), (await Owed(house), (await Next(house)).Turn));
        Assert.Empty(await Work(house));
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_replaced_after_both_plans_turn_came_is_billed_first_and_the_next_plan_waits_for_its_answer(string kind)
    {
        var (house, first) = await Answered(kind, both: true);
        await using var _ = house;
        Assert.Equal(("lakeside 10.00", "Send the claim to the next payer"), (await Owed(house), (await Next(house)).Action));

        await Correct(house, "97810 95.00", "97140 52.00");
        Assert.Equal("evergreen -41.00, evergreen 52.00, lakeside 10.00", await Owed(house));
        var step = await Next(house);
        Assert.Equal((NextAction.BillMissing, "52.00"), (step.Action, step.AtStake.ToString())); // neither the credit nor the next plan's share is netted with it
        Assert.Contains("52.00 was charged for the visit and is on no claim that went. The claim that went has a charge", Assert.Single(await Follow(house)).Why, StringComparison.Ordinal);
        var held = Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Held);
        var why = Assert.Single(held.Reasons);
        Assert.Equal(("CLM-BAL-01", "Make the corrected claim on the claim's page: it goes to Evergreen Health Plan first, and its answer goes with this one."), (why.RuleId, why.Fix));
        var forced = await Assert.ThrowsAsync<BadInputException>(() => house.Do(async tx => { await ScrubClaim.Override(tx, (await tx.Db.Set<Claim>().SingleAsync()).Id, why.RuleId, why.Place, "never mind"); return 0; }));
        Assert.Contains("no true claim can be written with it", forced.Message, StringComparison.Ordinal);

        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "97140 was done, not a second set"));
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal(("7", new Money(147_00)), (outcome.Sent.Single().Frequency, outcome.Sent.Single().Charge));
        Assert.Contains("has a corrected claim to answer first", outcome.Held.Single().Reasons[0].Message, StringComparison.Ordinal);
        await Holds(house);
    }

    private static Task<CancelledVisit> Cancel(House house, string reason = "charged to the wrong patient") =>
        house.Do(async tx => await CancelVisit.Run(tx, new CancelVisitCommand((await tx.Db.Set<Encounter>().SingleAsync()).Id.Value, reason)));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_that_did_not_happen_is_cancelled_before_its_claim_goes_and_entered_anew(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => ImportBook.Run(tx, book with { Coverages = [] }));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(15500), PaymentMethod.Card, "v1", null)));
        Assert.Equal("reason", (await Assert.ThrowsAsync<BadInputException>(() => Cancel(house, " "))).Faults.Single().Place);

        var cancelled = await Cancel(house);
        Assert.Equal((new Money(155_00), "155.00 that the guarantor had paid for it is theirs again: it pays their next debt, or is given back."), (cancelled.Charged, Assert.Single(cancelled.Follows)));
        Assert.Equal("paid ahead -155.00", await Owed(house));
        Assert.Equal("0", await house.Read(async tx => $"{(await tx.Db.Set<JournalLineRow>().Where(l => l.Account == Account.GrossCharges).Select(l => l.Amount).ToListAsync()).Sum().Cents}"));
        Assert.Equal("charged to the wrong patient", Assert.Single(await house.Read(async tx => await CancelVisit.Of(tx, await tx.Db.Set<Encounter>().SingleAsync()))).Reason);
        Assert.Contains("cancelled already", (await Assert.ThrowsAsync<BadInputException>(() => Cancel(house))).Message, StringComparison.Ordinal);

        await house.Do(tx => CaptureCharge.Run(tx, book.Visits[0]));
        Assert.Equal("", await Owed(house)); // what was taken for it pays it again
        await house.Do(tx => AddCoverage.Run(tx, book.Coverages[0]));
        await Cancel(house);
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Null(await Differs(house));
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_is_cancelled_while_its_claim_is_out_and_the_void_goes_when_it_is_answered(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => ImportBook.Run(tx, book with { Coverages = [.. book.Coverages.Take(1)] }));
        var first = await Sent(house);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(1000), PaymentMethod.Cash, "v1", null)));
        Assert.Contains($"The claim {first.Pcn} is with Evergreen Health Plan and not answered yet. Wait for the answer; then its void goes", Assert.Single((await Cancel(house)).Follows), StringComparison.Ordinal);
        Assert.Equal(("payer", "Wait for the answer; then the void of the cancelled visit goes"), ((await Next(house)).Turn, (await Next(house)).Action));
        Assert.Contains("not answered yet", Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Held).Reasons[0].Message, StringComparison.Ordinal);

        await Post(house, "T1", "93", [Paid(first.Pcn)]);
        Assert.Equal("evergreen -41.00, evergreen -52.00, paid ahead -10.00", await Owed(house)); // nothing is asked of the guarantor
        Assert.Equal(NextAction.SendVoid, (await Next(house)).Action);
        var taking = await Sent(house);
        Assert.Equal("8", taking.Frequency);
        await Holds(house);
        Assert.Equal(["void 93.00"], await Work(house));
        await Post(house, "T2", "0", [Paid(first.Pcn, "22", -1)], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        await Holds(house);
        Assert.Equal(("paid ahead -10.00", "nobody"), (await Owed(house), (await Next(house)).Turn));
        Assert.Empty(await Work(house));
    }

    /// <summary>Cancelled, voided and taken back; then it turns out that the visit did take place: its new charge is on no claim that went.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_entered_anew_after_its_void_is_a_claim_to_make(string kind)
    {
        var (house, first) = await Answered(kind);
        await using var _ = house;
        await Cancel(house);
        Assert.Equal("8", (await Sent(house)).Frequency);
        await Post(house, "T2", "0", [Paid(first.Pcn, "22", -1)], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        await house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0]));
        var step = await Next(house);
        Assert.Equal((NextAction.BillMissing, "155.00"), (step.Action, step.AtStake.ToString()));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent); // a person says that it is to be billed again
        await house.Do(tx => CorrectClaim.Run(tx, first.Pcn, "the visit did take place"));
        Assert.Equal(("1", new Money(155_00)), await Sent(house) is var anew ? (anew.Frequency, anew.Charge) : default);
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_that_two_plans_answered_is_cancelled_with_a_void_to_each(string kind)
    {
        var (house, first) = await Answered(kind, both: true);
        await using var _ = house;
        var second = await Sent(house);
        await Post(house, "T2", "7", [Answer(second.Pcn, "2", "7", "7", "OA*23*85", "PR*2*3", "OA*23*60", "0")], payer: "77002", date: "20260315");
        Assert.Equal("guarantor 3.00", await Owed(house));
        Assert.Equal(2, (await Cancel(house)).Follows.Count(f => f.StartsWith("A void goes to", StringComparison.Ordinal)));
        Assert.Equal("evergreen -41.00, evergreen -52.00, lakeside -7.00", await Owed(house));
        Assert.Equal(["evergreen P 8", "lakeside S 8"], (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Select(s => $"{s.Payer} {s.Level} {s.Frequency}").Order(StringComparer.Ordinal));
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_coverage_that_ended_after_the_plan_paid_leads_from_the_void_to_the_guarantor(string kind)
    {
        var (house, first) = await Answered(kind);
        await using var _ = house;
        Assert.Equal("guarantor 10.00", await Owed(house));
        await house.Do(tx => ChangeCoverage.Add(tx, Books.Read(Books.Lucia).Coverages[0] with { To = "2026-02-28" }));
        Assert.Equal(["plans 93.00"], await Work(house));
        Assert.Contains("take the claim back from the payer (void) on the claim's page", (await Next(house)).Action, StringComparison.Ordinal);
        var differs = (await Differs(house))!;
        Assert.Equal((first.Pcn, true, 0), (differs.VoidPcn, differs.NoPlan, differs.Moves.Count));

        Assert.Single((await house.Do(tx => VoidClaim.Run(tx, first.Pcn))).Sent);
        await Holds(house);
        Assert.Equal(["void 93.00"], await Work(house));
        await Post(house, "T2", "0", [Paid(first.Pcn, "22", -1)], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        await Holds(house);
        Assert.Equal(("evergreen 60.00, evergreen 95.00", NextAction.AskGuarantor), (await Owed(house), (await Next(house)).Action));
        var over = (await Differs(house))!;
        Assert.Equal((null, "noCoverage", "155.00"), (over.Hold, over.Moves.Single().Reason, over.Moves.Single().Amount.ToString()));
        await house.Do(tx => ApplyCorrection.Run(tx, new([over.VisitId], "her plan had ended")));
        Assert.Equal(("guarantor 60.00, guarantor 95.00", "guarantor"), (await Owed(house), (await Next(house)).Turn));
        Assert.Null(await Differs(house));
        await Holds(house);
    }

    /// <summary>Both plans have answered and get their voids; whichever takes its money back first, no corrected claim is to be sent and no share to be compared.</summary>
    [Theory]
    [InlineData("sqlite", "E")]
    [InlineData("sqlite", "L")]
    [InlineData("postgres", "E")]
    public async Task A_cancelled_visit_whose_plans_have_all_taken_their_answers_back_leaves_no_work(string kind, string takesBackFirst)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => ImportBook.Run(tx, Books.Read(Books.Lucia)));
        string Its(string pcn, string status, string sign) => $"CLP*{pcn}*{status}*{sign}155*{sign}6**12*ICNL~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*{sign}95*{sign}6**1~CAS*OA*23*{sign}85~CAS*PR*3*{sign}4~SVC*HC:97811*{sign}60*0**1~CAS*OA*23*{sign}60~";
        var first = await Sent(house);
        await Post(house, "E1", "93", [Paid(first.Pcn)]);
        var second = await Sent(house);
        await Post(house, "L1", "6", [Its(second.Pcn, "2", "")], payer: "77002");
        await Cancel(house);
        Assert.Equal(["8", "8"], (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Select(s => s.Frequency));
        foreach (var plan in takesBackFirst == "E" ? (string[])["E", "L"] : ["L", "E"])
        {
            if (plan == "E") await Post(house, "E2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:X*-93~");
            else await Post(house, "L2", "0", [Its(second.Pcn, "22", "-")], payer: "77002", plb: "PLB*1881999019*20261231*FB:X*-6~");
        }
        Assert.DoesNotContain("evergreen", await Owed(house), StringComparison.Ordinal);
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Where(d => d.Codes.StartsWith(TakenBackWork.Codes)).ToListAsync()));
        await Holds(house);
    }
}

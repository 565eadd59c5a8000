using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>
/// A plan that answered as the first turns out to be the second: a void goes to it and a new claim to the right one. 155.00 charged; Evergreen paid 93.00, took 52.00 off and left 10.00 to the patient, of
/// which 4.00 are paid; Lakeside, first by now, pays 80.00, takes 65.00 off and leaves 10.00.
/// </summary>
public sealed class WrongFirstPayerTests
{
    private static CoverageForm Lakeside() => new()
    {
        Key = "c2", Patient = "lucia", Payer = "lakeside", Plan = "SELECT20", MemberId = "LMI55120874", Order = 2, Relation = "child", From = "2024-01-01",
        Subscriber = new SubscriberForm { LastName = "Reyes", FirstName = "Daniel", BirthDate = "1984-09-02", Sex = "M" },
    };

    /// <summary>Who owes how much of the visit, charge by charge, and what the guarantor has paid ahead.</summary>
    private static Task<string> Owed(House house) => house.Read(async tx =>
    {
        var payers = await tx.Db.Set<Payer>().ToDictionaryAsync(p => p.Id.Value, p => p.Key);
        var open = await tx.Db.Set<OpenItemNow>().AsNoTracking().Where(i => i.Amount != Money.Zero && (i.Account == Account.PayerReceivable || i.Account == Account.GuarantorReceivable || i.Account == Account.PatientPrepayments)).ToListAsync();
        return string.Join(", ", open.Select(i => $"{(i.Account == Account.PayerReceivable ? payers[i.PartyId] : i.Account == Account.GuarantorReceivable ? "guarantor" : "paid ahead")} {i.Amount}").Order(StringComparer.Ordinal));
    });

    private static Task<string> Next(House house) => house.Read(async tx =>
    {
        var claim = await tx.Db.Set<Claim>().SingleAsync();
        return NextAction.Of((await ProjectClaims.View(tx, claim.Practice, [claim.Id], await tx.Today(claim.Practice)))[0]).Action;
    });

    private static async Task<List<string>> Work(House house)
    {
        await Upkeep.Run(house.Work);
        return await house.Read(async tx => (await OpenWork.Of(tx, OpenDenials.Open(tx), default)).ConvertAll(w => $"{w.Denial.Codes} {w.AtStake}".Trim()));
    }

    private static async Task<List<DifferingClaim>> Differing(House house) => await house.Read(async tx =>
        await ClaimsThatDiffer.Of(tx, new CorrectedParty(Patient: await tx.Db.Set<Patient>().Where(p => p.Key == "lucia").Select(p => (Id<Patient>?)p.Id).SingleAsync())));

    private static async Task Holds(House house)
    {
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, tx.Db.Set<Claim>().Single().Practice))).Drifts);
    }

    private const string Credit = "evergreen -41.00, evergreen -52.00", Asked = "lakeside 60.00, lakeside 95.00";

    /// <summary>E: Evergreen's answer. A: the order is corrected and applied. V: what is due goes. R: Evergreen's reversal. L: Lakeside's answer.</summary>
    [Theory]
    [InlineData("sqlite", "EAVRL")]
    [InlineData("sqlite", "EAVLR")]
    [InlineData("postgres", "EAVLR")]
    [InlineData("sqlite", "ERAVL")]
    [InlineData("sqlite", "AEVRL")]
    [InlineData("sqlite", "AEVLR")]
    public async Task The_share_goes_to_the_plan_that_is_second_now_and_never_to_the_guarantor_whichever_file_comes_first(string kind, string order)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, book with { Coverages = [.. book.Coverages.Take(1)] }));
        var first = (await Sent(house)).Pcn;
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(400), PaymentMethod.Cash, null, null)));
        var right = "";
        Task Reversal() => Post(house, "R", "0", [Answer(first, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        Task Lakesides() => Post(house, "L", "80", [Answer(right, "1", "80", "45", "CO*45*40", "PR*2*10", "CO*45*25", "35")], payer: "77002");
        foreach (var step in order)
        {
            if (step == 'E') await Post(house, "E", "93", [Answer(first, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
            if (step == 'R') await Reversal();
            if (step == 'L') await Lakesides();
            if (step == 'A')
            {
                await house.Do(tx => ChangeCoverage.Add(tx, Lakeside()));
                await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = ["c2", "c1"] }));
                await house.Do(async tx => await ApplyCorrection.Run(tx, new([(await tx.Db.Set<Encounter>().SingleAsync()).Id.Value], "his plan is first")));
                Assert.Empty(await Differing(house));
            }
            if (step == 'V') right = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single(s => s.Payer == "lakeside").Pcn;
            Assert.Equal((order[..(order.IndexOf(step, StringComparison.Ordinal) + 1)]) switch
            {
                "A" => $"{Asked}, paid ahead -4.00",
                "E" => "guarantor 6.00",
                "ER" => "evergreen 60.00, evergreen 95.00, paid ahead -4.00",
                "EA" or "EAV" or "AE" or "AEV" => $"{Credit}, {Asked}, paid ahead -4.00",
                "ERA" or "ERAV" or "EAVR" or "AEVR" => $"{Asked}, paid ahead -4.00",
                "EAVL" or "AEVL" => $"{Credit}, evergreen 10.00, paid ahead -4.00",
                _ => "evergreen 10.00, paid ahead -4.00",
            }, await Owed(house));
        }
        await Holds(house);
        Assert.Empty(await Work(house));
        Assert.Equal("Send the claim to the next payer", await Next(house));
        Assert.Empty(await house.Read(tx => FollowUp.Of(tx, tx.Db.Set<Claim>().Single().Practice)));

        async Task Unposted(string trace, string owed)
        {
            await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "look again"));
            Assert.Equal($"{owed}, paid ahead -4.00", await Owed(house));
        }
        await Unposted("R", $"{Credit}, evergreen 10.00");
        await Unposted("L", $"{Credit}, {Asked}");
        await Unposted("E", Asked);
        await Post(house, "E", "93", [Answer(first, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        await (order.IndexOf('L', StringComparison.Ordinal) < order.IndexOf('R', StringComparison.Ordinal) ? Reversal() : Lakesides());
        await (order.IndexOf('L', StringComparison.Ordinal) < order.IndexOf('R', StringComparison.Ordinal) ? Lakesides() : Reversal());
        Assert.Equal("evergreen 10.00, paid ahead -4.00", await Owed(house));
        Assert.Empty(await Work(house));
        Assert.Equal(("evergreen", "S", "1"), await Sent(house) is var second ? (second.Payer, second.Level, second.Frequency) : default);
        await Holds(house);
    }

    /// <summary>The order was right after all, and nothing had gone: put back, the visit stands as it did, with the answer that it had.</summary>
    [Theory, OnSqlite]
    public async Task An_order_that_is_put_back_before_anything_went_leaves_the_visit_as_it_was(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await Post(house, "E", "93", [Answer((await Sent(house)).Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        foreach (var (order, owed) in new[] { ("c2 c1", $"{Credit}, {Asked}"), ("c1 c2", "lakeside 10.00") })
        {
            await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = order.Split(' ') }));
            var visit = Assert.Single(await Differing(house)).VisitId;
            await house.Do(tx => ApplyCorrection.Run(tx, new([visit], "as the parents say")));
            Assert.Equal(owed, await Owed(house));
        }
        Assert.Empty(await Work(house));
        Assert.Empty(await Differing(house));
        Assert.Equal(("lakeside", "1"), await Sent(house) is var sent ? (sent.Payer, sent.Frequency) : default);
        await Holds(house);
    }

    /// <summary>Both plans have answered and the visit is at zero when the father's plan turns out to be the first: it is listed, and the void and the corrected claim are offered.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_at_zero_whose_plans_were_asked_in_the_wrong_order_is_listed_and_billed_in_the_right_one(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = (await Sent(house)).Pcn;
        await Post(house, "E", "93", [Answer(first, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = (await Sent(house)).Pcn;
        await Post(house, "L", "10", [Answer(second, "2", "10", "10", "OA*23*80", "CO*45*5", "OA*23*60", "0")], payer: "77002");
        Assert.Equal("", await Owed(house));
        await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = ["c2", "c1"] }));
        Assert.Equal(["plans 0.00"], await Work(house));

        var differs = Assert.Single(await Differing(house));
        Assert.Equal([$"A void goes to Evergreen Health Plan with its number ICN{first}: it takes its answer back.", $"A corrected claim goes to Lakeside Mutual with its number ICN{second}."], differs.Follows);
        await house.Do(tx => ApplyCorrection.Run(tx, new([differs.VisitId], "his plan is first")));
        Assert.Equal($"{Credit}, lakeside -10.00, {Asked}", await Owed(house));
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal(["evergreen 8", "lakeside 7"], outcome.Sent.Select(s => $"{s.Payer} {s.Frequency}"));
        Assert.Equal(["void 93.00"], (await Work(house)).FindAll(w => w.StartsWith("void", StringComparison.Ordinal)));

        await Post(house, "L2", "70", [Answer(second, "22", "-10", "-10", "OA*23*-80", "CO*45*-5", "OA*23*-60", "0"), Answer(outcome.Sent[1].Pcn, "1", "80", "45", "CO*45*40", "PR*2*10", "CO*45*25", "35")], payer: "77002");
        Assert.Equal($"{Credit}, evergreen 10.00", await Owed(house));
        await Post(house, "R", "0", [Answer(first, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        Assert.Equal("evergreen 10.00", await Owed(house));
        Assert.Empty(await Work(house));
        Assert.Equal("Send the claim to the next payer", await Next(house));
        await Holds(house);
    }

    /// <summary>A plan is found between two that have answered, and the visit is at zero: the later one's claim is taken back, and the share goes to the plan whose turn it is.</summary>
    [Theory, OnSqlite]
    public async Task A_plan_found_between_two_that_have_answered_is_asked_once_the_later_one_has_taken_its_answer_back(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, book with { Payers = [.. book.Payers, book.Payers[1] with { Key = "harbor", Name = "Harbor Health", PayerId = "77003" }] }));
        await Post(house, "E", "93", [Answer((await Sent(house)).Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = (await Sent(house)).Pcn;
        string Its(string status, string sign) => $"CLP*{second}*{status}*{sign}155*{sign}3**12*ICNL~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*{sign}95*{sign}3**1~CAS*OA*23*{sign}85~CAS*CO*45*{sign}7~SVC*HC:97811*{sign}60*0**1~CAS*OA*23*{sign}60~";
        await Post(house, "L", "3", [Its("2", "")], payer: "77002");
        Assert.Equal("", await Owed(house));
        await house.Do(tx => ChangeCoverage.Add(tx, Lakeside() with { Key = "c3", Payer = "harbor", MemberId = "HH5512", Order = 3 }));
        await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = ["c1", "c3", "c2"] }));
        Assert.Equal(["plans 0.00"], await Work(house));

        var differs = Assert.Single(await Differing(house));
        Assert.Equal(("Harbor Health pays before Lakeside Mutual now, which has answered already. If that is right, take its claim back (void): when its reversal is posted, Harbor Health is asked.", second), (differs.Hold, differs.VoidPcn));
        Assert.Single((await house.Do(tx => VoidClaim.Run(tx, second))).Sent);
        Assert.Equal(["void 3.00"], await Work(house));
        Assert.Empty(await Differing(house));
        for (var again = 0; again < 2; again++)
        {
            await Post(house, "R", "0", [Its("22", "-")], payer: "77002", plb: "PLB*1881999019*20261231*FB:X*-3~", method: "NON");
            Assert.Equal("harbor 10.00", await Owed(house));
            Assert.Empty(await Work(house));
            if (again > 0) break;
            await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("R", null, null, null, "look again"));
            Assert.Equal("harbor 10.00, lakeside -3.00", await Owed(house));
        }
        Assert.Equal("Send the claim to the next payer", await Next(house));
        Assert.Equal(("harbor", "S", "1"), await Sent(house) is var sent ? (sent.Payer, sent.Level, sent.Frequency) : default);
        await Holds(house);
    }
}

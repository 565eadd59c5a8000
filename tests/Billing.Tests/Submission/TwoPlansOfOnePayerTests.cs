using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>Both parents of Lucia have a plan of Evergreen: each owes for itself and is asked in its turn, with its own claim (MONEY 1.5, 1.9, 4).</summary>
public sealed class TwoPlansOfOnePayerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_second_plan_gets_its_own_claim_with_the_first_ones_answer_and_the_guarantor_what_it_leaves(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        Assert.Equal("P evergreen sent", await Standing(house)); // the second plan has no turn before the first one's answer
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        Assert.Equal(["payer 10.00"], await Owed(house));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        Assert.Equal("P evergreen adjudicated, S evergreen ready", await Standing(house));
        Assert.Equal("Send the claim to the next payer", await Advice(house));

        var second = await Sent(house);
        Assert.Equal(("evergreen", "S", "1"), (second.Payer, second.Level, second.Frequency));
        Assert.NotEqual(first.Pcn, second.Pcn);
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        Assert.Equal(["guarantor 2.00"], await Owed(house));
        Assert.Equal("P evergreen adjudicated, S evergreen adjudicated", await Standing(house));
        Assert.DoesNotContain("second answer", await Story(house), StringComparison.Ordinal);
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);

        var before = await Owed(house);
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T2", null, null, null, "test"));
        var words = await Story(house);
        Assert.EndsWith($"No answer to claim {second.Pcn} stands now.", words, StringComparison.Ordinal);
        Assert.DoesNotContain($"No answer to claim {first.Pcn}", words, StringComparison.Ordinal); // the first plan's answer does
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        Assert.Equal(["payer 155.00"], await Owed(house));
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        Assert.Equal(before, await Owed(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_second_plans_claim_names_both_subscribers(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        await Sent(house);
        var snapshot = await house.Read(async tx => Billing.Claims.ClaimSnapshot.FromJson((await tx.Db.Set<ClaimVersion>().OrderBy(v => v.Id).LastAsync()).Snapshot));
        Assert.Equal(["EGH204177331", "LMI55120874"], snapshot.Coverages.Select(c => c.MemberId));
        var sent = await house.Read(tx => tx.Db.Set<Record.Submission>().OrderBy(s => s.Id).Select(s => s.CoverageId.Value).ToListAsync());
        Assert.Equal(snapshot.Coverages.Select(c => c.CoverageId), sent);
    }

    /// <summary>A child of two members is often settled by the payer itself: the second answer comes under the number of the first claim (CLP02 2).</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task The_payers_own_answer_for_the_second_plan_under_the_first_claims_number_is_the_second_plans(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "101", [Answer(first.Pcn, "19", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41"), Answer(first.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        Assert.Equal(["guarantor 2.00"], await Owed(house));
        Assert.Equal("P evergreen adjudicated", await Standing(house));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_takes_back_the_plans_own_answer_and_the_other_plans_claim_follows(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        var second = await Sent(house);
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        await Post(house, "T3", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(first.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")],
            plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        Assert.Equal(["guarantor 2.00", "payer 10.00"], await Owed(house));
        Assert.Equal("P evergreen adjudicated, S evergreen adjudicated, S evergreen ready", await Standing(house));
        var corrected = await Sent(house);
        Assert.Equal(("evergreen", "S", "7"), (corrected.Payer, corrected.Level, corrected.Frequency));
        Assert.Equal($"ICN{second.Pcn}", await house.Read(async tx => (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == corrected.Pcn)).PayerControl));

        await Post(house, "T4", "10", [Answer(corrected.Pcn, "22", "-8", "-8", "OA*23*-85", "PR*2*-2", "OA*23*-60", "0"), Answer(corrected.Pcn, "2", "18", "18", "OA*23*75", "PR*2*2", "OA*23*60", "0")]);
        Assert.Equal(["guarantor 2.00"], await Owed(house));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
    }

    /// <summary>Both plans answered under the one number (CLP02 1 and 2); the payer corrects the second plan's answer alone: 8.00 and 2.00 become 10.00.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_under_the_shared_number_takes_back_the_answer_that_it_mirrors(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "101", [FirstAnswer(first), Answer(first.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        await Post(house, "T2", "2", [Answer(first.Pcn, "22", "-8", "-8", "OA*23*-85", "PR*2*-2", "OA*23*-60", "0"), Answer(first.Pcn, "2", "10", "10", "OA*23*85", "OA*23*0", "OA*23*60", "0")]);
        Assert.Empty(await Owed(house));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
    }

    /// <summary>The first plan pays twice: its credit is its own, and the second plan's answer leaves its 2.00 to the guarantor all the same.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_of_the_first_plan_pays_nothing_of_the_second(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        var second = await Sent(house);
        await Post(house, "T2", "93", [FirstAnswer(first)]);
        Assert.Equal(["-41.00", "-52.00"], (await house.Read(tx => OpenDenials.Open(tx).Select(d => d.AtStake).ToListAsync())).Select(a => a.ToString()).Order(StringComparer.Ordinal));
        await Post(house, "T3", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        Assert.Equal(["guarantor 2.00", "payer -93.00"], await Owed(house));
        await Post(house, "T4", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        Assert.Equal(["guarantor 2.00"], await Owed(house));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
    }

    /// <summary>What the first plan denied is work of it until a person says that the second plan is to be asked; then nothing is left without a next step.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_denied_claim_goes_to_the_second_plan_when_a_person_says_so(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "0", [Answer(first.Pcn, "4", "0", "0", "CO*45*33", "CO*96*62", "CO*96*60", "0")], method: "NON");
        Assert.Equal("P evergreen adjudicated", await Standing(house));
        var denied = await house.Read(tx => OpenDenials.Open(tx).OrderBy(d => d.Id).ToListAsync());
        Assert.Equal(["62.00", "60.00"], denied.Select(d => d.AtStake.ToString()));
        Assert.NotEqual("Send the claim to the next payer", await Advice(house));

        await house.Do(tx => EndWork.Run(tx, new(denied[0].Id.Value, "not covered by the mother's plan")));
        await house.Do(tx => EndWork.Run(tx, new(denied[1].Id.Value, "not covered by the mother's plan")));
        Assert.Equal("Send the claim to the next payer", await Advice(house));
        Assert.Equal("father 122.00 by 2 moves", $"{string.Join(", ", await OwedByPlan(house))} by {await Moved(house)} moves");
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "look again"));
        await Post(house, "T1", "0", [Answer(first.Pcn, "4", "0", "0", "CO*45*33", "CO*96*62", "CO*96*60", "0")], method: "NON");
        Assert.Equal("father 122.00 by 2 moves", $"{string.Join(", ", await OwedByPlan(house))} by {await Moved(house)} moves"); // the word stands when the same answer stands again
        var second = await Sent(house);
        Assert.Equal("S", second.Level);
        await Post(house, "T2", "90", [Answer(second.Pcn, "2", "90", "50", "OA*23*33", "PR*2*12", "CO*45*20", "40")]);
        Assert.Equal(["guarantor 12.00"], await Owed(house));

        // The first plan takes its denial back and pays too, after the second one has taken its part of what was moved to it: nothing is written off a second time, and 60.00 too much has come.
        var denial = Answer(first.Pcn, "22", "0", "0", "CO*45*-33", "CO*96*-62", "CO*96*-60", "0");
        await Post(house, "T3", "93", [denial, FirstAnswer(first)]);
        Assert.Equal(["guarantor 12.00", "payer -60.00"], await Owed(house));
        Assert.Equal(["mother -60.00"], await OwedByPlan(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_asked_of_the_second_plan_is_the_first_ones_denial_again_when_that_is_taken_back(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "52", [Answer(first.Pcn, "1", "52", "52", "CO*45*33", "PR*2*10", "CO*96*60", "0")]);
        var denied = await house.Read(tx => OpenDenials.Open(tx).SingleAsync());
        await house.Do(tx => EndWork.Run(tx, new(denied.Id.Value, "not covered by the mother's plan")));
        Assert.Equal(["father 70.00"], await OwedByPlan(house));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        var moved = (await Decisions(house)).Single();
        Assert.Equal(("nextPlan", "not covered by the mother's plan", "60.00"), (moved.Reason, moved.Note, moved.Amount.ToString()));
        await house.Do(tx => TakeBackDecision.Run(tx, new(moved.Id, "she appeals")));
        Assert.Equal(["father 10.00", "mother 60.00"], await OwedByPlan(house));
        Assert.Equal("60.00", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).AtStake.ToString());
    }

    /// <summary>10.00 of the second plan's are given up: the first one's credit of 93.00 stays what it is.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_of_one_plan_stands_beside_the_others_debt_on_every_list(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        await Post(house, "T2", "93", [FirstAnswer(first)]);
        Assert.Equal(["father 10.00", "mother -93.00"], await OwedByPlan(house));
        var row = Assert.Single(await house.Read(async tx => await Aging.OfPayers(tx, (await tx.Db.Set<Claim>().SingleAsync()).Practice, House.Today)));
        Assert.Equal(("10.00", "-93.00"), (row.Owed.ToString(), row.Credits.ToString()));
        var account = Assert.Single(await house.Read(async tx => await AccountOverview.Of(tx, await tx.Db.Set<Billing.Parties.Patient>().SingleAsync(), House.Today)));
        Assert.Equal(("evergreen", "10.00", "93.00"), (Assert.Single(account.Owes).Party, account.Owes[0].Amount.ToString(), account.Credit.ToString()));
        Assert.Equal("S", (await Sent(house)).Level); // though the credit is larger than its share

        var visit = await house.Read(tx => tx.Db.Set<Encounter>().SingleAsync());
        var father = await house.Read(tx => VisitBalance.PartyOf(tx, visit, "party", "c2"));
        await house.Do(tx => VisitBalance.WriteOff(tx, new(new(visit.Id.Value, father, null, null), "smallBalance", "")));
        Assert.Equal(["mother -93.00"], await OwedByPlan(house));
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    /// <summary>Their places are exchanged, one ends before the visit, and comes back: whose a debt is does not change with it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Neither_the_order_of_the_plans_nor_their_days_change_whose_a_debt_is(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        var second = await Sent(house);
        Assert.Equal(["father 10.00"], await OwedByPlan(house));
        await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = ["c2", "c1"] }));
        Assert.Equal(["father 10.00"], await OwedByPlan(house));
        await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = ["c1", "c2"] }));
        await Books.Import(house, Both.Replace(Father, Father + ",\"to\":\"2024-12-31\"", StringComparison.Ordinal));
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")]);
        await Books.Import(house, Both);
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "look again"));
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        Assert.Equal(["guarantor 2.00"], await Owed(house));
        Assert.Empty(await OwedByPlan(house));
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_code_that_a_person_releases_goes_to_the_second_plan(string kind)
    {
        await using var house = await Registered(kind);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*96*10", "CO*45*19", "41")]);
        var review = await house.Read(tx => OpenDenials.Open(tx).SingleAsync());
        Assert.Equal("P evergreen adjudicated", await Standing(house));
        var released = await house.Do(tx => ReleaseShare.Run(tx, new(review.ChargeId!.Value.Value, "PR-96", "covered by the father's plan")));
        Assert.Equal("10.00", released.Amount.ToString());
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        Assert.Equal("S", (await Sent(house)).Level);
        Assert.Equal(["payer 10.00"], await Owed(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_plan_of_the_payer_found_after_the_answer_is_asked_before_the_guarantor(string kind)
    {
        await using var house = await Registered(kind, ended: true);
        var first = await Sent(house);
        await Post(house, "T1", "93", [FirstAnswer(first)]);
        Assert.Equal(["guarantor 10.00"], await Owed(house));
        await Books.Import(house, Both);
        Assert.Equal(["payer 10.00"], await Owed(house));
        Assert.Equal(("evergreen", "S"), await Sent(house) is var second ? (second.Payer, second.Level) : default);
    }

    /// <summary>Charged 95.00 and 60.00, paid 52.00 and 41.00, 10.00 of coinsurance.</summary>
    private static string FirstAnswer(Billing.Submissions.SentClaim first) => Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41");

    private static string Both => Books.Lucia.Replace("\"payer\":\"lakeside\",\"plan\":\"SELECT20\"", "\"payer\":\"evergreen\",\"plan\":\"SELECT20\"", StringComparison.Ordinal);

    private static Task<IReadOnlyList<BalanceDecision>> Decisions(House house) => house.Read(async tx => (IReadOnlyList<BalanceDecision>)await VisitBalance.Decisions(tx, await tx.Db.Set<Encounter>().SingleAsync()));

    /// <summary>How many moves stand in full.</summary>
    private static async Task<int> Moved(House house) => (await Decisions(house)).Count(d => d is { To: not null, TakenBack: false, StandsInPart: false });

    private static Task<List<string>> OwedByPlan(House house) => house.Read(async tx =>
    {
        var open = await tx.Db.Set<OpenItemNow>().Where(i => i.Amount != Money.Zero && i.Account == Account.PayerReceivable).ToListAsync();
        return open.GroupBy(i => i.PartyKind).Select(g => $"{(g.Key == PartyKind.Plan ? "father" : "mother")} {g.Sum(i => i.Amount)}").Order(StringComparer.Ordinal).ToList();
    });

    private const string Father = "\"sex\":\"M\"},\"from\":\"2024-01-01\"";

    private static async Task<House> Registered(string kind, bool ended = false)
    {
        var house = await House.Open(kind);
        await Books.Import(house, ended ? Both.Replace(Father, Father + ",\"to\":\"2024-12-31\"", StringComparison.Ordinal) : Both);
        return house;
    }

    private static Task<List<string>> Owed(House house) => house.Read(async tx =>
    {
        var open = await tx.Db.Set<OpenItemNow>().Where(i => i.Amount != Money.Zero && (i.Account == Account.PayerReceivable || i.Account == Account.GuarantorReceivable)).ToListAsync();
        return open.GroupBy(i => i.PartyKind == PartyKind.Guarantor ? PartyKind.Guarantor : PartyKind.Payer).Select(g => $"{(g.Key == PartyKind.Payer ? "payer" : "guarantor")} {g.Sum(i => i.Amount)}").Order(StringComparer.Ordinal).ToList();
    });

    private static Task<string> Advice(House house) => house.Do(async tx =>
    {
        await ProjectClaims.Run(tx, await tx.Db.Set<Claim>().Select(c => c.Practice).FirstAsync());
        await tx.Db.SaveChangesAsync();
        return (await tx.Db.Set<ClaimNow>().SingleAsync()).NextAction;
    });

    private static Task<string> Story(House house) => house.Read(async tx => string.Join(' ', await tx.Db.Set<ClaimEvent>().OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync()));
}

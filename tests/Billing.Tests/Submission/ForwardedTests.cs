using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>A primary that forwards the claim itself: no claim of our own for 30 days, then ours (MONEY 4).</summary>
public sealed class ForwardedTests
{
    private static readonly DateOnly PrimarysDate = new(2026, 3, 10);

    [Theory, OnSqlite, OnPostgres]
    public async Task Our_own_claim_waits_thirty_days_for_the_answer_to_the_forwarded_one_and_then_goes(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Forwarded(house);
        house.Clock.MoveTo(PrimarysDate.AddDays(29));
        var waiting = await Submitted(house);
        Assert.Empty(waiting.Sent);
        var held = Assert.Single(waiting.Held);
        Assert.Equal(("lakeside", "S", new DateOnly(2026, 4, 9)), (held.Payer, held.Level, held.Until));
        Assert.Equal("Evergreen Health Plan forwarded the claim itself on 10 Mar 2026: the answer of Lakeside Mutual is awaited until 9 Apr 2026.", Assert.Single(held.Reasons).Message);
        Assert.Equal("P evergreen crossedOver", await Standing(house));
        Assert.Equal(("payer", "Wait for the next payer's answer to the forwarded claim, then send our own", new DateOnly(2026, 4, 9), new DateOnly(2026, 4, 9)), await Advice(house));

        house.Clock.MoveTo(PrimarysDate.AddDays(30));
        Assert.Equal("P evergreen crossedOver, S lakeside ready", await Standing(house));
        Assert.Equal("Send the claim to the next payer", (await Advice(house)).Action);
        var own = await Sent(house);
        Assert.Equal(("lakeside", "S", "1"), (own.Payer, own.Level, own.Frequency));
        Assert.NotEqual(pcn, own.Pcn);
        Assert.Empty((await Submitted(house)).Held);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_answer_to_the_forwarded_claim_ends_the_wait_whatever_it_says(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Forwarded(house);
        await Post(house, "T2", "0", [Answer(pcn, "2", "0", "0", "OA*23*85", "CO*197*10", "OA*23*60", "0")], payer: "77002", date: "20260318");
        house.Clock.MoveTo(PrimarysDate.AddDays(90));
        var outcome = await Submitted(house);
        Assert.Empty(outcome.Sent);
        Assert.Empty(outcome.Held); // denied: work of its own, and no second claim to a payer that has answered
        Assert.Equal("10.00", await house.Read(async tx => (await OpenDenials.Open(tx).SingleAsync()).AtStake.ToString()));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T2", null, null, null, "test"));
        Assert.Equal("lakeside", (await Sent(house)).Payer); // as if it had not come: the days are over
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_answer_to_the_forwarded_claim_and_the_answer_to_ours_pay_once_and_say_so(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Forwarded(house);
        house.Clock.MoveTo(PrimarysDate.AddDays(31));
        var own = await Sent(house);
        await Post(house, "T2", "8", [Answer(pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002", date: "20260412");
        Assert.Equal(["guarantor 2.00"], await Owed(house));

        // The second is denied as a duplicate: nothing is owed twice, nothing becomes work.
        await Post(house, "T3", "0", [Answer(own.Pcn, "2", "0", "0", "OA*23*85", "CO*18*10", "OA*23*60", "0")], payer: "77002", date: "20260415", method: "NON");
        Assert.Equal(["guarantor 2.00"], await Owed(house));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        Assert.Contains("This payer answered the same services on 12 Apr 2026 and has not taken that back", await Story(house), StringComparison.Ordinal);
        Assert.Equal("P evergreen adjudicated, S lakeside adjudicated", await Standing(house));
        Assert.Empty((await Submitted(house)).Sent);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payer_that_pays_the_forwarded_claim_and_ours_has_a_credit_with_words(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Forwarded(house);
        house.Clock.MoveTo(PrimarysDate.AddDays(31));
        var own = await Sent(house);
        await Post(house, "T2", "8", [Answer(own.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002", date: "20260412");
        await Post(house, "T3", "8", [Answer(pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002", date: "20260415");
        Assert.Equal(["guarantor 2.00", "payer -8.00"], await Owed(house));
        var work = await house.Read(tx => OpenDenials.Open(tx).SingleAsync());
        Assert.Equal(("-8.00", "Credit: The payer paid more than it owed; a refund may be due to whoever overpaid."), (work.AtStake.ToString(), work.Reason));
        Assert.Contains("answered the same services on 12 Apr 2026", await Story(house), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite", "HARBOR SUPPLEMENT", "99003", "The payer forwarded the claim to HARBOR SUPPLEMENT (99003), but the patient's next coverage is with Lakeside Mutual.")]
    [InlineData("sqlite", "LAKESIDE MUT INS CO", "COBA55", null)]
    [InlineData("sqlite", "LMI", "77002", null)]
    public async Task Forwarded_to_a_payer_that_is_not_the_next_coverage_is_work(string kind, string name, string number, string? reason)
    {
        await using var house = await House.Open(kind);
        await Forwarded(house, $"NM1*TT*2*{name}*****PI*{number}~");
        var work = await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync());
        Assert.Equal(reason is null ? [] : ["Forwarded: " + reason], work);
    }

    [Fact]
    public void The_reason_and_the_payers_code_of_forwarded_work_are_two_sentences() =>
        Assert.Equal("Forwarded: The payer forwarded the claim, which is not among the patient's coverages: add the coverage. The payer's code: coinsurance (PR-2).",
            DenialWords.Of("coverage", "PR-2", "The payer forwarded the claim, which is not among the patient's coverages: add the coverage.", new DateOnly(2026, 3, 10)).Reason);

    /// <summary>The primary pays 52 and 41, leaves 10 of coinsurance, and says on 10 March that it forwards the claim (CLP02 19).</summary>
    private static async Task<string> Forwarded(House house, string to = "")
    {
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "19", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41").Replace("****MI*M1~", "****MI*M1~" + to, StringComparison.Ordinal)]);
        return first.Pcn;
    }

    private static Task<SubmitOutcome> Submitted(House house) => house.Do(tx => SubmitBatch.Run(tx, new()));

    private static Task<(string Turn, string Action, DateOnly? Due, DateOnly? Wake)> Advice(House house) => house.Do(async tx =>
    {
        await ProjectClaims.Run(tx, await tx.Db.Set<Claim>().Select(c => c.Practice).FirstAsync());
        await tx.Db.SaveChangesAsync();
        var now = await tx.Db.Set<ClaimNow>().SingleAsync();
        return (now.Turn, now.NextAction, now.DueOn, now.WakeOn);
    });

    private static Task<List<string>> Owed(House house) => house.Read(async tx =>
    {
        var open = await tx.Db.Set<OpenItemNow>().Where(i => i.Amount != Money.Zero && (i.Account == Account.PayerReceivable || i.Account == Account.GuarantorReceivable)).ToListAsync();
        return open.GroupBy(i => i.PartyKind).Select(g => $"{(g.Key == PartyKind.Payer ? "payer" : "guarantor")} {g.Sum(i => i.Amount)}").Order(StringComparer.Ordinal).ToList();
    });

    private static Task<string> Story(House house) => house.Read(async tx => string.Join(' ', await tx.Db.Set<ClaimEvent>().OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync()));
}

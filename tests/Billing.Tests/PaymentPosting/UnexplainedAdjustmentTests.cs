using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>What a payer takes by PLB and nothing explains waits in the queue exactly as long as something of it stands (MONEY 1.7, 3).</summary>
public sealed class UnexplainedAdjustmentTests
{
    /// <summary>One claim of 60.00 in a check that the PLB given as "FB:REF*14.80" changes.</summary>
    private static Task<RemitLine> Post(Ward ward, string trace, string pcn, string amount, string plb) =>
        ward.Post(Edi.Remit(trace, amount, [Edi.Claim(pcn, "60", "CO*45*40")], plb: $"PLB*1234567893*20261231*{plb}~"), $"{trace}.835");

    private static Task Unpost(Ward ward, string trace) => RemitPosting.Unpost(ward.House.Work, ward.House.Scope, new UnpostCommand(trace, null, null, null, "look again"));

    private static Task<List<string>> Waiting(Ward ward) => ward.House.Read(tx => Exceptions.Open(tx).OrderBy(e => e.Id).Select(e => e.Reason).ToListAsync());

    private static async Task BooksHold(Ward ward) => Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_balance_taken_as_carried_forward_that_was_never_carried_here_waits_until_the_check_that_carried_it_comes(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        const string why = "PLB FB X1: The payer takes 14.80 off this check as carried forward from an earlier one, but nothing was carried forward here: 14.80 is not explained.";
        Assert.Equal([why], (await Post(ward, "T2", pcns[0], "45.20", "FB:X1*14.80")).Reasons);
        Assert.Contains("forwardBalance blue 14.80", await ward.Book());
        var waits = await house.Read(tx => Exceptions.Open(tx).SingleAsync());
        Assert.Equal("Find the remittance that carried it forward and post it, or dispute the deduction.", waits.NextStep);

        Assert.Empty((await Post(ward, "T1", pcns[1], "74.80", "FB:X1*-14.80")).Reasons);
        Assert.Empty(await Waiting(ward));
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("forwardBalance", StringComparison.Ordinal));
        await Unpost(ward, "T1");
        Assert.Equal([why], await Waiting(ward));
        await Unpost(ward, "T2");
        Assert.Empty(await Waiting(ward));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_carried_balance_that_a_later_check_bears_leaves_nothing_and_more_than_was_carried_leaves_the_rest(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        await Post(ward, "T1", pcns[0], "74.80", "FB:X1*-14.80");
        Assert.Empty((await Post(ward, "T2", pcns[1], "50", "FB:X1*10")).Reasons);
        Assert.Contains("only 4.80 was carried forward here: 5.20 is not explained.", Assert.Single((await Post(ward, "T3", pcns[2], "50", "FB:X1*10")).Reasons), StringComparison.Ordinal);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Our_refund_that_crossed_the_recovery_leaves_nothing_to_do_in_one_remittance_or_in_two_and_a_second_recovery_is_told(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(4, "97810 100.00");
        Assert.Empty((await Post(ward, "T1", pcns[0], "60", "WO:ICN7*20*72:ICN7*-20")).Reasons);
        Assert.Contains("paid back twice", Assert.Single((await Post(ward, "T2", pcns[1], "40", "WO:ICN7*20")).Reasons), StringComparison.Ordinal);
        Assert.Empty((await Post(ward, "T3", pcns[2], "80", "72:ICN7*-20")).Reasons);
        Assert.Empty(await Waiting(ward));
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("recoupmentClearing", StringComparison.Ordinal));
        await Unpost(ward, "T3");
        Assert.Contains("paid back twice", Assert.Single(await Waiting(ward)), StringComparison.Ordinal);
        Assert.Contains("goes with no recovery", Assert.Single((await Post(ward, "T4", pcns[3], "80", "72:OTHER*-20")).Reasons), StringComparison.Ordinal);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_recovery_unposted_and_posted_again_waits_once_and_was_never_paid_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        const string why = "PLB WO ICN7: The payer recovers 20.00 without a reversal: which claim it is about stands in the payer's letter alone.";
        Assert.Equal([why], (await Post(ward, "T1", pcn, "40", "WO:ICN7*20")).Reasons);
        // Only what can be done with the pages and commands that there are.
        Assert.Equal("Find the payer's letter and the claim that it is about; ask the payer for the remittance that reverses that claim, or dispute the recovery.", (await house.Read(tx => Exceptions.Open(tx).SingleAsync())).NextStep);
        await Unpost(ward, "T1");
        Assert.Empty(await Waiting(ward));
        Assert.Equal([why], (await Post(ward, "T1", pcn, "40", "WO:ICN7*20")).Reasons);
    }

    /// <summary>WO 20.00, then 72 -20.00, then B2 -20.00 under one reference, each in a check of its own: one recovery was given back, and 20.00 more came that nobody knows. In any order, and after any unposting.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_recovery_given_back_twice_waits_once_as_money_that_came_and_not_as_money_taken(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(7, "97810 100.00");
        await Post(ward, "T1", pcns[0], "40", "WO:ICN7*20");
        Assert.Equal(["-20.00"], await Amounts());
        await Post(ward, "T2", pcns[1], "80", "72:ICN7*-20");
        Assert.Empty(await Amounts());
        await Post(ward, "T3", pcns[2], "80", "B2:ICN7*-20");
        var waits = Assert.Single(await house.Read(tx => Exceptions.Open(tx).ToListAsync()));
        Assert.Equal(("20.00", "PLB B2 ICN7: The payer gives back 20.00 of a refund of ours"), (waits.Amount.ToString(), waits.Reason[..waits.Reason.IndexOf(',', StringComparison.Ordinal)]));
        Assert.StartsWith("Find the refund of ours that it answers", waits.NextStep, StringComparison.Ordinal);
        Assert.Contains("recoupmentClearing blue -20.00", await ward.Book());
        await Unpost(ward, "T1");
        Assert.Equal(["20.00", "20.00"], await Amounts()); // nothing was recovered that either could give back
        await Unpost(ward, "T3");
        Assert.Equal(["20.00"], await Amounts());
        await Post(ward, "T4", pcns[3], "40", "WO:ICN7*20");
        Assert.Empty(await Amounts());

        // A refund that we owe (reversed, not collected yet), collected by one check and given back by the next, is owed as before: once.
        await Post(ward, "T5", pcns[4], "80", "WO:ICN9*-20");
        await Post(ward, "T6", pcns[5], "40", "WO:ICN9*20");
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("refundsPayable", StringComparison.Ordinal));
        await Post(ward, "T7", pcns[6], "100", "72:ICN9*-20*B2:ICN9*-20");
        Assert.Equal(["20.00"], await Amounts());
        Assert.Equal(["recoupmentClearing blue -20.00", "refundsPayablePayer blue -20.00"], (await ward.Book()).Where(l => l.StartsWith("re", StringComparison.Ordinal)));
        await BooksHold(ward);

        async Task<List<string>> Amounts() => [.. (await house.Read(tx => Exceptions.Open(tx).OrderBy(e => e.Id).ToListAsync())).Select(e => e.Amount.ToString())];
    }
}

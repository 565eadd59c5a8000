using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Takebacks and the rest of the PLB by their patterns (MONEY 3). Amounts as in the file: above zero reduces the check.</summary>
public sealed class ProviderAdjustmentTests
{
    private static readonly ProviderAdjustmentState Nothing = new() { CheckParty = Party.Payer(3), CheckId = 9, CheckDate = new DateOnly(2026, 3, 10) };

    private static string[] Book(ProviderAdjustmentState state, params string[] plbs)
    {
        var facts = plbs.Select((p, i) => new ProviderAdjustmentFacts(i + 1, p.Split(' ')[0], p.Split(' ').Length > 2 ? p.Split(' ')[1] : null, Money.TryParse(p.Split(' ')[^1])!.Value)).ToList();
        var decided = ProviderAdjustmentPosting.Decide(facts, state);
        foreach (var (f, d) in decided) Project.Of(FactKind.ProviderAdjustment, f.Id, 1, 1, d, practice: 1);
        return [.. decided.SelectMany(d => d.Decision.Lines).GroupBy(l => l.Account).Select(g => (Key: Chart.Key(g.Key), Sum: g.Sum(l => l.Amount))).Where(g => !g.Sum.IsZero).Select(g => $"{g.Key} {g.Sum}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Pattern_B_a_check_that_would_be_negative_is_carried_forward_and_borne_by_a_later_one()
    {
        Assert.Equal(["forwardBalance -14.80", "remittanceClearing 14.80"], Book(Nothing, "FB CLAIM1 -14.80"));
        Assert.Equal(["forwardBalance 14.80", "remittanceClearing -14.80"], Book(Nothing, "FB CLAIM1 14.80"));
    }

    [Fact]
    public void Pattern_C_reversed_but_collected_later_is_a_refund_owed_until_then()
    {
        Assert.Equal(["refundsPayablePayer -20.00", "remittanceClearing 20.00"], Book(Nothing, "WO ICN7 -20.00"));
        var owed = Nothing with { RefundsOwed = [("reference:ICN7", new Money(2000))] };
        Assert.Equal(["refundsPayablePayer 20.00", "remittanceClearing -20.00"], Book(owed, "WO ICN7 20.00"));
    }

    [Fact]
    public void Pattern_D_a_recovery_without_a_reversal_waits_for_its_letter() =>
        Assert.Equal(["recoupmentClearing 20.00", "remittanceClearing -20.00"], Book(Nothing, "WO ICN7 20.00"));

    [Fact]
    public void Pattern_E_a_refund_check_that_crossed_the_recovery_settles_once()
    {
        Assert.Empty(Book(Nothing, "WO ICN7 20.00", "72 ICN7 -20.00"));
        var owed = Nothing with { RefundsOwed = [("reference:ICN7", new Money(2000))] };
        Assert.Empty(Book(owed, "72 ICN7 -20.00", "WO ICN7 20.00"));
    }

    /// <summary>We sent 25.00 where 20.00 was asked for: the payer took 20.00 of it (72, against its WO) and gives 5.00 back with this check (B2).</summary>
    [Fact]
    public void A_recovery_is_given_back_once_and_what_we_sent_beyond_it_is_told_as_money_for_us()
    {
        var owed = Nothing with { RefundsOwed = [("reference:ICN7", new Money(2000))] };
        Assert.Equal(["recoupmentClearing -5.00", "remittanceClearing 5.00"], Book(owed, "WO ICN7 20.00", "72 ICN7 -20.00", "B2 ICN7 -5.00"));
        Assert.Equal(["recoupmentClearing -20.00", "remittanceClearing 20.00"], Book(Nothing, "WO ICN7 20.00", "72 ICN7 -20.00", "B2 ICN7 -20.00"));
        var said = ProviderAdjustmentPosting.Decide([new(1, "WO", "ICN7", new Money(2000)), new(2, "72", "ICN7", new Money(-2000)), new(3, "B2", "CHECK88", new Money(-500))], owed).SelectMany(d => d.Decision.Findings);
        Assert.Equal("The payer gives back 5.00 of a refund of ours, and it goes with no recovery of this remittance: it waits in recoupment clearing until it is known which refund it answers.", Assert.Single(said));
    }

    [Fact]
    public void Given_back_in_a_later_check_it_goes_to_where_the_recovery_had_gone_and_before_the_recovery_it_waits_for_it()
    {
        // An earlier check collected the refund of 20.00 that we owed; now our refund check has come too: it is owed no more than before.
        var collected = Nothing with { Recovered = [("ICN7", "reference:ICN7", new Money(2000))] };
        Assert.Equal(["refundsPayablePayer -20.00", "remittanceClearing 20.00"], Book(collected, "72 ICN7 -20.00"));
        Assert.Equal(["recoupmentClearing -5.00", "refundsPayablePayer -20.00", "remittanceClearing 25.00"], Book(collected, "72 ICN7 -20.00", "B2 ICN7 -5.00"));
        Assert.Equal(["recoupmentClearing -20.00", "remittanceClearing 20.00"], Book(collected, "72 ICN9 -20.00"));
        // The other way about: what was given back waits, and the recovery of the same reference meets it there, not the refund that we owe.
        var given = Nothing with { RefundsOwed = [("reference:ICN7", new Money(2000))], Waiting = new Dictionary<string, Money> { ["reference:ICN7"] = new(-2000) } };
        Assert.Equal(["recoupmentClearing 20.00", "remittanceClearing -20.00"], Book(given, "WO ICN7 20.00"));
        // A recovery of another claim in the same check is not what it gives back.
        var waits = Nothing with { RefundsOwed = [("reference:ICN9", new Money(3000))], Waiting = new Dictionary<string, Money> { ["reference:ICN7"] = new(2000) } };
        Assert.Equal(["recoupmentClearing -20.00", "refundsPayablePayer 30.00", "remittanceClearing -10.00"], Book(waits, "WO ICN9 30.00", "72 ICN7 -20.00"));
    }

    [Fact]
    public void A_second_recovery_of_what_was_settled_is_paid_back_twice()
    {
        var settled = Nothing with { Settled = ["reference:ICN7"] };
        var decided = ProviderAdjustmentPosting.Decide([new(1, "WO", "ICN7", new Money(2000))], settled);
        Assert.Contains("paid back twice", Assert.Single(Assert.Single(decided).Decision.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recovery_larger_than_what_is_owed_splits() =>
        Assert.Equal(["recoupmentClearing 5.00", "refundsPayablePayer 20.00", "remittanceClearing -25.00"], Book(Nothing with { RefundsOwed = [("reference:ICN7", new Money(2000))] }, "WO ICN7 25.00"));

    [Theory]
    [InlineData("L6 -1.50", "interestIncome -1.50", "remittanceClearing 1.50")]
    [InlineData("AH 0.75", "paymentFee 0.75", "remittanceClearing -0.75")]
    [InlineData("E3 10.00", "remittanceClearing -10.00", "withholdReceivable 10.00")]
    [InlineData("IR 24.00", "backupWithholding 24.00", "remittanceClearing -24.00")]
    [InlineData("50 3.00", "payerPenalty 3.00", "remittanceClearing -3.00")]
    [InlineData("CT -400.00", "capitation -400.00", "remittanceClearing 400.00")]
    [InlineData("CS 2.00", "recoupmentClearing 2.00", "remittanceClearing -2.00")]
    [InlineData("J1 2.00", "contractual 2.00", "remittanceClearing -2.00")]
    [InlineData("ZZ -2.00", "recoupmentClearing -2.00", "remittanceClearing 2.00")]
    public void Each_reason_goes_to_its_own_account_with_its_sign(string plb, params string[] book) => Assert.Equal(book, Book(Nothing, plb));
}

using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>One example and one counter-example per posting case (MONEY 1, 3, 4).</summary>
public sealed class CaseTests
{
    [Fact]
    public void A_paid_line_leaves_the_copay_with_the_guarantor() =>
        Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 60.00 CO-45 20.00 PR-3 20.00")
            .Stands("contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00", "remittanceClearing blue 60.00");

    [Fact]
    public void Deductible_and_coinsurance_go_to_the_next_payer_first()
    {
        var example = Example.Charges("100.00").CoveredBy("medicare medicare", "plus supplement").Answer("medicare 1", "1: 64.00 CO-45 20.00 PR-2 16.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable plus 16.00", "remittanceClearing medicare 64.00");
        Assert.Equal(new NextTurn(2, 2, OwnClaim: true), example.Decision.Next);
    }

    [Fact]
    public void A_secondary_that_repeats_the_charge_posts_only_what_is_left_of_it() =>
        Example.Charges("100.00").CoveredBy("blue", "green").Answer("blue 1", "1: 64.00 CO-45 20.00 PR-2 16.00").Answer("green 2", "1: 10.00 OA-23 84.00 PR-3 6.00")
            .Stands("contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 6.00", "remittanceClearing blue 64.00", "remittanceClearing green 10.00");

    /// <summary>A child whose parents both have the payer's plan: each plan owes for itself.</summary>
    [Fact]
    public void Two_plans_of_one_payer_have_both_answered_before_the_guarantor_is_asked()
    {
        var example = Example.Charges("100.00").CoveredBy("blue", "blue").Answer("blue 1", "1: 64.00 CO-45 20.00 PR-2 16.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable blue#2 16.00", "remittanceClearing blue 64.00");
        example.Open();
        Assert.Equal(new NextTurn(2, 1, OwnClaim: true) { ApartId = 2 }, example.Decision.Next);
        example.Answer("blue#2 2", "1: 10.00 OA-23 84.00 PR-2 6.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 6.00", "remittanceClearing blue 74.00");
    }

    [Fact]
    public void What_the_first_plan_of_two_denies_is_work_and_not_the_second_plans_share()
    {
        var example = Example.Charges("97810 100.00", "97811 50.00").CoveredBy("blue", "blue").Answer("blue 1", "1: 64.00 CO-45 20.00 PR-2 16.00", "2: 0.00 CO-197 50.00");
        example.Open("denied CO-197 50.00");
        example.Stands("contractual 20.00", "grossCharges -150.00", "payerReceivable blue 50.00", "payerReceivable blue#2 16.00", "remittanceClearing blue 64.00");
    }

    [Fact]
    public void A_line_that_the_first_plan_denied_and_the_second_pays_is_the_seconds_and_nobody_paid_too_much()
    {
        var example = Example.Charges("99213 120.00", "97140 80.00").CoveredBy("blue", "green").Answer("blue 1", "1: 80.00 CO-45 20.00 PR-2 20.00", "2: 0.00 CO-197 80.00");
        example.Answer("green 2", "1: 15.00 OA-23 100.00 PR-3 5.00", "2: 50.00 CO-45 30.00");
        example.Stands("contractual 50.00", "grossCharges -200.00", "guarantorReceivable guarantor 5.00", "remittanceClearing blue 80.00", "remittanceClearing green 65.00");
        example.Open();
        Assert.Contains("80.00 that the plan before it had left open", Assert.Single(example.Decision.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_second_plan_reduces_of_a_line_that_the_first_denied_is_the_seconds_to_answer_for()
    {
        var example = Example.Charges("80.00").CoveredBy("blue", "green").Answer("blue 1", "1: 0.00 CO-197 80.00").Answer("green 2", "1: 50.00 CO-97 30.00");
        example.Stands("grossCharges -80.00", "payerReceivable green 30.00", "remittanceClearing green 50.00");
        example.Open("reduced CO-97 30.00");
    }

    [Fact]
    public void A_line_that_both_plans_deny_stays_with_the_first() =>
        Example.Charges("80.00").CoveredBy("blue", "green").Answer("blue 1", "1: 0.00 CO-197 80.00").Answer("green 2", "1: 0.00 CO-197 80.00")
            .Stands("grossCharges -80.00", "payerReceivable blue 80.00");

    /// <summary>The first plan has taken its part of the line: the second's CO-45 may be the same reduction once more, so what is under review stays so (MONEY 1.2).</summary>
    [Fact]
    public void Of_a_line_that_the_first_plan_paid_in_part_the_second_takes_over_what_its_money_needs_and_no_more()
    {
        var example = Example.Charges("100.00").CoveredBy("blue", "green").Answer("blue 1", "1: 50.00 CO-45 20.00 CO-97 20.00 PR-2 10.00");
        example.Open("reduced CO-97 20.00");
        example.Answer("green 2", "1: 15.00 CO-45 85.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable blue 15.00", "remittanceClearing blue 50.00", "remittanceClearing green 15.00");
    }

    [Fact]
    public void A_secondary_without_OA_23_takes_at_most_what_is_left_and_the_rest_is_a_memo()
    {
        var example = Example.Charges("100.00").CoveredBy("blue", "green").Answer("blue 1", "1: 64.00 CO-45 20.00 PR-2 16.00").Answer("green 2", "1: 10.00 CO-45 84.00 PR-3 6.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 6.00", "remittanceClearing blue 64.00", "remittanceClearing green 10.00");
        Assert.Contains("84.00 of CO-45 84.00 moved nothing", Assert.Single(example.Decision.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_answered_for_another_charge_than_we_billed_is_said_and_what_it_leaves_out_stays_with_the_payer()
    {
        Answer Of(params AnswerLine[] lines) => new()
        {
            AdjudicationId = 1, Status = "1", Charge = new(15000), Paid = new(8000), PayerId = new(1), CheckParty = Party.Payer(1), CheckId = 9, CheckDate = new DateOnly(2026, 3, 10), Lines = lines,
            Adjustments = [new(1, "CO", "45", new(2000)), new(1, "PR", "3", new(2000)), new(2, "CO", "45", new(3000))],
        };
        AnswerLine Line(int n, string code, long charged, long paid) => new(n, code, null, new(charged), new(paid), null);
        var example = Example.Charges("99213 100.00", "97110 60.00").CoveredBy("blue").Post(Of(Line(1, "99213", 9000, 5000), Line(2, "97110", 6000, 3000)));
        Assert.Equal("Line 1: we billed 100.00, the payer answers for a charge of 90.00; 10.00 is answered by nothing. Ask the payer for a corrected answer.", Assert.Single(example.Decision.Findings));
        Assert.Contains(example.Decision.Open, o => o.Amount == new Money(1000));

        var split = Example.Charges("99213 100.00", "97110 60.00").CoveredBy("blue").Post(Of(Line(1, "99213", 9000, 5000), Line(2, "97110", 6000, 3000), Line(3, "99213", 1000, 0)) with { Charge = new(16000) });
        Assert.Empty(split.Decision.Findings); // two lines of the answer for one of ours
        var whole = Example.Charges("99213 100.00", "97110 60.00").CoveredBy("blue").Post(Of() with { Adjustments = [new(null, "CO", "45", new(7000))] });
        Assert.Equal("The claim: we billed 160.00, the payer answers for a charge of 150.00; 10.00 is answered by nothing. Ask the payer for a corrected answer.", Assert.Single(whole.Decision.Findings));
    }

    [Theory]
    [InlineData(2000L, false)]
    [InlineData(9900L, true)]
    [InlineData(null, false)]
    public void A_patient_share_that_its_adjustments_do_not_make_is_said_and_the_adjustments_count(long? said, bool told)
    {
        var example = Example.Charges("97810 100.00").CoveredBy("blue").Post(new Answer
        {
            AdjudicationId = 1, Status = "1", Charge = new(10000), Paid = new(6000), PatientShare = said is { } cents ? new Money(cents) : null, PayerId = new(1), CheckParty = Party.Payer(1), CheckId = 9,
            CheckDate = new DateOnly(2026, 3, 10), Lines = [new(1, "97810", null, new(10000), new(6000), null)], Adjustments = [new(1, "CO", "45", new(2000)), new(1, "PR", "3", new(2000))],
        });
        example.Stands("contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00", "remittanceClearing blue 60.00");
        Assert.Equal(told ? ["The payer names 99.00 as the patient's share (CLP05), but its adjustments for the patient (group PR) make 20.00: what posts follows the adjustments. Ask the payer which is right."] : [], example.Decision.Findings);
    }

    [Fact]
    public void A_denied_line_stays_with_the_payer_as_work_though_the_claim_says_it_was_processed()
    {
        var example = Example.Charges("100.00", "50.00").CoveredBy("blue").Answer("blue 1", "1: 60.00 CO-45 40.00", "2: 0.00 CO-197 50.00 N130");
        example.Stands("contractual 40.00", "grossCharges -150.00", "payerReceivable blue 50.00", "remittanceClearing blue 60.00");
        example.Open("denied CO-197 N130 50.00");
    }

    [Fact]
    public void A_line_paid_nothing_for_its_deductible_is_not_denied()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 0.00 CO-45 30.00 PR-1 70.00");
        example.Stands("contractual 30.00", "grossCharges -100.00", "guarantorReceivable guarantor 70.00");
        example.Open();
    }

    [Fact]
    public void A_reduction_outside_of_the_priced_set_is_work_and_no_write_off()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 50.00 CO-45 20.00 CO-97 30.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable blue 30.00", "remittanceClearing blue 50.00");
        example.Open("reduced CO-97 30.00");
    }

    [Theory]
    [InlineData("PR-96")]
    [InlineData("PR-204")]
    [InlineData("PR-45")]
    public void Other_patient_codes_stay_with_the_payer_until_a_person_has_looked(string code)
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", $"1: 60.00 {code} 40.00");
        example.Stands("grossCharges -100.00", "payerReceivable blue 40.00", "remittanceClearing blue 60.00");
        example.Open($"review {code} 40.00");
    }

    [Fact]
    public void Sequestration_therapy_reduction_and_incentive_have_accounts_of_their_own() =>
        Example.Charges("100.00").CoveredBy("medicare medicare").Answer("medicare 1", "1: 59.00 CO-45 20.00 CO-253 1.20 CO-59 22.00 CO-144 -2.20")
            .Stands("contractual 20.00", "grossCharges -100.00", "incentive -2.20", "paymentReduction 22.00", "remittanceClearing medicare 59.00", "sequestration 1.20");

    [Fact]
    public void Sequestration_on_claim_level_comes_out_of_the_lines_in_proportion_to_the_cent()
    {
        var example = Example.Charges("100.00", "50.00").CoveredBy("medicare medicare").Answer("medicare 1", "1: 80.00 CO-45 20.00", "2: 40.00 CO-45 10.00", "claim: CO-253 2.41");
        example.Stands("contractual 30.00", "grossCharges -150.00", "remittanceClearing medicare 117.59", "sequestration 2.41");
        Assert.Equal([161, 80], example.Decision.Lines.Where(l => l.Account == CleanClaim.Billing.Ledger.Account.Sequestration).Select(l => l.Cents));
    }

    [Fact]
    public void An_answer_without_lines_is_spread_over_the_charges() =>
        Example.Charges("100.00", "50.00").CoveredBy("blue").Answer("blue 1", "claim: 100.00 CO-45 30.00 PR-3 20.00")
            .Stands("contractual 30.00", "grossCharges -150.00", "guarantorReceivable guarantor 20.00", "remittanceClearing blue 100.00");

    [Theory]
    [InlineData("19", "1: 64.00 CO-45 20.00 PR-2 16.00")]
    [InlineData("1", "1: 64.00 CO-45 20.00 PR-2 16.00 MA18")]
    [InlineData("1", "1: 64.00 CO-45 20.00 PR-2 16.00 MA07")]
    public void A_forwarded_claim_is_the_next_payers_without_a_claim_of_our_own(string status, string line)
    {
        var example = Example.Charges("100.00").CoveredBy("medicare medicare", "plus supplement").Answer($"medicare {status}", line);
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable plus 16.00", "remittanceClearing medicare 64.00");
        Assert.Equal(new NextTurn(2, 2, OwnClaim: false), example.Decision.Next);
    }

    [Fact]
    public void Forwarded_to_a_payer_that_nobody_knows_bills_nobody_until_the_coverage_is_added()
    {
        var example = Example.Charges("100.00").CoveredBy("medicare medicare").Answer("medicare 1", "1: 64.00 CO-45 20.00 PR-2 16.00", "TT GOOD SUPPLEMENT");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable medicare 16.00", "remittanceClearing medicare 64.00");
        Assert.Contains("GOOD SUPPLEMENT", Assert.Single(example.Decision.Open).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Medicaids_payment_is_payment_in_full_whatever_patient_share_it_repeats() =>
        Example.Charges("100.00").CoveredBy("medicare medicare", "state medicaid").Answer("medicare 1", "1: 64.00 CO-45 20.00 PR-2 16.00").Answer("state 2", "1: 0.00 OA-23 84.00 PR-2 16.00")
            .Stands("contractual 36.00", "grossCharges -100.00", "remittanceClearing medicare 64.00");

    [Fact]
    public void What_Medicaid_alone_asks_of_the_patient_is_the_guarantors() =>
        Example.Charges("100.00").CoveredBy("state medicaid").Answer("state 1", "1: 56.00 CO-45 40.00 PR-3 4.00")
            .Stands("contractual 40.00", "grossCharges -100.00", "guarantorReceivable guarantor 4.00", "remittanceClearing state 56.00");

    [Fact]
    public void A_qualified_Medicare_beneficiary_is_never_billed()
    {
        var example = Example.Charges("100.00").CoveredBy("medicare medicare").Answer("medicare 1", "1: 64.00 CO-45 20.00 PR-2 16.00 N782");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable medicare 16.00", "remittanceClearing medicare 64.00");
    }

    [Theory]
    [InlineData("WorkersComp")]
    [InlineData("Va")]
    public void Nothing_of_a_work_or_veterans_claim_moves_to_the_guarantor(string kind) =>
        Example.Charges("100.00").CoveredBy($"fund {kind}").Answer("fund 1", "1: 80.00 PR-3 20.00").Stands("grossCharges -100.00", "payerReceivable fund 20.00", "remittanceClearing fund 80.00");

    [Fact]
    public void What_the_payer_paid_to_the_patient_is_asked_of_the_guarantor_and_is_no_denial()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 0.00 PR-100 100.00");
        example.Stands("grossCharges -100.00", "guarantorReceivable guarantor 100.00");
        example.Open();
    }

    [Fact]
    public void Pattern_A_a_reversal_and_its_correction_leave_the_correction()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 80.00 CO-45 20.00").Answer("blue 22", "1: -80.00 CO-45 -20.00");
        example.Stands("grossCharges -100.00", "payerReceivable blue 100.00");
        example.Answer("blue 1", "1: 60.00 CO-45 20.00 PR-3 20.00").Stands("contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00", "remittanceClearing blue 60.00");
    }

    [Fact]
    public void An_older_reversal_with_group_CR_and_no_patient_share_restores_the_claim_too() =>
        Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 60.00 CO-45 20.00 PR-3 20.00").Answer("blue 22", "1: -60.00 CR-45 -40.00")
            .Stands("grossCharges -100.00", "payerReceivable blue 100.00");

    [Fact]
    public void A_reversal_that_takes_back_another_amount_is_a_finding_and_the_money_moves_as_said()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 80.00 CO-45 20.00").Answer("blue 22", "1: -75.00 CO-45 -25.00");
        example.Stands("grossCharges -100.00", "payerReceivable blue 95.00", "remittanceClearing blue 5.00");
        Assert.Contains("5.00 differs", Assert.Single(example.Decision.Findings), StringComparison.Ordinal);
    }

    /// <summary>Some payers take back a line alone, with its charge as the claim's: what they answered to the other lines stands (MONEY 3).</summary>
    [Fact]
    public void A_reversal_of_one_line_leaves_the_answer_to_the_other_lines()
    {
        var example = Example.Charges("100.00", "60.00").CoveredBy("big", "small").Answer("big 1", "1: 80.00 PR-2 20.00", "2: 40.00 CO-45 20.00").Answer("big 22", "2: -40.00 CO-45 -20.00");
        example.Stands("grossCharges -160.00", "payerReceivable big 60.00", "payerReceivable small 20.00", "remittanceClearing big 80.00");
        example.Open();
        Assert.Equal("It takes back line 2 (97811, 60.00) alone: the rest of the answer stands.", Assert.Single(example.Decision.Findings));
        example.Answer("big 1", "2: 50.00 CO-45 10.00").Stands("contractual 10.00", "grossCharges -160.00", "payerReceivable small 20.00", "remittanceClearing big 130.00");
        example.Open();
        Assert.Empty(example.Decision.Findings);
        example.Answer("big 22", "1: -80.00 PR-2 -20.00").Stands("contractual 10.00", "grossCharges -160.00", "payerReceivable big 100.00", "remittanceClearing big 50.00");
    }

    [Fact]
    public void A_reversal_of_one_line_takes_back_what_it_says_and_tells_what_differs()
    {
        var example = Example.Charges("100.00", "60.00").CoveredBy("big").Answer("big 1", "1: 80.00 CO-45 20.00", "2: 40.00 CO-45 20.00").Answer("big 22", "2: -45.00 CO-45 -15.00");
        example.Stands("contractual 20.00", "grossCharges -160.00", "payerReceivable big 65.00", "remittanceClearing big 75.00");
        Assert.Contains("It takes back 45.00, but 40.00 was paid: 5.00 differs.", example.Decision.Findings);
    }

    /// <summary>A part that no line tells, or a line of which nothing stands any more.</summary>
    [Theory]
    [InlineData(false, "names no line")]
    [InlineData(true, "names lines of which nothing stands")]
    public void A_reversal_of_a_part_that_cannot_be_told_waits_and_takes_nothing_back(bool twice, string why)
    {
        var example = Example.Charges("100.00", "60.00").CoveredBy("big").Answer("big 1", "1: 80.00 CO-45 20.00", "2: 40.00 CO-45 20.00");
        if (twice) example.Answer("big 22", "2: -40.00 CO-45 -20.00").Answer("big 22", "2: -40.00 CO-45 -20.00");
        else example.Post(new Answer { AdjudicationId = 1, Status = "22", Charge = new(-6000), Paid = new(-4000), PayerId = new(1), CheckParty = CleanClaim.Billing.Ledger.Party.Payer(1), CheckId = 10, CheckDate = new DateOnly(2026, 3, 10) });
        Assert.Contains(why, Assert.IsType<DecideOutcome.Waits>(example.Outcome).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reversal_of_nothing_waits_for_a_person()
    {
        var waits = Assert.IsType<DecideOutcome.Waits>(Example.Charges("100.00").CoveredBy("blue").Answer("blue 22", "1: -80.00 CO-45 -20.00").Outcome);
        Assert.Equal(ExceptionKind.ReversalOfNothing, waits.Kind);
    }

    [Fact]
    public void A_reversal_behind_which_the_next_payer_has_answered_opens_a_job()
    {
        var example = Example.Charges("100.00").CoveredBy("blue", "green").Answer("blue 1", "1: 64.00 CO-45 20.00 PR-2 16.00").Answer("green 2", "1: 16.00 OA-23 84.00").Answer("blue 22", "1: -64.00 CO-45 -20.00 PR-2 -16.00");
        example.Stands("grossCharges -100.00", "payerReceivable blue 100.00", "payerReceivable green -16.00", "remittanceClearing green 16.00");
        example.Open("reversed 22 16.00", "reversedShare 22 share 0.00");
    }

    [Fact]
    public void An_answer_that_pays_a_second_time_leaves_a_credit_that_is_said()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 80.00 CO-45 20.00").Answer("blue 1", "1: 80.00 CO-45 20.00");
        example.Stands("contractual 20.00", "grossCharges -100.00", "payerReceivable blue -80.00", "remittanceClearing blue 160.00");
        example.Open("credit -80.00");
    }

    [Fact]
    public void Another_payer_than_expected_brings_the_receivable_over() =>
        Example.Charges("100.00").CoveredBy("old", "new").CoveredNowBy("new").Answer("new 1", "1: 80.00 CO-45 20.00").Stands("contractual 20.00", "grossCharges -100.00", "remittanceClearing new 80.00");

    [Fact]
    public void A_predetermination_moves_nothing() =>
        Example.Charges("100.00").CoveredBy("blue").Answer("blue 25", "1: 0.00 OA-101 80.00 CO-45 20.00").Stands("grossCharges -100.00", "payerReceivable blue 100.00");

    [Fact]
    public void A_predetermination_that_carries_money_contradicts_itself_and_waits()
    {
        var example = Example.Charges("100.00").CoveredBy("blue").Answer("blue 25", "1: 80.00 CO-45 20.00");
        Assert.Contains("(CLP02 25), which pays nothing, but it carries 80.00", Assert.IsType<DecideOutcome.Waits>(example.Outcome).Why, StringComparison.Ordinal);
        example.Stands("grossCharges -100.00", "payerReceivable blue 100.00");
    }

    /// <summary>Its amounts are those of the answer with the other sign: as they were, they take nothing back.</summary>
    [Theory]
    [InlineData(16000, 12000)]
    [InlineData(16000, 0)]
    [InlineData(-16000, 12000)]
    [InlineData(0, 12000)]
    public void A_reversal_with_the_sign_of_an_answer_waits_and_takes_nothing_back(long charge, long paid)
    {
        var example = Example.Charges("100.00", "60.00").CoveredBy("big", "small").Answer("big 1", "1: 80.00 PR-2 20.00", "2: 40.00 CO-45 20.00");
        string[] stood = ["contractual 20.00", "grossCharges -160.00", "payerReceivable small 20.00", "remittanceClearing big 120.00"];
        example.Stands(stood);
        example.Post(new Answer
        {
            AdjudicationId = 1, Status = "22", Charge = new(charge), Paid = new(paid), PayerId = new(1), CheckParty = CleanClaim.Billing.Ledger.Party.Payer(1), CheckId = 10, CheckDate = new DateOnly(2026, 3, 10),
        });
        Assert.Contains("have the sign of an answer", Assert.IsType<DecideOutcome.Waits>(example.Outcome).Why, StringComparison.Ordinal);
        example.Stands(stood);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void A_later_plan_that_answers_first_takes_nothing_over_from_the_plan_that_pays_before_it(string status)
    {
        var example = Example.Charges("100.00", "60.00").CoveredBy("big", "small").Answer($"small {status}", "1: 70.00 PR-3 30.00", "2: 0.00 CO-45 60.00");
        example.Stands("grossCharges -160.00", "payerReceivable big 160.00", "payerReceivable small -70.00", "remittanceClearing small 70.00");
        example.Open("outOfTurn 160.00");
        example.Answer("big 1", "1: 80.00 PR-2 20.00", "2: 40.00 CO-45 20.00");
        example.Stands("contractual 20.00", "grossCharges -160.00", "payerReceivable small -50.00", "remittanceClearing big 120.00", "remittanceClearing small 70.00");
        example.Open();
    }

    /// <summary>The mother's plan and the father's are of one payer: that one answers first changes as little as between two payers.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void The_second_plan_of_a_payer_that_answers_first_takes_nothing_over_either(string status)
    {
        var example = Example.Charges("100.00", "60.00").CoveredBy("big", "big").Answer($"big#2 {status}", "1: 70.00 PR-3 30.00", "2: 0.00 CO-45 60.00");
        example.Open("outOfTurn 160.00");
        Assert.Contains("another plan of it pays before it", Assert.Single(example.Decision.Open).Why, StringComparison.Ordinal);
        example.Answer("big 1", "1: 80.00 PR-2 20.00", "2: 40.00 CO-45 20.00");
        example.Open();
    }

    [Fact]
    public void A_line_that_is_none_of_the_claims_waits()
    {
        var example = Example.Charges("97810 100.00").CoveredBy("blue").Post(new Answer
        {
            AdjudicationId = 1, Status = "1", Charge = new(5000), Paid = new(5000), PayerId = new(1), CheckParty = CleanClaim.Billing.Ledger.Party.Payer(1), CheckId = 9,
            CheckDate = new DateOnly(2026, 3, 10), Lines = [new AnswerLine(1, "99999", null, new(5000), new(5000), null)],
        });
        Assert.Contains("none of the claim's lines", Assert.IsType<DecideOutcome.Waits>(example.Outcome).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_denial_that_is_paid_later_without_a_reversal_ends_at_zero() =>
        Example.Charges("100.00").CoveredBy("blue").Answer("blue 1", "1: 0.00 CO-45 30.00 CO-197 70.00").Answer("blue 1", "1: 70.00 CO-45 30.00")
            .Stands("contractual 30.00", "grossCharges -100.00", "remittanceClearing blue 70.00");

    [Fact]
    public void A_stored_decision_reads_back_as_it_was()
    {
        var decision = Example.Charges("100.00", "50.00").CoveredBy("blue", "green").Answer("blue 1", "1: 60.00 CO-45 20.00 PR-3 20.00", "2: 0.00 CO-197 50.00").Decision;
        Assert.Equal(decision.ToJson(), PostingDecision.FromJson(decision.ToJson()).ToJson());
    }
}

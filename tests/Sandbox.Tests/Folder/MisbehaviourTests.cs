namespace CleanClaim.Sandbox.Tests.Folder;

/// <summary>MONEY.md 10: a sandbox of polite payers proves nothing. Each scenario, and what stays true in it.</summary>
public sealed class MisbehaviourTests : IDisposable
{
    private readonly PracticeFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string RunOne(string misbehave, params string[] claims)
    {
        folder.Misbehave(misbehave);
        folder.SendClaims(claims);
        folder.Run();
        return folder.Answers("835").Single();
    }

    /// <summary>Whitfield paid 78 in a run of good manners; gives the payer's claim number.</summary>
    private string PaidBefore()
    {
        folder.SendClaims(ClaimTexts.Whitfield);
        folder.Run();
        var number = PracticeFolder.Between(folder.Answers("835").Single(), "CLP", "NM1").Single().Split('*')[7];
        folder.Fetch();
        return number;
    }

    private static string Replacement(string number, string frequency = "7") => ClaimTexts.Whitfield.ReplaceLineEndings("\n")
        .Replace("11:B:1*Y*A*Y*Y", $"11:B:{frequency}*Y*A*Y*Y\nREF*F8*{number}", StringComparison.Ordinal)
        .Replace("W-1001", "W-1001R", StringComparison.Ordinal);

    [Fact]
    public void A_payer_that_omits_OA_23_repeats_the_first_payers_reductions_as_its_own()
    {
        var answer = RunOne("""{ "scenario": "omitOA23", "payer": "77002" }""", ClaimTexts.LuciaSecondary);
        Assert.Contains("SVC*HC:97810*95*1**1~\nDTM*472*20261101~\nCAS*CO*45*74~\nCAS*PR*3*20~", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
    }

    [Fact]
    public void Everything_is_denied_and_CLP02_still_says_processed_as_primary()
    {
        var answer = RunOne("""{ "scenario": "denyAllAsProcessed", "payer": "77001", "reason": "16", "remark": "M51" }""", ClaimTexts.Whitfield);
        Assert.Contains("CLP*W-1001*1*155*0**12*", answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split("CAS*CO*16*").Length - 1);
        Balance.Assert(answer);
    }

    [Fact]
    public void One_line_is_denied_with_the_code_that_was_ordered_and_other_members_are_left_alone()
    {
        var answer = RunOne("""{ "scenario": "denyLine", "member": "EGH318820945", "code": "97811", "reason": "151" }, { "scenario": "denyLine", "member": "NOBODY", "reason": "29" }""", ClaimTexts.Whitfield);
        Assert.Contains("SVC*HC:97811*60*0**1~\nDTM*472*20261101~\nCAS*CO*151*60~", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("CO*29", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
    }

    [Fact]
    public void A_reversal_with_other_CAS_still_takes_back_what_was_paid()
    {
        var number = PaidBefore();
        var answer = RunOne("""{ "scenario": "reverseWithOtherCas", "payer": "77001" }""", Replacement(number));
        Assert.Contains("SVC*HC:97810*-95*-37**1~\nDTM*472*20261101~\nCAS*CO*45*-58~", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
    }

    [Fact]
    public void A_void_without_reversal_is_only_a_WO_that_goes_forward()
    {
        var number = PaidBefore();
        var answer = RunOne("""{ "scenario": "recoverWithoutReversal", "payer": "77001" }""", Replacement(number, "8"));
        Assert.DoesNotContain("CLP*", answer, StringComparison.Ordinal);
        Assert.Contains($"PLB*1881999019*20261231*WO:{number}*78*FB:BALANCE*-78~", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
    }

    [Fact]
    public void An_amount_is_taken_off_one_later_check_and_never_again()
    {
        var number = PaidBefore();
        const string order = """{ "scenario": "recoverWithoutReversal", "payer": "77001", "patientControlNumber": "W-1001", "amount": "20.00" }""";
        string Visit(int day) => MoneyTests.Single("EGH318820945", "WHITFIELD", "THOMAS", "19791130*M", "77001", $"W-{day}", new(2026, 11, day), "97810", "95", "M542");
        var answer = RunOne(order, Visit(3));
        Assert.Contains($"WO:{number}*20~", answer, StringComparison.Ordinal);
        Assert.Contains("BPR*I*17*C*ACH", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
        folder.Fetch();
        Assert.DoesNotContain("PLB*", RunOne(order, Visit(4)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_payment_comes_under_the_trace_of_the_last_check()
    {
        folder.SendClaims(ClaimTexts.Whitfield);
        folder.Run();
        var trace = PracticeFolder.Between(folder.Answers("835").Single(), "TRN", "DTM").Single();
        folder.Fetch();
        // The same claim again is a duplicate: nothing to pay.
        var answer = RunOne("""{ "scenario": "reuseTraceOnZeroPay", "payer": "77001" }""", ClaimTexts.Whitfield.Replace("W-1001", "W-1009", StringComparison.Ordinal));
        Assert.Contains("BPR*I*0*C*NON", answer, StringComparison.Ordinal);
        Assert.Contains(trace + "~", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_holds_a_second_check_for_a_stranger_under_the_same_trace()
    {
        var answer = RunOne("""{ "scenario": "twoPayees" }""", ClaimTexts.Whitfield);
        Assert.Equal(2, answer.Split("TRN*1*").Select(p => p.Split('*')[0]).Skip(1).Count());
        Assert.Single(answer.Split("TRN*1*").Skip(1).Select(p => p.Split('*')[0]).Distinct());
        Assert.Contains("N1*PE*OTHER HARBOR CLINIC*XX*1555007776~", answer, StringComparison.Ordinal);
        Assert.Contains("GE*2*", answer, StringComparison.Ordinal);
        // Only the clinic's own check reaches its bank.
        Assert.Equal(2, folder.Read("bank-20261112.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_line_is_a_cent_off_and_so_is_its_claim()
    {
        var answer = RunOne("""{ "scenario": "lineCentOff", "patientControlNumber": "W-1001" }""", ClaimTexts.Whitfield);
        Assert.Equal(["line HC:97810", "claim W-1001"], Balance.Differences(answer));
    }

    [Fact]
    public void A_check_is_a_cent_more_than_its_detail()
    {
        var answer = RunOne("""{ "scenario": "checkCentOff" }""", ClaimTexts.Whitfield);
        Assert.Contains("BPR*I*78.01*", answer, StringComparison.Ordinal);
        Assert.Equal(["check"], Balance.Differences(answer));
    }

    [Fact]
    public void A_segment_nobody_knows_stands_in_the_line()
    {
        var answer = RunOne("""{ "scenario": "unknownSegment" }""", ClaimTexts.Whitfield);
        Assert.Contains("ZZZ*SANDBOX*A SEGMENT NOBODY KNOWS~", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
    }

    [Fact]
    public void The_patient_gets_the_money_and_the_clinic_PR_100()
    {
        var answer = RunOne("""{ "scenario": "payPatient" }""", ClaimTexts.Whitfield);
        Assert.Contains("CLP*W-1001*1*155*0*103*", answer, StringComparison.Ordinal);
        Assert.Contains("CAS*PR*3*25**100*37~", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Names("out"), n => n.StartsWith("bank", StringComparison.Ordinal));
        Balance.Assert(answer);
    }

    [Fact]
    public void One_claim_comes_back_as_two()
    {
        var answer = RunOne("""{ "scenario": "splitClaim" }""", ClaimTexts.Whitfield);
        Assert.Contains("CLP*W-1001*1*95*37*25*", answer, StringComparison.Ordinal);
        Assert.Contains("CLP*W-1001*1*60*41**", answer, StringComparison.Ordinal);
        Balance.Assert(answer);
    }

    [Fact]
    public void The_money_comes_two_days_after_the_remittance()
    {
        RunOne("""{ "scenario": "eftLate", "days": 2 }""", ClaimTexts.Whitfield);
        Assert.DoesNotContain(folder.Names("out"), n => n.StartsWith("bank", StringComparison.Ordinal));
        folder.Run(PracticeFolder.Day.AddDays(1));
        Assert.DoesNotContain(folder.Names("out"), n => n.StartsWith("bank", StringComparison.Ordinal));
        folder.Run(PracticeFolder.Day.AddDays(2));
        Assert.Contains(",78.00,", folder.Read("bank-20261114.csv"), StringComparison.Ordinal);
        folder.Run(PracticeFolder.Day.AddDays(2));
        Assert.Single(folder.Names("out"), n => n.StartsWith("bank", StringComparison.Ordinal));
    }

    [Fact]
    public void The_money_never_comes()
    {
        RunOne("""{ "scenario": "eftNever" }""", ClaimTexts.Whitfield);
        folder.Run(PracticeFolder.Day.AddDays(60));
        Assert.DoesNotContain(folder.Names("out"), n => n.StartsWith("bank", StringComparison.Ordinal));
    }
}

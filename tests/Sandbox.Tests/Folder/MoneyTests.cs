using System.Globalization;

namespace CleanClaim.Sandbox.Tests.Folder;

/// <summary>Examples a biller can check by hand: charge, allowed, share, and the very 835 segments.</summary>
public sealed class MoneyTests : IDisposable
{
    private readonly PracticeFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Remade(string text, params (string Right, string Wrong)[] changes)
    {
        text = text.ReplaceLineEndings("\n");
        foreach (var (right, wrong) in changes)
        {
            Assert.Contains(right, text, StringComparison.Ordinal);
            text = text.Replace(right, wrong, StringComparison.Ordinal);
        }
        return text;
    }

    private static readonly (string, string)[] ToHartley =
    [
        ("PI*77001", "PI*77003"), ("******CI", "******MB"), ("NM1*IL*1*WHITFIELD*THOMAS****MI*EGH318820945", "NM1*IL*1*HARTLEY*ELEANOR****MI*4HW7QP2RN85"),
        ("DMG*D8*19791130*M", "DMG*D8*19510403*F"), ("PRV*PE*PXC*171100000X", "PRV*PE*PXC*207Q00000X"),
    ];

    [Fact]
    public void Evergreen_takes_one_copay_a_visit_and_writes_off_down_to_its_allowed_amounts()
    {
        // 97810: 95 charged, 62 allowed, 25 copay -> 37. 97811: 60 charged, 41 allowed, the visit's copay is taken -> 41.
        folder.SendClaims(ClaimTexts.Whitfield);
        folder.Run();
        var answer = folder.Answers("835").Single();
        Assert.StartsWith("BPR*I*78*C*ACH*CCP*", PracticeFolder.Between(answer, "BPR", "TRN").Single(), StringComparison.Ordinal);
        var claim = PracticeFolder.Between(answer, "CLP", "SE");
        Assert.StartsWith("CLP*W-1001*1*155*78*25*12*EG26316", claim[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "SVC*HC:97810*95*37**1", "DTM*472*20261101", "CAS*CO*45*33", "CAS*PR*3*25", "REF*6R*W-1001-1", "AMT*B6*62",
                "SVC*HC:97811*60*41**1", "DTM*472*20261101", "CAS*CO*45*19", "REF*6R*W-1001-2", "AMT*B6*41",
            ],
            claim[Array.FindIndex(claim, s => s.StartsWith("SVC", StringComparison.Ordinal))..]);
        Assert.Contains(",78.00,", folder.Read("bank-20261112.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Lakeside_as_second_repeats_the_charge_and_takes_the_first_payers_work_off_by_OA_23()
    {
        // Evergreen paid 37, wrote off 33, left 25. Lakeside alone would pay 58 - 20 copay = 38; less 37 paid: 1. Of the 24 left 20 is its copay, 4 over its 58.
        folder.SendClaims(ClaimTexts.LuciaSecondary);
        folder.Run();
        var answer = folder.Answers("835").Single();
        var claim = PracticeFolder.Between(answer, "CLP", "SE");
        Assert.StartsWith("CLP*L-2001*2*95*1*20*15*LM", claim[0], StringComparison.Ordinal);
        Assert.Contains("NM1*QC*1*REYES*LUCIA****MI*LMI55120874", claim);
        Assert.Contains("NM1*IL*1*REYES*DANIEL****MI*LMI55120874", claim);
        Assert.Equal(["SVC*HC:97810*95*1**1", "DTM*472*20261101", "CAS*OA*23*70", "CAS*PR*3*20", "CAS*CO*45*4", "REF*6R*L-2001-1", "AMT*B6*58"],
            PracticeFolder.Between(answer, "SVC", "SE"));
    }

    [Fact]
    public void A_child_whose_other_plan_is_first_is_denied_with_CO_22_when_Lakeside_is_billed_as_primary()
    {
        var text = ClaimTexts.LuciaSecondary.ReplaceLineEndings("\n");
        var primary = Remade(text[..text.IndexOf("SBR*P", StringComparison.Ordinal)] + text[text.IndexOf("LX*1", StringComparison.Ordinal)..text.IndexOf("SVD", StringComparison.Ordinal)],
            ("SBR*S********CI", "SBR*P********CI"));
        folder.SendClaims(primary);
        folder.Run();
        var answer = folder.Answers("835").Single();
        Assert.Equal(["SVC*HC:97810*95*0**1", "DTM*472*20261101", "CAS*CO*22*95", "REF*6R*L-2001-1"], PracticeFolder.Between(answer, "SVC", "SE"));
        Assert.Contains("NM1*PR*2*Evergreen Health Plan*****PI*77001~", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_federal_plan_takes_coinsurance_and_sequestration_forwards_and_the_supplement_pays_the_coinsurance()
    {
        // 99213: 150 charged, 88.95 allowed, deductible met; 20 % = 17.79; 71.16 less 2 % (1.42) = 69.74. The supplement pays the 17.79.
        var text = Remade(ClaimTexts.Whitfield, [.. ToHartley, ("SV1*HC:97810*95*", "SV1*HC:99213*150*"), ("CLM*W-1001*155*", "CLM*W-1001*150*")]);
        text = text[..text.IndexOf("LX*2", StringComparison.Ordinal)];
        folder.SendClaims(text);
        folder.Run();
        var answers = folder.Answers("835");
        Assert.Equal(2, answers.Count);
        var first = PracticeFolder.Between(answers[0], "CLP", "SE");
        Assert.StartsWith("CLP*W-1001*19*150*69.74*17.79*MB*FS", first[0], StringComparison.Ordinal);
        Assert.Contains("NM1*TT*2*Golden Supplement*****PI*77004", first);
        Assert.Contains("MOA***MA18", first);
        Assert.Equal(["CAS*CO*45*61.05**253*1.42", "CAS*PR*2*17.79", "REF*6R*W-1001-1", "AMT*B6*88.95"], first[^4..]);
        var second = PracticeFolder.Between(answers[1], "CLP", "SE");
        Assert.StartsWith("CLP*W-1001*2*150*17.79**15*GS", second[0], StringComparison.Ordinal);
        Assert.Equal(["SVC*HC:99213*150*17.79**1", "DTM*472*20261101", "CAS*OA*23*132.21", "REF*6R*W-1001-1", "AMT*B6*88.95"], PracticeFolder.Between(answers[1], "SVC", "SE"));
    }

    [Fact]
    public void The_federal_plan_denies_an_acupuncturist_and_pays_acupuncture_for_low_back_pain_only()
    {
        // NCD 30.3.3: an acupuncturist cannot bill (CO-170); other than chronic low back pain is not covered (CO-50, N386).
        folder.SendClaims(
            Remade(ClaimTexts.Whitfield, [.. ToHartley[..^1], ("W-1001", "ACU")]),
            Remade(ClaimTexts.Whitfield, [.. ToHartley, ("W-1001", "NECK"), ("ABK:M5450", "ABK:M546")]));
        folder.Run();
        var answer = folder.Answers("835")[0];
        Assert.Equal(2, answer.Split("CAS*CO*170*").Length - 1);
        Assert.Equal(2, answer.Split("CAS*CO*50*").Length - 1);
        Assert.Contains("LQ*HE*N386~", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deductible_is_used_up_over_the_year_and_then_coinsurance_begins()
    {
        // Evergreen Saver 1500: 62 allowed a visit; 24 visits are 1488, the 25th takes the last 12 and 20 % of 50.
        for (var visit = 1; visit <= 25; visit++)
        {
            var day = new DateOnly(2026, 9, 1).AddDays(visit);
            folder.SendClaims(Single("EGH405561208", "KARIM", "AISHA", "19910708*F", "77001", $"K-{visit}", day, "97810", "95", "M5450"));
        }
        folder.Run();
        var answer = folder.Answers("835").Single();
        Assert.Equal(24, answer.Split("CAS*CO*45*33~\nCAS*PR*1*62~").Length - 1);
        Assert.Equal(["SVC*HC:97810*95*40**1", "DTM*472*20260926", "CAS*CO*45*33", "CAS*PR*1*12**2*10"], PracticeFolder.Between(answer, "CLP*K-25", "REF*6R")[^4..]);
    }

    [Fact]
    public void The_twelfth_visit_of_the_year_pays_and_the_thirteenth_is_denied_with_PR_119()
    {
        for (var visit = 1; visit <= 13; visit++)
        {
            var day = new DateOnly(2026, 8, 1).AddDays(visit);
            folder.SendClaims(Single("LMI60233419", "BRANDT", "HANNAH", "19930122*F", "77002", $"B-{visit}", day, "97810", "95", "M542"));
            // A run per visit: what is used is remembered over runs.
            Assert.Equal(0, folder.Run(day.AddDays(1)));
        }
        var answers = folder.Answers("835");
        Assert.Equal(13, answers.Count);
        Assert.All(answers.Take(12), a => Assert.Contains("*95*38**1~", a, StringComparison.Ordinal));
        Assert.Equal(["SVC*HC:97810*95*0**1", "DTM*472*20260814", "CAS*PR*119*95"], PracticeFolder.Between(answers[12], "SVC", "REF"));
        Assert.Contains("BPR*I*0*C*NON", answers[12], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("77002", "97814", "CAS*CO*4*95", "LQ*HE*N822")]
    [InlineData("77002", "20561", "CAS*CO*197*95", null)]
    [InlineData("77002", "97026", "CAS*PR*204*95", "LQ*HE*N130")]
    [InlineData("77001", "97811", "CAS*CO*107*95", null)]
    public void Each_plan_denies_by_its_own_rules(string payer, string code, string adjustment, string? remark)
    {
        folder.SendClaims(payer == "77002"
            ? Single("LMI60233419", "BRANDT", "HANNAH", "19930122*F", payer, "D-1", new(2026, 11, 1), code, "95", "M542")
            : Single("EGH318820945", "WHITFIELD", "THOMAS", "19791130*M", payer, "D-1", new(2026, 11, 1), code, "95", "M542"));
        folder.Run();
        var service = PracticeFolder.Between(folder.Answers("835").Single(), "SVC", "SE");
        Assert.Contains(adjustment, service);
        if (remark is not null) Assert.Contains(remark, service);
    }

    [Fact]
    public void After_the_end_of_coverage_the_line_is_denied_with_PR_27_and_a_late_claim_with_CO_29()
    {
        folder.SendClaims(
            Single("EGH190084472", "CASTILLO", "OWEN", "19880427*M", "77001", "C-1", new(2026, 11, 1), "97810", "95", "M542"),
            Single("EGH318820945", "WHITFIELD", "THOMAS", "19791130*M", "77001", "C-2", new(2026, 5, 15), "97810", "95", "M542"),
            Single("EGH318820945", "WHITFIELD", "THOMAS", "19791130*M", "77001", "C-3", new(2026, 5, 16), "97810", "95", "M542"));
        folder.Run();
        var answer = folder.Answers("835").Single();
        Assert.Contains("CAS*PR*27*95", PracticeFolder.Between(answer, "CLP*C-1", "CLP"));
        // Evergreen takes first claims for 180 days: 16 May is the last day in time on 12 November.
        Assert.Contains("CAS*CO*29*95", PracticeFolder.Between(answer, "CLP*C-2", "CLP"));
        Assert.Contains("CAS*CO*45*33", PracticeFolder.Between(answer, "CLP*C-3", "SE"));
    }

    [Fact]
    public void A_payer_that_answered_on_claim_level_is_laid_on_the_lines_in_order()
    {
        // 95 + 60 charged; Evergreen paid 78 in all, 52 contractual, 25 copay: line 1 is filled first, so the patient share stands in line 2.
        var text = ClaimTexts.LuciaSecondary.ReplaceLineEndings("\n");
        text = text[..text.IndexOf("SVD", StringComparison.Ordinal)] + "LX*2\nSV1*HC:97811*60*UN*1***1\nDTP*472*D8*20261101\nREF*6R*L-2001-2";
        text = Remade(text, ("CLM*L-2001*95*", "CLM*L-2001*155*"), ("AMT*D*37", "CAS*CO*45*52\nCAS*PR*3*25\nAMT*D*78"), ("PI*77001\n", "PI*77001\nDTP*573*D8*20261105\n"));
        folder.SendClaims(text);
        folder.Run();
        var answer = folder.Answers("835").Single();
        Balance.Assert(answer);
        Assert.Contains("SVC*HC:97810*95*0**1~\nDTM*472*20261101~\nCAS*OA*23*95~", answer, StringComparison.Ordinal);
        Assert.Contains("CAS*OA*23*35~", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_was_paid_before_is_denied_as_a_duplicate_with_OA_18()
    {
        folder.SendClaims(ClaimTexts.Whitfield);
        folder.Run();
        folder.Fetch();
        folder.SendClaims(ClaimTexts.Whitfield.Replace("W-1001", "W-1002", StringComparison.Ordinal));
        folder.Run();
        var answer = folder.Answers("835").Single();
        Assert.Contains("CAS*OA*18*95~", answer, StringComparison.Ordinal);
        Assert.Contains("CAS*OA*18*60~", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_reverses_the_first_answer_and_pays_the_corrected_claim()
    {
        // 97140 with acupuncture needs 59 at Evergreen: denied with CO-97, corrected with the modifier, then its 36.50 are paid.
        var first = Remade(ClaimTexts.Whitfield, ("SV1*HC:97811*60*", "SV1*HC:97140*60*"));
        folder.SendClaims(first);
        folder.Run();
        var denied = folder.Answers("835").Single();
        Assert.Contains("SVC*HC:97140*60*0**1~\nDTM*472*20261101~\nCAS*CO*97*60~", denied, StringComparison.Ordinal);
        var number = PracticeFolder.Between(denied, "CLP", "NM1").Single().Split('*')[7];
        folder.Fetch();

        folder.SendClaims(Remade(first, ("HC:97140", "HC:97140:59"), ("11:B:1*Y*A*Y*Y", $"11:B:7*Y*A*Y*Y\nREF*F8*{number}"), ("W-1001", "W-1001R")));
        Assert.Equal(0, folder.Run(PracticeFolder.Day.AddDays(7)));
        var answer = folder.Answers("835").Single();
        Assert.StartsWith("BPR*I*36.5*C*ACH*", PracticeFolder.Between(answer, "BPR", "TRN").Single(), StringComparison.Ordinal);
        var reversal = PracticeFolder.Between(answer, "CLP", "CLP");
        Assert.StartsWith($"CLP*W-1001*22*-155*-37**12*{number}*11*7", reversal[0], StringComparison.Ordinal);
        Assert.Contains("SVC*HC:97810*-95*-37**1", reversal);
        Assert.Contains("CAS*PR*3*-25", reversal);
        Assert.Contains("CAS*CO*97*-60", reversal);
        var corrected = PracticeFolder.Between(answer, "CLP*W-1001R", "SE");
        Assert.StartsWith("CLP*W-1001R*1*155*73.5*25*12*EG", corrected[0], StringComparison.Ordinal);
        Assert.Contains($"REF*F8*{number}", corrected);
        Assert.Contains("SVC*HC:97140:59*60*36.5**1", corrected);
    }

    [Fact]
    public void A_void_takes_the_money_back_by_forward_balance_and_the_next_check_bears_it()
    {
        folder.SendClaims(ClaimTexts.Whitfield);
        folder.Run();
        var number = PracticeFolder.Between(folder.Answers("835").Single(), "CLP", "NM1").Single().Split('*')[7];
        folder.Fetch();
        folder.SendClaims(Remade(ClaimTexts.Whitfield, ("11:B:1*Y*A*Y*Y", $"11:B:8*Y*A*Y*Y\nREF*F8*{number}")));
        folder.Run();
        var voided = folder.Answers("835").Single();
        Assert.Contains("BPR*I*0*C*NON", voided, StringComparison.Ordinal);
        Assert.Contains("PLB*1881999019*20261231*FB:BALANCE*-78~", voided, StringComparison.Ordinal);
        folder.Fetch();
        folder.SendClaims(Single("EGH318820945", "WHITFIELD", "THOMAS", "19791130*M", "77001", "W-2", new(2026, 11, 5), "99213", "150", "M542"),
            Single("EGH318820945", "WHITFIELD", "THOMAS", "19791130*M", "77001", "W-3", new(2026, 11, 6), "99213", "150", "M542"));
        folder.Run();
        var next = folder.Answers("835").Single();
        // Twice 96 allowed less 25 copay = 142, less the 78 carried forward.
        Assert.Contains("BPR*I*64*C*ACH", next, StringComparison.Ordinal);
        Assert.Contains("FB:BALANCE*78~", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_835_balances_by_line_claim_and_check()
    {
        folder.SendClaims(ClaimTexts.Whitfield, ClaimTexts.LuciaSecondary, Remade(ClaimTexts.Whitfield, [.. ToHartley, ("W-1001", "H-1")]));
        folder.Run();
        Assert.Equal(4, folder.Answers("835").Count);
        Assert.All(folder.Answers("835"), Balance.Assert);
    }

    /// <summary>One line, one diagnosis, the subscriber being the patient.</summary>
    internal static string Single(string memberId, string last, string first, string birthAndSex, string payer, string number, DateOnly day, string code, string charge, string diagnosis)
    {
        var date = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return ClaimTexts.Lines("ST*837*0001*005010X222A1", $"BHT*0019*00*B{number}*20261112*0930*CH", "NM1*41*2*STILL WATER ACUPUNCTURE*****46*STILLWATER",
            "PER*IC*OFFICE*TE*3125550100", "NM1*40*2*SANDBOX CLEARINGHOUSE*****46*SANDBOXCH", "HL*1**20*1", "NM1*85*2*STILL WATER ACUPUNCTURE*****XX*1881999019",
            "N3*12 ELM STREET", "N4*CHICAGO*IL*606011234", "REF*EI*361234567", "HL*2*1*22*0", "SBR*P*18*******CI", $"NM1*IL*1*{last}*{first}****MI*{memberId}",
            "N3*88 OAK AVENUE", "N4*CHICAGO*IL*60602", $"DMG*D8*{birthAndSex}", $"NM1*PR*2*PAYER*****PI*{payer}", $"CLM*{number}*{charge}***11:B:1*Y*A*Y*Y",
            $"HI*ABK:{diagnosis}", "LX*1", $"SV1*HC:{code}*{charge}*UN*1***1", $"DTP*472*D8*{date}", $"REF*6R*{number}-1");
    }
}

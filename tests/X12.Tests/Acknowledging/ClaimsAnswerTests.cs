using System.Text;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Acknowledging;

/// <summary>The 277CA that a receiver answers beside the 999: claim by claim, what was accepted and what is wrong.</summary>
public sealed class ClaimsAnswerTests
{
    private static readonly AnswerFields Fields = new() { Date = new(2026, 1, 6), Time = new(8, 30), FirstControlNumber = 41, ClaimLevelMax = 4 };

    [Fact]
    public void Clean_claims_are_received_one_by_one_by_a_clearinghouse()
    {
        Assert.Equal(
            "GS*HN*RECEIVER*SENDER*20260106*0830*43*X*005010X214~ST*277*0001*005010X214~BHT*0085*08*43-0001*20260106*0830*TH~"
            + "HL*1**20*1~NM1*AY*2*KEY INSURANCE*****46*66783JJT~TRN*1*43-0001~DTP*050*D8*20260106~DTP*009*D8*20260106~"
            + "HL*2*1*21*1~NM1*41*2*MAPLE STREET CLINIC*****46*TGJ23~TRN*2*244579~STC*A1:19:AY*20260106*WQ*379.5~QTY*90*3~AMT*YU*379.5~"
            + "HL*3*2*19*1~NM1*85*2*MAPLE STREET CLINIC*****XX*1234567893~TRN*1*0~QTY*QA*3~AMT*YU*379.5~"
            + "HL*4*3*PT~NM1*QC*1*SMITH*JANE****MI*JS00111223333~TRN*2*26463774~STC*A1:19:40*20260106*WQ*100~DTP*472*D8*20260103~"
            + "HL*5*3*PT~NM1*QC*1*DOE*TIM****MI*JD00111223333~TRN*2*26463775~STC*A1:19:40*20260106*WQ*79.5~DTP*472*D8*20260103~"
            + "HL*6*3*PT~NM1*QC*1*ROE*ANN****MI*AR00111223333~TRN*2*26463776~STC*A1:19:40*20260106*WQ*200~DTP*472*D8*20260103~",
            Body(SampleFiles.Claims837()));
    }

    [Fact]
    public void The_payer_itself_accepts_into_adjudication() =>
        Assert.Contains("NM1*PR*2*KEY INSURANCE*****46*999996666~", Body(SampleFiles.Claims837(f => f.Replace("66783JJT", "999996666", StringComparison.Ordinal)), "STC*A2:20:PR*20260106*WQ*100~"), StringComparison.Ordinal);

    [Theory]
    [InlineData("CLM*26463775*79.5*", "CLM*26463775*80*", "26463775", "STC*A8:400*20260106*U*80********Segment 38. The total charge CLM02 is $80.00, but the lines (SV102) add up to $79.50.~")]
    [InlineData("CLM*26463775*79.5***11:B:1*Y*A*Y*I", "CLM*26463775*79.5***11:B:1*Y*A*Y*I**OA", "26463775", "STC*A6:727*20260106*U*79.5********Segment 38. ")]
    [InlineData("SV1*HC:97811*40*UN*1***1", "SV1*HC:97811*40*UN*1***3", "26463774", "STC*A8:21*20260106*U*100~DTP*472*D8*20260103~SVC*HC:97811*40*****1~STC*A8:477**U*********Segment 26. SV107-1 points to diagnosis 3, but the claim has 2.~DTP*472*D8*20260103~")]
    [InlineData("SV1*HC:97810*60*UN*1***1:2\nDTP*472*D8*20260103\nREF*6R*26463774L1", "SV1*HC:97810*60*UN*1***1:3\nDTP*472*D8*20260103\nREF*6R*26463774L1", "26463774", "~SVC*HC:97810*60*****1~STC*A8:477**U*********Segment 22. SV107-2 points to diagnosis 3, but the claim has 2.~REF*FJ*26463774L1~DTP*472*D8*20260103~")]
    [InlineData("CAS*CO*45*50\n", "CAS*CO*45*51\n", "26463776", "~STC*A8:672**U*********")]
    public void What_is_wrong_with_one_claim_rejects_that_claim_and_no_other(string clean, string defect, string number, string told)
    {
        var body = Body(SampleFiles.Claims837(f => f.Replace(clean, defect, StringComparison.Ordinal)), told);
        var claim = body[body.IndexOf($"TRN*2*{number}~", StringComparison.Ordinal)..];
        Assert.StartsWith($"TRN*2*{number}~STC*", claim, StringComparison.Ordinal);
        Assert.Contains(told, claim.Split("HL*")[0], StringComparison.Ordinal);
        Assert.Contains("~QTY*90*2~QTY*AA*1~AMT*YU*", body, StringComparison.Ordinal);
        Assert.Equal(2, body.Split("STC*A1:19:40*").Length - 1);
    }

    [Fact]
    public void What_is_wrong_with_the_billing_provider_rejects_all_its_claims_and_names_it() =>
        Assert.Equal(3, Body(SampleFiles.Claims837(f => f.Replace("XX*1234567893", "XX*1234567894", StringComparison.Ordinal)), "QTY*AA*3~AMT*YY*379.5~").Split("STC*A7:562:85*20260106*U*").Length - 1);

    [Fact]
    public void A_set_that_the_999_rejects_is_not_answered_claim_by_claim() =>
        Assert.DoesNotContain(Answers(SampleFiles.Claims837(f => f.Replace("CLM*26463775*79.5*", "CLM*26463775*79,5*", StringComparison.Ordinal))), a => a.Kind == AnswerKind.Claims277);

    [Fact]
    public void Remittances_get_none_and_nobody_does_who_did_not_ask()
    {
        Assert.DoesNotContain(Answers(SampleFiles.Remittance835()), a => a.Kind == AnswerKind.Claims277);
        Assert.Equal([AnswerKind.Ta1, AnswerKind.Implementation999], Acknowledger.Answer(SampleFiles.Stream(SampleFiles.Claims837()), Fields with { ClaimLevelMax = 0 }).Select(a => a.Kind));
    }

    /// <summary>
    /// A set so long that its answer does not stay in memory: two providers, the second of whom has a wrong NPI, one claim in ten whose charge is not that of its lines, and a
    /// subscriber of two claims with whom something is wrong.
    /// </summary>
    [Fact]
    public void A_long_answer_has_every_claim_in_order_with_the_sums_of_all()
    {
        const int Claims = 8_000;
        var files = Answers(Many(Claims));
        using var answer = files.Single(a => a.Kind == AnswerKind.Claims277);
        Assert.True(answer.Length > 1024 * 1024 && answer.Length == answer.Content.Length, $"{answer.Length} bytes");
        using var sent = new MemoryStream();
        answer.WriteTo(sent);
        Assert.Equal(answer.Content, sent.ToArray());
        List<Fault> faults = [];
        sent.Position = 0;
        X12Validator.Validate(sent, faults.Add, 4);
        Assert.DoesNotContain(faults, f => !AboutSenders(f));
        var text = Encoding.Latin1.GetString(answer.Content);
        Assert.Contains($"~QTY*90*{Claims / 2 - Claims / 20 - 2}~QTY*AA*{Claims / 2 + Claims / 20 + 2}~", text, StringComparison.Ordinal);
        Assert.Contains($"~QTY*QA*{Claims / 2 - Claims / 20 - 2}~QTY*QC*{Claims / 20 + 2}~", text, StringComparison.Ordinal);
        Assert.Contains($"~QTY*QC*{Claims / 2}~AMT*YY*", text, StringComparison.Ordinal);
        var numbers = text.Split("~TRN*2*C").Skip(1).Select(t => int.Parse(t[..5], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(0, Claims), numbers);
        // What is wrong with a subscriber is wrong with both of its claims.
        Assert.Equal(2, text.Split("STC*A6:156").Length - 1);
    }

    private static string Many(int claims)
    {
        var body = new StringBuilder("BHT*0019*00*244579*20260105*1023*CH\nNM1*41*2*MAPLE*****46*TGJ23\nPER*IC*JERRY*TE*3055552222\nNM1*40*2*KEY INSURANCE*****46*66783JJT\n");
        var level = 0;
        var provider = 0;
        for (var i = 0; i < claims; i++)
        {
            if (i % (claims / 2) == 0)
            {
                provider = ++level;
                body.Append($"HL*{level}**20*1\nNM1*85*2*MAPLE STREET CLINIC*****XX*{(i == 0 ? "1234567893" : "1234567894")}\nN3*1 ST\nN4*MIAMI*FL*331110001\nREF*EI*587654321\n");
            }

            if (i != 1)
                body.Append($"HL*{++level}*{provider}*22*0\nSBR*P*{(i == 0 ? "" : "18")}*******CI\nNM1*IL*1*SMITH*JANE****MI*JS{i}\nN3*236 N MAIN ST\nN4*MIAMI*FL*33413\nDMG*D8*19430501*F\nNM1*PR*2*KEY*****PI*999996666\n");
            body.Append($"CLM*C{i:00000}*{(i % 10 == 9 ? "70" : "60")}***11:B:1*Y*A*Y*I\nHI*ABK:M5450\n");
            body.Append("LX*1\nSV1*HC:97810*60*UN*1***1\nDTP*472*D8*20260103\n");
        }

        return SampleFiles.File("HC", "837", "005010X222A2", body.ToString().TrimEnd());
    }

    /// <summary>Each claim of the corpus is in the answer once, with its own number; totals are those of the file, and the answer itself is without fault.</summary>
    [CorpusFact]
    public void Every_claim_of_the_corpus_that_passes_the_999_is_answered()
    {
        var answered = 0;
        foreach (var entry in Corpus.Index)
        {
            using var file = File.OpenRead(entry.Path);
            foreach (var answer in Acknowledger.Answer(file, Fields).Where(a => a.Kind == AnswerKind.Claims277))
            {
                List<Fault> faults = [];
                X12Validator.Validate(new MemoryStream(answer.Content), f => { if (!AboutSenders(f)) faults.Add(f); }, 4);
                Assert.True(faults.Count == 0, entry.Path + ": " + faults.FirstOrDefault() + Encoding.Latin1.GetString(answer.Content));
                answered += Encoding.Latin1.GetString(answer.Content).Split("~HL*").Count(hl => hl.Contains("*PT~", StringComparison.Ordinal));
            }
        }

        Assert.True(answered > 25, $"only {answered} claims were answered");
    }

    /// <summary>What the sender wrote is given back as it came; claims without a day of service have none to give back.</summary>
    private static bool AboutSenders(Fault fault) => fault.Place.Segment is "ISA" or "GS" or "NM1" || fault is { Place.Segment: "DTP", Loop: "2200D", Rule: "SEG-REQUIRED" };

    private static IReadOnlyList<Answer> Answers(string file) => Acknowledger.Answer(SampleFiles.Stream(file), Fields);

    /// <summary>From GS to before SE of the 277CA, which must hold <paramref name="holds"/>.</summary>
    private static string Body(string file, string holds = "")
    {
        var text = Encoding.Latin1.GetString(Answers(file).Single(a => a.Kind == AnswerKind.Claims277).Content);
        Assert.Contains(holds, text, StringComparison.Ordinal);
        Assert.EndsWith("~GE*1*43~IEA*1*000000043~", text, StringComparison.Ordinal);
        return text[text.IndexOf("GS*", StringComparison.Ordinal)..text.IndexOf("SE*", StringComparison.Ordinal)];
    }
}

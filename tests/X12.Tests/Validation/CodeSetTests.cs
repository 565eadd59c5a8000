using CleanClaim.X12.Tests.Transactions;
using CleanClaim.X12.Tests.Verbs;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>Level 5: one code that its list does not have on the day, planted in clean files, is told at its place and alone.</summary>
public sealed class CodeSetTests
{
    private static CodeTable Table(params string[] codes) => new(codes.Select(c => new CodeTable.Span(c)));

    private static readonly CodeTables Lists = new CodeTables()
        .With(CodeKind.Icd10Cm, () => new(
            [.. "G8929 R519 I2510 R079 E119 S52501A M5450".Split(' ').Select(c => new CodeTable.Span(c)), new("M545", null, new(2021, 9, 30)), new("M5459", new(2026, 10, 1)), new("R520", IsKnown: false)],
            new(2015, 10, 1), new(2027, 9, 30)))
        .With(CodeKind.Icd10Pcs, () => Table("02100Z9"))
        .With(CodeKind.Cpt, () => Table("97026", "97810", "97811", "99213", "85025", "99283", "99203"))
        .With(CodeKind.Hcpcs, () => new([new("A0429"), new("G0283", null, new(2025, 12, 31))]))
        .With(CodeKind.PlaceOfService, () => Table("11", "12"))
        .With(CodeKind.AdjustmentReason, () => new([.. "1 2 45 23".Split(' ').Select(c => new CodeTable.Span(c)), new("17", null, new(2015, 6, 1))]))
        .With(CodeKind.Remark, () => Table("N130", "MA01"))
        .With(CodeKind.Taxonomy, () => Table("171100000X", "282N00000X"))
        .With(CodeKind.Revenue, () => Table("0120", "0305", "0450"))
        .With(CodeKind.Drg, () => Table("470"))
        .With(CodeKind.BillType, () => Table("111", "131"))
        .With(CodeKind.StatusCategory, () => Table("F1"))
        .With(CodeKind.Status, () => Table("65", "107"));

    [Fact]
    public void The_clean_files_have_no_fault()
    {
        Assert.Equal("", Told(Professional));
        Assert.Equal("", Told(Institutional));
        Assert.Equal("", Told(SampleFiles.Remittance835()));
        Assert.Equal("", Told(Statuses));
        Assert.Equal("", Told(Question));
        Assert.Equal("", Told(Inquiry));
        Assert.Equal("", Told(Benefits));
        Assert.Equal("", Told(Request));
        Assert.Equal("", Told(Decision));
    }

    [Theory]
    [InlineData("HI*ABK:R519", "HI*ABK:R518", "CODE-ICD10CM HI01-2")]
    [InlineData("*ABF:G8929", "*ABF:M545", "CODE-ICD10CM HI02-2")]
    [InlineData("*ABF:G8929", "*ABF:M5459", "CODE-ICD10CM HI02-2")]
    [InlineData("*ABF:G8929", "*ABF:R520", "")]
    [InlineData("*ABF:G8929", "*ABF:G89.29", "837P-DIAGNOSIS-SHAPE HI02-2")]
    [InlineData("SV1*HC:97811*40*", "SV1*HC:97819*40*", "CODE-CPT SV101-2")]
    [InlineData("SV1*HC:97811*40*", "SV1*HC:G0283*40*", "CODE-HCPCS SV101-2")]
    [InlineData("SVD*777776666*130*HC:97810**1", "SVD*777776666*130*HC:97812**1", "CODE-CPT SVD03-2")]
    [InlineData("CLM*26463775*79.5***11:B:1", "CLM*26463775*79.5***24:B:1", "CODE-PLACE CLM05-1")]
    [InlineData("SV1*HC:99213*79.5*UN*1***1", "SV1*HC:99213*79.5*UN*1*24**1", "CODE-PLACE SV105")]
    [InlineData("CLM*26463775*79.5***11:B:1", "CLM*26463775*79.5***98:B:1", "ELEM-CODE CLM05-1")]
    [InlineData("CAS*CO*45*50", "CAS*CO*450*50", "CODE-CARC CAS02")]
    [InlineData("PRV*BI*PXC*171100000X", "PRV*BI*PXC*171100001X", "CODE-TAXONOMY PRV03")]
    public void A_code_of_a_professional_claim(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Professional, clean, defect)));

    [Theory]
    [InlineData("HI*ABJ:R079", "HI*ABJ:R0790", "CODE-ICD10CM HI01-2")]
    [InlineData("HI*BBR:02100Z9:", "HI*BBR:02100Z8:", "CODE-ICD10PCS HI01-2")]
    [InlineData("SV2*0305*HC:85025*", "SV2*0306*HC:85025*", "CODE-REVENUE SV201")]
    [InlineData("SV2*0305*HC:85025*", "SV2*305*HC:85025*", "837I-REVENUE-SHAPE SV201")]
    [InlineData("SV2*0305*HC:85025*", "SV2*0305*HC:85029*", "CODE-CPT SV202-2")]
    [InlineData("***13:A:1**A", "***19:A:1**A", "CODE-BILL CLM05-1")]
    public void A_code_of_an_institutional_claim(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Institutional, clean, defect)));

    [Theory]
    [InlineData("CAS*OA*23*4.5", "CAS*OA*17*4.5", "CODE-CARC CAS02")]
    [InlineData("SVC*HC:97811*50*45", "SVC*HC:97819*50*45", "CODE-CPT SVC01-2")]
    [InlineData("5554555445", "5554555445*11", "")]
    [InlineData("5554555445", "5554555445****470", "")]
    [InlineData("5554555445", "5554555445****999", "CODE-DRG CLP11")]
    [InlineData("5554555445", "5554555445*99*1", "CODE-PLACE CLP08")]
    [InlineData("5554555445", "5554555445*13*1", "")]
    [InlineData("5554555445", "5554555445*13*2", "CODE-PLACE CLP08")]
    public void A_code_of_a_remittance(string clean, string defect, string expected) => Assert.Equal(expected, Told(SampleFiles.Remittance835(s => Plant(s, clean, defect))));

    [Theory]
    [InlineData("STC*F1:65:1P*", "STC*F9:65:1P*", "CODE-STATUS-CATEGORY STC01-1")]
    [InlineData("STC*F1:65:1P*", "STC*F1:66:1P*", "CODE-STATUS STC01-2")]
    public void A_code_of_a_status(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Statuses, clean, defect)));

    [Theory]
    [InlineData("SVC*HC:99203*75*****1", "SVC*HC:99204*75*****1", "CODE-CPT SVC01-2")]
    [InlineData("SVC*HC:99203*75*****1", "SVC*HC:99203*75**0999***1", "CODE-REVENUE SVC04")]
    [InlineData("REF*BLT*111", "REF*BLT*119", "CODE-BILL REF02")]
    public void A_code_of_a_question_on_status(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Question, clean, defect)));

    /// <summary>M54.5 ended on 30 September 2021: it may be asked about for a day before.</summary>
    [Theory]
    [InlineData("HI*ABK:M5450", "HI*ABK:M545", "CODE-ICD10CM HI01-2")]
    [InlineData("HI*ABK:M5450\nDTP*291*D8*20260310", "HI*ABK:M545\nDTP*291*D8*20210910", "")]
    [InlineData("HI*ABK:M5450\nDTP*291*D8*20260310", "HI*ABK:M545\nDTP*102*D8*20260310", "")]
    [InlineData("EQ**HC:97810:GP", "EQ**HC:97812:GP", "CODE-CPT EQ02-2")]
    [InlineData("EQ**HC:97810:GP", "EQ**CJ:97812:GP", "CODE-CPT EQ02-2")]
    [InlineData("EQ**HC:97810:GP", "EQ**HC:G0283:GP", "CODE-HCPCS EQ02-2")]
    [InlineData("III*ZZ*11", "III*ZZ*98", "CODE-PLACE III02")]
    public void A_code_of_an_inquiry(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Inquiry, clean, defect)));

    [Theory]
    [InlineData("EB*B*IND*64^PT***27*25*****Y", "EB*B*IND****27*25*****Y*HC:97812", "CODE-CPT EB13-2")]
    [InlineData("N3*1 ELM ST\nN4*TOPEKA*KS*66601\nDMG*D8*19800102*F", "N4*TOPEKA*KS*66601\nDMG*D8*19800102*F\nHI*ABK:M549", "CODE-ICD10CM HI01-2")]
    public void A_code_of_a_benefit(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Benefits, clean, defect)));

    [Theory]
    [InlineData("HI*ABK:M5450*ABF:G8929", "HI*ABK:M5450*ABF:M545", "CODE-ICD10CM HI02-2")]
    [InlineData("SV1*HC:97810:GP*600", "SV1*HC:97812:GP*600", "CODE-CPT SV101-2")]
    [InlineData("SV1*HC:97810:GP*600", "SV1*HC:G0283:GP*600", "CODE-HCPCS SV101-2")]
    [InlineData("DTP*472*RD8*20260312-20260612\nSV1*HC:97810", "DTP*472*RD8*20251201-20251231\nSV1*HC:G0283", "")]
    [InlineData("UM*HS*I*64*11:B", "UM*HS*I*64*98:B", "CODE-PLACE UM04-1")]
    public void A_code_of_an_authorization(string clean, string defect, string expected) => Assert.Equal(expected, Told(Plant(Request, clean, defect)));

    [Fact]
    public void The_day_of_service_decides_and_is_told()
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(Plant(Professional, "*ABF:G8929", "*ABF:M545")), faults.Add, new ValidationOptions { LevelMax = 5, CodeSets = Lists });
        Assert.Equal("HI02-2 is \"M545\", which ICD-10-CM does not have on 2026-01-03.", Assert.Single(faults).Message);
        Assert.Equal((5, "IK403:7", Severity.Error), (faults[0].Level, faults[0].Code, faults[0].Severity));
        var earlier = Plant(Professional, "*ABF:G8929", "*ABF:M545").Replace("DTP*472*D8*20260103", "DTP*472*D8*20210903", StringComparison.Ordinal);
        Assert.Equal("", Told(earlier));
    }

    [Fact]
    public void A_list_that_is_not_held_is_told_once_and_judges_nothing()
    {
        var file = Plant(Professional, "*ABF:G8929", "*ABF:M545");
        List<Fault> faults = [];
        var summary = X12Validator.Validate(SampleFiles.Stream(file), faults.Add, new ValidationOptions { CodeSets = new CodeTables().With(CodeKind.PlaceOfService, () => Table("11")) });
        Assert.Empty(faults);
        Assert.Equal([CodeKind.Icd10Cm, CodeKind.Cpt, CodeKind.AdjustmentReason, CodeKind.Taxonomy], summary.NotLoaded);
        var output = new StringWriter();
        CleanClaim.X12.Verbs.X12Verbs.Validate(new("f", SampleFiles.Stream(file)), new ValidationOptions(), asJson: true, output);
        Assert.Contains("\"notEvaluated\":[\"ICD-10-CM\",\"CPT\",\"the list of places of service\",\"the list of adjustment reasons (CARC)\",\"the provider taxonomy\",\"trading partner (no --partner)\"]", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(X12Validator.Validate(SampleFiles.Stream(file), faults.Add, 4).NotLoaded);
    }

    private static string Professional => SampleFiles.Claims837();

    private static string Institutional => SampleFiles.File("HC", "837", "005010X223A2", PlantedInstitutionalDefectTests.Claims.ReplaceLineEndings("\n"));

    private static string Question => SampleFiles.File("HR", "276", "005010X212", NewGuidesToJsonTests.Inquiry.ReplaceLineEndings("\n"));

    private static string Inquiry => SampleFiles.File("HS", "270", "005010X279A1", SampleEligibility.Inquiry.ReplaceLineEndings("\n"));

    private static string Benefits => SampleFiles.File("HB", "271", "005010X279A1", SampleEligibility.Answer.ReplaceLineEndings("\n"));

    private static string Request => SampleFiles.File("HI", "278", "005010X217", SampleReviews.Request.ReplaceLineEndings("\n"));

    private static string Decision => SampleFiles.File("HI", "278", "005010X217", SampleReviews.Answer.ReplaceLineEndings("\n"));

    private static string Statuses => SampleFiles.File("HN", "277", "005010X212", NewGuidesToJsonTests.Answer.ReplaceLineEndings("\n"));

    private static string Plant(string text, string clean, string defect)
    {
        // In the file each segment ends with its terminator.
        (clean, defect) = (clean.Replace("\n", "~\n", StringComparison.Ordinal), defect.Replace("\n", "~\n", StringComparison.Ordinal));
        Assert.Contains(clean, text, StringComparison.Ordinal);
        return text.Replace(clean, defect, StringComparison.Ordinal);
    }

    private static string Told(string file)
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add, new ValidationOptions { LevelMax = 5, CodeSets = Lists });
        return string.Join(',', faults.Select(f => f.Rule + " " + f.ElementName));
    }
}

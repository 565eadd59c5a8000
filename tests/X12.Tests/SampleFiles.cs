using System.Globalization;
using System.Text;

namespace CleanClaim.X12.Tests;

/// <summary>Clean files of invented people, to plant one defect at a time into.</summary>
internal static class SampleFiles
{
    /// <summary>
    /// Three claims of one clinic: a subscriber with one visit, a child under the same kind of plan, and the second payer's
    /// claim of a visit that the first one paid in part.
    /// </summary>
    public const string Claims = """
        BHT*0019*00*244579*20260105*1023*CH
        NM1*41*2*MAPLE STREET CLINIC*****46*TGJ23
        PER*IC*JERRY*TE*3055552222*EX*231
        NM1*40*2*KEY INSURANCE*****46*66783JJT
        HL*1**20*1
        PRV*BI*PXC*171100000X
        NM1*85*2*MAPLE STREET CLINIC*****XX*1234567893
        N3*236 N MAIN ST
        N4*MIAMI*FL*331110123
        REF*EI*587654321
        HL*2*1*22*0
        SBR*P*18*2222-SJ******CI
        NM1*IL*1*SMITH*JANE****MI*JS00111223333
        N3*236 N MAIN ST
        N4*MIAMI*FL*33413
        DMG*D8*19430501*F
        NM1*PR*2*KEY INSURANCE*****PI*999996666
        CLM*26463774*100***11:B:1*Y*A*Y*I
        HI*ABK:M5450*ABF:G8929
        LX*1
        SV1*HC:97810*60*UN*1***1:2
        DTP*472*D8*20260103
        REF*6R*26463774L1
        LX*2
        SV1*HC:97811*40*UN*1***1
        DTP*472*D8*20260103
        HL*3*1*22*1
        SBR*P********CI
        NM1*IL*1*DOE*JOHN****MI*JD00111223333
        NM1*PR*2*KEY INSURANCE*****PI*999996666
        HL*4*3*23*0
        PAT*19
        NM1*QC*1*DOE*TIM
        N3*12 ELM ST
        N4*MIAMI*FL*33413
        DMG*D8*20150501*M
        CLM*26463775*79.5***11:B:1*Y*A*Y*I
        HI*ABK:R519
        LX*1
        SV1*HC:99213*79.5*UN*1***1
        DTP*472*D8*20260103
        HL*5*1*22*0
        SBR*S*18*******CI
        NM1*IL*1*ROE*ANN****MI*AR00111223333
        N3*9 OAK ST
        N4*MIAMI*FL*33413
        DMG*D8*19500501*F
        NM1*PR*2*SECOND INSURANCE*****PI*888886666
        CLM*26463776*200***11:B:1*Y*A*Y*I
        HI*ABK:M5450
        SBR*P*18*******MB
        CAS*PR*1*20
        AMT*D*110
        OI***Y***Y
        NM1*IL*1*ROE*ANN****MI*AR1
        NM1*PR*2*FIRST INSURANCE*****PI*777776666
        LX*1
        SV1*HC:97810*200*UN*1***1
        DTP*472*D8*20260103
        SVD*777776666*130*HC:97810**1
        CAS*CO*45*50
        CAS*PR*2*20
        DTP*573*D8*20260110
        """;

    /// <summary>A check of 180.50: two claims of 230.50, less 50 taken back.</summary>
    public const string Remittance = """
        BPR*I*180.5*C*CHK************20260116
        TRN*1*71700666555*1935665544
        DTM*405*20260116
        N1*PR*RUSHMORE LIFE
        N3*10 SOUTH AVENUE
        N4*RAPID CITY*SD*55111
        PER*BL*JOHN WAYNE*TE*8005551212
        N1*PE*MAPLE STREET CLINIC*XX*1234567893
        LX*1
        CLP*26463774*1*150*110.5*20*12*5554555444
        CAS*OA*23*4.5
        NM1*QC*1*SMITH*JANE****MI*JS00111223333
        SVC*HC:97810*100*70
        DTM*472*20260103
        CAS*PR*2*20
        CAS*CO*45*10
        SVC*HC:97811*50*45
        DTM*472*20260103
        CAS*CO*45*5
        CLP*26463775*1*120*120**12*5554555445
        NM1*QC*1*DOE*TIM
        PLB*1234567893*20261231*WO:26463700*50
        """;

    public static string Claims837(Func<string, string>? change = null) => File("HC", "837", "005010X222A2", (change ?? (s => s))(Claims));

    public static string Remittance835(Func<string, string>? change = null) => File("HP", "835", "005010X221A1", (change ?? (s => s))(Remittance));

    public static string File(string group, string id, string version, string body)
    {
        var segments = body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        var st = id == "835" ? "ST*835*0001" : $"ST*{id}*0001*{version}";
        string[] all =
        [
            "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*1200*^*00501*000000001*1*P*:",
            $"GS*{group}*SENDER*RECEIVER*20260105*1200*1*X*{version}", st, .. segments,
            $"SE*{(segments.Count + 2).ToString(CultureInfo.InvariantCulture)}*0001", "GE*1*1", "IEA*1*000000001",
        ];
        return string.Concat(all.Select(s => s + "~\n"));
    }

    public static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}

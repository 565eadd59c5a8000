using System.Globalization;
using System.Text;

namespace CleanClaim.Sandbox.Tests;

/// <summary>837P texts written by hand, one segment per line; the counts of SE, GE and IEA are put in at the end so that a defect is alone.</summary>
internal static class ClaimTexts
{
    /// <summary>Thomas Whitfield, Evergreen PPO 25, two units of acupuncture: 95.00 + 60.00.</summary>
    public const string Whitfield = """
        ST*837*0001*005010X222A1
        BHT*0019*00*B1001*20261102*0930*CH
        NM1*41*2*STILL WATER ACUPUNCTURE*****46*STILLWATER
        PER*IC*OFFICE*TE*3125550100
        NM1*40*2*SANDBOX CLEARINGHOUSE*****46*SANDBOXCH
        HL*1**20*1
        PRV*BI*PXC*171100000X
        NM1*85*2*STILL WATER ACUPUNCTURE*****XX*1881999019
        N3*12 ELM STREET
        N4*CHICAGO*IL*606011234
        REF*EI*361234567
        HL*2*1*22*0
        SBR*P*18*******CI
        NM1*IL*1*WHITFIELD*THOMAS****MI*EGH318820945
        N3*88 OAK AVENUE
        N4*CHICAGO*IL*60602
        DMG*D8*19791130*M
        NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001
        CLM*W-1001*155***11:B:1*Y*A*Y*Y
        HI*ABK:M5450*ABF:M542
        NM1*82*1*LIN*MEI****XX*1425773086
        PRV*PE*PXC*171100000X
        LX*1
        SV1*HC:97810*95*UN*1***1:2
        DTP*472*D8*20261101
        REF*6R*W-1001-1
        LX*2
        SV1*HC:97811*60*UN*1***1
        DTP*472*D8*20261101
        REF*6R*W-1001-2
        """;

    /// <summary>Lucia Reyes, child, at Lakeside after Evergreen: 95.00 charged; Evergreen allowed 62.00, paid 37.00, copay 25.00.</summary>
    public const string LuciaSecondary = """
        ST*837*0001*005010X222A1
        BHT*0019*00*B2001*20261110*0930*CH
        NM1*41*2*STILL WATER ACUPUNCTURE*****46*STILLWATER
        PER*IC*OFFICE*TE*3125550100
        NM1*40*2*SANDBOX CLEARINGHOUSE*****46*SANDBOXCH
        HL*1**20*1
        NM1*85*2*STILL WATER ACUPUNCTURE*****XX*1881999019
        N3*12 ELM STREET
        N4*CHICAGO*IL*606011234
        REF*EI*361234567
        HL*2*1*22*1
        SBR*S********CI
        NM1*IL*1*REYES*DANIEL****MI*LMI55120874
        NM1*PR*2*LAKESIDE MUTUAL*****PI*77002
        HL*3*2*23*0
        PAT*19
        NM1*QC*1*REYES*LUCIA
        N3*5 MAPLE COURT
        N4*CHICAGO*IL*60603
        DMG*D8*20160520*F
        CLM*L-2001*95***11:B:1*Y*A*Y*Y
        HI*ABK:G43009
        SBR*P*19*******CI
        AMT*D*37
        OI***Y***Y
        NM1*IL*1*REYES*MARISOL****MI*EGH204177331
        NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001
        LX*1
        SV1*HC:97810*95*UN*1***1
        DTP*472*D8*20261101
        REF*6R*L-2001-1
        SVD*77001*37*HC:97810**1
        CAS*CO*45*33
        CAS*PR*3*25
        DTP*573*D8*20261105
        """;

    /// <summary>Lucia Reyes at Evergreen first; Lakeside stands behind in 2320 and has paid nothing yet.</summary>
    public const string LuciaPrimary = """
        ST*837*0001*005010X222A1
        BHT*0019*00*B2000*20261102*0930*CH
        NM1*41*2*STILL WATER ACUPUNCTURE*****46*STILLWATER
        PER*IC*OFFICE*TE*3125550100
        NM1*40*2*SANDBOX CLEARINGHOUSE*****46*SANDBOXCH
        HL*1**20*1
        NM1*85*2*STILL WATER ACUPUNCTURE*****XX*1881999019
        N3*12 ELM STREET
        N4*CHICAGO*IL*606011234
        REF*EI*361234567
        HL*2*1*22*1
        SBR*P********CI
        NM1*IL*1*REYES*MARISOL****MI*EGH204177331
        NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001
        HL*3*2*23*0
        PAT*19
        NM1*QC*1*REYES*LUCIA
        N3*5 MAPLE COURT
        N4*CHICAGO*IL*60603
        DMG*D8*20160520*F
        CLM*L-2000*95***11:B:1*Y*A*Y*Y
        HI*ABK:G43009
        SBR*S*19*******CI
        OI***Y***Y
        NM1*IL*1*REYES*DANIEL****MI*LMI55120874
        NM1*PR*2*LAKESIDE MUTUAL*****PI*77002
        LX*1
        SV1*HC:97810*95*UN*1***1
        DTP*472*D8*20261101
        REF*6R*L-2000-1
        """;

    public static string Lines(params string[] lines) => string.Join('\n', lines);

    /// <summary>ST to the last segment of each transaction, wrapped in one interchange; ISA13 and GS06 are the number given.</summary>
    public static string File(int control, params string[] transactions)
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"ISA*00*          *00*          *ZZ*STILLWATER     *ZZ*SANDBOXCH      *261102*0930*^*00501*{control:D9}*1*T*:~\n");
        body.Append(CultureInfo.InvariantCulture, $"GS*HC*STILLWATER*SANDBOXCH*20261102*0930*{control}*X*005010X222A1~\n");
        foreach (var transaction in transactions)
        {
            var segments = transaction.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var segment in segments) body.Append(segment).Append("~\n");
            body.Append(CultureInfo.InvariantCulture, $"SE*{segments.Length + 1}*{segments[0].Split('*')[2]}~\n");
        }
        body.Append(CultureInfo.InvariantCulture, $"GE*{transactions.Length}*{control}~\nIEA*1*{control:D9}~\n");
        return body.ToString();
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}

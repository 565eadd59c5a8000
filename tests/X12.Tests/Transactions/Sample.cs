using System.Text;

namespace CleanClaim.X12.Tests.Transactions;

/// <summary>Invented files: the segments of one transaction, put in an envelope.</summary>
internal static class Sample
{
    public const string Remittance = """
        BPR*I*92.5*C*ACH*CCP*01*011900445*DA*1234567*1512345678**01*071000013*DA*9876543*20260310
        TRN*1*EFT0001*1512345678
        DTM*405*20260309
        N1*PR*PRAIRIE HEALTH
        N3*1 PLAIN ST
        N4*TOPEKA*KS*66601
        PER*BL*EDI DESK*TE*7855550100
        N1*PE*LAKE ACUPUNCTURE*XX*1234567893
        REF*TJ*351234567
        LX*1
        CLP*PCN-1*1*170*112.5*20*12*ICN77*11*1
        CAS*CO*45*10
        NM1*QC*1*DOE*ANN****MI*M123
        NM1*74*1*DOE*ANNA****C*M124
        NM1*82*1*LI*WEI****XX*1993999998
        MOA***MA01
        REF*CE*GOLD
        DTM*232*20260301
        DTM*050*20260303
        SVC*HC:97810:GP*150*92.5**1*HC:97811
        DTM*472*20260301
        CAS*CO*45*27.5**253*10
        CAS*PR*2*20
        REF*6R*L1
        AMT*B6*112.5
        LQ*HE*N130
        SVC*HC:97026*20*20**2
        CAS*CO*94*-10
        QQQ*odd*segment
        PLB*1234567893*20261231*WO:ICN12*20
        """;

    public static MemoryStream File(string transactionId, string version, string segments, string st = "0001")
    {
        var body = segments.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var group = transactionId switch { "835" => "HP", "837" => "HC", "999" => "FA", "270" => "HS", "271" => "HB", "278" => "HI", "820" => "RA", "275" => "PI", "824" => "AG", _ => "HN" };
        var text = new StringBuilder("ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260310*0900*^*00501*000000001*0*P*:~")
            .Append("GS*").Append(group).Append("*APPSEND*APPRECV*20260310*0900*7*X*").Append(version).Append('~')
            .Append("ST*").Append(transactionId).Append('*').Append(st).Append(transactionId == "835" ? "~" : "*" + version + "~");
        foreach (var segment in body) text.Append(segment).Append('~');
        text.Append("SE*").Append(body.Length + 2).Append('*').Append(st).Append("~GE*1*7~IEA*1*000000001~");
        return new(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

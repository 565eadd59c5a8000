using System.Globalization;

namespace CleanClaim.Sandbox.Reading;

/// <summary>One segment a loop may hold: <paramref name="Codes"/> are the qualifiers allowed in <paramref name="Element"/> (0: any).</summary>
internal sealed record SegmentRule(string Id, int Element, IReadOnlyList<string> Codes, bool Required, int Most)
{
    public bool Fits(Segment segment) => segment.Id == Id && (Element == 0 || Codes.Contains(segment.Part(Element, 1)));
}

/// <summary>One loop: its first segment rule opens it.</summary>
internal sealed record LoopRule(string Id, bool Required, int Most, List<SegmentRule> Segments, List<LoopRule> Children)
{
    /// <summary>Loops of one number (2310A, 2310B …) share a place in the standard and may come in any order.</summary>
    public string Family => Id[..4];
}

/// <summary>
/// The loops and segments of a professional claim, in our own short form. Facts of 005010X222A1; checked against the public
/// grammars of azoner/pyx12 (837.5010.X222.A1) and kputnam/stupidedi (X222A1). "R 1": required, once; "S 5": situational, up to five.
/// A loop line begins with ">" and its depth.
/// </summary>
internal static class ProfessionalGrammar
{
    private const string Text = """
        >0 HEAD R 1
        ST R 1
        BHT R 1
        >1 1000A R 1
        NM1:1=41 R 1
        PER:1=IC R 2
        >1 1000B R 1
        NM1:1=40 R 1
        >1 2000A R 100000
        HL:3=20 R 1
        PRV:1=BI S 1
        CUR S 1
        >2 2010AA R 1
        NM1:1=85 R 1
        N3 R 1
        N4 R 1
        REF:1=EI,SY R 1
        REF:1=0B,1G S 2
        PER:1=IC S 2
        >2 2010AB S 1
        NM1:1=87 R 1
        N3 R 1
        N4 R 1
        >2 2010AC S 1
        NM1:1=PE R 1
        N3 R 1
        N4 R 1
        REF:1=2U,FY,NF S 1
        REF:1=EI R 1
        >2 2000B R 100000
        HL:3=22 R 1
        SBR R 1
        PAT S 1
        >3 2010BA R 1
        NM1:1=IL R 1
        N3 S 1
        N4 S 1
        DMG S 1
        REF:1=SY S 1
        REF:1=Y4 S 1
        PER:1=IC S 1
        >3 2010BB R 1
        NM1:1=PR R 1
        N3 S 1
        N4 S 1
        REF:1=2U,EI,FY,NF S 3
        REF:1=G2,LU S 2
        {CLAIM 3}
        >3 2000C S 100000
        HL:3=23 R 1
        PAT R 1
        >4 2010CA R 1
        NM1:1=QC R 1
        N3 R 1
        N4 R 1
        DMG R 1
        REF:1=Y4 S 1
        REF:1=1W,SY S 1
        PER:1=IC S 1
        {CLAIM 4}
        >1 TAIL R 1
        SE R 1
        """;

    private const string ClaimText = """
        >0 2300 S 100
        CLM R 1
        DTP:1=050,090,091,096,296,297,304,314,360,361,431,435,439,444,453,454,455,471,484 S 30
        PWK S 10
        CN1 S 1
        AMT:1=F5 S 1
        REF:1=4N,F5,EW,9F,G1,F8,X4,9A,9C,LX,D9,EA,P4,1J S 30
        K3 S 10
        NTE:1=ADD,CER,DCP,DGN,TPO S 1
        CR1 S 1
        CR2 S 1
        CRC:1=07,75,E1,E2,E3,ZZ S 8
        HI:1=BK,ABK R 1
        HI:1=BP S 1
        HI:1=BG S 2
        HCP S 1
        >1 2310A S 2
        NM1:1=DN,P3 R 1
        REF:1=0B,1G,G2 S 3
        >1 2310B S 1
        NM1:1=82 R 1
        PRV:1=PE S 1
        REF:1=0B,1G,G2,LU S 4
        >1 2310C S 1
        NM1:1=77 R 1
        N3 R 1
        N4 R 1
        REF:1=0B,G2,LU S 3
        PER:1=IC S 1
        >1 2310D S 1
        NM1:1=DQ R 1
        REF:1=0B,1G,G2,LU S 4
        >1 2310E S 1
        NM1:1=PW R 1
        N3 R 1
        N4 R 1
        >1 2310F S 1
        NM1:1=45 R 1
        N3 R 1
        N4 R 1
        >1 2320 S 10
        SBR R 1
        CAS S 5
        AMT:1=D S 1
        AMT:1=A8 S 1
        AMT:1=EAF S 1
        OI R 1
        MOA S 1
        >2 2330A R 1
        NM1:1=IL R 1
        N3 S 1
        N4 S 1
        REF:1=SY S 1
        >2 2330B R 1
        NM1:1=PR R 1
        N3 S 1
        N4 S 1
        DTP:1=573 S 1
        REF:1=2U,EI,FY,NF S 2
        REF:1=G1 S 1
        REF:1=9F S 1
        REF:1=T4 S 1
        REF:1=F8 S 1
        >2 2330C S 2
        NM1:1=DN,P3 R 1
        REF:1=0B,1G,G2 R 3
        >2 2330D S 1
        NM1:1=82 R 1
        REF:1=0B,1G,G2,LU R 3
        >2 2330E S 1
        NM1:1=77 R 1
        REF:1=0B,G2,LU R 3
        >2 2330F S 1
        NM1:1=DQ R 1
        REF:1=0B,1G,G2,LU R 4
        >2 2330G S 1
        NM1:1=85 R 1
        REF:1=G2,LU R 2
        >1 2400 R 50
        LX R 1
        SV1 R 1
        SV5 S 1
        PWK S 11
        CR1 S 1
        CR3 S 1
        CRC:1=07,09,70 S 5
        DTP:1=472 R 1
        DTP:1=011,304,454,455,461,463,471,607,738,739 S 12
        QTY:1=PT,FL S 2
        MEA S 5
        CN1 S 1
        REF:1=9B,9D,G1,6R,EW,X4,F4,BT,9F S 20
        AMT:1=T S 1
        AMT:1=F4 S 1
        K3 S 10
        NTE:1=ADD,DCP,TPO S 2
        PS1 S 1
        HCP S 1
        >2 2410 S 1
        LIN R 1
        CTP R 1
        REF:1=VY,XZ S 1
        >2 2420A S 1
        NM1:1=82 R 1
        PRV:1=PE S 1
        REF:1=0B,1G,G2,LU S 20
        >2 2420B S 1
        NM1:1=QB R 1
        REF:1=0B,1G,G2 S 20
        >2 2420C S 1
        NM1:1=77 R 1
        N3 R 1
        N4 R 1
        REF:1=G2,LU S 3
        >2 2420D S 1
        NM1:1=DQ R 1
        REF:1=0B,1G,G2,LU S 20
        >2 2420E S 1
        NM1:1=DK R 1
        N3 S 1
        N4 S 1
        REF:1=0B,1G,G2 S 20
        PER:1=IC S 1
        >2 2420F S 2
        NM1:1=DN,P3 R 1
        REF:1=0B,1G,G2 S 20
        >2 2420G S 1
        NM1:1=PW R 1
        N3 R 1
        N4 R 1
        >2 2420H S 1
        NM1:1=45 R 1
        N3 R 1
        N4 R 1
        >2 2430 S 15
        SVD R 1
        CAS S 5
        DTP:1=573 R 1
        AMT:1=EAF S 1
        >2 2440 S 999
        LQ R 1
        FRM R 99
        """;

    public static LoopRule Root { get; } = Compile();

    /// <summary>Every segment id the guide knows.</summary>
    public static IReadOnlySet<string> SegmentIds { get; } = Collect(Root, []);

    private static LoopRule Compile()
    {
        var open = new List<LoopRule>();
        AddAll(Text, 0, open);
        return open[0];
    }

    private static void AddAll(string text, int deeper, List<LoopRule> open)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("{CLAIM", StringComparison.Ordinal)) { AddAll(ClaimText, line[7] - '0', open); continue; }
            var words = line.Split(' ');
            if (words[0][0] == '>') { AddLoop(words, deeper, open); continue; }
            var most = int.Parse(words[2], CultureInfo.InvariantCulture);
            var key = words[0].Split(':', '=');
            open[^1].Segments.Add(key.Length == 1
                ? new(key[0], 0, [], words[1] == "R", most)
                : new(key[0], key[1][0] - '0', key[2].Split(','), words[1] == "R", most));
        }
    }

    private static void AddLoop(string[] words, int deeper, List<LoopRule> open)
    {
        var depth = words[0][1] - '0' + deeper;
        var loop = new LoopRule(words[1], words[2] == "R", int.Parse(words[3], CultureInfo.InvariantCulture), [], []);
        if (open.Count > depth) open.RemoveRange(depth, open.Count - depth);
        if (open.Count > 0) open[^1].Children.Add(loop);
        open.Add(loop);
    }

    private static HashSet<string> Collect(LoopRule loop, HashSet<string> ids)
    {
        foreach (var segment in loop.Segments) ids.Add(segment.Id);
        foreach (var child in loop.Children) Collect(child, ids);
        return ids;
    }
}

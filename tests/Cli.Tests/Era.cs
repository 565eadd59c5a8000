namespace CleanClaim.Cli.Tests;

/// <summary>An 835 of one claim of Thomas Whitfield's, written by hand: what is said otherwise makes it a bad one.</summary>
internal sealed record Era
{
    public string Trace { get; init; } = "TRACE-77";
    public string PayeeNpi { get; init; } = "1999001013";
    public string Pcn { get; init; } = "NOBODYS";
    /// <summary>BPR02.</summary>
    public string Check { get; init; } = "37.00";
    /// <summary>CLP04 and SVC03.</summary>
    public string Paid { get; init; } = "37.00";
    public string Service { get; init; } = "20261104";
    /// <summary>What follows the service line.</summary>
    public IReadOnlyList<string> Adjustments { get; init; } = ["CAS*CO*45*33", "CAS*PR*3*25"];

    /// <summary>NPI 1588004048 is a practice that the demo's organization does not have.</summary>
    public static string ForAnotherPractice => new Era { PayeeNpi = "1588004048" }.Text;

    public string Text
    {
        get
        {
            string[] transaction =
            [
                "ST*835*0001", $"BPR*I*{Check}*C*ACH*CCP*01*011000015*DA*70010077001*1840770011**01*021000021*DA*5550001*20261119", $"TRN*1*{Trace}*1840770011",
                "DTM*405*20261119", "N1*PR*EVERGREEN HEALTH PLAN", "N3*400 CEDAR WAY", "N4*DENVER*CO*802021234", "REF*2U*77001", "PER*BL*PROVIDER SERVICES*TE*8005550101",
                $"N1*PE*JUNIPER*XX*{PayeeNpi}", "REF*TJ*840990011", "LX*1", $"CLP*{Pcn}*1*95.00*{Paid}*25.00*12*EG1*11*1", "NM1*QC*1*WHITFIELD*THOMAS****MI*EGH318820945",
                $"SVC*HC:97810*95.00*{Paid}**1", $"DTM*472*{Service}", .. Adjustments,
            ];
            return string.Join("~\n",
            [
                "ISA*00*          *00*          *ZZ*SANDBOXCH      *ZZ*JUNIPER        *261119*1200*^*00501*000000077*0*T*:", "GS*HP*SANDBOXCH*JUNIPER*20261119*1200*77*X*005010X221A1",
                .. transaction, $"SE*{transaction.Length + 1}*0001", "GE*1*77", "IEA*1*000000077", "",
            ]);
        }
    }
}

namespace CleanClaim.Testing;

/// <summary>An 835 of one claim, Thomas Whitfield's of 95.00 with Evergreen where nothing else is said, written by hand: what is said otherwise may make it a bad one.</summary>
public sealed record Era
{
    public string Trace { get; init; } = "TRACE-77";
    public string PayeeNpi { get; init; } = "1999001013";
    public string Pcn { get; init; } = "NOBODYS";
    /// <summary>BPR02.</summary>
    public string Check { get; init; } = "37.00";
    /// <summary>CLP04 and SVC03.</summary>
    public string Paid { get; init; } = "37.00";
    public string Service { get; init; } = "20261104";
    /// <summary>CLP03 and SVC02.</summary>
    public string Charge { get; init; } = "95.00";
    public string Code { get; init; } = "97810";
    /// <summary>N1*PR, with its id and TRN03.</summary>
    public (string Name, string Id, string Trn03) Payer { get; init; } = ("EVERGREEN HEALTH PLAN", "77001", "1840770011");
    /// <summary>NM1*QC from its names on.</summary>
    public string Patient { get; init; } = "WHITFIELD*THOMAS****MI*EGH318820945";
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
                "ST*835*0001", $"BPR*I*{Check}*C*ACH*CCP*01*011000015*DA*70010077001*{Payer.Trn03}**01*021000021*DA*5550001*20261119", $"TRN*1*{Trace}*{Payer.Trn03}",
                "DTM*405*20261119", $"N1*PR*{Payer.Name}", "N3*400 CEDAR WAY", "N4*DENVER*CO*802021234", $"REF*2U*{Payer.Id}", "PER*BL*PROVIDER SERVICES*TE*8005550101",
                $"N1*PE*JUNIPER*XX*{PayeeNpi}", "REF*TJ*840990011", "LX*1", $"CLP*{Pcn}*1*{Charge}*{Paid}*25.00*12*EG1*11*1", $"NM1*QC*1*{Patient}",
                $"SVC*HC:{Code}*{Charge}*{Paid}**1", $"DTM*472*{Service}", .. Adjustments,
            ];
            return string.Join("~\n",
            [
                "ISA*00*          *00*          *ZZ*SANDBOXCH      *ZZ*JUNIPER        *261119*1200*^*00501*000000077*0*T*:", "GS*HP*SANDBOXCH*JUNIPER*20261119*1200*77*X*005010X221A1",
                .. transaction, $"SE*{transaction.Length + 1}*0001", "GE*1*77", "IEA*1*000000077", "",
            ]);
        }
    }
}

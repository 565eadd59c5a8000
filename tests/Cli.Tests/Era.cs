namespace CleanClaim.Cli.Tests;

/// <summary>835 files, written by hand.</summary>
internal static class Era
{
    /// <summary>NPI 1588004048 is a practice that the demo's organization does not have.</summary>
    public static string ForAnotherPractice => Text("1588004048", "PCN-OF-OTHERS", "40.00", "40.00");

    public static string Text(string payeeNpi, string pcn, string bpr, string paid, string extra = "") => string.Join("~\n",
    [
        "ISA*00*          *00*          *ZZ*SANDBOXCH      *ZZ*JUNIPER        *261119*1200*^*00501*000000077*0*T*:", "GS*HP*SANDBOXCH*JUNIPER*20261119*1200*77*X*005010X221A1",
        "ST*835*0001", $"BPR*I*{bpr}*C*ACH*CCP*01*011000015*DA*70010077001*1840770011**01*021000021*DA*5550001*20261119", "TRN*1*TRACE-77*1840770011",
        "DTM*405*20261119", "N1*PR*EVERGREEN HEALTH PLAN", "N3*400 CEDAR WAY", "N4*DENVER*CO*802021234", "REF*2U*77001", "PER*BL*PROVIDER SERVICES*TE*8005550101",
        $"N1*PE*JUNIPER*XX*{payeeNpi}", "REF*TJ*840990011", "LX*1", $"CLP*{pcn}*1*100.00*{paid}**12*EG1*11*1", "NM1*QC*1*REYES*LUCIA****MI*EGH204177331",
        $"SVC*HC:97810*100.00*{paid}**1", "DTM*472*20261104", $"CAS*CO*45*{100m - decimal.Parse(paid, System.Globalization.CultureInfo.InvariantCulture):0.00}" + (extra.Length > 0 ? "~\n" + extra : ""),
        "SE*18*0001", "GE*1*77", "IEA*1*000000077", "",
    ]);
}

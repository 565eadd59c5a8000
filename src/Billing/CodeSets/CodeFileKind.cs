using System.Globalization;
using System.Text.RegularExpressions;
using CleanClaim.Billing.CodeSets.Formats;

namespace CleanClaim.Billing.CodeSets;

/// <summary>A kind of official file that can be imported.</summary>
/// <param name="Name">As <c>codes import</c> takes it.</param>
/// <param name="Does">What the list is, and who publishes it.</param>
/// <param name="IsFile">Whether a file of a zip is this one, by its name.</param>
/// <param name="KeyCells">How many first cells of a row tell it from others.</param>
/// <param name="Read">Reads the file into rows; refuses it with the line that is wrong.</param>
/// <param name="ReleaseOf">What release a file of this name is; null when the name does not say, and <c>--effective</c> must.</param>
public sealed partial record CodeFileKind(string Name, string Does, Func<string, bool> IsFile, int KeyCells, Action<CodeFile, CodeRows> Read, Func<string, (string Name, string Part, DateOnly From)?> ReleaseOf)
{
    /// <summary>Whether the rows themselves carry their days, so that the newest release answers for every day.</summary>
    public bool HasDays { get; init; }

    /// <summary>Whether only the published name says what part of the list a file is (practitioners' or hospitals' edits): under another name it could not be asked.</summary>
    public bool NameSaysPart { get; init; }

    public static IReadOnlyList<CodeFileKind> All { get; } =
    [
        new("icd10cm-order", "ICD-10-CM, the order file of CMS (icd10cm_order_YYYY.txt)", n => Has(n, "order") && Has(n, ".txt") && !Has(n, "addenda"), 1, Icd10CmOrder.Read, Icd10CmOrder.ReleaseOf),
        new("hcpcs-anweb", "HCPCS Level II of CMS (HCPCyyyy_QQQ_ANWEB)", n => Has(n, "ANWEB") && (Has(n, ".txt") || Has(n, ".csv")), 2, HcpcsAnweb.Read, n => ByMonth(n, "HCPCS")) { HasDays = true },
        new("mpfs-rvu", "Medicare physician fee schedule, relative values (PPRRVUyyyy_MMM.csv)", n => Has(n, "PPRRVU") && Has(n, ".csv"), 2, PprRvu.Read, n => ByMonth(n, "RVU", Has(n, "nonQPP") ? "nonQPP" : Has(n, "QPP") ? "QPP" : "")),
        new("gpci", "Medicare geographic practice cost indices (GPCIyyyy.csv)", n => Has(n, "GPCI"), 3, GpciFile.Read, n => YearIn(n) is { } year ? ($"GPCI {year}", "", new(year, 1, 1)) : null),
        new("ncci-ptp", "NCCI procedure-to-procedure edits of CMS (ccipra-vNNNrR-fN.txt)", n => Has(n, ".txt"), 3, NcciPtp.Read, NcciPtp.ReleaseOf) { HasDays = true, NameSaysPart = true },
        new("ncci-mue", "NCCI medically unlikely edits of CMS (MCR_MUE_…_Eff_MM-DD-YYYY.csv)", n => Has(n, "MUE") && Has(n, ".csv"), 1, NcciMue.Read, NcciMue.ReleaseOf) { NameSaysPart = true },
        new("ncci-addon", "NCCI add-on codes of CMS (AOC_VyyyyQq-MCR.txt, or its table as csv)", n => Has(n, "AOC"), 2, NcciAddOn.Read, n => Quarter().Match(n) is { Success: true } m ? ($"{m.Groups[1].Value} Q{m.Groups[2].Value}", "", QuarterBegin(m.Groups[1].Value, m.Groups[2].Value)) : null) { HasDays = true },
        new("carc", "claim adjustment reason codes of X12 (csv)", n => Has(n, ".csv"), 1, (f, r) => ReasonCodes.Read(f, r, "CARC"), _ => null) { HasDays = true },
        new("rarc", "remittance advice remark codes of X12 (csv)", n => Has(n, ".csv"), 1, (f, r) => ReasonCodes.Read(f, r, "RARC"), _ => null) { HasDays = true },
        new("taxonomy", "provider taxonomy of NUCC (nucc_taxonomy_NNN.csv)", n => Has(n, "taxonomy"), 1, NuccTaxonomy.Read, NuccTaxonomy.ReleaseOf),
        new("pos", "place of service codes of CMS (csv: code, name)", n => Has(n, ".csv"), 1, PosCodes.Read, _ => null),
        new("payers", "a clearinghouse's list of payers (csv with a header)", n => Has(n, ".csv"), 3, PayerList.Read, _ => null),
        new("leie", "the exclusions of the OIG (UPDATED.csv)", n => Has(n, ".csv"), 6, LeieFile.Read, _ => null),
        new("mce", "age, sex and manifestation edits of the Medicare Code Editor, as a table (csv: code, kind, rule)", n => Has(n, "mce"), 2, MceTable.Read, _ => null),
    ];

    public static CodeFileKind? Of(string name) => All.FirstOrDefault(k => k.Name == name);

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    internal static int? YearIn(string name) => Year().Match(name) is { Success: true } year ? int.Parse(year.Value, CultureInfo.InvariantCulture) : null;

    /// <summary>HCPC2026_OCT_ANWEB, PPRRVU2025_Oct: from the first of the month named, which is a quarter's first where a quarterly file is named by month.</summary>
    private static (string, string, DateOnly)? ByMonth(string name, string list, string part = "")
    {
        if (MonthName().Match(name) is not { Success: true } month || YearIn(name) is not { } year) return null;
        var first = DateOnly.ParseExact($"{month.Groups[1].Value} {year}", "MMM yyyy", CultureInfo.InvariantCulture);
        return ($"{list} {first.ToString("yyyy-MM", CultureInfo.InvariantCulture)}", part, first);
    }

    internal static DateOnly QuarterBegin(string year, string quarter) => new(int.Parse(year, CultureInfo.InvariantCulture), (int.Parse(quarter, CultureInfo.InvariantCulture) * 3) - 2, 1);

    [GeneratedRegex("20[0-9][0-9]")]
    private static partial Regex Year();

    [GeneratedRegex("[_-](JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)", RegexOptions.IgnoreCase)]
    private static partial Regex MonthName();

    [GeneratedRegex("V(20[0-9][0-9])Q([1-4])", RegexOptions.IgnoreCase)]
    private static partial Regex Quarter();
}

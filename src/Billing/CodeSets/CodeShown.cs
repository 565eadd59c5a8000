using System.Globalization;

namespace CleanClaim.Billing.CodeSets;

/// <summary>One row of a list, for people: what its cells are called and what stands in them.</summary>
public sealed record CodeShown(CodeRelease Release, string Code, IReadOnlyList<(string Name, string Value)> Facts)
{
    private static readonly Dictionary<string, string[]> Cells = new(StringComparer.Ordinal)
    {
        ["icd10cm-order"] = ["code", "billable", "short", "title"],
        ["hcpcs-anweb"] = ["record", "code", "from", "to", "coverage", "short", "title"],
        ["mpfs-rvu"] = ["code", "modifier", "status", "workRvu", "nonFacilityPeRvu", "nonFacilityNa", "facilityPeRvu", "facilityNa", "malpracticeRvu", "pcTc", "globalDays", "multipleProcedure", "bilateral", "assistant", "coSurgeons", "team", "conversionFactor", "title"],
        ["gpci"] = ["carrier", "state", "locality", "name", "workGpci", "peGpci", "malpracticeGpci"],
        ["ncci-ptp"] = ["column1", "column2", "from", "to", "indicator"],
        ["ncci-mue"] = ["code", "units", "mai"],
        ["ncci-addon"] = ["code", "primary", "type", "from", "to"],
        ["carc"] = ["code", "from", "to", "text"],
        ["rarc"] = ["code", "from", "to", "text"],
        ["taxonomy"] = ["code", "name", "grouping", "classification", "specialization"],
        ["pos"] = ["code", "name"],
        ["payers"] = ["name", "transaction", "code", "enrollment", "available"],
        ["leie"] = ["npi", "lastName", "firstName", "middleName", "business", "birthDate", "exclusionType", "excludedOn", "reinstatedOn", "state", "kind"],
        ["mce"] = ["code", "edit", "rule"],
    };

    /// <summary>The rows of a code in the releases that answer for a day.</summary>
    public static async Task<IReadOnlyList<CodeShown>> Of(CodeLibrary library, CodeFileKind kind, string code, DateOnly on, CancellationToken cancel = default)
    {
        var names = Cells[kind.Name];
        var at = Math.Max(0, Array.IndexOf(names, "code"));
        var wanted = kind.Name is "icd10cm-order" or "mce" ? Icd10Cm.Plain(code) : code.Trim().ToUpperInvariant();
        List<CodeShown> shown = [];
        foreach (var release in library.For(kind, on))
            foreach (var row in await library.Rows(release, cancel))
            {
                var cells = row.Split('\t');
                if (!cells[at].Equals(wanted, StringComparison.OrdinalIgnoreCase) || !Covers(names, cells, on)) continue;
                shown.Add(new(release, wanted, [.. names.Zip(cells).Where(c => c.Second.Length > 0).Select(c => (c.First, Plain(c.First, c.Second)))]));
            }

        return shown;
    }

    private static bool Covers(string[] names, string[] cells, DateOnly on)
    {
        DateOnly? Day(string name) => Array.IndexOf(names, name) is >= 0 and var at && at < cells.Length ? CodeDays.Read(cells[at]) : null;
        return (Day("from") is not { } from || from <= on) && (Day("to") is not { } to || on <= to);
    }

    private static string Plain(string name, string value) =>
        name is "from" or "to" or "excludedOn" or "reinstatedOn" or "birthDate" && CodeDays.Read(value) is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;
}

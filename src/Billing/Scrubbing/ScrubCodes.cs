using System.Collections.Concurrent;
using CleanClaim.Billing.CodeSets;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Edits of the Medicare Code Editor on one diagnosis.</summary>
[Flags]
public enum MceEdits { None = 0, Newborn = 1, Pediatric = 2, Maternity = 4, Adult = 8, FemaleOnly = 16, MaleOnly = 32, Manifestation = 64 }

/// <summary>An add-on code: the codes that it goes with, and whether the contractor may take others (types 2 and 3).</summary>
public sealed record AddOnCode(IReadOnlySet<string> Primaries, bool ContractorDecides);

/// <summary>Codes that are valid between two days.</summary>
/// <param name="knownYear">The year of which the list is whole: a code that it does not have was none in that year; of others nothing is said.</param>
public sealed class DatedCodes(IReadOnlyDictionary<string, (DateOnly? From, DateOnly? To, string Title)> codes, int knownYear)
{
    public CodeStanding On(string code, DateOnly day) => !codes.TryGetValue(code, out var held) ? day.Year == knownYear ? CodeStanding.NotValid : CodeStanding.NotLoaded
        : (held.From is { } from && day < from) || (held.To is { } to && day > to) ? CodeStanding.NotValid : CodeStanding.Valid;

    public DateOnly? EndOf(string code) => codes.TryGetValue(code, out var held) ? held.To : null;
    public string Title(string code) => codes.TryGetValue(code, out var held) ? held.Title : "";
}

/// <summary>The lists of codes that rules ask, by day. A list that is not held is null: its rules are not evaluated.</summary>
public sealed record ScrubCodes
{
    private static readonly ConcurrentDictionary<string, object> Made = new(StringComparer.Ordinal);

    /// <summary>What comes with the program, and nothing that is imported.</summary>
    public static ScrubCodes Shipped { get; } = new();

    /// <summary>Validity of an ICD-10-CM code on a day.</summary>
    public Func<string, DateOnly, CodeStanding> Diagnosis { get; init; } = Icd10Cm.Current.On;
    /// <summary>CMS name of a place of service; null when there is no such code.</summary>
    public Func<string, string?> PlaceName { get; init; } = PlaceOfService.Name;
    public DatedCodes? Hcpcs { get; init; }
    public DatedCodes? Modifiers { get; init; }
    public PtpTable? PtpPractitioner { get; init; }
    public PtpTable? PtpHospital { get; init; }
    /// <summary>The unit limits with the first day of each release, newest first.</summary>
    public IReadOnlyList<(DateOnly From, Dictionary<string, MueLimit> Limits)> MuePractitioner { get; init; } = [];
    public IReadOnlyList<(DateOnly From, Dictionary<string, MueLimit> Limits)> MueHospital { get; init; } = [];
    public IReadOnlyDictionary<string, AddOnCode>? AddOns { get; init; }
    public IReadOnlyDictionary<string, MceEdits>? Mce { get; init; }
    /// <summary>Excluded by the OIG: NPI, or LAST|FIRST where no NPI is known, with the day of exclusion.</summary>
    public IReadOnlyDictionary<string, DateOnly>? Excluded { get; init; }
    public IReadOnlySet<string>? Taxonomies { get; init; }

    public PtpTable? Ptp(Forms form) => form == Forms.Institutional ? PtpHospital : PtpPractitioner;

    /// <summary>The limits of a day; null when no release that had begun by then is held.</summary>
    public Dictionary<string, MueLimit>? Mue(Forms form, DateOnly on)
    {
        foreach (var (from, limits) in form == Forms.Institutional ? MueHospital : MuePractitioner)
            if (from <= on) return limits;
        return null;
    }

    /// <summary>The list that a rule needs and that is not held for the claim, as <c>codes import</c> calls it; null when it is there.</summary>
    public string? Missing(CodeList list, Forms form, DateOnly on) => list switch
    {
        CodeList.Hcpcs when Hcpcs is null => "hcpcs-anweb",
        CodeList.Ptp when Ptp(form) is null => form == Forms.Institutional ? "ncci-ptp (hospital)" : "ncci-ptp",
        CodeList.Mue when Mue(form, on) is null => $"ncci-mue{(form == Forms.Institutional ? " (hospital)" : "")}{((form == Forms.Institutional ? MueHospital : MuePractitioner).Count > 0 ? $" of {on.Year}" : "")}",
        CodeList.AddOn when AddOns is null => "ncci-addon",
        CodeList.Mce when Mce is null => "mce",
        CodeList.Leie when Excluded is null => "leie",
        CodeList.Taxonomy when Taxonomies is null => "taxonomy",
        _ => null,
    };

    /// <summary>What is held in a database, read once a process for each release.</summary>
    public static async Task<ScrubCodes> Of(CodeLibrary library, CancellationToken cancel = default)
    {
        if (library.Releases.Count == 0) return Shipped;
        return new ScrubCodes
        {
            Hcpcs = await Table(library, "hcpcs-anweb", (rows, r) => Dated(rows, 'C', r.From.Year), cancel),
            Modifiers = await Table(library, "hcpcs-anweb", (rows, r) => Dated(rows, 'M', r.From.Year), cancel),
            PtpPractitioner = await library.Ptp(PtpTable.Practitioner, cancel), PtpHospital = await library.Ptp(PtpTable.Hospital, cancel),
            MuePractitioner = await Limits(library, PtpTable.Practitioner, cancel), MueHospital = await Limits(library, PtpTable.Hospital, cancel),
            AddOns = await Table(library, "ncci-addon", (rows, _) => AddOnsOf(rows), cancel),
            Mce = await Table(library, "mce", (rows, _) => MceOf(rows), cancel),
            Excluded = await Table(library, "leie", (rows, _) => ExcludedOf(rows), cancel),
            Taxonomies = await Table(library, "taxonomy", (rows, _) => rows.Select(r => r.Split('\t')[0]).ToHashSet(StringComparer.Ordinal), cancel),
        };
    }

    private static async Task<T?> Table<T>(CodeLibrary library, string kind, Func<IReadOnlyList<string>, CodeRelease, T> make, CancellationToken cancel) where T : class
    {
        if (library.For(CodeFileKind.Of(kind)!, DateOnly.MaxValue) is not [var release, ..]) return null;
        var key = $"{typeof(T).Name} {make.Method.Name} {release.Kind} {release.Sha256}";
        if (Made.TryGetValue(key, out var made)) return (T)made;
        return (T)Made.GetOrAdd(key, make(await library.Rows(release, cancel), release));
    }

    private static async Task<List<(DateOnly, Dictionary<string, MueLimit>)>> Limits(CodeLibrary library, string table, CancellationToken cancel)
    {
        List<(DateOnly, Dictionary<string, MueLimit>)> found = [];
        foreach (var from in library.Releases.Where(r => r.Kind == "ncci-mue" && r.Part.StartsWith(table, StringComparison.Ordinal)).Select(r => r.From).Distinct().OrderDescending())
            if (await library.Mue(table, from, cancel) is { } limits) found.Add((from, limits));
        return found;
    }

    private static DatedCodes Dated(IReadOnlyList<string> rows, char kind, int year)
    {
        Dictionary<string, (DateOnly?, DateOnly?, string)> codes = new(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row[0] == kind && row.Split('\t') is [_, var code, var from, var to, .. var rest]) codes[code] = (CodeDays.Read(from), CodeDays.Read(to), rest.Length > 0 ? rest[^1] : "");
        return new DatedCodes(codes, year);
    }

    private static Dictionary<string, AddOnCode> AddOnsOf(IReadOnlyList<string> rows) =>
        rows.Select(r => r.Split('\t')).Where(c => c.Length > 4 && c[4].Length == 0).GroupBy(c => c[0], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new AddOnCode(g.Select(c => c[1]).ToHashSet(StringComparer.Ordinal), g.Any(c => c[2] != "1" || c[1] == "CCCCC")), StringComparer.Ordinal);

    private static Dictionary<string, MceEdits> MceOf(IReadOnlyList<string> rows)
    {
        Dictionary<string, MceEdits> edits = new(StringComparer.Ordinal);
        foreach (var cells in rows.Select(r => r.Split('\t')))
            edits[cells[0]] = edits.GetValueOrDefault(cells[0]) | EditOf(cells[^1]);
        return edits;
    }

    private static MceEdits EditOf(string rule) => rule.Split(' ', 2)[0] switch
    {
        "Female" => MceEdits.FemaleOnly,
        "Male" => MceEdits.MaleOnly,
        "Maternity" => MceEdits.Maternity,
        "Adult" => MceEdits.Adult,
        "Pediatric" => MceEdits.Pediatric,
        "Perinatal/Newborn" or "Newborn" => MceEdits.Newborn,
        "Manifestation" => MceEdits.Manifestation,
        _ => MceEdits.None,
    };

    private static Dictionary<string, DateOnly> ExcludedOf(IReadOnlyList<string> rows)
    {
        Dictionary<string, DateOnly> excluded = new(StringComparer.Ordinal);
        foreach (var cells in rows.Select(r => r.Split('\t')))
        {
            // npi, last, first, middle, business, born, kind, excluded, reinstated, state, general
            if (cells.Length < 9 || cells[8].Length > 0 || CodeDays.Read(cells[7]) is not { } from) continue;
            if (cells[0].Length > 0) excluded[cells[0]] = from;
            else if (cells[1].Length > 0) excluded[$"{cells[1]}|{cells[2]}".ToUpperInvariant()] = from;
        }

        return excluded;
    }
}

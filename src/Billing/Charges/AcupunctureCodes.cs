using System.Globalization;
using System.Text.Json;

namespace CleanClaim.Billing.Charges;

/// <summary>A set of needles as documented.</summary>
public sealed record NeedleSet(int Minutes, bool Electrical, bool Reinsertion)
{
    /// <summary>The sets as a visit keeps them (<see cref="Record.Encounter.Sets"/>); null without any.</summary>
    public static string? Kept(IReadOnlyList<NeedleSet> sets) => sets.Count == 0 ? null : JsonSerializer.Serialize(sets, JsonSerializerOptions.Web);

    public static IReadOnlyList<NeedleSet> Of(string? kept) => kept is null ? [] : JsonSerializer.Deserialize<List<NeedleSet>>(kept, JsonSerializerOptions.Web)!;
}

/// <summary>A code that the documented sets support, with the reason in a sentence.</summary>
public sealed record DerivedLine(string Code, int Units, string Why);

/// <summary>What the sets support, and of each set that adds no unit the reason.</summary>
public sealed record DerivedCodes(IReadOnlyList<DerivedLine> Lines, IReadOnlyList<string> NotBilled);

/// <summary>
/// Codes of an acupuncture visit from its documented sets. The first set is 97810 by hand or 97813 with current, never both in a visit; each
/// further unit (97811, 97814) needs a new insertion and the time for it: 8 minutes of personal contact for one unit, 23 for two, 38 for three.
/// Source: NCCI PTP pair 97813/97810 indicator 0; NCCI add-on file (97811 and 97814 go with 97810 or 97813); UnitedHealthcare policy 2025R6006A
/// and the CPT midpoint rule for the minutes.
/// </summary>
public static class AcupunctureCodes
{
    public static readonly IReadOnlySet<string> All = new HashSet<string>(["97810", "97811", "97813", "97814"], StringComparer.Ordinal);

    public static bool IsInitial(string code) => code is "97810" or "97813";
    public static bool IsAddOn(string code) => code is "97811" or "97814";

    /// <summary>Units that the minutes of contact support: 0 below 8, 1 from 8, 2 from 23, 3 from 38, one more for each further 15.</summary>
    public static int UnitsFor(int minutes) => minutes < 8 ? 0 : (minutes + 7) / 15;

    /// <summary>Minutes that so many units need: 8, 23, 38, …</summary>
    public static int MinutesFor(int units) => units <= 0 ? 0 : (15 * units) - 7;

    public static DerivedCodes Derive(int contactMinutes, IReadOnlyList<NeedleSet> sets)
    {
        var (lines, notBilled) = (new List<DerivedLine>(), new List<string>());
        var supported = UnitsFor(contactMinutes);
        if (sets.Count == 0) return new DerivedCodes([], []);
        if (supported == 0) return new DerivedCodes([], [Say($"{contactMinutes} minutes of contact support no unit; 8 are needed for the first.")]);

        lines.Add(new DerivedLine(sets[0].Electrical ? "97813" : "97810", 1,
            Say($"First set {How(sets[0])}; {contactMinutes} minutes of contact, 8 are needed.")));
        for (var i = 1; i < sets.Count; i++)
        {
            var units = lines.Sum(l => l.Units);
            if (!sets[i].Reinsertion) notBilled.Add(Say($"Set {i + 1} adds no unit: the needles were not inserted anew."));
            else if (units + 1 > supported) notBilled.Add(Say($"Set {i + 1} adds no unit: {units + 1} units need {MinutesFor(units + 1)} minutes of contact, {contactMinutes} are documented."));
            else AddUnit(lines, sets[i], i + 1, Say($"Set {i + 1} {How(sets[i])} with new insertion; {units + 1} units need {MinutesFor(units + 1)} minutes, {contactMinutes} are documented."));
        }
        return new DerivedCodes(lines, notBilled);
    }

    private static void AddUnit(List<DerivedLine> lines, NeedleSet set, int number, string why)
    {
        var code = set.Electrical ? "97814" : "97811";
        var at = lines.FindIndex(l => l.Code == code);
        if (at < 0) lines.Add(new DerivedLine(code, 1, why));
        else lines[at] = lines[at] with { Units = lines[at].Units + 1, Why = $"{lines[at].Why} {why}" };
    }

    private static string How(NeedleSet set) => set.Electrical ? "with current" : "by hand";
    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

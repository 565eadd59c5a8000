using System.Text.RegularExpressions;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Charges;

/// <summary>A line of a visit in our form, before it has a price.</summary>
public sealed record VisitLine(string Code, string Modifiers, int Units, Money? Charge, string Pointers, int? Minutes, string? Why);

/// <summary>A visit in our form. <see cref="NotBilled"/> says of documented sets why they add no unit.</summary>
public sealed record CheckedVisit(
    string Place, DateOnly Date, string Diagnoses, int? ContactMinutes, IReadOnlyList<NeedleSet> Sets, string? Note, IReadOnlyList<VisitLine> Lines, IReadOnlyList<string> NotBilled);

/// <summary>Checks a visit as it was given and derives its acupuncture codes where only sets are documented. Pure.</summary>
public static partial class VisitCheck
{
    /// <summary>HI of a professional claim holds 12 diagnoses, loop 2400 stands up to 50 times, SV107 points four times (005010X222A1).</summary>
    public const int MostDiagnoses = 12;
    public const int MostLines = 50;
    private const int MostPointers = 4;
    private const int MostMinutes = 24 * 60;

    public static CheckedVisit Check(Fields fields, VisitForm form, DateOnly today, DateOnly? birth)
    {
        var date = fields.Date("date", "date of service", form.Date);
        if (birth is { } born && date != default && PossibleDay.Fault("visit", "date", date, today, born) is { } impossible) fields.Add(impossible.Place, impossible.Message, impossible.Fix);
        var place = form.Place?.Trim() ?? "";
        if (place.Length != 2 || !place.All(char.IsAsciiDigit)) fields.Add("place", place.Length == 0 ? "The place of service is missing." : $"\"{place}\" is no place of service.", "Use the two digits of CMS, for example 11 for an office.");
        var diagnoses = Diagnoses(fields, form.Diagnoses ?? []);
        var sets = (form.Sets ?? []).Select((s, i) => new NeedleSet(Minutes(fields, $"sets[{i}].minutes", s.Minutes) ?? 0, s.Electrical ?? false, s.Reinsertion ?? i == 0)).ToList();
        var contact = Minutes(fields, "contactMinutes", form.ContactMinutes, required: false) ?? (sets.Count > 0 ? sets.Sum(s => s.Minutes) : OfLines((form.Lines ?? []).Select(l => (l.Code, l.Minutes))));
        var (lines, notBilled) = form.Lines is { Count: > 0 } given
            ? (given.Select((line, i) => Line(fields, $"lines[{i}]", line, diagnoses.Count)).ToList(), [])
            : Derived(fields, contact ?? 0, sets, diagnoses.Count);
        if (lines.Count > MostLines) fields.Add("lines", $"{lines.Count} lines do not fit into a claim; it holds {MostLines}.", "Split the visit.");
        return new CheckedVisit(place, date, string.Join(' ', diagnoses), contact, sets, fields.Note("note", "note", form.Note, 20_000), lines, notBilled);
    }

    /// <summary>The minutes of contact that stand on the acupuncture lines themselves, together; null where none does.</summary>
    public static int? OfLines(IEnumerable<(string? Code, int? Minutes)> lines) =>
        lines.Where(l => l.Minutes is not null && AcupunctureCodes.All.Contains(l.Code?.Trim().ToUpperInvariant() ?? "")).Select(l => l.Minutes!.Value).ToList() is { Count: > 0 } minutes ? minutes.Sum() : null;

    private static List<string> Diagnoses(Fields fields, IReadOnlyList<string> raw)
    {
        var codes = raw.Select(c => c?.Trim().Replace(".", "", StringComparison.Ordinal).ToUpperInvariant() ?? "").ToList();
        if (codes.Count > MostDiagnoses) fields.Add("diagnoses", $"{codes.Count} diagnoses do not fit into a claim; it holds {MostDiagnoses}.", "Keep those that explain the services.");
        for (var i = 0; i < codes.Count; i++)
        {
            if (!DiagnosisShape().IsMatch(codes[i])) fields.Add($"diagnoses[{i}]", $"\"{raw[i]}\" is no ICD-10-CM code.", "A code is a letter, a digit and up to five more characters, for example M54.50.");
            else if (codes.IndexOf(codes[i]) < i) fields.Add($"diagnoses[{i}]", $"{codes[i]} stands twice.", "Keep it once; lines may point to it several times.");
        }
        return codes;
    }

    private static VisitLine Line(Fields fields, string place, LineForm line, int diagnoses)
    {
        var code = ProcedureCodes.Code(fields, $"{place}.code", line.Code);
        var modifiers = ProcedureCodes.Modifiers(fields, $"{place}.modifiers", line.Modifiers);
        var units = line.Units ?? 1;
        if (units is < 1 or > 9_999) fields.Add($"{place}.units", $"{units} units cannot be billed.", "Give a whole number from 1.");
        return new VisitLine(code, modifiers, units, fields.Amount($"{place}.charge", "charge", line.Charge), Pointers(fields, $"{place}.pointers", line.Pointers, diagnoses),
            Minutes(fields, $"{place}.minutes", line.Minutes, required: false), null);
    }

    /// <summary>Without pointers a line points to the first diagnoses of the visit, four at most.</summary>
    private static string Pointers(Fields fields, string place, IReadOnlyList<int?>? raw, int diagnoses)
    {
        if (raw is null || raw.Count == 0) return string.Join(' ', Enumerable.Range(1, Math.Min(MostPointers, diagnoses)));
        if (raw.Count > MostPointers) fields.Add(place, $"{raw.Count} pointers do not fit; a line points to four diagnoses.", "Keep the four that explain the service, the main one first.");
        for (var i = 0; i < raw.Count; i++)
        {
            if (raw[i] is not { } pointer || pointer < 1 || pointer > diagnoses) fields.Add($"{place}[{i}]", $"Pointer {raw[i]} points to no diagnosis; the visit has {diagnoses}.", $"Use 1 to {diagnoses}.");
            else if (raw.Take(i).Contains(pointer)) fields.Add($"{place}[{i}]", $"Pointer {pointer} stands twice.", "Keep it once.");
        }
        return string.Join(' ', raw);
    }

    private static (List<VisitLine>, IReadOnlyList<string>) Derived(Fields fields, int contact, List<NeedleSet> sets, int diagnoses)
    {
        var derived = AcupunctureCodes.Derive(contact, sets);
        if (derived.Lines.Count == 0)
            fields.Add(sets.Count == 0 ? "lines" : "contactMinutes", sets.Count == 0 ? "The visit has no line and no set." : derived.NotBilled[0], sets.Count == 0 ? "Give lines with codes, or the sets as documented." : "Correct the minutes, or give lines.");
        return ([.. derived.Lines.Select(l => new VisitLine(l.Code, "", l.Units, null, Pointers(fields, "pointers", null, diagnoses), null, l.Why))], derived.NotBilled);
    }

    private static int? Minutes(Fields fields, string place, int? minutes, bool required = true)
    {
        if (minutes is null && required) fields.Add(place, "The minutes are missing.", "Give the minutes of personal contact.");
        if (minutes is < 0 or > MostMinutes) fields.Add(place, $"{minutes} minutes are out of range.", "Give the minutes of this visit.");
        return minutes;
    }

    [GeneratedRegex("^[A-Z][0-9A][0-9A-Z]{1,5}$")]
    private static partial Regex DiagnosisShape();
}

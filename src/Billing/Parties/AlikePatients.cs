using System.Globalization;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>A patient on record who may be the one that is being registered.</summary>
/// <param name="Why">What is alike, to follow the name: "has the same name and birth date".</param>
public sealed record AlikePatient(Patient Patient, string Why);

/// <summary>
/// Finds who on record may be meant by a new registration, before it is kept: the same name and birth date; born the same day with a name that sounds alike, first and last name
/// exchanged too; the same name with a birth date that differs by a digit, by two exchanged ones, or by day and month; the same member id with a first name that sounds alike.
/// Twins and a family's shared member id are no likeness: their first names differ.
/// </summary>
public static class AlikePatients
{
    private const int Most = 20, CandidatesMost = 500;

    /// <param name="birth">Null when it is not known yet.</param>
    /// <param name="memberIds">Of the coverages that are being registered too.</param>
    public static async Task<IReadOnlyList<AlikePatient>> Find(Tx tx, Id<Practice> practice, string last, string first, DateOnly? birth, IReadOnlyList<string> memberIds, CancellationToken cancel = default)
    {
        var name = Patient.FoldName(last, first);
        string[] spelt = [.. memberIds.Where(m => m.Length > 0).SelectMany(m => new[] { m, m.ToUpperInvariant() }).Distinct(StringComparer.Ordinal)];
        var insured = spelt.Length == 0 ? [] : await tx.Db.Set<Coverage>().Where(c => c.Practice == practice && spelt.Contains(c.MemberId)).Select(c => c.PatientId).Distinct().Take(CandidatesMost).ToListAsync(cancel);
        var found = await tx.Db.Set<Patient>().AsNoTracking()
            .Where(p => p.Practice == practice && p.AliasOf == null && (p.NameKey == name || (birth != null && p.BirthDate == birth) || insured.Contains(p.Id))).OrderBy(p => p.Id).Take(CandidatesMost).ToListAsync(cancel);
        return [.. found.Select(p => (Patient: p, Likeness: Likeness(p, last, first, birth, insured.Contains(p.Id)))).Where(a => a.Likeness is not null).OrderBy(a => a.Likeness!.Value.Rank).Take(Most).Select(a => new AlikePatient(a.Patient, a.Likeness!.Value.Why))];
    }

    private static (int Rank, string Why)? Likeness(Patient p, string last, string first, DateOnly? birth, bool isInsuredAlike)
    {
        var isSameName = p.NameKey == Patient.FoldName(last, first);
        if (isSameName && p.BirthDate == birth) return (0, "has the same name and birth date");
        if (p.BirthDate == birth && SoundOfName.IsAlike(p.LastName, last) && SoundOfName.IsAlike(p.FirstName, first)) return (1, "was born on the same day, and the name sounds alike");
        if (p.BirthDate == birth && SoundOfName.IsAlike(p.LastName, first) && SoundOfName.IsAlike(p.FirstName, last)) return (1, "was born on the same day, with first and last name exchanged");
        if (isInsuredAlike && SoundOfName.IsAlike(p.FirstName, first)) return (2, "has the same member id");
        return isSameName && birth is { } day && IsSlip(p.BirthDate, day) ? (3, "has the same name, and a birth date that may be a slip of the keys") : null;
    }

    /// <summary>One digit differs, two neighbours are exchanged, or day and month are.</summary>
    private static bool IsSlip(DateOnly one, DateOnly other)
    {
        if (one.Year == other.Year && one.Month == other.Day && one.Day == other.Month) return true;
        var (a, b) = (one.ToString("yyyyMMdd", CultureInfo.InvariantCulture), other.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        var differ = Enumerable.Range(0, a.Length).Where(i => a[i] != b[i]).ToList();
        return differ.Count == 1 || (differ.Count == 2 && differ[1] == differ[0] + 1 && a[differ[0]] == b[differ[1]] && a[differ[1]] == b[differ[0]]);
    }
}

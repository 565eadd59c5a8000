using System.Globalization;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>One row of a search for patients.</summary>
public sealed record PatientFound(Id<Patient> Id, Id<Practice> Practice, string Key, string LastName, string FirstName, DateOnly BirthDate, string Sex);

/// <summary>What is asked of a patient: the beginning of "last first", the birth date, a member id or the record's key. What is null is not asked.</summary>
public sealed record PatientQuery(string? Name = null, DateOnly? Born = null, string? Member = null, IReadOnlyList<Id<Practice>>? Practices = null);

/// <summary>Finds patients as a front desk does: by the beginning of "last first", by birth date, by member id; at most 50, by name.</summary>
public static class PatientSearch
{
    private const int Most = 50;

    /// <summary>A text with a day is a birth date, one with a digit a member id or the record's key, else it is the beginning of a name ("smi", "smith jo").</summary>
    public static Task<List<PatientFound>> Run(Tx tx, string text, CancellationToken cancel = default)
    {
        var wanted = text.Trim();
        if (DateOnly.TryParseExact(wanted, ["yyyy-MM-dd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)) return Find(tx, new PatientQuery(Born: birth), cancel);
        return Find(tx, wanted.Any(char.IsAsciiDigit) ? new PatientQuery(Member: wanted) : new PatientQuery(Name: wanted), cancel);
    }

    /// <summary>Those who fit everything that is asked.</summary>
    public static async Task<List<PatientFound>> Find(Tx tx, PatientQuery query, CancellationToken cancel = default)
    {
        IQueryable<Patient> patients = tx.Db.Set<Patient>();
        if (query.Practices is { } practices) patients = patients.Where(p => practices.Contains(p.Practice));
        if (query.Born is { } born) patients = patients.Where(p => p.BirthDate == born);
        if (query.Member is { } member)
        {
            var ids = await tx.Db.Set<Coverage>().Where(c => c.MemberId == member).Select(c => c.PatientId).Distinct().Take(Most).ToListAsync(cancel);
            patients = patients.Where(p => ids.Contains(p.Id) || p.Key == member);
        }
        if (query.Name is { Length: > 0 } name)
        {
            // A range over the folded key, never LIKE: under row-level security only plain comparisons reach the index.
            var from = Patient.FoldName(name.Replace(',', ' ').Replace("  ", " ", StringComparison.Ordinal), "").TrimEnd();
            if (from.Length == 0) return [];
            var to = from[..^1] + (char)(from[^1] + 1);
            patients = patients.Where(p => string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, to) < 0);
        }
        return await Rows(patients, cancel);
    }

    private static async Task<List<PatientFound>> Rows(IQueryable<Patient> patients, CancellationToken cancel) =>
        await patients.Where(p => p.AliasOf == null).OrderBy(p => p.NameKey).ThenBy(p => p.Id).Take(Most)
            .Select(p => new PatientFound(p.Id, p.Practice, p.Key, p.LastName, p.FirstName, p.BirthDate, p.Sex)).ToListAsync(cancel);
}

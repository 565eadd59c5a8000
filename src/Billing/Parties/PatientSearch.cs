using System.Globalization;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>One row of a search for patients.</summary>
public sealed record PatientFound(Id<Patient> Id, Id<Practice> Practice, string Key, string LastName, string FirstName, DateOnly BirthDate, string Sex);

/// <summary>What is asked of a patient: the beginning of "last first", the birth date, a member id or the record's key. What is null is not asked.</summary>
public sealed record PatientQuery(string? Name = null, DateOnly? Born = null, string? Member = null, IReadOnlyList<Id<Practice>>? Practices = null);

/// <summary>Finds patients as a front desk does: by the beginning of "last first", by birth date, by member id; by name.</summary>
public static class PatientSearch
{
    private const int Most = 50;

    /// <summary>A text with a day is a birth date, one with a digit a member id or the record's key, else it is the beginning of a name ("smi", "smith jo").</summary>
    /// <param name="from">The patient whom the part begins with; null for the beginning.</param>
    public static async Task<Paged<PatientFound>> Page(Tx tx, string text, long? from, CancellationToken cancel = default)
    {
        var wanted = text.Trim();
        var query = DateOnly.TryParseExact(wanted, ["yyyy-MM-dd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? new PatientQuery(Born: birth)
            : wanted.Any(char.IsAsciiDigit) ? new PatientQuery(Member: wanted) : new PatientQuery(Name: wanted);
        var all = await Asked(tx, query, cancel);
        var id = new Id<Patient>(from ?? 0);
        var (onward, back) = (all, (IQueryable<Patient>?)null);
        if (await all.FirstOrDefaultAsync(p => p.Id == id, cancel) is { } first)
        {
            onward = all.Where(p => string.Compare(p.NameKey, first.NameKey) > 0 || (p.NameKey == first.NameKey && p.Id >= id));
            back = all.Where(p => string.Compare(p.NameKey, first.NameKey) < 0 || (p.NameKey == first.NameKey && p.Id < id)).OrderByDescending(p => p.NameKey).ThenByDescending(p => p.Id);
        }
        var part = await Paging.Cut(all, onward.OrderBy(p => p.NameKey).ThenBy(p => p.Id), back, p => p.Id.Value, cancel: cancel);
        return part.As([.. part.Rows.Select(Row)]);
    }

    /// <summary>Those who fit everything that is asked, at most 50.</summary>
    public static async Task<List<PatientFound>> Find(Tx tx, PatientQuery query, CancellationToken cancel = default) =>
        [.. (await (await Asked(tx, query, cancel)).OrderBy(p => p.NameKey).ThenBy(p => p.Id).Take(Most).ToListAsync(cancel)).Select(Row)];

    private static PatientFound Row(Patient p) => new(p.Id, p.Practice, p.Key, p.LastName, p.FirstName, p.BirthDate, p.Sex);

    private static async Task<IQueryable<Patient>> Asked(Tx tx, PatientQuery query, CancellationToken cancel)
    {
        var patients = tx.Db.Set<Patient>().AsNoTracking().Where(p => p.AliasOf == null);
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
            if (from.Length == 0) return patients.Where(p => false);
            var to = from[..^1] + (char)(from[^1] + 1);
            patients = patients.Where(p => string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, to) < 0);
        }
        return patients;
    }
}

using System.Globalization;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>One row of a search for patients.</summary>
public sealed record PatientFound(Id<Patient> Id, Id<Practice> Practice, string Key, string LastName, string FirstName, DateOnly BirthDate, string Sex);

/// <summary>Finds patients as a front desk does: by the beginning of "last first", by birth date, by member id; at most 50, by name.</summary>
public static class PatientSearch
{
    private const int Most = 50;

    /// <summary>A text with a day is a birth date, one with a digit a member id, else it is the beginning of a name ("smi", "smith jo").</summary>
    public static async Task<List<PatientFound>> Run(Tx tx, string text, CancellationToken cancel = default)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0) return await Rows(tx.Db.Set<Patient>(), cancel);
        if (DateOnly.TryParseExact(wanted, ["yyyy-MM-dd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth))
            return await Rows(tx.Db.Set<Patient>().Where(p => p.BirthDate == birth), cancel);
        return wanted.Any(char.IsAsciiDigit) ? await ByMember(tx, wanted, cancel) : await ByName(tx, wanted, cancel);
    }

    private static async Task<List<PatientFound>> ByMember(Tx tx, string memberId, CancellationToken cancel)
    {
        var ids = await tx.Db.Set<Coverage>().Where(c => c.MemberId == memberId).Select(c => c.PatientId).Distinct().Take(Most).ToListAsync(cancel);
        return await Rows(tx.Db.Set<Patient>().Where(p => ids.Contains(p.Id) || p.Key == memberId), cancel);
    }

    private static async Task<List<PatientFound>> ByName(Tx tx, string name, CancellationToken cancel)
    {
        // A range over the folded key, never LIKE: under row-level security only plain comparisons reach the index.
        var from = Patient.FoldName(name.Replace(',', ' ').Replace("  ", " ", StringComparison.Ordinal), "").TrimEnd();
        if (from.Length == 0) return [];
        var to = from[..^1] + (char)(from[^1] + 1);
        return await Rows(tx.Db.Set<Patient>().Where(p => string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, to) < 0), cancel);
    }

    private static async Task<List<PatientFound>> Rows(IQueryable<Patient> patients, CancellationToken cancel) =>
        await patients.Where(p => p.AliasOf == null).OrderBy(p => p.NameKey).ThenBy(p => p.Id).Take(Most)
            .Select(p => new PatientFound(p.Id, p.Practice, p.Key, p.LastName, p.FirstName, p.BirthDate, p.Sex)).ToListAsync(cancel);
}

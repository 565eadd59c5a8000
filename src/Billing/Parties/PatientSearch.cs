using System.Globalization;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>One row of a search for patients.</summary>
public sealed record PatientFound(Id<Patient> Id, Id<Practice> Practice, string Key, string LastName, string FirstName, DateOnly BirthDate, string Sex);

/// <summary>What is asked of a patient: the beginning of "last first" or "first last", or of the first name; the birth date; a member id or the record's key, in letters of any size. What is null is not asked.</summary>
public sealed record PatientQuery(string? Name = null, DateOnly? Born = null, string? Member = null, IReadOnlyList<Id<Practice>>? Practices = null);

/// <summary>Finds patients as a front desk does: by name, whichever part comes first, by birth date, by member id; listed by name.</summary>
public static class PatientSearch
{
    private const int Most = 50;

    /// <summary>A text with a day is a birth date, one with a digit a member id or the record's key, else it is the beginning of a name ("smi", "smith jo").</summary>
    /// <param name="from">The patient whom the part begins with; null for the beginning.</param>
    public static async Task<Paged<PatientFound>> Page(Tx tx, string text, long? from, CancellationToken cancel = default)
    {
        var wanted = text.Trim();
        var query = DateOnly.TryParseExact(wanted, ["yyyy-MM-dd", "M/d/yyyy", "d MMM yyyy", "d MMMM yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? new PatientQuery(Born: birth)
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
            // A card's letters are capitals, whatever a person types.
            string[] spelt = [.. new[] { member, member.ToUpperInvariant(), member.ToLowerInvariant() }.Distinct(StringComparer.Ordinal)];
            var ids = await tx.Db.Set<Coverage>().Where(c => spelt.Contains(c.MemberId)).Select(c => c.PatientId).Distinct().Take(Most).ToListAsync(cancel);
            patients = patients.Where(p => ids.Contains(p.Id) || spelt.Contains(p.Key));
        }
        if (query.Name is { Length: > 0 } name)
        {
            var words = Patient.FoldName(name.Replace(',', ' '), "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            patients = words.Length == 0 ? patients.Where(p => false) : Named(patients, words);
        }
        return patients;
    }

    /// <summary>The key begins as was typed, or with the family name that was typed last or after the first word; or the first name begins so.</summary>
    private static IQueryable<Patient> Named(IQueryable<Patient> patients, string[] words)
    {
        // Ranges over the folded key: under row-level security only plain comparisons reach the index.
        var (asTyped, lastFirst, firstLast) = (Range(words), Range([words[^1], .. words[..^1]]), Range([.. words[1..], words[0]]));
        var first = " " + asTyped.From;
        return patients.Where(p => (string.Compare(p.NameKey, asTyped.From) >= 0 && string.Compare(p.NameKey, asTyped.To) < 0)
            || (string.Compare(p.NameKey, lastFirst.From) >= 0 && string.Compare(p.NameKey, lastFirst.To) < 0)
            || (string.Compare(p.NameKey, firstLast.From) >= 0 && string.Compare(p.NameKey, firstLast.To) < 0)
            || p.NameKey.Contains(first));
    }

    private static (string From, string To) Range(string[] words)
    {
        var from = string.Join(' ', words);
        return (from, from[..^1] + (char)(from[^1] + 1));
    }
}

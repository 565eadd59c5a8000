using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Access;

/// <summary>Who is a member of an organization, as the scope in which the member acts.</summary>
public static class Members
{
    /// <summary>Null when the address (lower case) is no member's.</summary>
    public static async Task<Scope?> Find(Work work, Id<Organization> org, string email, CancellationToken cancel = default)
    {
        var member = await work.Read(Scope.System(org), tx => tx.Db.Set<Membership>().AsNoTracking().FirstOrDefaultAsync(m => m.Email == email, cancel), cancel);
        return member is null ? null : new Scope(org, PracticesOf(member), member.Email, member.Role);
    }

    /// <summary>The organizations of which the person is a member, with their names.</summary>
    public static async Task<IReadOnlyList<Organization>> Organizations(Work work, AppUser user, CancellationToken cancel = default)
    {
        var ids = user.Orgs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => new Id<Organization>(long.Parse(o, CultureInfo.InvariantCulture))).ToList();
        return await work.Global(write: false, db => db.Set<Organization>().AsNoTracking().Where(o => ids.Contains(o.Org)).OrderBy(o => o.Name).ToListAsync(cancel), cancel);
    }

    /// <summary>The practices that the member is granted; null = all.</summary>
    public static IReadOnlyList<Id<Practice>>? PracticesOf(Membership member)
    {
        var ids = member.Practices.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ids.Length == 0 ? null : ids.Select(p => new Id<Practice>(long.Parse(p, CultureInfo.InvariantCulture))).ToList();
    }
}

using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Access;

/// <summary>Makes a person a member of the organization; the sign-in is made when the address is new, and keeps its password when it is not.</summary>
public static class AddUser
{
    /// <summary><paramref name="PasswordHash"/> null = the password is set later. <paramref name="Practices"/> empty = all of the organization.</summary>
    public sealed record Command(string Email, Role Role, string? PasswordHash, IReadOnlyList<Id<Parties.Practice>> Practices);

    public static async Task<Id<AppUser>> Run(Tx tx, Command command, CancellationToken cancel = default)
    {
        var email = command.Email.Trim().ToLowerInvariant();
        if (email.Length < 3 || !email.Contains('@', StringComparison.Ordinal))
            throw new BadInputException("email", $"\"{command.Email}\" is not an e-mail address.", "Write it like anna@clinic.example.");
        if (await tx.Db.Set<Membership>().AnyAsync(m => m.Email == email, cancel))
            throw new BadInputException("email", $"{email} is a member already.", "Change the role of the member instead.");
        var user = await FindOrAdd(tx, email, command.PasswordHash, cancel);
        tx.Add(new Membership
        {
            Id = tx.NextId<Membership>(), UserId = user.Id.Value, Email = email, Role = command.Role, Practices = string.Join(' ', command.Practices),
        });
        tx.Subject = $"user {user.Id}";
        return user.Id;
    }

    private static async Task<AppUser> FindOrAdd(Tx tx, string email, string? passwordHash, CancellationToken cancel)
    {
        var org = tx.Scope.Org.ToString();
        if (await tx.Db.Set<AppUser>().FirstOrDefaultAsync(u => u.Email == email, cancel) is { } known)
        {
            known.Orgs = $"{known.Orgs} {org}".Trim();
            return known;
        }
        var last = await tx.Db.Set<AppUser>().OrderByDescending(u => u.Id).Select(u => (Id<AppUser>?)u.Id).FirstOrDefaultAsync(cancel);
        return tx.Add(new AppUser
        {
            Id = new((last?.Value ?? 0) + 1), Email = email, PasswordHash = passwordHash, Orgs = org, FailedSignIns = 0, LockedUntil = null,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        });
    }
}

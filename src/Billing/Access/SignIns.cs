using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Access;

/// <summary>Passwords of people who sign in: what one must be, and a new one.</summary>
public static class SignIns
{
    /// <summary>NIST SP 800-63B-4 3.1.1.2: a password that is the only factor has at least 15 characters; with room for any longer one.</summary>
    public const int ShortestPassword = 15;
    public const int LongestPassword = 256;

    public static Task<AppUser?> Find(Work work, string email, CancellationToken cancel = default)
    {
        var address = email.Trim().ToLowerInvariant();
        return work.Global(write: false, db => db.Set<AppUser>().AsNoTracking().FirstOrDefaultAsync(u => u.Email == address, cancel), cancel);
    }

    /// <summary>A new password ends every session that began under the old one.</summary>
    public static async Task<bool> SetPassword(Tx tx, Id<AppUser> id, string passwordHash, CancellationToken cancel = default)
    {
        var user = await tx.Db.Set<AppUser>().FirstAsync(u => u.Id == id, cancel);
        user.PasswordHash = passwordHash;
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.FailedSignIns = 0;
        user.LockedUntil = null;
        return true;
    }

    /// <summary>What is wrong with a new password, in words; null when it will do.</summary>
    public static string? PasswordFault(string password) => password.Length switch
    {
        < ShortestPassword => $"A password has at least {ShortestPassword} characters; this has {password.Length}. Four or five words do well.",
        > LongestPassword => $"A password has at most {LongestPassword} characters.",
        _ => null,
    };
}

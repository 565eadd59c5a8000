using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Access;

/// <summary>
/// What signing in keeps: passwords' hashes, failures in a row, lockout. A lockout ends by itself, so that nobody can shut a colleague out for
/// long by typing wrong passwords (NIST SP 800-63B 5.2.2: limit failures, at most 100; OWASP Authentication Cheat Sheet: timed lockout).
/// </summary>
public static class SignIns
{
    public const int FailuresToLock = 8;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(10);
    /// <summary>NIST SP 800-63B-4 3.1.1.2: a password that is the only factor has at least 15 characters; with room for any longer one.</summary>
    public const int ShortestPassword = 15;
    public const int LongestPassword = 256;

    public static Task<AppUser?> Find(Work work, string email, CancellationToken cancel = default)
    {
        var address = email.Trim().ToLowerInvariant();
        return work.Global(write: false, db => db.Set<AppUser>().AsNoTracking().FirstOrDefaultAsync(u => u.Email == address, cancel), cancel);
    }

    /// <summary>Counts a wrong password; the one that fills the measure locks the sign-in for a while.</summary>
    public static Task Failed(Work work, Id<AppUser> id, CancellationToken cancel = default) => Change(work, id, user =>
    {
        user.FailedSignIns++;
        if (user.FailedSignIns < FailuresToLock) return;
        user.FailedSignIns = 0;
        user.LockedUntil = Instant.Of(work.Clock.GetUtcNow()).Plus(LockedFor);
    }, cancel);

    public static Task Succeeded(Work work, Id<AppUser> id, CancellationToken cancel = default) => Change(work, id, user =>
    {
        user.FailedSignIns = 0;
        user.LockedUntil = null;
    }, cancel);

    /// <summary>A new password ends every session that began under the old one.</summary>
    public static Task SetPassword(Work work, Id<AppUser> id, string passwordHash, CancellationToken cancel = default) => Change(work, id, user =>
    {
        user.PasswordHash = passwordHash;
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.FailedSignIns = 0;
        user.LockedUntil = null;
    }, cancel);

    public static bool IsLocked(AppUser user, Instant now) => user.LockedUntil is { } until && now.CompareTo(until) < 0;

    /// <summary>What is wrong with a new password, in words; null when it will do.</summary>
    public static string? PasswordFault(string password) => password.Length switch
    {
        < ShortestPassword => $"A password has at least {ShortestPassword} characters; this has {password.Length}. Four or five words do well.",
        > LongestPassword => $"A password has at most {LongestPassword} characters.",
        _ => null,
    };

    private static Task<int> Change(Work work, Id<AppUser> id, Action<AppUser> change, CancellationToken cancel) =>
        work.Global(write: true, async db =>
        {
            change(await db.Set<AppUser>().FirstAsync(u => u.Id == id, cancel));
            return 0;
        }, cancel);
}

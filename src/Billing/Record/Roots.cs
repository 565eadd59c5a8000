using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>
/// Holds a root until commit, so that two nodes decide about it one after the other: file, check, account, claims, in this order. Append-only rows give the
/// running role no right to lock them on PostgreSQL, so the lock is an advisory one by name; on SQLite the writer is alone anyway.
/// </summary>
public static class Roots
{
    public static Task HoldFile(Tx tx, string sha256) => Hold(tx, $"file|{sha256}");
    public static Task HoldCheck(Tx tx, Id<PayerCheck> check) => Hold(tx, $"check|{check}");
    public static Task HoldAccount(Tx tx, Id<GuarantorAccount> account) => Hold(tx, $"account|{account}");

    /// <summary>Claims and their guarantors' accounts in id order, so that racing postings of two checks wait and never block each other.</summary>
    public static async Task HoldClaims(Tx tx, IEnumerable<long> accounts, IEnumerable<long> claims)
    {
        if (tx.Work.Database.Kind != "postgres") return;
        await HoldAll(tx, [.. accounts.Distinct().Order().Select(a => $"account|{a}")]);
        await HoldAll(tx, [.. claims.Distinct().Order().Select(c => $"claim|{c}")]);
    }

    private static Task Hold(Tx tx, string name) => HoldAll(tx, [name]);

    private static async Task HoldAll(Tx tx, string[] names)
    {
        if (tx.Work.Database.Kind != "postgres" || names.Length == 0) return;
        await tx.Session.Query("select pg_advisory_xact_lock(hashtextextended(name, @p0)) from unnest(@p1) with ordinality as roots(name, n) order by n", _ => 0, tx.Scope.Org.Value, names);
    }
}

using CleanClaim.Billing.Parties;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>Every organization posts by a policy with a version from its first day; version 1 is our defaults.</summary>
public static class FirstPolicy
{
    public static async Task Ensure(Tx tx, CancellationToken cancel = default)
    {
        if (!await tx.Db.Set<PostingPolicy>().AnyAsync(cancel)) tx.Add(new PostingPolicy { Version = 1, From = Fields.SinceEver, Rules = """{"Version":1}""" });
    }
}

using System.Text.Json;
using CleanClaim.Billing.Contracts;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// What an organization may choose about posting; its version stands on every decision. <see cref="AllOrNothing"/> lists the keys of payers
/// whose checks post only when every claim of them can (MONEY 1.4); all others post claim by claim.
/// </summary>
public sealed record Policy
{
    public int Version { get; init; } = 1;
    public IReadOnlyList<string> AllOrNothing { get; init; } = [];

    /// <summary>In force until an organization writes its own.</summary>
    public static readonly Policy First = new() { Version = 1 };

    /// <summary>The policy in force on the day.</summary>
    public static async Task<Policy> On(Tx tx, DateOnly day, CancellationToken cancel)
    {
        var row = await tx.Db.Set<PostingPolicy>().AsNoTracking().Where(p => p.From <= day).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel);
        if (row is null) return First;
        return JsonSerializer.Deserialize<Policy>(row.Rules)! with { Version = row.Version };
    }
}

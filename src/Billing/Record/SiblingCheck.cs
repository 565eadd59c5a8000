using CleanClaim.Billing.Parties;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>What of a check was passed on to a sibling practice: the sibling, its check over that much, what of the whole it is, and whether it is posted now.</summary>
public sealed record SiblingCheck(Practice Practice, PayerCheck Check, PassedCheck Of, bool Live)
{
    /// <summary>All that was passed on of a check, in the books that the actor may see; <paramref name="any"/> is the whole check or one of these.</summary>
    public static async Task<IReadOnlyList<SiblingCheck>> All(Tx tx, PayerCheck any, CancellationToken cancel = default)
    {
        var (payee, whole) = PassedCheck.Of(any) is { } made ? (made.Payee, made.Whole) : (any.Practice, any.Id);
        var siblings = (await Siblings.Of(tx, payee, cancel)).Open.ToDictionary(p => p.Id);
        if (siblings.Count == 0) return [];
        var ids = siblings.Keys.ToList();
        var checks = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => ids.Contains(c.Practice) && c.Trn03 == any.Trn03 && c.Trn02 == any.Trn02 && c.PayeeNpi == any.PayeeNpi && c.Date == any.Date)
            .OrderBy(c => c.Id).ToListAsync(cancel);
        var passed = new List<SiblingCheck>();
        foreach (var check in checks)
            if (PassedCheck.Of(check) is { } from && from.Payee == payee && from.Whole == whole)
                passed.Add(new SiblingCheck(siblings[check.Practice], check, from, await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel)));
        return passed;
    }

    /// <summary>The practice that a passed-on check was paid to; null for one that was paid to its own practice.</summary>
    public static async Task<Practice?> PayeeOf(Tx tx, PayerCheck check, CancellationToken cancel = default) =>
        PassedCheck.Of(check) is { Payee: var payee } ? await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == payee, cancel) : null;
}

using CleanClaim.Billing.Access;
using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Worklists;

/// <summary>
/// What follows the facts by seconds: advice for claims whose facts moved or whose day has come, and the seals over the entries and audit rows written since the last.
/// Looks first and writes only where there is something, so that an idle program writes nothing. Any node may do it; two at once do it once.
/// </summary>
public static class Upkeep
{
    public static async Task Run(Work work, CancellationToken cancel = default)
    {
        foreach (var org in await work.Global(write: false, db => db.Set<Organization>().AsNoTracking().Select(o => o.Org).ToListAsync(cancel), cancel))
        {
            var scope = Scope.System(org);
            foreach (var practice in await work.Read(scope, tx => tx.Db.Set<Practice>().AsNoTracking().ToListAsync(cancel), cancel)) await Tend(work, scope, practice, cancel);
            if (await work.Read(scope, tx => AuditSeals.IsDue(tx, cancel), cancel))
                await work.Do(Right.Administer, scope, Request.Once(AuditSeals.Verb), tx => AuditSeals.Extend(tx, cancel), cancel);
        }
    }

    private static async Task Tend(Work work, Scope scope, Practice practice, CancellationToken cancel)
    {
        while (await work.Read(scope, tx => AdviceIsDue(tx, practice, cancel), cancel))
        {
            if (await work.Do(Right.Administer, scope, Request.Once("worklist.project"), tx => ProjectClaims.Run(tx, practice.Id, cancel), cancel) == 0) break;
        }
        if (await work.Read(scope, tx => tx.Db.Set<Unsealed>().AnyAsync(u => u.Practice == practice.Id, cancel), cancel))
            await work.Do(Right.Administer, scope, Request.Once("ledger.seal"), tx => Seals.Extend(tx, practice.Id, cancel), cancel);
    }

    private static async Task<bool> AdviceIsDue(Tx tx, Practice practice, CancellationToken cancel)
    {
        var today = tx.TodayIn(practice.Zone);
        return await tx.Db.Set<Touched>().AnyAsync(t => t.Practice == practice.Id, cancel)
            || await tx.Db.Set<ClaimNow>().AnyAsync(c => c.Practice == practice.Id && c.WakeOn != null && c.WakeOn <= today, cancel);
    }
}

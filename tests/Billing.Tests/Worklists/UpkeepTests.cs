using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Worklists;

public sealed class UpkeepTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Upkeep_folds_what_moved_seals_what_was_written_and_is_silent_when_idle(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "64", [Edi.Claim(pcns[0], "64", "CO*45*20", "PR*2*16"), Edi.Claim(pcns[1], "0", "CO*197*100")]));

        await Upkeep.Run(house.Work);

        Assert.False(await house.Read(tx => tx.Db.Set<Touched>().AnyAsync()));
        Assert.False(await house.Read(tx => tx.Db.Set<Unsealed>().AnyAsync()));
        Assert.Equal(1, await house.Read(tx => tx.Db.Set<AuditUnsealed>().CountAsync())); // the sealer's own
        Assert.Equal(2, await house.Read(tx => tx.Db.Set<ClaimNow>().CountAsync()));
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), line => Assert.True(line.Holds, line.Id));

        var requests = await house.Read(tx => tx.Db.Set<Idempotency>().CountAsync());
        await Upkeep.Run(house.Work);
        Assert.Equal(requests, await house.Read(tx => tx.Db.Set<Idempotency>().CountAsync()));
    }
}

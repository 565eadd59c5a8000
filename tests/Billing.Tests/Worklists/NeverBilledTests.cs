using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Worklists;

public sealed class NeverBilledTests
{
    /// <summary>One set, 95.00, is billed and paid; then the second set, 60.00, is entered.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_charge_entered_after_the_claim_was_paid_is_work_until_the_corrected_claim_goes(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia.Replace(",{\"minutes\":16,\"electrical\":false,\"reinsertion\":true}", "", StringComparison.Ordinal).Replace("\"contactMinutes\":32", "\"contactMinutes\":16", StringComparison.Ordinal));
        var first = await Sent(house);
        await Post(house, "T1", "62", [$"CLP*{first.Pcn}*1*95*62**12*ICN1~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*95*62**1~DTM*472*20260302~CAS*CO*45*33~"]);
        var practice = await house.Read(tx => tx.Db.Set<Claim>().Select(c => c.Practice).SingleAsync());
        Assert.Empty(await house.Read(tx => FollowUp.Of(tx, practice)));

        await house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0]));
        var work = Assert.Single(await house.Read(tx => FollowUp.Of(tx, practice)));
        Assert.Equal((NextAction.BillMissing, "60.00", "60.00 was charged for the visit and is on no claim that went."), (work.Next.Action, work.Next.AtStake.ToString(), work.Why));
        Assert.Equal(1, (await house.Read(tx => FollowUp.Totals(tx, practice))).Count);

        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "the second set"));
        Assert.Empty(await house.Read(tx => FollowUp.Of(tx, practice)));
        var corrected = await Sent(house);
        Assert.Equal(("7", new Money(155_00)), (corrected.Frequency, corrected.Charge));
    }
}

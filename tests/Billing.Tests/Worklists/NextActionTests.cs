using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Worklists;

public sealed class NextActionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_claim_has_one_next_action_and_whose_turn_it_is(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "144", [Edi.Claim(pcns[0], "64", "CO*45*20", "PR*2*16"), Edi.Claim(pcns[1], "0", "CO*197*100"), Edi.Claim(pcns[2], "80", "CO*45*20")]));
        Assert.Equal(3, await house.Do(tx => ProjectClaims.Run(tx, house.Practice)));
        Assert.Equal(0, await house.Do(tx => ProjectClaims.Run(tx, house.Practice)));
        var now = await house.Read(tx => tx.Db.Set<ClaimNow>().OrderBy(c => c.ClaimId).ToListAsync());
        Assert.Equal([("us", "Send the claim to the next payer", "16.00"), ("us", "Attach the authorization, ask for one after the fact, or appeal; the patient is not billed in network.", "100.00"), ("nobody", "", "0.00")],
            now.Select(n => (n.Turn, n.NextAction, n.AtStake.ToString())));
        Assert.All(now, n => Assert.Equal("adjudicated", n.Status));
    }
}

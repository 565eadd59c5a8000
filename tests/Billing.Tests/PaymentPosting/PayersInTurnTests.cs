using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Remittances are posted as they come; in which order changes no balance and leaves no work that is none.</summary>
public sealed class PayersInTurnTests
{
    private static string First(string pcn) => Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20");
    private static string Second(string pcn) => Edi.Claim(pcn, "2", "100", "15", "97810", "OA*23*80", "PR*3*5");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_payers_answer_that_was_posted_first_counts_behind_the_first_ones(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (usual, turned) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("A1", "60", [First(usual)]));
        await ward.Post(Edi.Remit("B1", "15", [Second(usual)], payer: "77002"));
        await ward.Post(Edi.Remit("B2", "15", [Second(turned)], payer: "77002"));
        await ward.Post(Edi.Remit("A2", "60", [First(turned)]));
        Assert.Contains("guarantorReceivable guarantor 10.00", await ward.Book());
        Assert.DoesNotContain(await ward.Book(), b => b.StartsWith("payerReceivable", StringComparison.Ordinal));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));

        var (book, items) = (await ward.Book(), await ward.Items());
        foreach (var check in new[] { "A2", "B2" }) await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(check, null, null, null, "test"));
        await ward.Post(Edi.Remit("B2", "15", [Second(turned)], payer: "77002"));
        await ward.Post(Edi.Remit("A2", "60", [First(turned)]));
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
    }
    /// <summary>The order was changed while the claim was out: the plan that pays first now is asked before the guarantor, whatever the other one leaves to the patient (MONEY 1.5).</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_plan_that_pays_first_now_and_was_never_asked_comes_before_the_guarantor(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await house.Do(async tx =>
        {
            foreach (var coverage in await tx.Db.Set<Billing.Parties.Coverage>().ToListAsync()) coverage.Rank = 3 - coverage.Rank;
        });
        await ward.Post(Edi.Remit("A1", "60", [First(pcn)]));
        Assert.Contains("payerReceivable blue 20.00", await ward.Book());
        Assert.DoesNotContain(await ward.Book(), b => b.StartsWith("guarantorReceivable", StringComparison.Ordinal));
        Assert.StartsWith("Coverages changed: green health pays before the one that has answered", await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).SingleAsync()), StringComparison.Ordinal);
    }
}

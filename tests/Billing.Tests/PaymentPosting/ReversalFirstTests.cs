using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A corrected answer counts after the reversal of the one that it corrects, wherever it stands: before it in the file, or in an earlier check (DESIGN law 7).</summary>
public sealed class ReversalFirstTests
{
    private static readonly string[] Corrected = ["contractual 75.50", "grossCharges -215.00", "payerReceivable green 20.00"];

    private static string First(string pcn) => Edi.Claim(pcn, "1", "215", "129.50", "97810", "CO*45*75.5", "PR*3*10");
    private static string Back(string pcn) => Edi.Claim(pcn, "22", "-215", "-129.50", "97810", "CO*45*-75.5", "PR*3*-10");
    private static string Again(string pcn) => Edi.Claim(pcn, "1", "215", "119.50", "97810", "CO*45*75.5", "PR*3*20");

    private static Task<int> Credits(House house) => house.Read(async tx => (await OpenDenials.Open(tx).ToListAsync()).Count(d => d.AtStake.IsNegative));

    private static Task Unpost(House house, string trace) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "test"));

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_when_it_stands_before_the_reversal_in_one_check(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 215.00");
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        var (one, items) = (await ward.Book(), await ward.Items());
        var file = Edi.Remit("Z2", "0", [Again(pcn), Back(pcn)], "PLB*1234567893*20261231*FB*-10~", date: "20260304", method: "NON");
        await ward.Post(file);
        await Holds(ward);
        var after = await ward.Items();
        await Unpost(house, "Z2");
        Assert.Equal(one, await ward.Book());
        Assert.Equal(items, await ward.Items());
        await ward.Post(file);
        Assert.Equal(after, await ward.Items());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_does_when_it_comes_in_an_earlier_check_and_whatever_is_undone_and_posted_again(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 215.00");
        var (second, third) = (Edi.Remit("Z2", "119.50", [Again(pcn)], date: "20260304"), Edi.Remit("Z3", "0", [Back(pcn)], "PLB*1234567893*20261231*FB*-129.5~", date: "20260305", method: "NON"));
        await ward.Post(Edi.Remit("Z1", "129.50", [First(pcn)], date: "20260301"));
        await ward.Post(second);
        var twice = await ward.Items();
        Assert.NotEqual(0, await Credits(house));
        await ward.Post(third);
        await Holds(ward);
        var after = await ward.Items();

        await Unpost(house, "Z3");
        Assert.Equal(twice, await ward.Items());
        await ward.Post(third);
        Assert.Equal(after, await ward.Items());
        await Unpost(house, "Z2");
        await ward.Post(second);
        Assert.Equal(after, await ward.Items());
        await Unpost(house, "Z3");
        await Unpost(house, "Z2");
        await ward.Post(third);
        await ward.Post(second);
        Assert.Equal(after, await ward.Items());
        Assert.Equal(0, await Credits(house));
    }

    /// <summary>The patient's 20.00 is the second plan's, the contract's 75.50 is written off, and nobody has a credit.</summary>
    private static async Task Holds(Ward ward)
    {
        var book = await ward.Book();
        foreach (var line in Corrected) Assert.Contains(line, book);
        Assert.DoesNotContain(book, l => l.StartsWith("payerReceivable blue", StringComparison.Ordinal));
        Assert.Equal(0, await Credits(ward.House));
    }
}

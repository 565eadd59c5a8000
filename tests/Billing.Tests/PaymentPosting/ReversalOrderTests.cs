using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>An answer, the reversal of it and the corrected answer come in three checks: whichever is undone or posted first, nobody gets a credit that nobody gave.</summary>
public sealed class ReversalOrderTests
{
    private static string Paid(string pcn) => Edi.Claim(pcn, "1", "160", "80", "97810", "CO*45*60", "PR*3*20");
    private static string TakenBack(string pcn) => Edi.Claim(pcn, "22", "-160", "-80", "97810", "CO*45*-60", "PR*3*-20");
    private static string First(string pcn) => Edi.Remit("K1", "80", [Paid(pcn)], date: "20260301");
    private static string Back(string pcn, string other) => Edi.Remit("K3", "0", [TakenBack(pcn), Edi.Claim(other, "80", "CO*45*20")], date: "20260304");

    private static Task Unpost(House house, string trace, string? pcn = null) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, pcn, "test"));

    private static async Task Refused(House house, Func<Task> unpost, string words)
    {
        var entries = await house.Read(tx => tx.Db.Set<JournalEntryRow>().CountAsync());
        var refused = await Assert.ThrowsAsync<BadInputException>(unpost);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(entries, await house.Read(tx => tx.Db.Set<JournalEntryRow>().CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_that_a_later_check_takes_back_is_unposted_after_it_and_not_before(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 160.00"), await ward.Claim("97810 100.00"));
        var charged = await ward.Book();
        await ward.Post(First(pcn));
        await ward.Post(Back(pcn, other));
        var words = $"Check K3 of 2026-03-04 takes back the answer to claim {pcn} that check K1 brought. Nothing was undone.";
        await Refused(house, () => Unpost(house, "K1"), words);
        await Refused(house, () => Unpost(house, "K1", pcn), words);

        await Unpost(house, "K3", pcn);
        await Unpost(house, "K1");
        Assert.DoesNotContain(await ward.Items(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal));
        await Unpost(house, "K3");
        Assert.Equal(charged, await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_and_its_reversal_in_one_check_are_unposted_together(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 160.00"), await ward.Claim("97810 100.00"));
        var charged = await ward.Book();
        await ward.Post(Edi.Remit("K1", "80", [Paid(pcn), TakenBack(pcn), Edi.Claim(other, "80", "CO*45*20")]));
        await Unpost(house, "K1", pcn);
        Assert.DoesNotContain(await ward.Items(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal));
        await Unpost(house, "K1");
        Assert.Equal(charged, await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task So_it_is_with_a_siblings_claim_that_a_later_check_of_ours_takes_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var (lucia, ida) = (await ward.Claim("97810 100.00"), await sibling.Claim("97810 100.00"));
        string Ida(string status, string charge, string paid, params string[] cas) => Edi.Claim("IVER*IDA", ida, status, charge, paid, "97810", cas);
        await ward.Post(Edi.Remit("K1", "140", [Edi.Claim(lucia, "60", "CO*45*40"), Ida("1", "100", "80", "CO*45*20")], date: "20260301"));
        await ward.Post(Edi.Remit("K3", "-30", [Ida("22", "-100", "-80", "CO*45*-20"), Ida("1", "100", "50", "CO*45*50")], method: "NON", date: "20260304"));
        var book = await sibling.Book();
        await Refused(house, () => Unpost(house, "K1"), $"Check K3 of 2026-03-04 takes back the answer to claim {ida} that check K1 brought.");
        Assert.Equal(book, await sibling.Book());
        await Unpost(house, "K1", lucia); // the rest of the check is free
        await Unpost(house, "K3");
        await Unpost(house, "K1");
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await sibling.Book());
    }
}

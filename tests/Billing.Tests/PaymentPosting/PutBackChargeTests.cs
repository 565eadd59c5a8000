using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>155.00 billed; the plan paid 93.00, took 52.00 off, and left 10.00 that the mother has paid. A slip of the hand that is put right changes nothing of that.</summary>
public sealed class PutBackChargeTests
{
    [Theory]
    [InlineData("sqlite", "corrected")]
    [InlineData("sqlite", "cancelled")]
    [InlineData("postgres", "corrected")]
    public async Task A_visit_that_says_again_what_was_billed_has_its_answers_again(string kind, string slip)
    {
        await using var house = await Answered(kind);
        var (book, items) = (await Balances(house), await Owed(house));
        if (slip == "corrected") await Charge(house, [16]);
        else await house.Do(async tx => await CancelVisit.Run(tx, new((await Visit(tx)).Id.Value, "the wrong patient's row")));
        Assert.Contains(await Owed(house), i => i.StartsWith("payerReceivable", StringComparison.Ordinal) && i.Contains(" -", StringComparison.Ordinal));

        await Charge(house, [16, 16]);
        Assert.Equal(book, await Balances(house));
        Assert.Equal(items, await Owed(house));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Null(await house.Read(async tx => await ClaimsThatDiffer.Of(tx, await Visit(tx))));
        Assert.Empty(await house.Read(tx => OpenWork.Of(tx, OpenDenials.Open(tx), default)));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "look again"));
        await Answer(house);
        Assert.Equal(items, await Owed(house));
        await Holds(house);
    }

    /// <summary>The plan has a claim for the slip already: what it answered before was for another charge.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Once_a_corrected_claim_went_the_line_is_charged_anew(string kind)
    {
        await using var house = await Answered(kind);
        await Charge(house, [16]);
        await house.Do(async tx => await ReplaceClaim.Run(tx, (await tx.Db.Set<Record.Submission>().SingleAsync()).Pcn, "One set"));
        Assert.Equal("7", Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent).Frequency);
        await Charge(house, [16, 16]);
        Assert.Contains(await Owed(house), i => i.StartsWith("payerReceivable", StringComparison.Ordinal) && i.EndsWith(" 60.00", StringComparison.Ordinal));
        Assert.NotNull(await house.Read(async tx => await ClaimsThatDiffer.Of(tx, await Visit(tx))));
        await Holds(house);
    }

    private static async Task<House> Answered(string kind)
    {
        var house = await House.Open(kind);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, Books.Read(Books.Lucia) with { Coverages = [.. Books.Read(Books.Lucia).Coverages.Take(1)] }));
        await Sent(house);
        await Answer(house);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(1000), PaymentMethod.Cash, "v1", null)));
        return house;
    }

    private static async Task Answer(House house)
    {
        var pcn = await house.Read(tx => tx.Db.Set<Record.Submission>().Select(s => s.Pcn).FirstAsync());
        await Post(house, "T1", "93", [Submissions.LuciasClaim.Answer(pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
    }

    private static Task<Encounter> Visit(Tx tx) => tx.Db.Set<Encounter>().SingleAsync();

    private static Task<Saved> Charge(House house, int[] minutes) => house.Do(tx => CaptureCharge.Run(tx, new VisitForm
    {
        Key = "v1", Patient = "lucia", Provider = "lin", Place = "11", Date = "2026-03-02", Diagnoses = ["G43.009"], ContactMinutes = minutes.Sum(),
        Sets = [.. minutes.Select((m, i) => new SetForm { Minutes = m, Electrical = false, Reinsertion = i > 0 ? true : null })],
    }));

    private static Task<List<string>> Balances(House house) => house.Read(async tx =>
        (await tx.Db.Set<AccountMonth>().AsNoTracking().ToListAsync()).GroupBy(m => m.Account).Select(g => $"{Chart.Key(g.Key)} {g.Sum(m => m.Debits) - g.Sum(m => m.Credits)}").Where(l => !l.EndsWith(" 0.00", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList());

    private static Task<List<string>> Owed(House house) => house.Read(async tx =>
        (await (from now in tx.Db.Set<OpenItemNow>()
                join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                where now.Amount != Money.Zero
                select new { now.Account, now.PartyId, item.About, now.Amount }).AsNoTracking().ToListAsync()).Select(i => $"{Chart.Key(i.Account)} {i.PartyId} {i.About} {i.Amount}").Order(StringComparer.Ordinal).ToList());

    private static async Task Holds(House house) => Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
}

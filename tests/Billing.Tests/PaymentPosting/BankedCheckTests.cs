using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>The bank's money and the payer's detail part ways (MONEY 1.4): undoing a check whose money is in the bank takes back what it says of the claims, never the money.</summary>
public sealed class BankedCheckTests
{
    private static string Remit(string pcn, string name = "1") => Edi.Remit("TRACE1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20").Replace("ICN", $"ICN{name}", StringComparison.Ordinal)]);

    private static async Task<MatchedLine> Bank(Ward ward, string file, string line = "2026-03-16,HCCLAIMPMT,60.00,TRACE1") =>
        Assert.Single(await ward.House.Do(tx => MatchDeposit.Run(tx, ward.House.Practice, file.PadRight(16, 'x'), BankFile.Read($"date,description,amount,trace\n{line}\n"))));

    private static Task<RemitLine> Unpost(Ward ward, string? pcn = null) => RemitPosting.Unpost(ward.House.Work, ward.House.Scope, new UnpostCommand("TRACE1", "blue", null, pcn, "look again"));

    private static async Task Repost(Ward ward)
    {
        var first = await ward.House.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).FirstAsync());
        await RemitPosting.Repost(ward.House.Work, ward.House.Scope, ward.House.Practice, first);
    }

    private static Task<List<PostingException>> Waiting(Ward ward) => ward.House.Read(tx => Exceptions.Open(tx).ToListAsync());

    private static async Task BooksHold(Ward ward)
    {
        Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
        Assert.Empty((await ward.House.Read(tx => ReplayRemittances.Run(tx, ward.House.Practice))).Drifts);
    }

    private static readonly string[] Posted = ["cash 60.00", "contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00"];
    private static readonly string[] MoneyAlone = ["cash 60.00", "grossCharges -100.00", "payerReceivable blue 100.00", "unappliedPayerCash blue -60.00"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposting_a_check_that_the_bank_has_confirmed_leaves_its_money_unapplied_until_it_is_posted_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Remit(pcn));
        Assert.Equal("check", (await Bank(ward, "b1")).What);
        Assert.Equal(Posted, await ward.Book());
        var (items, entries) = (await ward.Items(), await ward.Count<JournalEntryRow>());
        for (var again = 0; again < 2; again++)
        {
            var line = await Unpost(ward);
            Assert.Equal(("exception", 0, 1), (line.Outcome, line.Posted, line.Waiting));
            Assert.Equal(MoneyAlone, await ward.Book());
            const string why = "Check TRACE1 of blue health is not posted, but the bank has its 60.00: the money stands unapplied.";
            Assert.Contains(why, line.Reasons);
            var waits = Assert.Single(await Waiting(ward));
            Assert.Equal((ExceptionKind.Unposted, "60.00", why, "Mend what was wrong, then post the check again."), (waits.Kind, waits.Amount.ToString(), waits.Reason, waits.NextStep));
            await BooksHold(ward);
            Assert.Contains("is not posted", (await Assert.ThrowsAsync<BadInputException>(() => Unpost(ward))).Message, StringComparison.Ordinal);

            if (again == 0) Assert.Equal("posted", (await ward.Post(Remit(pcn))).Outcome);
            else await RemitPosting.Retry(house.Work, house.Scope, waits.Id);
            Assert.Equal(Posted, await ward.Book());
            Assert.Equal(items, await ward.Items());
            Assert.Empty(await Waiting(ward));
        }
        Assert.True(await ward.Count<JournalEntryRow>() > entries);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bank_line_for_a_check_that_was_unposted_is_money_without_remittance(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Remit(pcn));
        await Unpost(ward);
        Assert.Empty(await Waiting(ward)); // no money is there yet, so none waits
        Assert.Equal("unidentified", (await Bank(ward, "b0", "2026-03-16,SOMEBODY,60.00,")).What); // an amount alone names no unposted check

        var line = await Bank(ward, "b1");
        Assert.Equal(("check", "check TRACE1 of 10 Mar 2026, which is not posted: its money stands unapplied until it is"), (line.What, line.Detail));
        Assert.Equal([.. MoneyAlone.Select(m => m.Replace("cash 60", "cash 120", StringComparison.Ordinal)).Append("unidentifiedReceipts -60.00")], (await ward.Book()).OrderBy(l => l == "unidentifiedReceipts -60.00"));
        Assert.Single(await Waiting(ward));
        Assert.Equal("unidentified", (await Bank(ward, "b2", "2026-03-16,ANOTHER HCCLAIMPMT,60.00,TRACE1")).What); // the same money does not come twice
        await BooksHold(ward);

        await Repost(ward);
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("unapplied", StringComparison.Ordinal) || l.StartsWith("paymentsInTransit", StringComparison.Ordinal));
        Assert.Empty(await Waiting(ward));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_claim_of_a_confirmed_check_unposted_leaves_only_its_part_unapplied(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        var text = Edi.Remit("TRACE1", "110", [Edi.Claim(a, "60", "CO*45*40"), Edi.Claim(b, "50", "CO*45*50")]);
        await ward.Post(text);
        await Bank(ward, "b1", "2026-03-16,HCCLAIMPMT,110.00,TRACE1");
        var (book, items) = (await ward.Book(), await ward.Items());
        await Unpost(ward, b);
        Assert.Equal(["cash 110.00", "contractual 40.00", "grossCharges -200.00", "payerReceivable blue 100.00", "unappliedPayerCash blue -50.00"], await ward.Book());
        await Unpost(ward);
        Assert.Equal(["cash 110.00", "grossCharges -200.00", "payerReceivable blue 200.00", "unappliedPayerCash blue -110.00"], await ward.Book());
        await ward.Post(text);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Empty(await Waiting(ward));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_better_file_for_a_confirmed_check_takes_the_money_over(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Remit(pcn));
        await Bank(ward, "b1");
        Assert.Equal("exception", (await ward.Post(Remit(pcn, "2"), "second.835")).Outcome);
        var waits = Assert.Single(await Waiting(ward));
        await SecondPosting.Decide(house.Work, house.Scope, new SecondCommand(waits.Id.Value, SecondChoice.Replacement, "the payer sent it anew"));
        Assert.Equal(Posted, await ward.Book());
        Assert.Empty(await Waiting(ward));
        await BooksHold(ward);
    }

    [Theory]
    [InlineData("sqlite", 21)]
    [InlineData("sqlite", 22)]
    [InlineData("postgres", 23)]
    public async Task Whenever_the_banks_lines_come_between_unposting_and_posting_the_book_ends_the_same(string kind, int seed)
    {
        if (kind == "postgres" && Testing.PostgresServer.MissingReason is not null) return;
        var random = new Random(seed);
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        foreach (var (pcn, n) in pcns.Select((p, i) => (p, i)))
            await ward.Post(Edi.Remit($"T{n}", $"{50 + n}", [Edi.Claim(pcn, $"{60 + n}", $"CO*45*{40 - n}")], plb: "PLB*1234567893*20261231*AH:FEE*12*L6:LATE*-2~"));
        var items = (await ward.Items()).Where(i => !i.StartsWith("paymentsInTransit", StringComparison.Ordinal)).ToList();
        var remittances = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync());
        var (posted, banked) = (new[] { true, true, true }, new bool[3]);
        for (var step = 0; step < 12 || !banked.All(b => b) || !posted.All(p => p); step++)
        {
            var i = random.Next(3);
            if (!banked[i] && random.Next(3) == 0)
            {
                Assert.Equal("check", (await Bank(ward, $"s{step}", $"2026-03-16,EFT,{50 + i}.00,T{i}")).What);
                banked[i] = true;
            }
            else
            {
                if (posted[i]) await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand($"T{i}", null, null, null, "test"));
                else await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittances[i]);
                posted[i] = !posted[i];
            }
            Assert.DoesNotContain(await ward.Items(), l => l.StartsWith("paymentsInTransit", StringComparison.Ordinal) && l.Contains(" -", StringComparison.Ordinal));
        }
        Assert.Equal(items, await ward.Items());
        Assert.Contains("cash 153.00", await ward.Book());
        Assert.Empty(await Waiting(ward));
        await BooksHold(ward);
    }
}

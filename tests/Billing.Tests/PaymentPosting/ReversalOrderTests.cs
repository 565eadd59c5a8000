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

    /// <summary>A file that contradicts itself: money with a predetermination (CLP02 25), a reversal with the amounts of an answer. Both wait, nothing is undone, and their money stands unapplied.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_predetermination_with_money_and_a_reversal_with_the_sign_of_an_answer_wait(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (answered, planned) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("K1", "60", [Edi.Claim(answered, "60", "CO*45*20", "PR*2*20")]));
        var before = await ward.Items();
        var odd = Edi.Remit("K2", "105", [Edi.Claim(answered, "22", "100", "60", "97810", "CO*45*20", "PR*2*20"), Edi.Claim(planned, "25", "100", "45", "97810", "CO*45*55")]);
        var line = await ward.Post(odd);
        Assert.Equal((0, 2), (line.Posted, line.Waiting));
        Assert.Collection(line.Reasons.Order(StringComparer.Ordinal),
            r => Assert.Equal("The payer calls this a predetermination (CLP02 25), which pays nothing, but it carries 45.00.", r),
            r => Assert.Equal("The payer calls this a reversal (CLP02 22), but its amounts have the sign of an answer: charge 100.00, paid 60.00, where 100.00 and 60.00 were answered.", r));
        Assert.Contains("unappliedPayerCash blue -105.00", await ward.Book());
        Assert.Equal(before, (await ward.Items()).FindAll(before.Contains));
        var (book, items) = (await ward.Book(), await ward.Items());
        await Unpost(house, "K2");
        Assert.Equal(before, await ward.Items());
        await ward.Post(odd);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.All(await house.Read(tx => Billing.Reporting.LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join(" / ", found.Examples)}"));
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
        var words = $"Check K3 of 4 Mar 2026 takes back the answer to claim {pcn} that check K1 brought. Nothing was undone.";
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
        await Refused(house, () => Unpost(house, "K1"), $"Check K3 of 4 Mar 2026 takes back the answer to claim {ida} that check K1 brought.");
        Assert.Equal(book, await sibling.Book());
        await Unpost(house, "K1", lucia); // the rest of the check is free
        await Unpost(house, "K3");
        await Unpost(house, "K1");
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await sibling.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_that_waits_posts_by_itself_with_the_answer_that_it_takes_back_and_so_does_the_corrected_one(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 160.00"), await ward.Claim("97810 100.00"));
        var corrected = Edi.Remit("K4", "60", [Edi.Claim(pcn, "1", "160", "60", "97810", "CO*45*60", "PR*3*40")], date: "20260311");
        Assert.Equal(("partly", 1, 1), Became(await ward.Post(Back(pcn, other))));
        var waits = await ward.Post(corrected);
        Assert.Equal(("exception", 0, 1), Became(waits));
        Assert.Equal("It follows the reversal of 80.00 in check K3, which waits.", Assert.Single(waits.Reasons));
        Assert.Equal(("duplicate", 0, 1), Became(await ward.Post(corrected)));

        await ward.Post(First(pcn));
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        var book = await ward.Book();
        Assert.Equal(["contractual 80.00", "grossCharges -260.00", "guarantorReceivable guarantor 40.00", "paymentsInTransit blue 140.00"], book);
        Assert.Equal(("duplicate", 1, 0), Became(await ward.Post(corrected)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Undone_and_brought_back_with_the_reversal_before_its_answer_the_book_is_the_same(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 160.00"), await ward.Claim("97810 100.00"));
        foreach (var text in new[] { First(pcn), Back(pcn, other), Edi.Remit("K4", "60", [Edi.Claim(pcn, "1", "160", "60", "97810", "CO*45*60", "PR*3*40")], date: "20260311") })
        {
            await ward.Post(text);
            house.Clock.Pass(TimeSpan.FromMinutes(1));
        }
        var (book, items) = (await ward.Book(), await ward.Items());
        foreach (var trace in new[] { "K3", "K1" }) await Unpost(house, trace);
        Assert.Equal(("partly", 1, 1), Became(await ward.Post(Back(pcn, other))));
        await ward.Post(First(pcn));
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_answer_waits_with_the_reversal_before_it_in_its_file_and_the_file_brought_again_posts_both(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var (pcn, ida) = (await ward.Claim("97810 160.00"), await sibling.Claim("97810 100.00"));
        string Ida(string status, string charge, string paid, params string[] cas) => Edi.Claim("IVER*IDA", ida, status, charge, paid, "97810", cas);
        var both = Edi.Remit("K3", "-50", [TakenBack(pcn), Edi.Claim(pcn, "1", "160", "60", "97810", "CO*45*60", "PR*3*40"), Ida("22", "-100", "-80", "CO*45*-20"), Ida("1", "100", "50", "CO*45*50")], method: "NON", date: "20260304");
        Assert.Equal(("exception", 0, 4), Became(await ward.Post(both)));
        var line = await ward.Post(Edi.Remit("K1", "160", [Paid(pcn), Ida("1", "100", "80", "CO*45*20")], date: "20260301"));
        Assert.Equal("What waited for this in check K3 was tried again by itself.", Assert.Single(line.Reasons));
        Assert.Equal(["contractual 50.00", "dueFrom 50.00", "grossCharges -100.00"], await sibling.Book());
        Assert.Contains("guarantorReceivable guarantor 40.00", await ward.Book());
        Assert.Equal(("duplicate", 4, 0), Became(await ward.Post(both)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_stood_is_posted_again_though_a_later_check_of_the_day_takes_back_something_that_is_not_here(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var (pcn, ida) = (await ward.Claim("97810 160.00"), await sibling.Claim("97810 160.00"));
        string[] Both(params Func<string, string>[] said) => [.. said.Select(s => s(pcn)), .. said.Select(s => s(ida).Replace("REYES*LUCIA", "IVER*IDA", StringComparison.Ordinal))];
        await PostAll(ward, Edi.Remit("K1", "160", Both(Paid)), Edi.Remit("K2", "-160", Both(TakenBack, p => Paid(p, 40), p => TakenBack(p, 40)), method: "NON"),
            Edi.Remit("K3", "-10", Both(p => TakenBack(p, 75), p => Paid(p, 70)), method: "NON"));
        var (before, there) = (await Standing(ward), await sibling.Book());
        Assert.Equal(4, before.Waiting.Count);

        await Unpost(house, "K2");
        await Repost(house, "K2");
        Same(before, await Standing(ward));
        Assert.Equal(there, await sibling.Book());
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task So_it_is_where_the_reversal_of_what_stood_comes_back_after_it(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 160.00");
        await PostAll(ward, Edi.Remit("K1", "80", [Paid(pcn)]), Edi.Remit("K2", "-10", [TakenBack(pcn), Paid(pcn, 70)], method: "NON"), Edi.Remit("K3", "-70", [TakenBack(pcn, 70)], method: "NON"),
            Edi.Remit("K4", "-75", [TakenBack(pcn, 75)], method: "NON"));
        var before = await Standing(ward);
        Assert.Single(before.Waiting);
        foreach (var trace in new[] { "K3", "K2" }) await Unpost(house, trace);
        foreach (var trace in new[] { "K2", "K3" }) await Repost(house, trace);
        Same(before, await Standing(ward));
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    [Theory]
    [InlineData("sqlite", 1)]
    [InlineData("sqlite", 2)]
    [InlineData("sqlite", 3)]
    [InlineData("postgres", 4)]
    public async Task Answers_reversals_and_corrected_answers_of_one_day_come_back_as_they_were_in_whatever_order(string kind, int seed)
    {
        if (kind == "postgres" && Testing.PostgresServer.MissingReason is not null) return;
        var random = new Random(seed);
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(4, "97810 160.00");
        string[] traces = ["K1", "K2", "K3"];
        var paid = pcns.ToDictionary(p => p, _ => new List<int>());
        foreach (var trace in traces)
        {
            var said = pcns.SelectMany(p => (string[])[p, p]).SelectMany(p => Said(p, paid[p], random)).ToList();
            await PostAll(ward, Edi.Remit(trace, $"{said.Sum(s => s.Paid)}", said.Select(s => s.Text), method: "NON"));
        }
        var before = await Standing(ward);
        Assert.NotEmpty(before.Waiting);
        for (var round = 0; round < 3; round++)
        {
            var undone = new List<string>();
            foreach (var trace in Shuffled(traces, random).Concat(traces.Reverse()).Where(t => !undone.Contains(t)))
                try
                {
                    await Unpost(house, trace);
                    undone.Add(trace);
                }
                catch (BadInputException e) when (e.Message.Contains("takes back the answer", StringComparison.Ordinal)) { }
            Assert.NotEmpty(undone);
            foreach (var trace in Shuffled(undone, random)) await Repost(house, trace);
            Same(before, await Standing(ward));
        }
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    /// <summary>What a check says of a claim: an answer, the reversal of one that stands or of one that was never here, the corrected answer behind it.</summary>
    private static IEnumerable<(string Text, int Paid)> Said(string pcn, List<int> paid, Random random)
    {
        if (paid.Count > 0 || random.Next(3) == 0)
        {
            var back = paid.Count > 0 && random.Next(3) > 0 ? paid[^1] : 90 + random.Next(10);
            paid.Remove(back);
            yield return (TakenBack(pcn, back), -back);
        }
        if (random.Next(4) == 0) yield break;
        paid.Add(20 + random.Next(60));
        yield return (Paid(pcn, paid[^1]), paid[^1]);
    }

    private static string[] Shuffled(IEnumerable<string> traces, Random random)
    {
        var order = traces.ToArray();
        random.Shuffle(order);
        return order;
    }

    private static string Paid(string pcn, int paid) => Edi.Claim(pcn, "1", "160", $"{paid}", "97810", "CO*45*60", $"PR*3*{100 - paid}");
    private static string TakenBack(string pcn, int paid) => Edi.Claim(pcn, "22", "-160", $"-{paid}", "97810", "CO*45*-60", $"PR*3*-{100 - paid}");

    private static async Task PostAll(Ward ward, params string[] remittances)
    {
        foreach (var text in remittances)
        {
            await ward.Post(text);
            ward.House.Clock.Pass(TimeSpan.FromMinutes(1));
        }
    }

    private static async Task Repost(House house, string trace)
    {
        var checks = await house.Read(tx => tx.Db.Set<PayerCheck>().Where(c => c.Practice == house.Practice && c.Trn02 == trace).Select(c => c.Id).ToListAsync());
        var remittance = await house.Read(tx => tx.Db.Set<RemittanceRow>().Where(r => checks.Contains(r.CheckId)).Select(r => r.Id).SingleAsync());
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance);
    }

    /// <summary>Balances by account and party, open items, and which answers wait.</summary>
    private static async Task<(List<string> Book, List<string> Items, List<string> Waiting)> Standing(Ward ward) => (await ward.Book(), await ward.Items(),
        await ward.House.Read(tx => Exceptions.Open(tx).Where(e => e.AdjudicationId != null).OrderBy(e => e.AdjudicationId).Select(e => $"{e.AdjudicationId} {e.Amount}").ToListAsync()));

    private static void Same((List<string> Book, List<string> Items, List<string> Waiting) before, (List<string> Book, List<string> Items, List<string> Waiting) after)
    {
        Assert.Equal(before.Book, after.Book);
        Assert.Equal(before.Items, after.Items);
        Assert.Equal(before.Waiting, after.Waiting);
    }

    private static (string, int, int) Became(RemitLine line) => (line.Outcome, line.Posted, line.Waiting);
}

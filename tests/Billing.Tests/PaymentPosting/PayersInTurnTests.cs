using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Remittances are posted as they come; in which order changes no balance and leaves no work that is none.</summary>
public sealed class PayersInTurnTests
{
    private static string First(string pcn) => Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20");
    private static string Second(string pcn, string status = "2") => Edi.Claim(pcn, status, "100", "15", "97810", "OA*23*80", "PR*3*5");

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

    /// <summary>Some payers, as some Medicaids, say CLP02 1 whoever paid before (MONEY 1.1): what stands with the first payer stays there until it answers.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_payer_that_says_it_pays_first_takes_nothing_over_from_the_first_one(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var files = new Dictionary<string, string> { ["A"] = Edi.Remit("A", "60", [First(pcn)]), ["B"] = Edi.Remit("B", "15", [Second(pcn, status: "1")], payer: "77002") };
        await ward.Post(files["B"]);
        string[] between = ["grossCharges -100.00", "payerReceivable blue 100.00", "payerReceivable green -15.00", "paymentsInTransit green 15.00"];
        Assert.Equal(between, await ward.Book());
        Assert.Equal("100.00 Not answered: green health has answered and paid 15.00, but blue health pays before it and has not answered.", Assert.Single(await Work(house)));
        await ward.Post(files["A"]);
        var (book, items) = (await ward.Book(), await ward.Items());
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 5.00", "paymentsInTransit blue 60.00", "paymentsInTransit green 15.00"], book);
        Assert.Empty(await Work(house));

        await Unpost(house, "A");
        Assert.Equal(between, await ward.Book());
        Assert.StartsWith("100.00 Not answered", Assert.Single(await Work(house)), StringComparison.Ordinal);
        await ward.Post(files["A"]);
        Assert.Equal(book, await ward.Book());
        await Unpost(house, "B");
        Assert.Contains("payerReceivable green 20.00", await ward.Book());
        await ward.Post(files["B"]);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Empty(await Work(house));
        Assert.All(await house.Read(tx => Billing.Reporting.LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join(" / ", found.Examples)}"));
    }

    /// <summary>Two payers' answers of any kind, whatever CLP02 the second writes: posted in one order and in the other, each claim ends with the same open items.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_which_order_two_payers_answer_changes_no_open_item(int seed)
    {
        var random = new Random(seed);
        var ward = await Ward.Open("sqlite", secondary: true);
        await using var house = ward.House;
        var (inTurn, turned) = (await ward.Claims(8, "97810 100.00"), await ward.Claims(8, "97810 100.00"));
        string[][] firsts = [["60", "CO*45*20", "PR*2*20"], ["0", "CO*197*100"], ["55", "CO*45*25", "PR*1*20"], ["70", "CO*45*20", "PR*96*10"]];
        string[][] seconds = [["15", "OA*23*80", "PR*3*5"], ["0", "OA*23*60", "CO*45*40"], ["20", "CO*45*80"], ["70", "PR*3*30"]];
        var (first, second) = (inTurn.ConvertAll(_ => firsts[random.Next(4)]), inTurn.ConvertAll(_ => seconds[random.Next(4)]));
        var said = inTurn.Select(_ => random.Next(2) == 0 ? "1" : "2").ToList();
        string Of(string trace, List<string[]> answers, List<string> pcns, List<string> status, string payer) => Edi.Remit(trace, $"{answers.Sum(a => int.Parse(a[0], System.Globalization.CultureInfo.InvariantCulture))}",
            answers.Select((a, i) => Edi.Claim(pcns[i], status[i], "100", a[0], "97810", a[1..])), payer: payer, method: "NON");
        var ones = said.ConvertAll(_ => "1");
        await ward.Post(Of("A1", first, inTurn, ones, "77001"));
        await ward.Post(Of("B1", second, inTurn, said, "77002"));
        await ward.Post(Of("B2", second, turned, said, "77002"));
        await ward.Post(Of("A2", first, turned, ones, "77001"));
        var charges = await house.Read(tx => tx.Db.Set<Billing.Record.Charge>().OrderBy(c => c.Id).Select(c => c.Id).ToListAsync());
        var items = await ward.Items();
        List<string> Standing(int claim) => items.FindAll(i => i.Contains($" charge:{charges[claim]} ", StringComparison.Ordinal)).ConvertAll(i => $"{i[..i.IndexOf(" charge:", StringComparison.Ordinal)]} {i[(i.LastIndexOf(' ') + 1)..]}");
        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(Standing(i), Standing(i + 8)));
        var work = await Work(house);
        Assert.DoesNotContain(work, w => w.Contains("pays before", StringComparison.Ordinal));
        Assert.All(work.GroupBy(w => w), same => Assert.Equal(0, same.Count() % 2));
    }

    private static Task<List<string>> Work(House house) => house.Read(async tx => (await OpenDenials.Open(tx).ToListAsync()).ConvertAll(d => $"{d.AtStake} {d.Reason}"));

    private static Task Unpost(House house, string trace) => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "test"));

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

using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>120.00 and 80.00: the first plan pays the one and denies the other, the second pays both. Whoever decided what before, and in which order the answers came, it ends the same.</summary>
public sealed class TakesOverTests
{
    private static readonly string[] Settled =
        ["contractual 50.00", "grossCharges -200.00", "guarantorReceivable guarantor 5.00", "paymentsInTransit blue 80.00", "paymentsInTransit green 65.00"];

    private static string Blue(string pcn) => Edi.Remit("A", "80", [$"CLP*{pcn}*1*200*80**12*IB~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*120*80**1~CAS*CO*45*20~CAS*PR*2*20~SVC*HC:97811*80*0**1~CAS*CO*197*80~"]);
    private static string Green(string pcn) => Edi.Remit("B", "65", [$"CLP*{pcn}*2*200*65**12*IG~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*120*15**1~CAS*OA*23*100~CAS*PR*3*5~SVC*HC:97811*80*50**1~CAS*CO*45*30~"], payer: "77002");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_that_the_second_plan_pays_leaves_no_debt_of_the_first_and_no_refund(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 120.00", "97811 80.00");
        await ward.Post(Blue(pcn));
        Assert.Equal("80.00", (await Work(ward)).Single());
        await ward.Post(Green(pcn));
        Assert.Equal(Settled, await ward.Book());
        Assert.Empty(await Work(ward));

        var items = await ward.Items();
        foreach (var check in (string[])["B", "A"])
        {
            await Unpost(ward, check);
            await ward.Post(check == "A" ? Blue(pcn) : Green(pcn));
            Assert.Equal(Settled, await ward.Book());
            Assert.Equal(items, await ward.Items());
            Assert.Empty(await Work(ward));
        }
        await Unpost(ward, "B");
        Assert.Equal("80.00", (await Work(ward)).Single()); // with the second plan's answer gone, the denial is work again
        await BooksHold(ward);
    }

    [Theory]
    [InlineData("sqlite", "moved to the second plan")]
    [InlineData("sqlite", "moved to the guarantor")]
    [InlineData("sqlite", "written off")]
    [InlineData("sqlite", "second plan first")]
    [InlineData("postgres", "moved to the guarantor")]
    public async Task What_was_decided_about_the_denied_line_before_gives_way_to_the_second_plans_answer(string kind, string before)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 120.00", "97811 80.00");
        if (before == "second plan first") await ward.Post(Green(pcn));
        await ward.Post(Blue(pcn));
        var line = await house.Read(tx => tx.Db.Set<Charge>().Where(c => c.Code == "97811").Select(c => c.Id.Value).SingleAsync());
        var (blue, green, eighty) = (Party.Payer(ward.Blue.Value), Party.Payer(ward.Green.Value), new Money(8000));
        if (before == "moved to the second plan") await house.Do(tx => DecideBalance.Transfer(tx, new(line, blue, green, eighty, "nextPlan", "denied there")));
        if (before == "moved to the guarantor") await house.Do(tx => DecideBalance.Transfer(tx, new(line, blue, Party.Guarantor(ward.Account.Value), eighty, "waiver", "signed")));
        if (before == "written off") await house.Do(tx => DecideBalance.WriteOff(tx, new(line, blue, eighty, "smallBalance", "")));
        var decided = await ward.Book();
        if (before != "second plan first") await ward.Post(Green(pcn));
        Assert.Equal(Settled, await ward.Book());
        Assert.Empty(await Work(ward));
        if (before == "second plan first") return;
        await Unpost(ward, "B");
        Assert.Equal(decided, await ward.Book());
        await ward.Post(Green(pcn));
        Assert.Equal(Settled, await ward.Book());
        await BooksHold(ward);
    }

    private static Task Unpost(Ward ward, string trace) => RemitPosting.Unpost(ward.House.Work, ward.House.Scope, new UnpostCommand(trace, null, null, null, "look again"));

    private static Task<List<string>> Work(Ward ward) => ward.House.Read(async tx => (await OpenWork.Of(tx, OpenDenials.Open(tx), default)).ConvertAll(w => w.AtStake.ToString()));

    private static async Task BooksHold(Ward ward) => Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
}

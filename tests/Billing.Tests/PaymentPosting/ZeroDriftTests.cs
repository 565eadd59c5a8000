using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Whatever payers answer: undone and posted again, every balance and open item is as it was, and the stored decisions give the book to the cent.</summary>
public sealed class ZeroDriftTests
{
    [Theory]
    [InlineData("sqlite", 1)]
    [InlineData("sqlite", 2)]
    [InlineData("sqlite", 3)]
    [InlineData("sqlite", 4)]
    public async Task Random_answers_undone_and_posted_again_leave_the_same_book(string kind, int seed)
    {
        var random = new Random(seed);
        var ward = await Ward.Open(kind, secondary: random.Next(2) == 0);
        await using var house = ward.House;
        var pcns = await ward.Claims(12, "97810 100.00");
        var traces = new List<string>();
        for (var check = 1; check <= 4; check++)
        {
            var claims = pcns.Where(_ => random.Next(3) > 0).Select(p => Answer(p, check, random)).ToList();
            var total = claims.Sum(c => c.Paid);
            await ward.Post(Edi.Remit($"T{check}", $"{total / 100}.{Math.Abs(total) % 100:00}", claims.Select(c => c.Text), payer: check == 3 ? "77002" : "77001"));
            traces.Add($"T{check}");
        }
        var (book, items, entries) = (await ward.Book(), await ward.Items(), await ward.Count<JournalEntryRow>());
        var remittances = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync());
        // Latest first, so that each posting is undone and done in the state that it was made in.
        for (var i = traces.Count - 1; i >= 0; i--) await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(traces[i], null, null, null, "test"));
        Assert.Equal(["grossCharges -1200.00", "payerReceivable blue 1200.00"], await ward.Book());
        foreach (var remittance in remittances) await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.True(await ward.Count<JournalEntryRow>() > entries);

        var replayed = await house.Read(tx => ReplayRemittances.Run(tx, house.Practice));
        Assert.True(replayed.Facts > traces.Count);
        Assert.Empty(replayed.Drifts);
    }

    [Theory]
    [InlineData("sqlite", 11)]
    [InlineData("sqlite", 12)]
    [InlineData("sqlite", 13)]
    [InlineData("postgres", 14)]
    public async Task An_answer_keeps_its_place_whichever_check_is_undone_first_and_posted_first(string kind, int seed)
    {
        var random = new Random(seed);
        var ward = await Ward.Open(kind, secondary: random.Next(2) == 0);
        await using var house = ward.House;
        var pcns = await ward.Claims(8, "97810 100.00");
        var green = 1 + random.Next(3); // the second payer's may be the first check
        for (var check = 1; check <= 3; check++)
        {
            var claims = pcns.Where(_ => random.Next(4) > 0).Select(p => Answer(p, check, random)).ToList();
            var total = claims.Sum(c => c.Paid);
            await ward.Post(Edi.Remit($"T{check}", $"{total / 100}.{Math.Abs(total) % 100:00}", claims.Select(c => c.Text), payer: check == green ? "77002" : "77001"));
        }
        var (book, items) = (await ward.Book(), await ward.Items());
        var remittances = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync());
        for (var round = 0; round < 3; round++)
        {
            var some = Enumerable.Range(0, 3).Where(_ => random.Next(3) > 0).ToArray();
            random.Shuffle(some);
            foreach (var i in some) await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand($"T{i + 1}", null, null, null, "test"));
            random.Shuffle(some);
            foreach (var i in some) await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittances[i]);
            Assert.Equal(book, await ward.Book());
            Assert.Equal(items, await ward.Items());
        }
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    [Theory]
    [InlineData("sqlite", 122)]
    [InlineData("sqlite", 33)]
    [InlineData("postgres", 34)]
    public async Task Debts_written_off_moved_or_paid_come_back_as_they_were_whichever_answer_is_undone_and_posted_first(string kind, int seed)
    {
        if (kind == "postgres" && Testing.PostgresServer.MissingReason is not null) return;
        var random = new Random(seed);
        var ward = await Ward.Open(kind, secondary: seed % 2 == 0);
        await using var house = ward.House;
        var pcns = await ward.Claims(6, "97810 100.00");
        for (var check = 1; check <= 4; check++)
        {
            var claims = pcns.Where(_ => random.Next(4) > 0).Select(p => Answer(p, check, random)).ToList();
            var total = claims.Sum(c => c.Paid);
            await ward.Post(Edi.Remit($"T{check}", $"{total / 100}.{Math.Abs(total) % 100:00}", claims.Select(c => c.Text), payer: check == 3 ? "77002" : "77001"));
            foreach (var visit in await house.Read(tx => tx.Db.Set<Encounter>().ToListAsync())) await Settle(ward, visit, random);
        }
        var (book, items) = (await ward.Book(), await ward.Items());
        var remittances = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync());
        foreach (var trace in await TakenBackByT4(house))
        {
            await Assert.ThrowsAsync<BadInputException>(() => RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "test")));
            Assert.Equal(items, await ward.Items());
        }
        for (var round = 0; round < 2; round++)
        {
            // The fourth takes answers back: it goes before them (else they are refused) and comes after them.
            var some = Enumerable.Range(0, 3).Where(_ => round == 1 || random.Next(3) > 0).ToArray();
            random.Shuffle(some);
            foreach (var i in some.Prepend(3))
            {
                await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand($"T{i + 1}", null, null, null, "test"));
                Assert.DoesNotContain(await ward.Items(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal) && l.Contains(" -", StringComparison.Ordinal));
            }
            random.Shuffle(some);
            foreach (var i in some.Append(3)) await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittances[i]);
            Assert.Equal(book, await ward.Book());
            Assert.Equal(items, await ward.Items());
        }
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
        Assert.All(await house.Read(tx => Billing.Reporting.LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    /// <summary>What a guarantor or the second plan owes for the visit, now and then: written off, moved to the other, or paid at the desk, in whole or in part.</summary>
    internal static async Task Settle(Ward ward, Encounter visit, Random random)
    {
        var (guarantor, green) = (Party.Guarantor(ward.Account.Value), Party.Payer(ward.Green.Value));
        var second = await ward.House.Read(tx => tx.Db.Set<Coverage>().AnyAsync(c => c.PayerId == ward.Green));
        foreach (var part in await ward.House.Read(tx => VisitBalance.Owed(tx, visit)))
        {
            var amount = random.Next(2) == 0 ? part.Amount : new Money(1 + random.NextInt64(part.Amount.Cents));
            var of = new VisitDebt(visit.Id.Value, part.Party, part.Line, amount);
            if (part.Party == Party.Payer(ward.Blue.Value) || random.Next(3) == 0) continue;
            if (random.Next(3) == 0) await ward.House.Do(tx => VisitBalance.WriteOff(tx, new(of, "smallBalance", "")));
            else if (part.Party == green) await ward.House.Do(tx => VisitBalance.Transfer(tx, new(of, guarantor, "waiver", "signed")));
            else if (second && random.Next(2) == 0) await ward.House.Do(tx => VisitBalance.Transfer(tx, new(of, green, "coverageFound", "card")));
            else await ward.House.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", amount, PaymentMethod.Cash, visit.Key, null)));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposting_the_first_of_two_payments_lets_the_second_count_alone_until_it_is_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 160.00");
        string Paid() => Edi.Claim(pcn, "1", "160", "80", "97810", "CO*45*60", "PR*3*20");
        await ward.Post(Edi.Remit("T4", "80", [Paid()]));
        await ward.Post(Edi.Remit("T40", "80", [Paid()], date: "20260312"));
        var twice = await ward.Book();
        Assert.Contains("payerReceivable blue -80.00", twice);
        Assert.Contains("contractual 60.00", twice);
        Assert.Contains("guarantorReceivable guarantor 20.00", twice);
        Assert.Equal([new Money(-8000)], await Work(house));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T4", "blue", null, null, "test"));
        Assert.Equal(["contractual 60.00", "grossCharges -160.00", "guarantorReceivable guarantor 20.00", "paymentsInTransit blue 80.00"], await ward.Book());
        Assert.Empty(await Work(house));

        var first = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).FirstAsync());
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, first);
        Assert.Equal(twice, await ward.Book());
        Assert.Equal([new Money(-8000)], await Work(house));
    }

    /// <summary>The checks of which the fourth has taken an answer back.</summary>
    private static Task<List<string>> TakenBackByT4(House house) => house.Read(async tx =>
    {
        var rows = await tx.Db.Set<PostingDecisionRow>().Where(d => d.FactKind == FactKind.Adjudication).ToListAsync();
        var of = rows.Select(d => PostingDecision.FromJson(d.Choices)).Where(d => d.Kind == DecisionKind.Reversal).Select(d => new Id<Adjudication>(d.Of!.Value)).ToList();
        Assert.NotEmpty(of);
        return await (from answer in tx.Db.Set<Adjudication>()
                      where of.Contains(answer.Id)
                      join remittance in tx.Db.Set<RemittanceRow>() on answer.RemittanceId equals remittance.Id
                      join check in tx.Db.Set<PayerCheck>() on remittance.CheckId equals check.Id
                      where check.Trn02 != "T4"
                      select check.Trn02).Distinct().ToListAsync();
    });

    private static Task<List<Money>> Work(House house) => house.Read(tx => CleanClaim.Billing.Denials.OpenDenials.Open(tx).Select(d => d.AtStake).ToListAsync());

    private static (string Text, long Paid) Answer(string pcn, int check, Random random)
    {
        if (check == 4 && random.Next(2) == 0) return (Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), -6000);
        return random.Next(4) switch
        {
            0 => (Edi.Claim(pcn, "0", "CO*197*100"), 0),
            1 => (Edi.Claim(pcn, "55.55", "CO*45*24.45", "PR*1*20"), 5555),
            2 => (Edi.Claim(pcn, "60", "CO*45*20", "PR*96*20"), 6000),
            _ => (Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20"), 6000),
        };
    }
}

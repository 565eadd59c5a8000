using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A second remittance for a posted check (ARCHITECTURE 1): shown as a difference, and a person says duplicate, part or replacement.</summary>
public sealed class SecondRemittanceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task It_waits_with_both_sides_and_their_differences(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b, c) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "119.20", [Edi.Claim(a, "60", "CO*45*20", "PR*3*20"), Edi.Claim(b, "60", "CO*45*40")], "PLB*1234567893*20261231*WO:R1*.80~"));
        var line = await ward.Post(Edi.Remit("T1", "119.20", [Edi.Claim(a, "1", "100", "50", "97810", "CO*45*50"), Edi.Claim(c, "70", "CO*45*30")], "PLB*1234567893*20261231*WO:R1*.50*L6:R2*.30~"), "second.835");
        Assert.Equal(("exception", 2, 2), (line.Outcome, line.Claims, line.Waiting));

        var second = await Second(house);
        var compared = second.Comparison;
        Assert.All(compared.Header, h => Assert.False(h.Differs, $"{h.What}: {h.Posted} / {h.New}"));
        Assert.Equal([(a, Stands.InBoth), (b, Stands.OnlyPosted), (c, Stands.OnlyNew)], compared.Claims.Select(x => (x.Pcn, x.Stands)));
        Assert.Equal(["paid: 60.00 / 50.00", "line 1: 97810 charged 100.00, paid 60.00 / 97810 charged 100.00, paid 50.00", "adjustments of line 1: CO-45 20.00, PR-3 20.00 / CO-45 50.00"],
            compared.Claims[0].Differences.Select(d => $"{d.What}: {d.Posted} / {d.New}"));
        Assert.Equal([("WO", "R1", "0.80", "0.50"), ("L6", "R2", null, "0.30")], compared.ProviderAdjustments.Select(p => (p.Reason, p.Reference!, p.Posted?.ToString(), p.New?.ToString())));
        Assert.Equal(("119.20", "119.20", "238.40"), (compared.Posted.Net.ToString(), compared.New.Net.ToString(), compared.Together.ToString()));
        Assert.Equal(SecondChoice.Replacement, compared.Suggestion.Choice);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_duplicate_posts_nothing_leaves_the_queue_and_stays_known(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]));
        var text = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40").Replace("ICN", "ICX", StringComparison.Ordinal)]);
        await ward.Post(text, "second.835");
        var (book, entries) = (await ward.Book(), await ward.Count<JournalEntryRow>());

        var outcome = await Decide(house, SecondChoice.Duplicate);
        Assert.Equal(("posted", 1), (outcome.Line.Outcome, outcome.Line.Posted));
        Assert.Equal(book, await ward.Book());
        Assert.Equal(entries, await ward.Count<JournalEntryRow>());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal("duplicate", await house.Read(tx => tx.Db.Set<ExceptionSettled>().Select(s => s.How).SingleAsync()));

        var again = await ward.Post(text.Replace("000000001", "000000005", StringComparison.Ordinal), "new-envelope.835");
        Assert.Equal(("duplicate", 0), (again.Outcome, again.Waiting));
        Assert.Contains("seen on the phone with the payer", Assert.Single(again.Reasons), StringComparison.Ordinal);
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal(3, await ward.FilesThatCame());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_part_posts_to_the_same_check_and_uses_what_the_first_left_unapplied(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        // The check is 100.00; the first part explains 60.00 of it, so 40.00 lie in unapplied payer cash.
        Assert.Equal("partly", (await ward.Post(Edi.Remit("T1", "100", [Edi.Claim(a, "60", "CO*45*40")]))).Outcome);
        Assert.Contains("unappliedPayerCash blue -40.00", await ward.Book());
        var (book, items) = (await ward.Book(), await ward.Items());
        await ward.Post(Edi.Remit("T1", "100", [Edi.Claim(b, "40", "CO*45*60")]), "second.835");
        Assert.Equal(SecondChoice.Part, (await Second(house)).Comparison.Suggestion.Choice);

        var rehearsed = await SecondPosting.Rehearse(house.Work, house.Scope, new SecondCommand((await Waiting(house)).Value, SecondChoice.Part, "the rest of the check"));
        Assert.Equal(["contractual 60.00", "payerReceivable -100.00", "unappliedPayerCash 40.00"], rehearsed.Accounts.Select(m => $"{m.Account} {m.Amount}").Order(StringComparer.Ordinal));
        Assert.Equal(book, await ward.Book());

        var outcome = await Decide(house, SecondChoice.Part);
        Assert.Equal(("posted", "0.00"), (outcome.Line.Outcome, outcome.Line.Difference.ToString()));
        string[] both = ["contractual 100.00", "grossCharges -200.00", "paymentsInTransit blue 100.00"];
        Assert.Equal(both, await ward.Book());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal(1, await house.Read(tx => tx.Db.Set<JournalEntryRow>().CountAsync(e => e.FactKind == FactKind.Check)));
        await Whole(house);

        // Said once more it changes nothing; another word undoes it without a trace in the balances.
        await Decide(house, SecondChoice.Part, (await house.Read(tx => tx.Db.Set<PostingException>().SingleAsync(e => e.Kind == ExceptionKind.OtherPosting))).Id.Value);
        Assert.Equal(both, await ward.Book());
        await Decide(house, SecondChoice.Duplicate, (await house.Read(tx => tx.Db.Set<PostingException>().SingleAsync(e => e.Kind == ExceptionKind.OtherPosting))).Id.Value);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Contains("40.00 differs", (await house.Read(tx => Exceptions.Open(tx).SingleAsync())).Reason, StringComparison.Ordinal);
        await Whole(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Parts_that_pay_more_than_the_check_are_refused_with_the_figures(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "100", [Edi.Claim(a, "60", "CO*45*40")]));
        await ward.Post(Edi.Remit("T1", "100", [Edi.Claim(b, "40.01", "CO*45*59.99")]), "second.835");
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Decide(house, SecondChoice.Part));
        Assert.Equal("As parts of one check they would pay 100.01: 60.00 is posted and 40.01 is new, but the check is 100.00: 0.01 too much.", Assert.Single(refused.Faults).Message);
        Assert.Equal(0, await ward.Count<PersonDecision>());
        Assert.Equal(1, await ward.Count<RemittanceRow>());
        Assert.Equal("reason", Assert.Single((await Assert.ThrowsAsync<BadInputException>(async () => await SecondPosting.Decide(house.Work, house.Scope, new SecondCommand((await Waiting(house)).Value, SecondChoice.Duplicate, " ")))).Faults).Place);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_part_that_repeats_a_paid_claim_word_for_word_is_refused(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "100", [Edi.Claim(a, "30", "CO*45*70")]));
        await ward.Post(Edi.Remit("T1", "100", [Edi.Claim(a, "30", "CO*45*70"), Edi.Claim(b, "40", "CO*45*60")]), "second.835");
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Decide(house, SecondChoice.Part));
        Assert.StartsWith($"1 of its claims is posted word for word already ({a})", Assert.Single(refused.Faults).Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_replacement_takes_the_first_back_posts_the_second_and_is_undone_without_drift(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (a, b, c) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "120.50", [Edi.Claim(a, "60", "CO*45*20", "PR*2*20"), Edi.Claim(b, "60", "CO*45*40"), Edi.Claim("STRANGE", "0", "CO*197*100")], "PLB*1234567893*20261231*L6*-.50~"));
        var (book, items) = (await ward.Book(), await ward.Items());
        await ward.Post(Edi.Remit("T1", "120.50", [Edi.Claim(a, "50", "CO*45*20", "PR*2*30"), Edi.Claim(b, "0", "CO*197*100"), Edi.Claim(c, "70.50", "CO*45*29.50")]), "second.835");
        var exception = await house.Read(tx => Exceptions.Open(tx).SingleAsync(e => e.Kind == ExceptionKind.OtherPosting));

        var rehearsed = await SecondPosting.Rehearse(house.Work, house.Scope, new SecondCommand(exception.Id.Value, SecondChoice.Replacement, "corrected by the payer"));
        Assert.Equal([(false, 2L, 0L), (true, 0L, 3L)], rehearsed.Moves.Select(m => (m.IsNew, m.PostedBefore, m.PostedAfter)));
        Assert.Equal(book, await ward.Book());

        var outcome = await Decide(house, SecondChoice.Replacement, exception.Id.Value);
        Assert.Equal(("posted", 3, 0), (outcome.Line.Outcome, outcome.Line.Posted, outcome.Line.Waiting));
        Assert.Equal(["contractual 49.50", "grossCharges -300.00", "payerReceivable blue 100.00", "payerReceivable green 30.00", "paymentsInTransit blue 120.50"], await ward.Book());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        await Whole(house);

        // The first file comes once more: it was replaced, and nothing of it posts.
        Assert.Equal("duplicate", (await ward.Post(Edi.Remit("T1", "120.50", [Edi.Claim(a, "60", "CO*45*20", "PR*2*20"), Edi.Claim(b, "60", "CO*45*40"), Edi.Claim("STRANGE", "0", "CO*197*100")], "PLB*1234567893*20261231*L6*-.50~"))).Outcome);
        // The check is undone and posted again: by the decision it is the second remittance that posts.
        var decided = await ward.Book();
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "look again"));
        Assert.Equal(["grossCharges -300.00", "payerReceivable blue 300.00"], await ward.Book());
        foreach (var id in await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync())) await RemitPosting.Repost(house.Work, house.Scope, house.Practice, id);
        Assert.Equal(decided, await ward.Book());

        await Decide(house, SecondChoice.Duplicate, exception.Id.Value);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Contains("STRANGE", (await house.Read(tx => Exceptions.Open(tx).SingleAsync())).Reason, StringComparison.Ordinal);
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
        await Whole(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_replacement_of_what_a_later_check_takes_back_waits_until_that_one_is_undone(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(a, "60", "CO*45*20", "PR*3*20")]));
        var back = Edi.Remit("T2", "0", [Edi.Claim(a, "22", "-100", "-60", "97810", "CO*45*-20", "PR*3*-20"), Edi.Claim(b, "60", "CO*45*40")], date: "20260312");
        await ward.Post(back);
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(a, "60", "CO*45*10", "PR*3*30")]), "second.835");
        var (book, exception) = (await ward.Book(), await Waiting(house));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Decide(house, SecondChoice.Replacement));
        Assert.Equal(($"Check T2 of 12 Mar 2026 takes back the answer to claim {a} that check T1 brought. Nothing was undone.", "Unpost check T2 first, then try this again."), (refused.Faults[0].Message, refused.Faults[0].Fix));
        Assert.Equal(book, await ward.Book());
        Assert.Equal(0, await ward.Count<PersonDecision>());

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T2", null, null, null, "first"));
        await Decide(house, SecondChoice.Replacement, exception.Value);
        await ward.Post(back); // takes back what stands now
        Assert.Equal(book, await ward.Book());
        await Assert.ThrowsAsync<BadInputException>(() => Decide(house, SecondChoice.Duplicate, exception.Value));
        Assert.Equal(book, await ward.Book());
        await Whole(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_replacement_of_a_closed_month_books_in_the_open_one(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]));
        var march = new DateOnly(2026, 3, 31);
        house.Clock.MoveTo(new DateOnly(2026, 4, 10));
        await house.Do(tx => Periods.Close(tx, house.Practice, Journal.Month(march)));
        var before = await house.Read(tx => BookBalances.AsOf(tx, house.Practice, march));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*30", "PR*2*10")]), "second.835");
        await Decide(house, SecondChoice.Replacement);
        Assert.Equal(before, await house.Read(tx => BookBalances.AsOf(tx, house.Practice, march)));
        Assert.Equal(["contractual 30.00", "grossCharges -100.00", "guarantorReceivable guarantor 10.00", "paymentsInTransit blue 60.00"], await ward.Book());
        await Whole(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stopped_after_any_unit_of_work_the_same_word_finishes_it(string kind)
    {
        for (var stop = 1; stop <= 6; stop++)
        {
            var ward = await Ward.Open(kind);
            await using var house = ward.House;
            var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
            await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(a, "60", "CO*45*40")]));
            await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(a, "20", "CO*45*80"), Edi.Claim(b, "40", "CO*45*60")]), "second.835");
            var exception = await Waiting(house);
            await Steps(house, new SecondCommand(exception.Value, SecondChoice.Replacement, "killed in between"), stop);
            Assert.Equal(stop < 6, await house.Read(tx => Exceptions.Open(tx).AnyAsync()));

            await Decide(house, SecondChoice.Replacement, exception.Value);
            Assert.Equal(["contractual 140.00", "grossCharges -200.00", "paymentsInTransit blue 60.00"], await ward.Book());
            Assert.Equal(1, await ward.Count<PersonDecision>());
            Assert.Equal(3, await ward.Count<Adjudication>());
            Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
            await Whole(house);
        }
    }

    /// <summary>The units of work of a replacement one after the other, up to the n-th: decided, recorded, begun to unpost, unposted, begun to post, posted.</summary>
    private static async Task Steps(House house, SecondCommand command, int until)
    {
        var decided = await house.Do(tx => DecideSecondRemittance.Run(tx, command));
        var remittance = new Id<RemittanceRow>(decided.Remittance!.Value);
        if (until < 2) return;
        var claims = await house.Read(async tx => (await SecondRemittance.Of(tx, new(command.Exception))).Received.Payment.Claims);
        await house.Do(tx => RecordClaims.Run(tx, house.Practice, remittance, claims, 0, claims.Count));
        if (until < 3) return;
        var plan = await house.Do(tx => PostingRuns.BeginPosting(tx, house.Practice, remittance, retry: false));
        if (until < 4) return;
        await house.Do(tx => UnpostRemittance.Run(tx, house.Practice, new(plan.Run!.Value), 1));
        if (until < 5) return;
        plan = await house.Do(tx => PostingRuns.BeginPosting(tx, house.Practice, remittance, retry: false));
        if (until < 6) return;
        await house.Do(tx => PostRemittance.Run(tx, house.Practice, new(plan.Run!.Value), 1));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_trace_with_another_amount_or_date_is_a_check_of_its_own(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(5, "97810 100.00");
        // Payers reuse the trace on remittances that pay nothing: the content is their key.
        Assert.Equal("posted", (await ward.Post(Edi.Remit("0000", "0", [Edi.Claim(pcns[0], "0", "CO*197*100")], method: "NON"))).Outcome);
        Assert.Equal("posted", (await ward.Post(Edi.Remit("0000", "0", [Edi.Claim(pcns[1], "0", "CO*197*100")], method: "NON"), "next.835")).Outcome);
        Assert.Equal("posted", (await ward.Post(Edi.Remit("0000", "60", [Edi.Claim(pcns[2], "60", "CO*45*40")]))).Outcome);
        Assert.Equal("posted", (await ward.Post(Edi.Remit("0000", "60", [Edi.Claim(pcns[3], "60", "CO*45*40")], date: "20260311"))).Outcome);
        Assert.Equal("posted", (await ward.Post(Edi.Remit("0000", "61", [Edi.Claim(pcns[4], "61", "CO*45*39")]))).Outcome);
        Assert.Equal(5, await ward.Count<PayerCheck>());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
    }

    private static Task<SecondRemittance> Second(House house) => house.Read(async tx => await SecondRemittance.Of(tx, (await Exceptions.Open(tx).SingleAsync(e => e.Kind == ExceptionKind.OtherPosting)).Id));

    private static Task<Id<PostingException>> Waiting(House house) => house.Read(async tx => (await Exceptions.Open(tx).SingleAsync(e => e.Kind == ExceptionKind.OtherPosting)).Id);

    private static async Task<SecondOutcome> Decide(House house, SecondChoice choice, long? exception = null) =>
        await SecondPosting.Decide(house.Work, house.Scope, new SecondCommand(exception ?? (await Waiting(house)).Value, choice, "seen on the phone with the payer"));

    private static async Task Whole(House house) =>
        Assert.Equal([], (await house.Read(tx => LedgerVerify.Run(tx))).Where(v => !v.Holds).Select(v => $"{v.Id}: {string.Join(" / ", v.Examples)}"));
}

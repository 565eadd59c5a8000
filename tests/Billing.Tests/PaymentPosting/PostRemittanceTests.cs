using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

public sealed class PostRemittanceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_posts_once_and_its_clearing_is_zero(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]);
        var line = await ward.Post(text);
        Assert.Equal(("posted", "T1", "blue", "main", 1, 1, 0, "60.00"), (line.Outcome, line.TraceNumber, line.Payer, line.Practice, line.Claims, line.Posted, line.Waiting, line.Amount.ToString()));
        Assert.Empty(line.Reasons);
        string[] book = ["contractual 20.00", "grossCharges -100.00", "guarantorReceivable guarantor 20.00", "paymentsInTransit blue 60.00"];
        Assert.Equal(book, await ward.Book());

        Assert.Equal("duplicate", (await ward.Post(text)).Outcome);
        Assert.Equal("duplicate", (await ward.Post(text, "under-another-name.835")).Outcome);
        Assert.Equal("duplicate", (await ward.Post(text.Replace("000000001", "000000077", StringComparison.Ordinal), "new-envelope.835")).Outcome);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(4, await ward.Count<FileArrival>());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_does_not_balance_or_is_not_found_waits_with_its_place_and_the_rest_posts(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (good, bad) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        var line = await ward.Post(Edi.Remit("T2", "179.99", [Edi.Claim(good, "60", "CO*45*40"), Edi.Claim(bad, "59.99", "CO*45*40"), Edi.Claim("NOTOURS", "60", "CO*45*40")]));
        Assert.Equal(("partly", 1, 2), (line.Outcome, line.Posted, line.Waiting));
        Assert.Contains(line.Reasons, r => r.Contains("(SVC, line 1): charge 100.00 less adjustments 40.00 is 60.00, but 59.99 is paid", StringComparison.Ordinal));
        Assert.Contains(line.Reasons, r => r.Contains("No claim of ours has the number NOTOURS", StringComparison.Ordinal));
        Assert.Equal(["contractual 40.00", "grossCharges -200.00", "payerReceivable blue 100.00", "paymentsInTransit blue 179.99", "unappliedPayerCash blue -119.99"], await ward.Book());
        var unbalanced = await house.Read(tx => Exceptions.Open(tx).SingleAsync(e => e.Kind == ExceptionKind.ClaimOutOfBalance));
        Assert.Equal("Ask the payer for a corrected remittance; until it posts, the money stands unapplied and the claim open.", unbalanced.NextStep);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_matched_by_hand_posts_with_the_retry_and_the_unapplied_cash_goes_down(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T3", "60", [Edi.Claim("STRANGE", "60", "CO*45*40").Replace("REF*6R*STRANGE1~", "", StringComparison.Ordinal)]));
        var exception = await house.Do(async tx =>
        {
            var open = await Exceptions.Open(tx).SingleAsync();
            var claim = await tx.Db.Set<Submission>().Where(s => s.Pcn == pcn).Select(s => s.ClaimId).SingleAsync();
            tx.Add(new PersonDecision
            {
                Practice = house.Practice, Id = tx.NextId<PersonDecision>(), Kind = "match", AdjudicationId = open.AdjudicationId, ClaimId = claim, ChargeId = null, Choice = "", Reason = "same patient and day",
                Actor = tx.Actor, At = tx.Now,
            });
            return open.Id;
        });
        var line = await RemitPosting.Retry(house.Work, house.Scope, exception);
        Assert.Equal(("posted", 1, 0), (line.Outcome, line.Posted, line.Waiting));
        Assert.Equal(["contractual 40.00", "grossCharges -100.00", "paymentsInTransit blue 60.00"], await ward.Book());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_denied_line_becomes_work_in_words_and_ends_when_it_is_answered_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        Assert.Equal("posted", (await ward.Post(Edi.Remit("T4", "0", [Edi.Claim(pcn, "0", "CO*197*100")]))).Outcome);
        var denial = await house.Read(tx => OpenDenials.Open(tx).SingleAsync());
        Assert.Equal(("CO-197", "100.00"), (denial.Codes, denial.AtStake.ToString()));
        Assert.Contains("authorization", denial.Reason, StringComparison.Ordinal);
        Assert.NotEqual("", denial.SuggestedAction);

        await ward.Post(Edi.Remit("T5", "70", [Edi.Claim(pcn, "70", "CO*45*30")]));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        var kinds = await house.Read(tx => tx.Db.Set<ClaimEvent>().OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync());
        Assert.Equal([ClaimEventKind.Built, ClaimEventKind.Sent, ClaimEventKind.Adjudicated, ClaimEventKind.Denied, ClaimEventKind.Adjudicated], kinds);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposted_and_reposted_the_book_is_the_same_with_more_entries(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        await ward.Post(Edi.Remit("T6", "128.80", [Edi.Claim(pcns[0], "64", "CO*45*20", "PR*2*16"), Edi.Claim(pcns[1], "64", "CO*45*20", "PR*2*16"), Edi.Claim(pcns[2], "0", "CO*197*100")], "PLB*1234567893*20261231*L6*-.80~"));
        await ward.Post(Edi.Remit("T7", "10", [Edi.Claim(pcns[0], "2", "100", "10", "97810", "OA*23*84", "PR*3*6")], payer: "77002"));
        var (book, items, entries) = (await ward.Book(), await ward.Items(), await ward.Count<JournalEntryRow>());
        Assert.Contains("guarantorReceivable guarantor 6.00", book);

        var remittance = await house.Read(tx => tx.Db.Set<RemittanceRow>().OrderBy(r => r.Id).FirstAsync());
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T6", "blue", null, null, "wrong practice chosen"));
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("interestIncome", StringComparison.Ordinal));
        var again = await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance.Id);
        Assert.Equal(("posted", 3), (again.Outcome, again.Posted));
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.True(await ward.Count<JournalEntryRow>() > entries);

        var one = await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T6", "blue", new DateOnly(2026, 3, 10), pcns[1], "look again"));
        Assert.Equal(("partly", 2, 1), (one.Outcome, one.Posted, one.Waiting));
        Assert.Contains("unappliedPayerCash blue -64.00", await ward.Book());
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance.Id);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_below_zero_is_work_until_it_is_unposted_and_again_when_it_is_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("B1", "80", [Edi.Claim(pcn, "80", "CO*45*20")]));
        var file = Edi.Remit("B2", "-10", [Edi.Claim(pcn, "22", "-100", "-80", "97810", "CO*45*-20"), Edi.Claim(pcn, "70", "CO*45*30").Replace("ICN", "ICX", StringComparison.Ordinal)], date: "20260320");
        var line = await ward.Post(file);
        Assert.Equal(("partly", 2, 0), (line.Outcome, line.Posted, line.Waiting));
        Assert.Equal("Check B2 of blue health is over -10.00, and a check cannot be below zero: 10.00 that the payer took back is not carried forward to a later check (PLB FB).", Assert.Single(line.Reasons));
        var (book, work) = (await ward.Book(), await house.Read(tx => Exceptions.Open(tx).SingleAsync()));
        Assert.Equal("-10.00", work.Amount.ToString());
        Assert.StartsWith("Ask the payer for a corrected remittance", work.NextStep, StringComparison.Ordinal);

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("B2", "blue", null, null, "the corrected one is here"));
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal("partly", (await ward.Post(file)).Outcome);
        Assert.Equal(1, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal(book, await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_of_many_claims_posts_in_chunks_that_each_balance(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(450, "97810 100.00");
        var line = await ward.Post(Edi.Remit("T8", "27000", pcns.Select(p => Edi.Claim(p, "60", "CO*45*20", "PR*3*20"))));
        Assert.Equal(("posted", 450), (line.Outcome, line.Posted));
        Assert.Equal(kind == "sqlite" ? 3 : 1, await ward.Count<PostingChunk>());
        Assert.Equal(["contractual 9000.00", "grossCharges -45000.00", "guarantorReceivable guarantor 9000.00", "paymentsInTransit blue 27000.00"], await ward.Book());
    }

    [Theory, OnPostgres]
    public async Task Two_nodes_that_take_the_same_file_post_it_once(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(30, "97810 100.00");
        var text = Edi.Remit("T9", "1800", pcns.Select(p => Edi.Claim(p, "60", "CO*45*40")));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => ward.Post(text, $"node{i}.835"))));
        Assert.Equal(["contractual 1200.00", "grossCharges -3000.00", "paymentsInTransit blue 1800.00"], await ward.Book());
        Assert.Equal(30, await ward.Count<Adjudication>());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rehearsal_says_what_would_happen_and_keeps_nothing(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("T1", "120", [Edi.Claim(pcn, "60", "CO*45*40"), Edi.Claim("NOTOURS", "60", "CO*45*40")]);
        var line = Assert.Single(await RehearsePosting.Run(house.Work, house.Scope, "remit.835", System.Text.Encoding.Latin1.GetBytes(text)));
        Assert.Equal(("partly", 1, 1), (line.Outcome, line.Posted, line.Waiting));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
        Assert.Equal(0, await ward.FilesThatCame());
    }
}

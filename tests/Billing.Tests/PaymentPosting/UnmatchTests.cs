using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>An answer that a person took off a claim does not come back to it by a number, nor does another answer follow it there.</summary>
public sealed class UnmatchTests
{
    /// <summary>100.00 charged, 60.00 paid, under a number of the payer's own making; the payer's claim number is given.</summary>
    private static string Strange(string trace, string pcn, string payerControl, string patient = "REYES*LUCIA") =>
        Edi.Remit(trace, "60", [Answer(pcn, payerControl, patient)]);

    private static string Answer(string pcn, string payerControl, string patient = "REYES*LUCIA") => Edi.Claim(pcn, "60", "CO*45*40").Replace($"ICN{pcn}", payerControl, StringComparison.Ordinal)
        .Replace("REYES*LUCIA", patient, StringComparison.Ordinal).Replace($"REF*6R*{pcn}1~", "", StringComparison.Ordinal);

    private static Task<long> Waiting(House house) => house.Read(async tx => (await Exceptions.Open(tx).SingleAsync()).Id.Value);

    private static Task<RemitLine> Match(House house, long exception, string pcn) =>
        RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"), new MatchCommand(exception, pcn, "same day", true));

    private static Task<RemitLine> Unmatch(House house, long exception) =>
        RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), exception, "wrong visit");

    [Theory, OnSqlite, OnPostgres]
    public async Task Taken_off_a_claim_an_answer_waits_however_often_it_is_tried(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (wrong, right) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        var text = Strange("U1", "QQQ", "I77");
        await ward.Post(text);
        var exception = await Waiting(house);
        await Match(house, exception, wrong);
        await Unmatch(house, exception);

        var again = await RemitPosting.Retry(house.Work, house.Scope, new(await Waiting(house)));
        Assert.Equal(("exception", 0, 1), (again.Outcome, again.Posted, again.Waiting));
        Assert.Equal($"Its match to claim {wrong} was taken back by owner@clinic.example: wrong visit", Assert.Single(again.Reasons));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("U1", "blue", null, null, "look again"));
        Assert.Equal(("exception", 0), await ward.Post(text) is var posted ? (posted.Outcome, posted.Posted) : default);
        Assert.Equal("posted", (await Match(house, await Waiting(house), right)).Outcome);
        Assert.Equal(["contractual 40.00", "grossCharges -200.00", "payerReceivable blue 100.00", "paymentsInTransit blue 60.00"], await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nor_does_it_go_there_by_our_own_number(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("U2", "60", [Edi.Claim(pcn, "60", "CO*45*40")]));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("U2", "blue", null, pcn, "whose is it"));
        await Match(house, await Waiting(house), pcn);
        await Unmatch(house, await house.Read(async tx => (await tx.Db.Set<PostingException>().OrderBy(e => e.Id).LastAsync()).Id.Value));

        var again = await RemitPosting.Retry(house.Work, house.Scope, new(await Waiting(house)));
        Assert.Equal(("exception", 0, 1), (again.Outcome, again.Posted, again.Waiting));
        Assert.Contains("was taken back", Assert.Single(again.Reasons), StringComparison.Ordinal);
        // A person may still say that it is.
        Assert.Equal("posted", (await Match(house, await Waiting(house), pcn)).Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_later_answer_with_the_payers_number_follows_a_match_that_stands_and_none_that_was_taken_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (wrong, right) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Strange("U3", "QQQ", "I77"));
        var exception = await Waiting(house);
        await Match(house, exception, wrong);
        await Unmatch(house, exception);

        var later = await ward.Post(Strange("U4", "RRR", "I77"));
        Assert.Equal(("exception", 0), (later.Outcome, later.Posted));
        Assert.Contains("No claim of ours has the number RRR", Assert.Single(later.Reasons), StringComparison.Ordinal);

        await Match(house, await house.Read(async tx => (await Exceptions.Open(tx).OrderBy(e => e.Id).FirstAsync()).Id.Value), right);
        var followed = await ward.Post(Strange("U5", "SSS", "I77"));
        Assert.Equal(("posted", 1), (followed.Outcome, followed.Posted));
        Assert.Contains("payerReceivable blue 40.00", await ward.Book()); // 200.00 less 60.00 and 40.00, and 60.00 paid again: a credit of the right claim
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_found_by_the_payers_number_is_posted_again_as_it_was(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("U6", "120", [Answer(pcn, "I88"), Answer("TTT", "I88")]);
        Assert.Equal("partly", (await ward.Post(text)).Outcome);
        Assert.Equal("posted", (await RemitPosting.Retry(house.Work, house.Scope, new(await Waiting(house)))).Outcome);
        var items = await ward.Items();
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("U6", "blue", null, null, "look again"));
        Assert.Equal("posted", (await ward.Post(text)).Outcome);
        Assert.Equal(items, await ward.Items());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_payers_number_leads_to_is_not_said_of_our_number(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Edi.Remit("U7", "60", [Answer(await ward.Claim("97810 100.00"), "I99")]));
        var line = await ward.Post(Strange("U8", "ZZZ", "I99", "NOBODY*ELSE"));
        Assert.Equal("The payer's number I99 is that of an earlier answer to a claim of ours, but the answer is for NOBODY, ELSE, who is not its patient.", Assert.Single(line.Reasons));
    }

    /// <summary>A run that was stopped half way: the refusal says how to go on with it, and each way that it names works.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task While_a_posting_has_not_ended_no_match_is_taken_back_and_the_advice_leads_on(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var right = await ward.Claim("97810 100.00");
        var text = Edi.Remit("U8", "120", [Answer("QQQ", "I77"), Answer("RRR", "I78")]);
        await ward.Post(text);
        var bank = Assert.Single(await house.Do(tx => MatchDeposit.Run(tx, ward.Practice, "b8xxxxxxxxxxxxxx", BankFile.Read("date,description,amount,trace\n2026-03-16,HCCLAIMPMT,120.00,U8\n"))));
        Assert.Equal("check", bank.What);
        var exception = await house.Read(async tx => (await Exceptions.Open(tx).OrderBy(e => e.Id).FirstAsync()).Id.Value);
        await Match(house, exception, right);
        var remittance = await house.Read(tx => tx.Db.Set<RemittanceRow>().Select(r => r.Id).SingleAsync());
        var line = (await house.Read(tx => BankLines.Of(tx, ward.Practice))).Single().Deposit.Id.Value;

        // A retry of what waits, stopped before its first chunk: the command, then the page's button.
        await StopHalfWay();
        var refused = (await Assert.ThrowsAsync<BadInputException>(() => Unmatch(house, exception))).Faults.Single();
        Assert.Equal("The posting of check U8 has not ended: it runs at this moment, or was stopped half way.", refused.Message);
        Assert.Equal("Wait a minute. Where it stands still, press \"Go on\" on the check's page (Payments), or use `remit post FILE` with its file once more: both go on where it stopped. Then take the match back.", refused.Fix);
        await ward.Post(text);
        await Unmatch(house, exception);
        await StopHalfWay();
        Assert.Contains("has not ended", (await Assert.ThrowsAsync<BadInputException>(Unbank)).Message, StringComparison.Ordinal);
        await RemitPosting.Repost(house.Work, house.Scope, ward.Practice, remittance); // what the page's button does
        Assert.Equal("unidentified", (await Unbank()).What);
        Assert.Equal(2, await house.Read(tx => Exceptions.Open(tx).CountAsync()));

        Task StopHalfWay() => house.Do(tx => PostingRuns.BeginPosting(tx, ward.Practice, remittance, retry: true));
        Task<DepositSaid> Unbank() => house.Do(tx => UnmatchDeposit.Run(tx, new(line, "another's")));
    }
}

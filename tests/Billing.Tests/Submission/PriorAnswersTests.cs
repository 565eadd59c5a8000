using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>The next payer's claim carries the earlier answers that stand, however they found their claim.</summary>
public sealed class PriorAnswersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_under_a_foreign_number_that_a_person_matched_goes_with_the_next_payers_claim_until_it_is_taken_off(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer("FOREIGN", "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")], outcome: "exception");
        var waiting = (await house.Read(tx => Exceptions.Open(tx).SingleAsync())).Id.Value;
        await RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"), new MatchCommand(waiting, first.Pcn, "same patient and day", true));

        var due = Assert.Single(await house.Read(tx => DueClaims.NextPayers(tx, default)));
        Assert.Null(due.Hold);
        var prior = Assert.Single(due.Prior);
        Assert.Equal(("ICNFOREIGN", "93.00", 2), (prior.PayerControl, prior.Paid.ToString(), prior.Lines.Count));

        await RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), waiting, "it was the sister's");
        Assert.Empty(await house.Read(tx => DueClaims.NextPayers(tx, default)));
    }

    [Theory, OnSqlite]
    public async Task A_reversal_that_waits_to_be_posted_holds_the_next_payers_claim(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        // A cent out of balance: it waits.
        await Post(house, "T2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33.01", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON", outcome: "exception");
        var held = Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Held);
        Assert.Contains(held.Reasons, r => r.Message == "Lakeside Mutual pays after Evergreen Health Plan, whose answer is not posted.");
    }
}

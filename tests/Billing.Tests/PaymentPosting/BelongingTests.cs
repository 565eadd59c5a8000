using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A number alone moves no money.</summary>
public sealed class BelongingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Another_payers_check_with_our_number_waits(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await house.Do(tx => Task.FromResult(tx.Add(new Payer
        {
            Id = tx.NextId<Payer>(), Key = "stranger", Name = "Stranger Plan", Kind = PayerKind.Commercial, PayerId = "99999", ClaimFiling = "CI", FilingDays = null, AcceptsReplacement = true,
        })));
        var before = await ward.Book();
        var line = await ward.Post(Edi.Remit("S1", "80", [Edi.Claim(pcn, "80", "CO*45*20")], payer: "99999"));
        Assert.Equal(("exception", 0, 1), (line.Outcome, line.Posted, line.Waiting));
        Assert.Contains("none of the patient's plans", Assert.Single(line.Reasons), StringComparison.Ordinal);
        Assert.Equal(before.Where(l => l.Contains("eceivable", StringComparison.Ordinal)), (await ward.Book()).Where(l => l.Contains("eceivable", StringComparison.Ordinal)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_for_somebody_else_with_our_number_waits(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var line = await ward.Post(Edi.Remit("S2", "80", [Edi.Claim(pcn, "80", "CO*45*20").Replace("REYES*LUCIA", "NOBODY*ELSE", StringComparison.Ordinal)]));
        Assert.Equal("exception", line.Outcome);
        Assert.Contains("NOBODY, ELSE", Assert.Single(line.Reasons), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task More_than_was_charged_waits_and_a_payers_number_alone_must_fit_to_the_cent(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 60.00");
        var more = await ward.Post(Edi.Remit("S3", "100", [Edi.Claim(pcns[0], "1", "100", "100", "97810")]));
        Assert.Equal("exception", more.Outcome);
        Assert.Equal("posted", (await ward.Post(Edi.Remit("S4", "60", [Edi.Claim(pcns[1], "1", "60", "60", "97810")]))).Outcome);
        var alone = Edi.Claim("NOPE1", "1", "50", "50", "97810").Replace("ICNNOPE1", $"ICN{pcns[1]}", StringComparison.Ordinal).Replace("REF*6R*NOPE11~", "", StringComparison.Ordinal);
        var stray = await ward.Post(Edi.Remit("S5", "50", [alone]));
        Assert.Equal("exception", stray.Outcome);
        Assert.Contains("the payer's number", Assert.Single(stray.Reasons), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_persons_word_counts_where_the_numbers_do_not_fit(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("S6", "80", [Edi.Claim(pcn, "80", "CO*45*20").Replace("REYES*LUCIA", "NOBODY*ELSE", StringComparison.Ordinal)]);
        Assert.Equal("exception", (await ward.Post(text)).Outcome);
        var (answer, claim) = await house.Read(async tx => ((await tx.Db.Set<Adjudication>().SingleAsync()).Id, (await tx.Db.Set<Claim>().SingleAsync()).Id));
        await house.Do(tx => Task.FromResult(tx.Add(new PersonDecision
        {
            Practice = house.Practice, Id = tx.NextId<PersonDecision>(), Kind = "match", AdjudicationId = answer, ClaimId = claim, ChargeId = null, Choice = "{}",
            Reason = "The payer has the patient under another name.", Actor = tx.Actor, At = tx.Now,
        })));
        var exception = await house.Read(async tx => (await tx.Db.Set<PostingException>().SingleAsync()).Id);
        var retried = await Billing.PaymentPosting.RemitPosting.Retry(house.Work, house.Scope, exception);
        Assert.Equal((1, 0), (retried.Posted, retried.Waiting));
    }
}

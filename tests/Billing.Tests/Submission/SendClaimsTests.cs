using CleanClaim.Billing.Access;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>Lucia came on five days; two visits go in one unit of work here, where it is 500 in a clinic.</summary>
public sealed class SendClaimsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_batch_of_many_goes_in_parts_with_a_file_each_and_each_visit_once(string kind)
    {
        await using var house = await House.Open(kind);
        await FiveDays(house);
        var promised = await SendClaims.Rehearse(house.Work, house.Scope, atOnce: 2);
        Assert.Equal(0, await house.Read(tx => tx.Db.Set<Claim>().CountAsync()));

        var outcome = await SendClaims.Run(house.Work, house.Scope, "k1", atOnce: 2);
        Assert.Equal(promised.Sent.Select(s => (s.Visit, s.Payer, s.Charge)), outcome.Sent.Select(s => (s.Visit, s.Payer, s.Charge)));
        Assert.Equal(["v1", "day-3", "day-4", "day-5", "day-6"], outcome.Sent.Select(s => s.Visit));
        Assert.Equal([2, 2, 1], outcome.Files.Select(f => f.Claims));
        Assert.Equal(5, outcome.Sent.Select(s => s.Pcn).Distinct().Count());
        Assert.Empty((await SendClaims.Run(house.Work, house.Scope, "k2", atOnce: 2)).Sent);
        Assert.Equal(5, await house.Read(tx => tx.Db.Set<Record.Submission>().CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asked_again_under_its_key_a_batch_that_was_stopped_goes_on_and_tells_all_that_went(string kind)
    {
        await using var house = await House.Open(kind);
        await FiveDays(house);
        var stopped = new SubmitBatch.Command();
        await house.Work.Do(Right.Submit, house.Scope, new Request("claims.submit", "k1", stopped), tx => SubmitBatch.Run(tx, stopped, 2));

        var outcome = await SendClaims.Run(house.Work, house.Scope, "k1", atOnce: 2);
        Assert.Equal(["v1", "day-3", "day-4", "day-5", "day-6"], outcome.Sent.Select(s => s.Visit));
        Assert.Equal(5, await house.Read(tx => tx.Db.Set<Record.Submission>().CountAsync()));
        Assert.Equal(outcome.Sent.Select(s => s.Pcn), (await SendClaims.Run(house.Work, house.Scope, "k1", atOnce: 2)).Sent.Select(s => s.Pcn));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_next_payers_claims_and_corrections_of_many_visits_go_in_parts_too(string kind)
    {
        await using var house = await House.Open(kind);
        await FiveDays(house);
        var first = (await SendClaims.Run(house.Work, house.Scope, "k1", atOnce: 2)).Sent;
        var answered = first.Where(s => s.Visit is not ("v1" or "day-3")).ToList();
        await LuciasClaim.Post(house, "T1", "195", answered.Select(s => LuciasClaim.Answer(s.Pcn, "1", "65", "40", "CO*45*35", "PR*3*20", "CO*45*35", "25")));
        await Charge(house, "day-6", [16]);
        await house.Do(tx => ReplaceClaim.Run(tx, first[^1].Pcn, "One set was given, not two"));

        var outcome = await SendClaims.Run(house.Work, house.Scope, "k2", atOnce: 1);
        Assert.Equal([("day-6", "evergreen", "7"), ("day-4", "lakeside", "1"), ("day-5", "lakeside", "1")], outcome.Sent.Select(s => (s.Visit, s.Payer, s.Frequency)));
        Assert.Equal("day-6", Assert.Single(outcome.Held).Visit); // Lakeside's, until Evergreen has answered the corrected claim
    }

    [Fact]
    public async Task Three_claims_more_cost_no_query_more()
    {
        await using var house = await House.Open("sqlite");
        await Books.Import(house, Books.Lucia);
        await Charge(house, "day-3", [16, 16], 3);
        var two = await Queries(house);
        foreach (var day in (int[])[4, 5, 6]) await Charge(house, $"day-{day}", [16, 16], day);
        Assert.Equal(two, await Queries(house));

        static async Task<int> Queries(House house)
        {
            await SendClaims.Rehearse(house.Work, house.Scope); // what the program reads once
            using var counted = new CountedQueries();
            Assert.NotEmpty((await SendClaims.Rehearse(house.Work, house.Scope)).Sent);
            return counted.Texts.Count;
        }
    }

    private static async Task FiveDays(House house)
    {
        await Books.Import(house, Books.Lucia);
        foreach (var day in (int[])[3, 4, 5, 6]) await Charge(house, $"day-{day}", [16, 16], day);
    }

    private static Task<Saved> Charge(House house, string key, int[] minutes, int day = 6) => house.Do(tx => CaptureCharge.Run(tx, new VisitForm
    {
        Key = key, Patient = "lucia", Provider = "lin", Place = "11", Date = $"2026-03-{day:00}", Diagnoses = ["G43.009"], ContactMinutes = minutes.Sum(),
        Sets = [.. minutes.Select((m, i) => new SetForm { Minutes = m, Electrical = false, Reinsertion = i > 0 })],
    }));
}

using CleanClaim.Billing.Access;
using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Storage;
using CleanClaim.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CleanClaim.Billing.Tests.Working;

public sealed class WorkTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_request_twice_has_one_effect_and_the_same_outcome(string kind)
    {
        await using var house = await House.Open(kind);
        var request = new Request("partner.add", "press-1", new { name = "North" });
        var first = await house.Work.Do(Right.Administer, house.Scope, request, tx => AddPartner(tx, "north"));
        var second = await house.Work.Do(Right.Administer, house.Scope, request, tx => AddPartner(tx, "north"));
        Assert.Equal(first, second);
        Assert.Equal(1, await Partners(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_key_with_another_body_or_verb_is_refused(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Work.Do(Right.Administer, house.Scope, new Request("partner.add", "press-1", new { name = "North" }), tx => AddPartner(tx, "north"));
        await Assert.ThrowsAsync<KeyReusedException>(() =>
            house.Work.Do(Right.Administer, house.Scope, new Request("partner.add", "press-1", new { name = "South" }), tx => AddPartner(tx, "south")));
        await Assert.ThrowsAsync<KeyReusedException>(() =>
            house.Work.Do(Right.Administer, house.Scope, new Request("partner.drop", "press-1", new { name = "North" }), tx => AddPartner(tx, "south")));
        Assert.Equal(1, await Partners(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Twenty_racing_presses_of_one_button_have_one_effect(string kind)
    {
        await using var house = await House.Open(kind);
        var request = new Request("partner.add", "press-1", null);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            house.Work.Do(Right.Administer, house.Scope, request, tx => AddPartner(tx, "north")))));
        Assert.Single(outcomes.Distinct());
        Assert.Equal(1, await Partners(house));
    }

    /// <summary>A book of thousands of patients, a batch of thousands of claims: more rows than ids are held ready for.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_verb_that_takes_more_ids_than_are_ready_is_begun_again_and_has_one_effect(string kind)
    {
        await using var house = await House.Open(kind);
        var tries = 0;
        async Task<long> Large(Tx tx)
        {
            tries++;
            var id = await AddPartner(tx, "north");
            for (var i = 0; i < 300_000; i++) tx.NextId();
            return id;
        }
        await house.Work.Rehearse(Right.Administer, house.Scope, Large);
        Assert.Equal((3, 0), (tries, await Partners(house))); // 75,000 are ready at most, then 150,000, then 400,000
        await house.Work.Do(Right.Administer, house.Scope, Request.Once("partner.add"), Large);
        Assert.Equal(1, await Partners(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_the_right_nothing_happens_and_the_person_is_told_which_is_missing(string kind)
    {
        await using var house = await House.Open(kind);
        var desk = house.Scope with { Actor = "desk@clinic.example", Role = Role.FrontDesk };
        var refused = await Assert.ThrowsAsync<NotAllowedException>(() => house.Work.Do(Right.Post, desk, Request.Once("remit.post"), tx => AddPartner(tx, "north")));
        Assert.Contains("Post", refused.Message);
        Assert.Equal(0, await Partners(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_verb_that_fails_leaves_neither_rows_nor_its_key_and_may_be_sent_again(string kind)
    {
        await using var house = await House.Open(kind);
        var request = new Request("partner.add", "press-1", null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => house.Work.Do<long>(Right.Administer, house.Scope, request, async tx =>
        {
            await AddPartner(tx, "north");
            await tx.Db.SaveChangesAsync();
            throw new InvalidOperationException("The verb broke.");
        }));
        Assert.Equal(0, await Partners(house));
        await house.Work.Do(Right.Administer, house.Scope, request, tx => AddPartner(tx, "north"));
        Assert.Equal(1, await Partners(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_did_what_to_what_is_written_with_it(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Work.Do(Right.Administer, house.Scope, Request.Once("partner.add"), tx => AddPartner(tx, "north"));
        var row = await house.Read(tx => tx.Db.Set<AuditRow>().OrderByDescending(a => a.Id).FirstAsync());
        Assert.Equal(("owner@clinic.example", "partner.add"), (row.Actor, row.Verb));
        Assert.StartsWith("partner ", row.Subject);
        Assert.Equal(32, row.Hash.Length);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Numbers_that_partners_see_never_repeat_though_many_take_them_at_once(string kind)
    {
        await using var house = await House.Open(kind);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => house.Do(tx => tx.NextNumber("interchange")))));
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), numbers.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reader_sees_one_moment_while_others_write(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Read(async tx =>
        {
            Assert.Equal(0, await tx.Db.Set<TradingPartner>().CountAsync());
            await house.Do(other => AddPartner(other, "north"));
            Assert.Equal(0, await tx.Db.Set<TradingPartner>().CountAsync());
            return true;
        });
        Assert.Equal(1, await Partners(house));
    }

    [PostgresFact]
    public async Task A_commit_whose_answer_is_lost_is_tried_again_and_happens_once()
    {
        await using var house = await House.Open("postgres");
        var direct = new NpgsqlConnectionStringBuilder(house.Postgres!.AppConnectionString);
        await using var proxy = new FaultProxy(direct.Port);
        direct.Port = proxy.Port;
        await using var database = new Billing.Storage.PostgresDatabase(direct.ConnectionString);
        var work = new Work(database, house.Vault, house.Clock);
        await work.Do(Right.Administer, house.Scope, Request.Once("warm-up"), _ => Task.FromResult(true)); // ids are fetched; the next COMMIT is the verb's own

        proxy.CutAfterCommit(times: 1);
        var runs = 0;
        var outcome = await work.Do(Right.Administer, house.Scope, Request.Once("partner.add"), tx => { runs++; return AddPartner(tx, "north"); });

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(1, runs); // the second try found the first one's outcome
        Assert.Equal(outcome, (await house.Read(tx => tx.Db.Set<TradingPartner>().SingleAsync())).Id.Value);
    }

    private static Task<long> AddPartner(Tx tx, string key)
    {
        var partner = tx.Add(new TradingPartner
        {
            Id = tx.NextId<TradingPartner>(), Key = key, Name = key, Transport = PartnerTransport.Folder, Folder = key, SubmitterId = "S", ReceiverId = "R", ReceiverName = "R",
        });
        tx.Subject = $"partner {partner.Id}";
        return Task.FromResult(partner.Id.Value);
    }

    private static Task<int> Partners(House house) => house.Read(tx => tx.Db.Set<TradingPartner>().CountAsync());
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Parties;

/// <summary>Lucia's plans after registration: another order, a new card, a last day. What held before stays as it was.</summary>
public sealed class CoverageChangesTests
{
    private static readonly CoverageForm Evergreen = new()
    {
        Key = "c1", Patient = "lucia", Payer = "evergreen", Plan = "PPO25", MemberId = "EGH204177331", Order = 1, Relation = "child", From = "2024-01-01",
        Subscriber = new SubscriberForm { LastName = "Reyes", FirstName = "Marisol", BirthDate = "1986-03-14", Sex = "F" },
    };

    private static CoverageOrderForm Order(string? from, params string[] keys) => new() { Patient = "lucia", Coverages = keys, From = from };

    private static Task<List<string>> Rows(House house) => house.Read(async tx =>
        (await tx.Db.Set<Coverage>().AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ConvertAll(c => $"{c.MemberId} {c.Rank} {c.From:yyyy-MM-dd}..{c.To:yyyy-MM-dd}"));

    private static async Task<Fault> Refused(House house, Func<Tx, Task<Saved>> verb) => (await Assert.ThrowsAsync<BadInputException>(() => house.Do(verb))).Faults.Single();

    [Theory, OnSqlite, OnPostgres]
    public async Task Both_change_places_at_once_where_the_order_was_wrong_from_the_start(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        Assert.Equal(SavedHow.Changed, (await house.Do(tx => OrderCoverages.Run(tx, Order(null, "c2", "c1")))).How);
        Assert.Equal(["EGH204177331 2 2024-01-01..", "LMI55120874 1 2024-01-01.."], await Rows(house));
        Assert.Equal(SavedHow.Unchanged, (await house.Do(tx => OrderCoverages.Run(tx, Order(null, "c2", "c1")))).How);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task From_a_day_on_the_order_is_another_and_before_it_stays(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => OrderCoverages.Run(tx, Order("2026-03-10", "c2", "c1")));
        Assert.Equal(["EGH204177331 1 2024-01-01..2026-03-09", "LMI55120874 2 2024-01-01..2026-03-09", "LMI55120874 1 2026-03-10..", "EGH204177331 2 2026-03-10.."], await Rows(house));
        var (before, after) = await house.Read(async tx =>
        {
            var lucia = await tx.Db.Set<Patient>().SingleAsync(p => p.Key == "lucia");
            return ((await PartyQueries.CoveragesOn(tx, lucia, new(2026, 3, 9), null, default))[0].MemberId, (await PartyQueries.CoveragesOn(tx, lucia, new(2026, 3, 10), null, default))[0].MemberId);
        });
        Assert.Equal(("EGH204177331", "LMI55120874"), (before, after));
    }

    [Theory, OnSqlite]
    public async Task One_plan_written_down_twice_is_refused_and_another_plan_of_the_payer_is_not(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var third = Evergreen with { Key = "c3", Order = 3 };
        Assert.Equal(("memberId", "Evergreen Health Plan stands in place 1 with this member id already, in the same days."),
            await Refused(house, tx => AddCoverage.Run(tx, third)) is var f ? (f.Place, f.Message) : default);
        Assert.Equal(SavedHow.Added, (await house.Do(tx => AddCoverage.Run(tx, third with { MemberId = "EGH999999999" }))).How);
    }

    [Theory, OnSqlite]
    public async Task An_order_that_leaves_two_in_one_place_or_names_a_stranger_is_refused_and_nothing_moves(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        Assert.Contains("would both stand in place 1 from 1 Jan 2024 on", (await Refused(house, tx => OrderCoverages.Run(tx, Order(null, "c2")))).Message, StringComparison.Ordinal);
        Assert.Equal(("coverages[1]", "The patient has no coverage \"c9\"."), await Refused(house, tx => OrderCoverages.Run(tx, Order(null, "c1", "c9"))) is var f ? (f.Place, f.Message) : default);
        Assert.Equal("coverages[1]", (await Refused(house, tx => OrderCoverages.Run(tx, Order(null, "c1", "c1")))).Place);
        Assert.Equal(["EGH204177331 1 2024-01-01..", "LMI55120874 2 2024-01-01.."], await Rows(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_card_ends_the_old_coverage_the_day_before_and_stands_in_its_place(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => RenewCoverage.Run(tx, Evergreen with { MemberId = "EGH999000111" }, "2026-03-10"));
        Assert.Equal(["EGH204177331 1 2024-01-01..2026-03-09", "LMI55120874 2 2024-01-01..", "EGH999000111 1 2026-03-10.."], await Rows(house));
        var late = await Refused(house, tx => RenewCoverage.Run(tx, Evergreen, "2026-03-20"));
        Assert.Equal(("changedOn", "The coverage holds from 1 Jan 2024 to 9 Mar 2026; it cannot change on 20 Mar 2026."), (late.Place, late.Message));
    }

    [Theory, OnSqlite]
    public async Task A_renewal_of_a_coverage_that_another_changed_meanwhile_is_stale_and_nothing_is_ended(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => AddCoverage.Run(tx, Evergreen with { Group = "700221" }));
        await Assert.ThrowsAsync<StaleEditException>(() => house.Do(tx => RenewCoverage.Run(tx, Evergreen with { MemberId = "EGH999000111", Version = 1 }, "2026-03-10")));
        Assert.Equal(["EGH204177331 1 2024-01-01..", "LMI55120874 2 2024-01-01.."], await Rows(house));
    }
}

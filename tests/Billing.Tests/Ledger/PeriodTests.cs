using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Ledger;

public sealed class PeriodTests
{
    private static readonly DateOnly February = new(2026, 2, 10);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_closed_month_takes_no_entry_and_a_reopened_one_does_again(string kind)
    {
        await using var house = await House.Open(kind);
        await Charge(house, 1, February);
        var closed = Assert.IsType<CloseOutcome.Closed>(await house.Do(tx => Periods.Close(tx, house.Practice, 202602)));
        Assert.Equal((2L, "100.00"), (closed.Lines, closed.Debits.ToString()));
        var refused = await Assert.ThrowsAsync<ClosedPeriodException>(() => Charge(house, 2, February));
        Assert.Contains("2026-02 is closed", refused.Message);
        await Charge(house, 2, House.Today); // the late one goes into the open month

        Assert.IsType<CloseOutcome.Reopened>(await house.Do(tx => Periods.Reopen(tx, house.Practice, 202602, "ERA of 9 February found")));
        await Charge(house, 3, February);
        Assert.Equal(4, Assert.IsType<CloseOutcome.Closed>(await house.Do(tx => Periods.Close(tx, house.Practice, 202602))).Lines);
        var history = await house.Read(tx => tx.Db.Set<PeriodEvent>().OrderBy(e => e.Id).Select(e => $"{e.Kind} {e.Lines} {e.Reason}").ToListAsync());
        Assert.Equal(["closed 2 ", "reopened 2 ERA of 9 February found", "closed 4 "], history);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_month_that_is_not_over_or_follows_an_open_one_or_has_money_in_clearing_does_not_close_and_says_why(string kind)
    {
        await using var house = await House.Open(kind);
        await Charge(house, 1, new(2026, 1, 10));
        Assert.Contains("not over", Refusal(await house.Do(tx => Periods.Close(tx, house.Practice, 202603))));
        Assert.Contains("2026-01 is still open", Refusal(await house.Do(tx => Periods.Close(tx, house.Practice, 202602))));
        await house.Do(tx => Journal.Record(tx, house.Practice, new(2026, 1, 20), [JournalEntry.Of(FactKind.Check, 4, 1, new(2026, 1, 20), "check 4", 1,
        [
            new(Account.PaymentsInTransit, Party.Payer(5), Entries.Money("80.00")) { About = "check:4", CheckId = 4 },
            new(Account.RemittanceClearing, Party.Payer(5), Entries.Money("-80.00")) { About = "check:4", CheckId = 4 },
        ])!]));
        Assert.Contains("clearing stands at -80.00", Refusal(await house.Do(tx => Periods.Close(tx, house.Practice, 202601))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reopening_needs_the_owner_and_a_reason(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => Periods.Close(tx, house.Practice, 202602));
        Assert.Contains("say why", Refusal(await house.Do(tx => Periods.Reopen(tx, house.Practice, 202602, " "))));
        var biller = house.Scope with { Role = Role.Biller };
        await Assert.ThrowsAsync<NotAllowedException>(() => house.Work.Do(Right.Post, biller, Request.Once("period.reopen"), tx => Periods.Reopen(tx, house.Practice, 202602, "late ERA")));
    }

    [Theory, OnPostgres]
    public async Task Closing_waits_for_a_posting_under_way_and_counts_it(string kind)
    {
        await using var house = await House.Open(kind);
        var (posted, close) = (new TaskCompletionSource(), new TaskCompletionSource());
        var posting = house.Do(async tx =>
        {
            await Journal.Record(tx, house.Practice, February, [Entries.Charge(1, 5, "100.00")]);
            posted.SetResult();
            await close.Task;
        });
        await posted.Task;
        var closing = house.Do(tx => Periods.Close(tx, house.Practice, 202602));
        await Task.Delay(300);
        Assert.False(closing.IsCompleted);
        close.SetResult();
        await posting;
        Assert.Equal(2, Assert.IsType<CloseOutcome.Closed>(await closing).Lines);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Seals_follow_each_other_without_a_gap_and_leave_nothing_out(string kind)
    {
        await using var house = await House.Open(kind);
        Assert.Equal(0, await house.Do(tx => Seals.Extend(tx, house.Practice)));
        await Charge(house, 1, House.Today);
        await Charge(house, 2, House.Today);
        Assert.Equal(2, await house.Do(tx => Seals.Extend(tx, house.Practice)));
        await Charge(house, 3, House.Today);
        Assert.Equal(1, (await Verify(house)).Tail);
        Assert.Equal(1, await house.Do(tx => Seals.Extend(tx, house.Practice)));
        var seals = await house.Read(tx => tx.Db.Set<Seal>().OrderBy(s => s.N).ToListAsync());
        Assert.Equal([(1, 2), (2, 1)], seals.Select(s => (s.N, s.Count)));
        Assert.Equal(seals[0].Root, seals[1].Prev);
        var seen = await Verify(house);
        Assert.Equal((0, 3L, 0L), (seen.Faults.Count, seen.Rows, seen.Tail));
    }

    private static Task<(List<string> Faults, long Rows, long Tail)> Verify(House house) => house.Read(tx => Seals.Verify(tx, house.Practice, default));

    private static Task Charge(House house, long id, DateOnly bookedOn) => house.Do(tx => Journal.Record(tx, house.Practice, bookedOn, [Entries.Charge(id, payer: 5, "100.00")]));

    private static string Refusal(CloseOutcome outcome) => string.Join(' ', Assert.IsType<CloseOutcome.Refused>(outcome).Reasons);
}

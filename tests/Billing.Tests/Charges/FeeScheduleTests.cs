using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Charges;

/// <summary>A dated fee schedule: 97810 costs 95.00 from 2025, 99.00 from 1 April 2026, and is given up on 1 July.</summary>
public sealed class FeeScheduleTests
{
    private static FeeForm Fee(string? amount, string from, bool? ends = null) => new() { Practice = "sw", Code = "97810", Amount = amount, From = from, Ends = ends };

    private static async Task<string?> On(House house, DateOnly day) => await house.Read(async tx =>
    {
        var practice = await tx.Db.Set<Practice>().Where(p => p.Key == "sw").Select(p => p.Id).SingleAsync();
        return (await Pricing.On(tx, practice, null, day, ["97810"], default)).Fee("97810", "")?.ToString();
    });

    private static async Task<Fault> Refused(House house, FeeForm form) => (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => SetFee.Run(tx, form)))).Faults.Single();

    [Theory, OnSqlite, OnPostgres]
    public async Task The_fee_of_the_day_of_service_counts_and_after_its_end_there_is_none(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => SetFee.Run(tx, Fee("99.00", "2026-04-01")));
        Assert.Equal(SavedHow.Added, (await house.Do(tx => SetFee.Run(tx, Fee(null, "2026-07-01", ends: true)))).How);
        Assert.Equal(SavedHow.Unchanged, (await house.Do(tx => SetFee.Run(tx, Fee(null, "2026-07-01", ends: true)))).How);
        Assert.Equal(("95.00", "99.00", "99.00", null), (await On(house, new(2026, 3, 31)), await On(house, new(2026, 4, 1)), await On(house, new(2026, 6, 30)), await On(house, new(2026, 7, 1))));

        await house.Do(tx => SetFee.Run(tx, Fee("110.00", "2026-09-01")));
        Assert.Equal((null, "110.00"), (await On(house, new(2026, 8, 31)), await On(house, new(2026, 9, 1))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mistyped_fee_is_corrected_for_its_own_first_day_and_what_was_charged_keeps_its_price_until_its_visit_is_corrected(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var correction = Fee("96.00", "2025-01-01") with { Corrects = "95.00" };
        Assert.Equal(SavedHow.Changed, (await house.Do(tx => SetFee.Run(tx, correction))).How);
        Assert.Equal(SavedHow.Unchanged, (await house.Do(tx => SetFee.Run(tx, correction))).How);
        Assert.Equal("96.00", await On(house, new(2026, 3, 2)));
        Assert.Equal("From 1 Jan 2025 the fee for 97810 is 96.00, not 95.00: somebody corrected it in between.", (await Refused(house, correction with { Amount = "97.00" })).Message);

        // The first value stays, with the one charge of Lucia's visit that it priced.
        Assert.Equal(["1 95.00 1 Reyes, Lucía", "2 96.00 0 "], await Uses(house));
        await Books.Import(house, Books.Lucia.Replace("\"code\":\"97810\",\"amount\":\"95.00\"", "\"code\":\"97810\",\"amount\":\"96.00\"", StringComparison.Ordinal));
        Assert.Equal(["1 95.00 0 ", "2 96.00 1 Reyes, Lucía"], await Uses(house));
        var subjects = await house.Read(tx => tx.Db.Set<CleanClaim.Billing.Audit.AuditRow>().Select(a => a.Subject).ToListAsync());
        Assert.Contains(subjects, s => s.Contains(" in place of fee ", StringComparison.Ordinal));
    }

    private static Task<List<string>> Uses(House house) => house.Read(async tx =>
    {
        var lines = new List<string>();
        foreach (var fee in await tx.Db.Set<Fee>().AsNoTracking().Where(f => f.Code == "97810").OrderBy(f => f.Revision).ToListAsync())
        {
            var use = await FeeUse.Of(tx, fee, null, default);
            lines.Add($"{fee.Revision} {fee.Amount} {use.Charges} {string.Join(' ', use.Latest.Select(v => v.Patient))}");
        }
        return lines;
    });

    [Theory, OnSqlite]
    public async Task A_fee_that_stands_is_not_changed_and_an_end_needs_something_to_end(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        Assert.Equal(("amount", "From 1 Jan 2025 the fee for 97810 is 95.00 already."), await Refused(house, Fee("90.00", "2025-01-01")) is var f ? (f.Place, f.Message) : default);
        Assert.Equal("amount", (await Refused(house, Fee("90.00", "2026-07-01", ends: true))).Place);
        Assert.Equal("There is no fee for 97810 to end on 1 Jul 2024.", (await Refused(house, Fee(null, "2024-07-01", ends: true))).Message);
        await house.Do(tx => SetFee.Run(tx, Fee(null, "2026-07-01", ends: true)));
        Assert.Equal(("from", "From 1 Jul 2026 on there is no fee for 97810."), await Refused(house, Fee("90.00", "2026-07-01")) is var g ? (g.Place, g.Message) : default);
        Assert.Equal("There is no fee for 97810 to end on 1 Aug 2026.", (await Refused(house, Fee(null, "2026-08-01", ends: true))).Message);
    }
}

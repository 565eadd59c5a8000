using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Ledger;

public sealed class AgingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_payers_debt_ages_from_the_service_and_a_guarantors_from_the_day_it_became_theirs(string kind)
    {
        await using var house = await House.Open(kind);
        var service = new DateOnly(2025, 12, 1);
        await house.Do(tx => Journal.Record(tx, house.Practice, service, [Entries.Charge(1, payer: 5, "100.00", service)]));
        await house.Do(tx => Journal.Record(tx, house.Practice, new(2026, 2, 20), [Entries.ToGuarantor(2, charge: 1, payer: 5, guarantor: 8, "30.00", new(2026, 2, 20))]));
        await house.Read(async tx =>
        {
            var payer = Assert.Single(await Aging.OfPayers(tx, house.Practice, House.Today)); // 105 days after the service
            Assert.Equal(("0.00", "70.00", "70.00"), (payer.Days61To90.ToString(), payer.Days91To120.ToString(), payer.Owed.ToString()));
            var guarantor = Assert.Single(await Aging.OfGuarantors(tx, house.Practice, House.Today)); // 24 days after the transfer
            Assert.Equal(("30.00", "30.00"), (guarantor.Days0To30.ToString(), guarantor.Owed.ToString()));
            return true;
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Aging_of_a_past_day_is_what_it_was_on_that_day(string kind)
    {
        await using var house = await House.Open(kind);
        var service = new DateOnly(2025, 12, 1);
        await house.Do(tx => Journal.Record(tx, house.Practice, service, [Entries.Charge(1, payer: 5, "100.00", service)]));
        await house.Do(tx => Journal.Record(tx, house.Practice, new(2026, 2, 20), [Entries.ToGuarantor(2, charge: 1, payer: 5, guarantor: 8, "30.00", new(2026, 2, 20))]));
        await house.Read(async tx =>
        {
            var payer = Assert.Single(await Aging.OfPayers(tx, house.Practice, new(2026, 2, 19))); // 80 days
            Assert.Equal("100.00", payer.Days61To90.ToString());
            Assert.Empty(await Aging.OfGuarantors(tx, house.Practice, new(2026, 2, 19)));
            Assert.Empty(await Aging.OfPayers(tx, house.Practice, new(2025, 11, 30)));
            return true;
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_and_a_prepayment_stand_apart_and_make_no_debt_smaller(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => Journal.Record(tx, house.Practice, House.Today,
        [
            Entries.Charge(1, payer: 5, "100.00"), Entries.Charge(2, payer: 5, "50.00"), Entries.Paid(3, charge: 2, payer: 5, "80.00", House.Today),
            Entries.ToGuarantor(4, charge: 1, payer: 5, guarantor: 8, "20.00", House.Today), Entries.Prepaid(6, guarantor: 8, "25.00", House.Today),
        ]));
        await house.Read(async tx =>
        {
            var payer = Assert.Single(await Aging.OfPayers(tx, house.Practice, House.Today));
            Assert.Equal(("80.00", "-30.00", "50.00"), (payer.Owed.ToString(), payer.Credits.ToString(), payer.Net.ToString()));
            var guarantor = Assert.Single(await Aging.OfGuarantors(tx, house.Practice, House.Today));
            Assert.Equal(("20.00", "-25.00"), (guarantor.Owed.ToString(), guarantor.Prepaid.ToString()));
            return true;
        });
    }

    /// <summary>Two checks of one payer: 60.00 of the first is not applied, the second lacks 10.00 that was taken off it. Neither makes the other smaller.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_payer_took_off_a_check_stands_apart_from_its_money_in_hand(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => Journal.Record(tx, house.Practice, House.Today, [Entries.Unapplied(1, check: 1, payer: 5, "60.00"), Entries.Unapplied(2, check: 2, payer: 5, "-10.00")]));
        var payer = Assert.Single(await house.Read(tx => Aging.OfPayers(tx, house.Practice, House.Today)));
        Assert.Equal(("0.00", "-60.00", "10.00", "-50.00"), (payer.Owed.ToString(), payer.Unapplied.ToString(), payer.TakenAhead.ToString(), payer.Net.ToString()));
    }

    [Theory]
    [InlineData(30, "100.00", "0.00", "0.00", "0.00", "0.00")]
    [InlineData(31, "0.00", "100.00", "0.00", "0.00", "0.00")]
    [InlineData(60, "0.00", "100.00", "0.00", "0.00", "0.00")]
    [InlineData(61, "0.00", "0.00", "100.00", "0.00", "0.00")]
    [InlineData(90, "0.00", "0.00", "100.00", "0.00", "0.00")]
    [InlineData(91, "0.00", "0.00", "0.00", "100.00", "0.00")]
    [InlineData(120, "0.00", "0.00", "0.00", "100.00", "0.00")]
    [InlineData(121, "0.00", "0.00", "0.00", "0.00", "100.00")]
    public async Task The_buckets_end_on_days_30_60_90_and_120(int days, params string[] buckets)
    {
        await using var house = await House.Open("sqlite");
        var service = House.Today.AddDays(-days);
        await house.Do(tx => Journal.Record(tx, house.Practice, service, [Entries.Charge(1, payer: 5, "100.00", service)]));
        var row = Assert.Single(await house.Read(tx => Aging.OfPayers(tx, house.Practice, House.Today)));
        Assert.Equal(buckets, new[] { row.Days0To30, row.Days31To60, row.Days61To90, row.Days91To120, row.Older }.Select(m => m.ToString()));
    }
}

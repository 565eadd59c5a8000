using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Parties;

/// <summary>Two people have the same provider or payer open: who saves second is told what the first one kept, and loses nothing.</summary>
public sealed class TwoEditorsTests
{
    private static readonly ProviderForm Lin = new()
    {
        Key = "lin", Practice = "sw", Npi = "1425773086", LastName = "Lin", FirstName = "Mei", Taxonomy = "171100000X", License = "198.000123", Version = 1,
        Participation = [new() { Payer = "evergreen", From = "2024-01-01" }, new() { Payer = "lakeside", From = "2024-01-01" }],
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_provider_counts_edits_of_name_and_participation_alike(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        Assert.Equal((SavedHow.Unchanged, 1), await Enrol(house, Lin));
        var ended = Lin with { Participation = [new() { Payer = "evergreen", From = "2024-01-01", To = "2026-06-30" }, Lin.Participation![1]] };
        Assert.Equal((SavedHow.Changed, 2), await Enrol(house, ended));

        var stale = await Assert.ThrowsAsync<StaleEditException>(() => house.Do(tx => EnrolProvider.Run(tx, Lin with { LastName = "Lin-Ode" })));
        Assert.Equal((2, "lastName: Lin-Ode, Lin; participation[0].to: , 30 Jun 2026"), (stale.CurrentVersion, string.Join("; ", stale.Differences.Select(d => $"{d.Field}: {d.Yours}, {d.Theirs}"))));
        Assert.Equal("Lin", await house.Read(tx => tx.Db.Set<Provider>().Where(p => p.Key == "lin").Select(p => p.LastName).SingleAsync()));
        Assert.Equal((SavedHow.Changed, 3), await Enrol(house, ended with { LastName = "Lin-Ode", Version = 2 }));
    }

    [Theory, OnSqlite]
    public async Task A_providers_faults_and_those_of_the_payers_are_told_at_once(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => EnrolProvider.Run(tx, Lin with { Npi = "123", Participation = [new() { Payer = "evergreen", From = "2024-01-01", To = "2020-01-01" }] })));
        Assert.Equal(["npi", "participation[0].to"], refused.Faults.Select(f => f.Place).Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payer_saved_in_between_is_answered_with_both_versions_and_a_book_without_a_version_is_not(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var evergreen = new PayerForm { Key = "evergreen", Name = "Evergreen Health Plan", Kind = "commercial", PayerId = "77001", ClaimFiling = "CI", FilingDays = 180, AcceptsReplacement = true, Version = 1 };
        Assert.Equal(2, (await house.Do(tx => AddPayer.Run(tx, evergreen with { FilingDays = 90 }))).Version);
        var stale = await Assert.ThrowsAsync<StaleEditException>(() => house.Do(tx => AddPayer.Run(tx, evergreen with { Name = "Evergreen" })));
        Assert.Equal(["name", "filingDays"], stale.Differences.Select(d => d.Field));
        await Books.Import(house, Books.Lucia);
        Assert.Equal((180, 3), await house.Read(async tx => await tx.Db.Set<Payer>().SingleAsync(p => p.Key == "evergreen") is var p ? (p.FilingDays!.Value, p.Version) : default));
    }

    private static async Task<(SavedHow, int)> Enrol(House house, ProviderForm form) => await house.Do(tx => EnrolProvider.Run(tx, form)) is var saved ? (saved.How, saved.Version) : default;

    /// <summary>45 CFR 162.408: an NPI is one provider's.</summary>
    [Theory, OnSqlite]
    public async Task The_NPI_of_one_provider_is_no_second_ones(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => EnrolProvider.Run(tx, Lin with { Key = "dup", LastName = "Dup", FirstName = "Prov", Version = null })));
        Assert.Equal(("npi", "This is the NPI of Mei Lin."), Assert.Single(refused.Faults) is var fault ? (fault.Place, fault.Message) : default);
    }
}

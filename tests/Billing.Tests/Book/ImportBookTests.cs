using CleanClaim.Billing.Access;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Book;

public sealed class ImportBookTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_book_becomes_a_patient_with_guarantor_two_coverages_and_a_visit_that_is_charged_and_booked(string kind)
    {
        await using var house = await House.Open(kind);
        var imported = await Books.Import(house, Books.Lucia);
        Assert.Equal("practices 1, payers 2, providers 1, fees 4, contracts 2, patients 1, guarantors 1, coverages 2, visits 1",
            string.Join(", ", imported.Sections.Select(s => $"{s.Name} {s.Added}")));
        await house.Read(async tx =>
        {
            var charges = await tx.Db.Set<Charge>().OrderBy(c => c.Line).ToListAsync();
            Assert.Equal(["97810 1 95.00 62.00", "97811 1 60.00 41.00"], charges.Select(c => $"{c.Code} {c.Units} {c.Amount} {c.Expected}"));
            var items = await tx.Db.Set<OpenItemNow>().Where(i => i.Account == Account.PayerReceivable).ToListAsync();
            Assert.Equal("155.00", items.Sum(i => i.Amount).ToString());
            Assert.All(items, i => Assert.Equal(new DateOnly(2026, 3, 2), i.AgeFrom));
            Assert.Equal("Marisol", (await tx.Db.Set<GuarantorAccount>().SingleAsync()).FirstName);
            return true;
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_book_again_changes_nothing_and_an_edited_one_changes_what_differs(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var again = await Books.Import(house, Books.Lucia);
        Assert.All(again.Sections, s => Assert.Equal((0, 0), (s.Added, s.Changed)));
        var edited = await Books.Import(house, Books.Lucia.Replace("5 Maple Court", "7 Maple Court", StringComparison.Ordinal));
        Assert.Equal(["coverages", "guarantors", "patients"], edited.Sections.Where(s => s.Changed > 0).Select(s => s.Name).Order());
        Assert.Equal(2, await house.Read(tx => tx.Db.Set<Charge>().CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_book_with_faults_is_refused_whole_and_every_fault_names_its_field(string kind)
    {
        await using var house = await House.Open(kind);
        var bad = Books.Lucia.Replace("2016-05-20", "2031-05-20", StringComparison.Ordinal).Replace("EGH204177331", "EGH*204~", StringComparison.Ordinal)
            .Replace("1425773086", "1425773087", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Books.Import(house, bad));
        Assert.Contains(refused.Faults, f => f.Place == "providers[0].npi" && f.Message.Contains("mistyped", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, f => f.Place == "patients[0].birthDate" && f.Message.Contains("future", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, f => f.Place == "coverages[0].memberId" && f.Message.Contains("\"*\"", StringComparison.Ordinal));
        // The visit names the provider and patient that were refused: said once, at their own rows.
        Assert.DoesNotContain(refused.Faults, f => f.Message.StartsWith("There is no", StringComparison.Ordinal));
        Assert.False(await house.Read(tx => tx.Db.Set<Payer>().AnyAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rehearsal_says_what_would_happen_and_keeps_nothing(string kind)
    {
        await using var house = await House.Open(kind);
        var would = await house.Work.Rehearse(Right.Register, house.Scope, tx => ImportBook.Run(tx, Books.Read(Books.Lucia)));
        Assert.Equal(9, would.Sections.Count);
        Assert.False(await house.Read(tx => tx.Db.Set<Patient>().AnyAsync()));
    }

    [Theory, OnSqlite]
    public async Task The_book_of_another_organization_is_refused(string kind)
    {
        await using var house = await House.Open(kind);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Books.Import(house, """{"organization":{"key":"elsewhere","name":"X"}}"""));
        Assert.Equal("organization.key", refused.Faults.Single().Place);
    }

    [Theory]
    [InlineData("""{"patients":[{"key":"a","birthdate":"2016-05-20"}]}""", "patients[0].birthdate", "Did you mean \"birthDate\"?")]
    [InlineData("""{"patients":{"key":"a"}}""", "patients", "Write […], also for one item.")]
    [InlineData("""{"visits":[{"contactMinutes":"half an hour"}]}""", "visits[0].contactMinutes", "Write a whole number without quotes.")]
    [InlineData("{\"patients\":[\n{\"key\":}", "line 2", "Check commas, quotes and braces near this line; the file must hold one object.")]
    [InlineData("[]", "file", "Write {…} with named fields.")]
    public void What_cannot_be_read_is_named_with_its_place_and_how_to_mend_it(string json, string place, string fix)
    {
        var refused = Assert.Throws<BadInputException>(() => Books.Read(json));
        Assert.Equal((place, fix), (refused.Faults[0].Place, refused.Faults[0].Fix));
    }
}

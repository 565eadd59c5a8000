using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Parties;

public sealed class NameGuarantorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_parent_answers_until_the_18th_birthday_and_the_patient_from_then_on(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var (before, after) = await house.Do(async tx =>
        {
            var lucia = await tx.Db.Set<Patient>().SingleAsync(p => p.Key == "lucia");
            return ((await NameGuarantor.ForVisit(tx, lucia, new(2034, 5, 19), default))!.Key, (await NameGuarantor.ForVisit(tx, lucia, new(2034, 5, 20), default))!.Key);
        });
        Assert.Equal(("marisol", "self:lucia"), (before, after));
    }

    [Theory, OnSqlite]
    public async Task A_later_guarantor_answers_for_later_visits_only(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => NameGuarantor.Run(tx, new()
        {
            Key = "court", Kind = "legalRepresentative", Patients = ["lucia"], LastName = "Hale", FirstName = "Ruth", From = "2026-02-01",
            Address = new AddressForm { Line1 = "9 Court Road", City = "Chicago", State = "IL", Zip = "60604" },
        }));
        var (before, after) = await house.Do(async tx =>
        {
            var lucia = await tx.Db.Set<Patient>().SingleAsync(p => p.Key == "lucia");
            return ((await NameGuarantor.ForVisit(tx, lucia, new(2026, 1, 31), default))!.Key, (await NameGuarantor.ForVisit(tx, lucia, new(2026, 2, 1), default))!.Key);
        });
        Assert.Equal(("marisol", "court"), (before, after));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_known_key_without_patients_corrects_the_account_and_whom_it_answers_for_stays(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var home = new AddressForm { Line1 = "77 New Street", City = "Chicago", State = "IL", Zip = "60603" };
        var corrected = new GuarantorForm { Key = "marisol", Practice = "sw", Kind = "parent", LastName = "Reyes-Lund", FirstName = "Marisol", Address = home, Version = 1 };
        Assert.Equal(SavedHow.Changed, (await house.Do(tx => NameGuarantor.Run(tx, corrected))).How);
        var (name, street, links) = await house.Read(async tx =>
        {
            var account = await tx.Db.Set<GuarantorAccount>().SingleAsync();
            return (account.DisplayName, account.Address.Line1, await tx.Db.Set<GuarantorOfPatient>().CountAsync());
        });
        Assert.Equal(("Marisol Reyes-Lund", "77 New Street", 1), (name, street, links));
        await Assert.ThrowsAsync<StaleEditException>(() => house.Do(tx => NameGuarantor.Run(tx, corrected with { FirstName = "Mari" })));
        Assert.Equal("patients", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => NameGuarantor.Run(tx, corrected with { Key = "nobody" })))).Faults.Single().Place);
    }

    [Theory, OnSqlite]
    public async Task Who_pays_for_themselves_again_gets_the_account_they_had(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(async tx => await NameGuarantor.ForVisit(tx, await tx.Db.Set<Patient>().SingleAsync(p => p.Key == "lucia"), new(2034, 5, 20), default));
        await house.Do(tx => NameGuarantor.Run(tx, new() { Key = "court", Kind = "legalRepresentative", Patients = ["lucia"], LastName = "Hale", FirstName = "Ruth", From = "2034-07-01", Address = new AddressForm { Line1 = "9 Court Place", City = "Chicago", State = "IL", Zip = "60602" } }));
        await house.Do(tx => NameGuarantor.Run(tx, new() { Practice = "sw", Kind = "self", Patients = ["lucia"], From = "2035-01-01" }));
        Assert.Equal(["court", "marisol", "self:lucia"], await house.Read(tx => tx.Db.Set<GuarantorAccount>().OrderBy(a => a.Key).Select(a => a.Key).ToListAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_name_of_a_patient_who_pays_alone_is_the_guarantors_too_and_a_parent_keeps_theirs(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var home = new AddressForm { Line1 = "5 Maple Court", City = "Chicago", State = "IL", Zip = "60603" };
        var wang = new PatientForm { Key = "wang", Practice = "sw", LastName = "王", FirstName = "明", BirthDate = "1990-02-03", Sex = "M", Address = home };
        await house.Do(tx => RegisterPatient.Run(tx, wang));
        await house.Do(tx => NameGuarantor.Run(tx, new() { Key = "wang-self", Kind = "self", Patients = ["wang"] }));
        await house.Do(tx => RegisterPatient.Run(tx, wang with { LastName = "Wang", FirstName = "Ming" }));
        await house.Do(tx => RegisterPatient.Run(tx, new() { Key = "lucia", Practice = "sw", LastName = "Reyes", FirstName = "Lucy", BirthDate = "2016-05-20", Sex = "F", Address = home }));
        var names = await house.Read(tx => tx.Db.Set<GuarantorAccount>().OrderBy(a => a.Key).Select(a => a.Key + ": " + a.FirstName + " " + a.LastName).ToListAsync());
        Assert.Equal(["marisol: Marisol Reyes", "wang-self: Ming Wang"], names);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Why_a_minor_answers_alone_stays_with_the_account_when_the_book_comes_again_and_when_a_name_is_corrected(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var self = new GuarantorForm { Key = "lucia-self", Practice = "sw", Kind = "self", Patients = ["lucia"], From = "2026-03-01" };
        await house.Do(tx => NameGuarantor.Run(tx, self with { MinorAlone = "selfConsenting" }));
        Assert.Equal(SavedHow.Unchanged, (await house.Do(tx => NameGuarantor.Run(tx, self))).How);
        await house.Do(tx => NameGuarantor.Run(tx, self with { Patients = null, LastName = "Reyes-Lund", Version = 1 }));
        Assert.Equal(("Reyes-Lund", MinorAlone.SelfConsenting), await Account());
        await house.Do(tx => NameGuarantor.Run(tx, self with { MinorAlone = "emancipated" }));
        Assert.Equal(MinorAlone.Emancipated, (await Account()).Item2);

        Task<(string?, MinorAlone?)> Account() => house.Read(async tx => await tx.Db.Set<GuarantorAccount>().SingleAsync(a => a.Key == "lucia-self") is var a ? (a.LastName, a.MinorAlone) : default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_patient_who_answers_already_is_not_named_a_second_time_and_has_one_account(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var home = new AddressForm { Line1 = "1 Oak", City = "Chicago", State = "IL", Zip = "60602" };
        await house.Do(tx => RegisterPatient.Run(tx, new() { Key = "hannah", Practice = "sw", LastName = "Brandt", FirstName = "Hannah", BirthDate = "1984-01-20", Sex = "F", Address = home }));
        await house.Do(tx => NameGuarantor.Run(tx, new() { Key = "hannah-own", Kind = "self", Patients = ["hannah"], From = "2024-01-01" }));
        var again = new GuarantorForm { Kind = "self", Patients = ["hannah"], Practice = "sw", From = "2026-03-02" };
        var refused = (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => NameGuarantor.Run(tx, again)))).Faults.Single();
        Assert.Equal(("kind", "Hannah Brandt answers already, for visits since 1 Jan 2024."), (refused.Place, refused.Message));

        // An employer answers for nobody under age.
        var child = (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => NameGuarantor.Run(tx, new() { Key = "mill", Kind = "employer", Patients = ["lucia"], OrganizationName = "Mill Street Bakery", From = "2025-01-01", Address = home })))).Faults.Single();
        Assert.Equal(("kind", "Lucía Reyes is a minor until 20 May 2034, and an employer does not answer for a child."), (child.Place, child.Message));

        // After somebody else it is no repetition; the account is the one that stands.
        await house.Do(tx => NameGuarantor.Run(tx, new() { Key = "mill", Kind = "employer", Patients = ["hannah"], OrganizationName = "Mill Street Bakery", From = "2025-01-01", Address = home }));
        await house.Do(tx => NameGuarantor.Run(tx, again));
        Assert.Equal(["hannah-own", "mill"], await house.Read(tx => tx.Db.Set<GuarantorAccount>().Where(a => a.Key != "marisol").OrderBy(a => a.Key).Select(a => a.Key).ToListAsync()));
    }

    [Theory, OnSqlite]
    public async Task A_parent_cannot_be_named_for_an_adult(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => NameGuarantor.Run(tx, new()
        {
            Key = "late", Kind = "parent", Patients = ["lucia"], LastName = "Reyes", FirstName = "Marisol", From = "2035-01-01",
            Address = new AddressForm { Line1 = "5 Maple Court", City = "Chicago", State = "IL", Zip = "60603" },
        })));
        Assert.Equal("kind", refused.Faults.Single().Place);
    }
}

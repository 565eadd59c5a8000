using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Charges;

public sealed class CaptureChargeTests
{
    private static readonly VisitForm Visit = new()
    {
        Key = "v2", Patient = "lucia", Provider = "lin", Place = "11", Date = "2026-03-09", Diagnoses = ["G43009"],
        Lines = [new LineForm { Code = "97810" }, new LineForm { Code = "97811", Units = 2, Charge = "111.11", Pointers = [1] }],
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_is_priced_by_the_fee_of_its_day_unless_it_has_a_charge(string kind)
    {
        await using var house = await Opened(kind);
        var saved = await house.Do(tx => CaptureCharge.Run(tx, Visit));
        Assert.Equal(SavedHow.Added, saved.How);
        Assert.Equal(["95.00", "111.11"], await Amounts(house, "v2"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_visit_voids_what_differs_and_keeps_the_rest(string kind)
    {
        await using var house = await Opened(kind);
        await house.Do(tx => CaptureCharge.Run(tx, Visit));
        var corrected = await house.Do(tx => CaptureCharge.Run(tx, Visit with { Lines = [Visit.Lines![0], new LineForm { Code = "97811" }] }));
        Assert.Equal(SavedHow.Changed, corrected.How);
        Assert.Equal(["95.00", "111.11", "-111.11", "60.00"], await Amounts(house, "v2"));
        await house.Read(async tx =>
        {
            var visit = await tx.Db.Set<Encounter>().SingleAsync(e => e.Key == "v2");
            var lines = await tx.Db.Set<JournalLineRow>().Where(l => l.EncounterId == visit.Id.Value).ToListAsync();
            Assert.Equal("0.00", lines.Sum(l => l.Amount).ToString());
            Assert.Equal("155.00", lines.Where(l => l.Account == Account.PayerReceivable).Sum(l => l.Amount).ToString());
            return true;
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_a_coverage_in_force_the_guarantor_owes_the_charge(string kind)
    {
        await using var house = await Opened(kind);
        await house.Do(tx => CaptureCharge.Run(tx, Visit with { Key = "old", Date = "2023-12-28", ContactMinutes = null, Sets = null, Lines = [new LineForm { Code = "97810", Charge = "90", Minutes = 15 }] }));
        Assert.Equal(15, await house.Read(tx => tx.Db.Set<Encounter>().Where(e => e.Key == "old").Select(e => e.ContactMinutes).SingleAsync())); // minutes on the line are what is documented
        var owed = await house.Read(tx => tx.Db.Set<OpenItemNow>().SingleAsync(i => i.Account == Account.GuarantorReceivable));
        Assert.Equal(("90.00", PartyKind.Guarantor), (owed.Amount.ToString(), owed.PartyKind));
    }

    [Theory, OnSqlite]
    public async Task A_visit_that_cannot_be_charged_is_answered_field_by_field(string kind)
    {
        await using var house = await Opened(kind);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => CaptureCharge.Run(tx, Visit with
        {
            Date = "2026-12-24",
            Place = "1",
            Diagnoses = ["54.5"],
            Lines = [new LineForm { Code = "9781", Units = 0, Pointers = [2] }, new LineForm { Code = "99213" }],
        })));
        Assert.Equal(["date", "diagnoses[0]", "lines[0].code", "lines[0].pointers[0]", "lines[0].units", "lines[1].charge", "place"], refused.Faults.Select(f => f.Place).Order(StringComparer.Ordinal));
        Assert.Equal("lines[0].charge", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => CaptureCharge.Run(tx, Visit with { Lines = [new LineForm { Code = "99213" }] })))).Faults.Single().Place);
    }

    [Theory, OnSqlite]
    public async Task A_minor_for_whom_nobody_answers_is_not_charged_and_an_adult_answers_alone(string kind)
    {
        await using var house = await Opened(kind);
        var address = new AddressForm { Line1 = "1 Oak", City = "Chicago", State = "IL", Zip = "60602" };
        await house.Do(tx => RegisterPatient.Run(tx, new() { Key = "kid", Practice = "sw", LastName = "Doe", FirstName = "Kim", BirthDate = "2012-01-01", Sex = "F", Address = address }));
        await house.Do(tx => RegisterPatient.Run(tx, new() { Key = "adult", Practice = "sw", LastName = "Doe", FirstName = "Ann", BirthDate = "1980-01-01", Sex = "F", Address = address }));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => CaptureCharge.Run(tx, Visit with { Patient = "kid" })));
        Assert.Equal("patient", refused.Faults.Single().Place);
        await house.Do(tx => CaptureCharge.Run(tx, Visit with { Patient = "adult" }));
        Assert.Equal(GuarantorKind.Self, (await house.Read(tx => tx.Db.Set<GuarantorAccount>().SingleAsync(a => a.Key == "self:adult"))).Kind);
    }

    private static async Task<House> Opened(string kind)
    {
        var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        return house;
    }

    private static Task<List<string>> Amounts(House house, string visit) => house.Read(async tx =>
    {
        var id = await tx.Db.Set<Encounter>().Where(e => e.Key == visit).Select(e => e.Id).SingleAsync();
        return (await tx.Db.Set<Charge>().Where(c => c.EncounterId == id).OrderBy(c => c.Id).ToListAsync()).ConvertAll(c => c.Amount.ToString());
    });

    /// <summary>A slip of the year is told beside the date and nowhere else: nobody is asked who answered for the patient in 1900.</summary>
    [Theory, OnSqlite]
    public async Task A_day_that_cannot_be_is_told_beside_the_date_alone(string kind)
    {
        Assert.Null(PossibleDay.Fault("payment", "on", new(2026, 3, 16), new(2026, 3, 16), new(1979, 5, 1)));
        Assert.Equal(("on", "The payment on 1 Jan 1900 lies before the patient's birth on 1 May 1979."), PossibleDay.Fault("payment", "on", new(1900, 1, 1), new(2026, 3, 16), new(1979, 5, 1)) is var born ? (born!.Place, born.Message) : default);
        Assert.Equal("The visit on 1 Mar 1990 is more than 20 years ago.", PossibleDay.Fault("visit", "date", new(1990, 3, 1), new(2026, 3, 16), new(1979, 5, 1))!.Message);
        await using var house = await Opened(kind);
        var visit = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => CaptureCharge.Run(tx, Visit with { Date = "1980-03-01" })));
        Assert.Equal("date", Assert.Single(visit.Faults).Place);
        var payment = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(500), PaymentMethod.Cash, null, new DateOnly(1900, 1, 1)))));
        Assert.Equal("on", Assert.Single(payment.Faults).Place);
    }

    /// <summary>One charges 170.00 while the other has 180.00 typed: who saves second sees beside each field what stands, and who saved it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_corrected_in_between_says_by_whom_and_what_stands_in_each_line(string kind)
    {
        await using var house = await Opened(kind);
        await house.Do(tx => CaptureCharge.Run(tx, Visit));
        VisitForm Charged(string amount) => Visit with { Version = 1, Lines = [Visit.Lines![0] with { Charge = amount }, Visit.Lines[1]] };
        await house.Do(tx => CaptureCharge.Run(tx, Charged("170.00")));
        var stale = await Assert.ThrowsAsync<StaleEditException>(() => house.Do(tx => CaptureCharge.Run(tx, Charged("180.00"))));
        Assert.Equal(("owner@clinic.example", "lines[0].charge: 180.00, 170.00"), (stale.By, string.Join("; ", stale.Differences.Select(d => $"{d.Field}: {d.Yours}, {d.Theirs}"))));
    }
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Parties;

public sealed class RegisterPatientTests
{
    private static readonly PatientForm Anna = new()
    {
        Key = "anna", Practice = "main", LastName = "Müller-Strauß", FirstName = "Anna", BirthDate = "1979-11-30", Sex = "F",
        Address = new AddressForm { Line1 = "88 Oak Avenue", City = "Chicago", State = "IL", Zip = "60602-1234" },
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_patient_is_found_by_the_beginning_of_the_name_by_birth_date_and_by_member_id(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => RegisterPatient.Run(tx, Anna));
        foreach (var (text, key) in new[] { ("mull", "anna"), ("MULLER-Strauß, Anna", "anna"), ("1979-11-30", "anna"), ("reyes lu", "lucia"), ("EGH204177331", "lucia"), ("5/20/2016", "lucia"),
            ("egh204177331", "lucia"), ("LUCIA REYES", "lucia"), ("luc", "lucia"), ("20 May 2016", "lucia"), ("anna", "anna") })
            Assert.Equal(key, Assert.Single((await house.Read(tx => PatientSearch.Page(tx, text, null))).Rows).Key);
        // Everything asked must fit; a practice outside the question has nobody.
        Assert.Empty(await house.Read(tx => PatientSearch.Find(tx, new PatientQuery(Name: "mu", Born: new DateOnly(1900, 1, 2)))));
        Assert.Empty(await house.Read(tx => PatientSearch.Find(tx, new PatientQuery(Practices: [new(1)]))));
        Assert.Empty((await house.Read(tx => PatientSearch.Page(tx, "muz", null))).Rows);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stale_edit_is_answered_with_both_versions_and_changes_nothing(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => RegisterPatient.Run(tx, Anna));
        await house.Do(tx => RegisterPatient.Run(tx, Anna with { Phone = "312 555 0188", Version = 1 }));
        var stale = await Assert.ThrowsAsync<StaleEditException>(() => house.Do(tx => RegisterPatient.Run(tx, Anna with { Phone = "312 555 0199", Version = 1 })));
        Assert.Equal(new FieldDifference("phone", "3125550199", "3125550188"), Assert.Single(stale.Differences));
        Assert.Equal(2, stale.CurrentVersion);
    }

    [Theory, OnSqlite]
    public async Task Every_bad_field_is_answered_with_how_to_mend_it(string kind)
    {
        await using var house = await House.Open(kind);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => RegisterPatient.Run(tx, Anna with
        {
            LastName = "王*明~",
            FirstName = "",
            BirthDate = "1890-01-01",
            Sex = "Q",
            Address = new AddressForm { Line1 = "1~2 Улица^", City = "Chicago", State = "ZZ", Zip = "606" },
            Phone = "12",
        })));
        Assert.Equal(["address.line1", "address.state", "address.zip", "birthDate", "firstName", "lastName", "phone", "sex"], refused.Faults.Select(f => f.Place).Order(StringComparer.Ordinal));
        var name = refused.Faults.Single(f => f.Place == "lastName");
        Assert.Contains("\"*\" and \"~\", which no name has and which separate the parts of a claim file", name.Message, StringComparison.Ordinal);
        Assert.Contains("\"~\", \"^\", \"У\", \"л\", \"и\", \"ц\" and 1 more, which cannot be sent; \"~\" and \"^\" separate the parts", refused.Faults.Single(f => f.Place == "address.line1").Message, StringComparison.Ordinal);
        Assert.Contains("as on the member card", name.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AB*12~3", "The member id holds \"*\" and \"~\", which no card prints and which separate the parts of a claim file.")]
    [InlineData("AB*12*3", "The member id holds \"*\", which no card prints and which separates the parts of a claim file.")]
    [InlineData("é😀AB:12", "The member id holds \":\", \"é\" and \"😀\", which no card prints; \":\" separates the parts of a claim file.")]
    [InlineData("AB(1)\u0007", "The member id holds \"(\", \")\" and the control character 7, which no card prints.")]
    public void Every_unsuitable_sign_of_a_member_id_is_named_at_once(string number, string said)
    {
        var fields = new Fields();
        fields.PayerNumber("memberId", "member id", number, 80);
        Assert.Equal(said, Assert.Single(fields.Faults).Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_name_is_kept_and_found_in_the_letters_it_is_written_in(string kind)
    {
        await using var house = await House.Open(kind);
        foreach (var (key, last, first) in new[] { ("wang", "王", "小明"), ("ivanov", "Иванов", "Пётр"), ("devi", "देवी", "सीता"), ("ahmad", "أحمد", "علي") })
        {
            await house.Do(tx => RegisterPatient.Run(tx, Anna with { Key = key, LastName = last, FirstName = first }));
            var found = Assert.Single((await house.Read(tx => PatientSearch.Page(tx, last, null))).Rows);
            Assert.Equal((key, last, first), (found.Key, found.LastName, found.FirstName));
        }
    }

    [Theory]
    [InlineData("sqlite", "😀")]
    [InlineData("sqlite", "A\u0007B")]
    [InlineData("sqlite", "A~B")]
    public async Task What_is_in_no_name_is_refused(string kind, string name)
    {
        await using var house = await House.Open(kind);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => RegisterPatient.Run(tx, Anna with { LastName = name })));
        Assert.Equal("lastName", Assert.Single(refused.Faults).Place);
    }

    [Theory]
    [InlineData("José Núñez", "Jose Nunez")]
    [InlineData("Łukasz Øby-Strauß", "Lukasz Oby-Strauss")]
    [InlineData("O’Brien", "O'Brien")]
    public void Accents_are_dropped_and_odd_letters_written_out(string name, string sent)
    {
        Assert.Null(X12Spelling.FirstUnsendable(name));
        Assert.Equal(sent, X12Spelling.Of(name));
    }

    [Theory]
    [InlineData("李", "李")]
    [InlineData("A*B", "*")]
    [InlineData("A^B", "^")]
    [InlineData("Иван", "И")]
    [InlineData("A\tB", "\t")]
    public void What_has_no_latin_spelling_or_separates_elements_cannot_be_sent(string name, string odd) => Assert.Equal(odd, X12Spelling.FirstUnsendable(name));
}

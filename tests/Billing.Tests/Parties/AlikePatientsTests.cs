using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;

namespace CleanClaim.Billing.Tests.Parties;

public sealed class AlikePatientsTests
{
    // The codes that the National Archives give as examples.
    [Theory]
    [InlineData("Washington", "W252")]
    [InlineData("Lee", "L000")]
    [InlineData("Gutierrez", "G362")]
    [InlineData("Pfister", "P236")]
    [InlineData("Jackson", "J250")]
    [InlineData("Tymczak", "T522")]
    [InlineData("Ashcraft", "A261")]
    [InlineData("Müller", "M460")]
    [InlineData("王", "")]
    public void A_name_sounds_as_the_archives_say(string name, string sound) => Assert.Equal(sound, SoundOfName.Of(name));

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_may_be_meant_is_found_with_what_is_alike_and_twins_are_two(string kind)
    {
        await using var house = await House.Open(kind);
        // Lucia Reyes, born 20 May 2016, member EGH204177331.
        await Books.Import(house, Books.Lucia);
        var practice = Assert.Single(await house.Read(tx => PatientSearch.Find(tx, new PatientQuery(Name: "reyes")))).Practice;
        Assert.Equal("has the same name and birth date", await Why("REYES", "lucía", new(2016, 5, 20)));
        Assert.Equal("was born on the same day, and the name sounds alike", await Why("Reyez", "Lucya", new(2016, 5, 20)));
        Assert.Equal("was born on the same day, with first and last name exchanged", await Why("Lucia", "Reyes", new(2016, 5, 20)));
        Assert.Equal("has the same name, and a birth date that may be a slip of the keys", await Why("Reyes", "Lucia", new(2016, 5, 21)));
        Assert.Equal("has the same name, and a birth date that may be a slip of the keys", await Why("Reyes", "Lucia", new(2061, 5, 20)));
        Assert.Equal("has the same member id", await Why("Reyes Ortega", "Lucia", new(1990, 1, 2), "egh204177331"));
        // Her twin on the same card; somebody of the same name and another age; nobody.
        Assert.Null(await Why("Reyes", "Mateo", new(2016, 5, 20), "EGH204177331"));
        Assert.Null(await Why("Reyes", "Lucia", new(1984, 9, 2)));
        Assert.Null(await Why("Okafor", "Ada", null));

        async Task<string?> Why(string last, string first, DateOnly? born, params string[] members) =>
            (await house.Read(tx => AlikePatients.Find(tx, practice, last, first, born, members))).SingleOrDefault()?.Why;
    }
}

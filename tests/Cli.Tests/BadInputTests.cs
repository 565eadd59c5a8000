using System.Text.Json;

namespace CleanClaim.Cli.Tests;

/// <summary>Bad input gets a clear answer with its place; nothing is lost, nothing is half posted.</summary>
public sealed class BadInputTests
{
    private static async Task<Ran> Refused(Cleanclaim program, string what, string json, string place)
    {
        program.Write("form.json", json);
        var ran = await program.Run(what, "add", "form.json", "--today", Cleanclaim.Today, "--json");
        Assert.True(ran.Code == 1, $"{ran.Code}: {ran.Out}{ran.Err}");
        Assert.Contains(ran.Lines, l => l.GetProperty("place").GetString() == place && l.GetProperty("fix").GetString()!.Length > 0);
        return ran;
    }

    private const string Home = """{"line1":"1 Main St","city":"Denver","state":"CO","zip":"80203"}""";

    [Fact]
    public async Task Fields_that_cannot_be_are_answered_by_name_and_lawful_oddities_are_taken()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        await Refused(program, "patient", $$"""{"key":"born-tomorrow","practice":"juniper","lastName":"Early","firstName":"Eve","birthDate":"2026-11-21","sex":"F","address":{{Home}}}""", "birthDate");
        await Refused(program, "visit", """{"key":"v","patient":"nobody","provider":"nguyen","place":"11","date":"2026-11-01","diagnoses":["M5450"],"lines":[{"code":"97810","pointers":[1]}]}""", "patient");

        program.Write("book.json", """{"providers":[{"key":"x","practice":"juniper","npi":"1234567890","lastName":"X","firstName":"Y","taxonomy":"171100000X"}]}""");
        var npi = await program.Run("import", "book", "book.json", "--json");
        Assert.Equal(1, npi.Code);
        Assert.Equal("providers[0].npi", npi.Lines.Single().GetProperty("place").GetString());

        // A Chinese name is a name; a member id with * and ~ is kept as typed or refused by name, never cut.
        program.Write("form.json", $$"""{"key":"li","practice":"juniper","lastName":"李","firstName":"小龙","birthDate":"1990-02-03","sex":"M","address":{{Home}}}""");
        var chinese = await program.Run("patient", "add", "form.json", "--today", Cleanclaim.Today, "--json");
        Assert.True(chinese.Code is 0 or 1, chinese.Err);
        if (chinese.Code == 1) Assert.Contains("lastName", chinese.Out, StringComparison.Ordinal);
        program.Write("form.json", """{"key":"c","patient":"wei","payer":"evergreen","memberId":"AB*12~3","order":1,"relation":"self","from":"2026-01-01"}""");
        var member = await program.Run("coverage", "add", "form.json", "--today", Cleanclaim.Today, "--json");
        if (member.Code == 1) Assert.Contains("memberId", member.Out, StringComparison.Ordinal);
        else Assert.Equal(0, member.Code);
    }

    [Fact]
    public async Task Files_that_are_no_remittance_of_ours_wait_with_a_reason_and_the_book_stays_as_it_was()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        var before = (await program.Run("ledger", "balance", "--json")).Out;
        foreach (var (name, text, says) in new[]
        {
            ("not.835", "Dear clinic, we paid you.", "X12"),
            ("cut.835", Era.Text("1999001013", "NOBODYS", "40.00", "40.00")[..600], ""),
            ("other.835", Era.ForAnotherPractice, "1588004048"),
            ("cent.835", Era.Text("1999001013", "NOBODYS", "40.01", "40.00"), ""),
        })
        {
            program.Write(name, text);
            var ran = await program.Run("remit", "post", name, "--today", Cleanclaim.Today, "--json");
            Assert.True(ran.Code == 1, $"{name}: {ran.Code} {ran.Out}{ran.Err}");
            var line = ran.Lines.Single();
            Assert.NotEqual("posted", line.GetProperty("outcome").GetString());
            Assert.Contains(line.GetProperty("reasons").EnumerateArray(), r => r.GetString()!.Contains(says, StringComparison.Ordinal));
        }
        Assert.NotEmpty((await program.Run("exceptions", "list", "--json")).Lines);
        Assert.Equal(before.Contains("grossCharges", StringComparison.Ordinal), (await program.Run("ledger", "balance", "--json")).Out.Contains("grossCharges", StringComparison.Ordinal));
        var verified = await program.Run("ledger", "verify", "--json");
        Assert.True(verified.Code == 0, verified.Out);
        Assert.All(verified.Lines, l => Assert.Equal(JsonValueKind.True, l.GetProperty("holds").ValueKind));
    }
}

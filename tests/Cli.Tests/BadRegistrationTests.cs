using System.Text.Json;

namespace CleanClaim.Cli.Tests;

/// <summary>What is mistyped at the desk is answered beside its field with how to mend it, and none of the form is kept.</summary>
public sealed class BadRegistrationTests
{
    private const string Home = """{"line1":"1 Main St","city":"Denver","state":"CO","zip":"80203"}""";

    [Fact]
    public async Task Fields_that_cannot_be_are_answered_by_name_and_nothing_of_the_form_is_kept()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        string Provider(string npi) => $$"""{"providers":[{"key":"x","practice":"juniper","npi":"{{npi}}","lastName":"X","firstName":"Y","taxonomy":"171100000X"}]}""";
        var npi = await Try(program, Provider("1234567890"), "import", "book");
        Is(npi, "providers[0].npi", "The last digit of this NPI does not fit", "NPPES registry");
        Assert.Equal("added", Outcome(await Try(program, Provider("1234567893"), "import", "book"), "providers"));

        string Patient(string born) => $$"""{"key":"eve","practice":"juniper","lastName":"Early","firstName":"Eve","birthDate":"{{born}}","sex":"F","address":{{Home}}}""";
        Is(await Try(program, Patient("2026-11-21"), "patient", "add"), "birthDate", "21 Nov 2026 lies in the future", "today is 20 Nov 2026");
        Assert.Equal("added", Word(await Try(program, Patient("2026-11-20"), "patient", "add")));

        string Self(string why) => $$"""{"key":"eve-self","kind":"self","patients":["eve"]{{why}}}""";
        Is(await Try(program, Self(""), "guarantor", "add"), "kind", "Eve Early is a minor until 20 Nov 2044 and does not answer for bills.", "in a file: emancipated or selfConsenting");
        Is(await Try(program, $$"""{"guarantors":[{{Self("")}}]}""", "import", "book"), "guarantors[0].kind", "Eve Early is a minor until 20 Nov 2044", "a parent or a legal representative");
        Is(await Try(program, Self(",\"minorAlone\":\"rich\""), "guarantor", "add"), "minorAlone", "\"rich\" is no reason why a minor answers alone.", "emancipated, selfConsenting");
        Assert.Equal("added", Word(await Try(program, Self(",\"minorAlone\":\"selfConsenting\""), "guarantor", "add")));

        string Coverage(string member) => $$"""{"key":"c","patient":"eve","payer":"evergreen","memberId":"{{member}}","order":1,"relation":"self","from":"2026-01-01"}""";
        Is(await Try(program, Coverage("AB*12~3"), "coverage", "add"), "memberId", "holds \"*\" and \"~\", which no card prints and which separate the parts of a claim file", "letters, digits, dashes");
        Is(await Try(program, $$"""{"coverages":[{{Coverage("AB12~3")}}]}""", "import", "book"), "coverages[0].memberId", "holds \"~\"", "letters, digits, dashes");
        Assert.Equal("added", Word(await Try(program, Coverage("AB-123"), "coverage", "add")));
    }

    /// <summary>A name is kept in the letters it is written in; only the claim, whose character set knows none of them, waits for the spelling on the card.</summary>
    [Fact]
    public async Task A_name_in_Chinese_is_registered_and_shown_and_its_claim_is_held_until_the_name_stands_in_Latin_letters()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        string Patient(string last, string first) => $$"""{"key":"li","practice":"juniper","lastName":"{{last}}","firstName":"{{first}}","birthDate":"1990-02-03","sex":"M","address":{{Home}}}""";
        Assert.Equal("added", Word(await Try(program, Patient("李", "小龙"), "patient", "add")));
        program.Write("book.json", """
            {"guarantors":[{"key":"li-self","kind":"self","patients":["li"]}],
             "coverages":[{"key":"li-1","patient":"li","payer":"evergreen","memberId":"EGH100000001","order":1,"relation":"self","from":"2026-11-01"}],
             "visits":[{"key":"li-0","patient":"li","provider":"nguyen","place":"11","date":"2026-10-05","diagnoses":["M5450"],"contactMinutes":16,"lines":[{"code":"97810","pointers":[1],"minutes":16}]},
                       {"key":"li-v","patient":"li","provider":"nguyen","place":"11","date":"2026-11-04","diagnoses":["M5450"],"contactMinutes":16,"lines":[{"code":"97810","pointers":[1],"minutes":16}]}]}
            """);
        Assert.Equal(0, (await program.Run("import", "book", "book.json", "--today", Cleanclaim.Today)).Code);
        var statement = await Statement(program, "小龙 李");
        Assert.Equal(("held", "95.00"), (statement.GetProperty("outcome").GetString(), statement.GetProperty("owes").GetString()));
        Assert.Contains("enter the guarantor's name in Latin letters", statement.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var held = await Submitted(program);
        Assert.Equal("held", held.GetProperty("status").GetString());
        var reasons = held.GetProperty("reasons").EnumerateArray().Where(r => r.GetProperty("holds").GetBoolean()).ToList();
        Assert.Equal(["PAT-NAM-01 patient.lastName", "PAT-NAM-01 patient.firstName"], reasons.Select(r => $"{r.GetProperty("ruleId")} {r.GetProperty("place")}"));
        Assert.Equal("The patient's last name is \"李\"; a claim file carries Latin letters only.", reasons[0].GetProperty("message").GetString());
        Assert.Equal("Enter the patient's last name in Latin letters, as on Evergreen Health Plan's card.", reasons[0].GetProperty("fix").GetString());
        Assert.Empty(Files(program));

        Assert.Equal("changed", Word(await Try(program, Patient("Li", "Xiǎolóng"), "patient", "add")));
        Assert.Equal("sent", (await Submitted(program)).GetProperty("status").GetString());
        Assert.Contains("NM1*IL*1*LI*XIAOLONG****MI*EGH100000001~", await File.ReadAllTextAsync(Assert.Single(Files(program))), StringComparison.Ordinal);
        Assert.Equal("due", (await Statement(program, "Xiǎolóng Li")).GetProperty("outcome").GetString());
        Assert.Equal(0, (await program.Run("ledger", "verify")).Code);
    }

    private static async Task<JsonElement> Statement(Cleanclaim program, string guarantor) =>
        Assert.Single((await program.Run("statements", "run", "--dry-run", "--today", Cleanclaim.Today, "--json")).Lines, l => l.GetProperty("guarantor").GetString() == guarantor);

    private static async Task<Ran> Try(Cleanclaim program, string json, params string[] verb)
    {
        program.Write("form.json", json);
        return await program.Run([.. verb, "form.json", "--today", Cleanclaim.Today, "--json"]);
    }

    private static void Is(Ran ran, string place, string message, string fix)
    {
        Assert.Equal(1, ran.Code);
        var fault = Assert.Single(ran.Lines);
        Assert.Equal(place, fault.GetProperty("place").GetString());
        Assert.Contains(message, fault.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(fix, fault.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    private static string? Word(Ran ran) => ran.Code == 0 ? Assert.Single(ran.Lines).GetProperty("outcome").GetString() : ran.Out;

    private static string Outcome(Ran ran, string kind) => ran.Code == 0 && Assert.Single(ran.Lines).GetProperty("sections").EnumerateArray().Any(s => s.GetProperty("name").GetString() == kind && s.GetProperty("added").GetInt32() == 1) ? "added" : ran.Out;

    private static async Task<JsonElement> Submitted(Cleanclaim program) => Assert.Single((await program.Run("claims", "submit", "--payer", "evergreen", "--today", Cleanclaim.Today, "--json")).Lines, l => l.GetProperty("visit").GetString() == "li-v");

    private static string[] Files(Cleanclaim program) => Directory.Exists(Path.Combine(program.Data, "out")) ? Directory.GetFiles(Path.Combine(program.Data, "out"), "*.837", SearchOption.AllDirectories) : [];
}

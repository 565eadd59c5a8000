using System.Text;

namespace CleanClaim.Cli.Tests;

public sealed class CodesTests
{
    private const string Pairs =
        "CPT only copyright\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\nColumn 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n" +
        "0001U\t0029U\t\t20180701\t20260630\t1\tMisuse\n0001U\t0030U\t\t20180701\t*\t0\tMisuse\n";

    [Fact]
    public async Task Lists_are_taken_into_an_empty_folder_asked_by_day_and_stay_when_an_organization_begins_there()
    {
        using var program = new Cleanclaim();
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "ccipra-v322r0-f1.txt"), Pairs);
        var taken = await program.Run("codes", "import", "ncci-ptp", "ccipra-v322r0-f1.txt", "--json");
        Assert.Equal((0, "v32.2", 2), (taken.Code, taken.Lines[0].GetProperty("name").GetString(), taken.Lines[0].GetProperty("rows").GetInt32()));
        Assert.True((await program.Run("codes", "import", "ncci-ptp", "ccipra-v322r0-f1.txt", "--json")).Lines[0].GetProperty("wasHeld").GetBoolean());

        var asked = (await program.RunWith("0029u 0001U\n0030U 0001U\n97810 97811\n", "codes", "ptp", "--on", "2026-06-30", "--stdin", "--json")).Lines;
        Assert.Equal(["1", "0", "none"], asked.Select(l => l.GetProperty("indicator").GetString()));
        Assert.Equal("0001U", asked[0].GetProperty("column1").GetString());
        Assert.Equal(("2018-07-01", "2026-06-30"), (asked[0].GetProperty("from").GetString(), asked[0].GetProperty("to").GetString()));
        Assert.Contains("no edit", (await program.Run("codes", "ptp", "0001U", "0029U", "--on", "2026-07-01")).Out, StringComparison.Ordinal);

        Assert.Equal(0, (await program.RunWith("a walk in the juniper garden\n", "init", "--admin", "anna@clinic.example", "--password-stdin")).Code);
        Assert.Contains("ncci-ptp", (await program.Run("codes", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_imported_is_what_level_5_holds_a_file_against()
    {
        using var program = new Cleanclaim();
        var places = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i + 20:00},Place {i}").Prepend("code,name"));
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "places.csv"), places);
        Assert.Equal(0, (await program.Run("codes", "import", "pos", "places.csv", "--effective", "2026-01-01")).Code);
        Assert.Equal(["# pos 2026-01-01, from places.csv", "code\tfrom\tto", "20\t\t"], (await File.ReadAllLinesAsync(Path.Combine(program.Data, "codes", "pos.tsv")))[..3]);
        Assert.Equal("Place 3", (await program.Run("codes", "show", "pos", "23", "--json")).Lines[0].GetProperty("name").GetString());
        Assert.Equal(1, (await program.Run("codes", "show", "pos", "11")).Code);
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_should_be_is_refused_with_its_line()
    {
        using var program = new Cleanclaim();
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "ccipra-v322r0-f1.txt"), Pairs[..^14], Encoding.ASCII);
        var ran = await program.Run("codes", "import", "ncci-ptp", "ccipra-v322r0-f1.txt");
        Assert.NotEqual(0, ran.Code);
        Assert.Contains("ccipra-v322r0-f1.txt line 5", ran.Err, StringComparison.Ordinal);
        Assert.Contains("There is no list", (await program.Run("codes", "import", "icd9", "ccipra-v322r0-f1.txt")).Err, StringComparison.Ordinal);
        Assert.Contains("codes import", (await program.Run("codes", "ptp", "97810", "97811")).Err, StringComparison.Ordinal);
    }
}

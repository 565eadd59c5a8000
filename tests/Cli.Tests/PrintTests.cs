namespace CleanClaim.Cli.Tests;

public sealed class PrintTests
{
    private static string File837(string version) => string.Join("~\n",
    [
        "ISA*00*          *00*          *ZZ*JUNIPER        *ZZ*CH             *261119*1200*^*00501*000000077*0*T*:", $"GS*HC*JUNIPER*CH*20261119*1200*77*X*{version}", $"ST*837*0001*{version}", "BHT*0019*00*1*20261119*1200*CH",
        "HL*1**20*1", "NM1*85*2*JUNIPER ACUPUNCTURE*****XX*1999001013", "HL*2*1*22*0", "SBR*P*18*******CI", "NM1*IL*1*WHITFIELD*THOMAS****MI*EGH318820945", "NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001",
        "CLM*K7M2QX9RTB4C*45***11:B:1*Y*A*Y*Y", "HI*ABK:M5450", "LX*1", "SV1*HC:97810*45*UN*1***1", "DTP*472*D8*20261101", "SE*14*0001", "GE*1*77", "IEA*1*000000077", "",
    ]);

    [Fact]
    public async Task Claims_are_printed_without_a_database_and_what_the_form_does_not_take_is_named()
    {
        using var program = new Cleanclaim();
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "p.837"), File837("005010X222A1"));
        var printed = await program.Run("claim", "print", "p.837", "--form", "cms1500", "--out", "p.pdf", "--json");
        Assert.Equal((0, 1, 1), (printed.Code, printed.Lines[0].GetProperty("claims").GetInt32(), printed.Lines[0].GetProperty("pages").GetInt32()));
        Assert.StartsWith("%PDF-", await File.ReadAllTextAsync(Path.Combine(program.Folder, "p.pdf")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(program.Data), "no data folder is made");

        var other = await program.Run("claim", "print", "p.837", "--form", "ub04", "--out", "u.pdf");
        Assert.Equal(1, other.Code);
        Assert.Contains("K7M2QX9RTB4C: no institutional claim, not printed.", other.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(program.Folder, "u.pdf")));
    }

    [Fact]
    public async Task A_form_a_file_or_a_grid_that_cannot_be_used_is_refused_in_a_line()
    {
        using var program = new Cleanclaim();
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "p.837"), File837("005010X222A1"));
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "mine.grid"), "page 80 66 180 0\nfield 1a 70 50 17\n");
        Assert.Contains("The forms are cms1500 and ub04", (await program.Run("claim", "print", "p.837", "--form", "ada", "--out", "p.pdf")).Err, StringComparison.Ordinal);
        var grid = await program.Run("claim", "print", "p.837", "--form", "cms1500", "--grid", "mine.grid", "--out", "p.pdf");
        Assert.NotEqual(0, grid.Code);
        Assert.Contains("mine.grid line 2", grid.Err, StringComparison.Ordinal);
        Assert.Equal(2, (await program.Run("claim", "print", "none.837", "--form", "cms1500", "--out", "p.pdf")).Code);
    }
}

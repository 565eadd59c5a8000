using System.Globalization;

namespace CleanClaim.Cli.Tests;

/// <summary>The main job, by commands alone.</summary>
public sealed class StoryTests
{
    [Fact]
    public async Task The_demo_tells_one_claim_from_registration_to_zero_and_the_book_holds()
    {
        using var program = new Cleanclaim();
        var told = await program.Run("demo", "--once", "--today", Cleanclaim.Today);
        Assert.True(told.Code == 0, told.Out[^Math.Min(2000, told.Out.Length)..] + told.Err);
        Assert.Contains("Balance of the visit: 0.00", told.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await program.Run("ledger", "verify")).Code);

        var claims = (await program.Run("claims", "list", "--visit", "lucia-1", "--json")).Lines;
        Assert.Equal(["evergreen P 1 replaced", "evergreen P 7 adjudicated", "lakeside S 1 adjudicated"],
            claims.Select(c => $"{c.GetProperty("payer")} {c.GetProperty("level")} {c.GetProperty("frequency")} {c.GetProperty("status")}"));
        var sums = (await program.Run("ledger", "balance", "--json")).Lines.Sum(l => decimal.Parse(l.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(0.00m, sums);

        // Coverages in another order after both plans have answered: nothing moves, and the command says why.
        program.Write("order.json", """{"patient":"lucia","coverages":["lucia-lakeside","lucia-evergreen"]}""");
        var ordered = (await program.Run("coverage", "order", "order.json", "--today", Cleanclaim.Today)).Out;
        Assert.Contains("Lakeside Mutual pays before Evergreen Health Plan now, which has answered already.", ordered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_posted_before_under_another_name_is_a_duplicate_and_exits_with_0()
    {
        using var program = new Cleanclaim();
        await program.Run("demo", "--once", "--today", Cleanclaim.Today);
        var era = Directory.GetFiles(Path.Combine(program.Data, "exchange", "fetched"), "*.835")[0];
        File.Copy(era, Path.Combine(program.Folder, "renamed.835"));
        var before = (await program.Run("ledger", "balance", "--json")).Out;
        var again = await program.Run("remit", "post", "renamed.835", "--json");
        Assert.Equal(0, again.Code);
        Assert.Equal("duplicate", again.Lines.Single().GetProperty("outcome").GetString());
        Assert.Equal(before, (await program.Run("ledger", "balance", "--json")).Out);

        var misplaced = await program.Run("ack", "receive", "renamed.835");
        Assert.Equal(1, misplaced.Code);
        Assert.StartsWith("renamed.835: kept, not taken in", misplaced.Out, StringComparison.Ordinal);
        Assert.Contains("by `remit post`", misplaced.Err, StringComparison.Ordinal);
    }
}

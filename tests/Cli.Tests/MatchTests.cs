using CleanClaim.Testing;

namespace CleanClaim.Cli.Tests;

/// <summary>A waiting answer put to its claim, and an amount under review released, by commands that a serving process does.</summary>
public sealed class MatchTests
{
    [Fact]
    public async Task A_stray_answer_is_matched_released_and_both_are_taken_back_through_the_server_that_holds_the_folder()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        // Four days after the visit, inside the filing limit.
        Assert.Equal(0, (await program.Run("claims", "submit", "--payer", "evergreen", "--today", "2026-03-20")).Code);
        var pcn = (await program.Run("claims", "list", "--visit", "thomas-1", "--json")).Lines[0].GetProperty("patientControlNumber").GetString()!;
        program.Write("stray.835", new Era { Pcn = "STRAY1", Code = "99214", Adjustments = ["CAS*CO*45*33", "CAS*PR*96*25"] }.Text);

        using var server = program.Start("serve", "--urls", "http://127.0.0.1:0");
        try
        {
            Assert.Contains("ready at", await server.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            Assert.Equal(1, (await Run(program, "remit", "post", "stray.835")).Code);
            var id = (await Run(program, "exceptions", "list", "--json")).Lines.Single().GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Contains("37.00  Evergreen Health Plan, check TRACE-77 of 19 Nov 2026, WHITFIELD, THOMAS", (await Run(program, "exceptions", "list")).Out, StringComparison.Ordinal);
            await MatchAndRelease(program, id, pcn);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        var verified = await program.Run("ledger", "verify");
        Assert.True(verified.Code == 0, verified.Out);
    }

    private static async Task MatchAndRelease(Cleanclaim program, string id, string pcn)
    {
        var shown = (await Run(program, "exceptions", "show", id, "--json")).Lines.Single();
        Assert.Equal("STRAY1", shown.GetProperty("answer").GetProperty("patientControlNumber").GetString());
        Assert.Equal(pcn, shown.GetProperty("candidates")[0].GetProperty("patientControlNumber").GetString());

        // The plan recoded the line: its charge proposes which it is, a person says it.
        Assert.Contains("by their charges: --line 1=1", (await Run(program, "exceptions", "show", id)).Out, StringComparison.Ordinal);
        string[] unsaid = ["exceptions", "match", id, "--claim", pcn, "--reason", "same member and day"], match = [.. unsaid, "--line", "1=1"];
        Assert.Contains("line 1 (99214, 95.00) has no code and no number of ours", (await Run(program, unsaid)).Err, StringComparison.Ordinal);
        Assert.Contains("puts no line to a line", (await Run(program, [.. unsaid, "--line", "one"])).Err, StringComparison.Ordinal);
        var unconfirmed = await Run(program, match);
        Assert.Equal(1, unconfirmed.Code);
        Assert.Contains("The charge: the payer says 95.00, the claim 160.00 (65.00 less).", unconfirmed.Err, StringComparison.Ordinal);
        Assert.Contains("Nothing was kept", (await Run(program, [.. match, "--confirm", "--dry-run"])).Out, StringComparison.Ordinal);
        Assert.Equal("posted", (await Run(program, [.. match, "--confirm", "--json"])).Lines.Single().GetProperty("outcome").GetString());
        Assert.Empty((await Run(program, "exceptions", "list", "--json")).Lines);
        Assert.DoesNotContain("unappliedPayerCash", (await Run(program, "ledger", "balance", "--json")).Out, StringComparison.Ordinal);

        string[] share = ["--visit", "thomas-1", "--line", "1", "--code", "PR-96", "--reason", "notice signed before the service"];
        Assert.Equal("thomas-self 25.00", To(await Run(program, ["denials", "release", .. share, "--dry-run", "--json"])));
        Assert.Equal("thomas-self 25.00", To(await Run(program, ["denials", "release", .. share, "--json"])));
        Assert.Equal(1, (await Run(program, ["denials", "release", .. share])).Code);
        Assert.Equal("thomas-self -25.00", To(await Run(program, ["denials", "unrelease", .. share, "--json"])));

        Assert.Equal(0, (await Run(program, "exceptions", "unmatch", id, "--reason", "it was the sister's")).Code);
        Assert.Contains("was taken back by", (await Run(program, "exceptions", "list")).Out, StringComparison.Ordinal);
        Assert.Contains("\"account\":\"unappliedPayerCash\",\"party\":\"evergreen\",\"amount\":\"-37.00\"", (await Run(program, "ledger", "balance", "--json")).Out, StringComparison.Ordinal);
    }

    private static string To(Ran ran) => ran.Lines.Count == 1 ? $"{ran.Lines[0].GetProperty("to")} {ran.Lines[0].GetProperty("amount")}" : ran.Out + ran.Err;

    private static Task<Ran> Run(Cleanclaim program, params string[] words) => program.Run([.. words, "--today", Cleanclaim.Today]);
}

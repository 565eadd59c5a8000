using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace CleanClaim.Cli.Tests;

/// <summary>An organization of two practices that bill one payer; and the key that its data lies under.</summary>
public sealed class SeveralPracticesTests
{
    private const string Second = """
        {"practices":[{"key":"aspen","name":"Aspen Clinic","npi":"1588004048","taxId":"840990022","taxonomy":"261QM1300X","zone":"America/Denver","address":{"line1":"1 Aspen Way","city":"Denver","state":"CO","zip":"802031840"},"phone":"3035550141"}],
         "providers":[{"key":"stone","practice":"aspen","npi":"1245319599","lastName":"Stone","firstName":"Mara","taxonomy":"171100000X"}],
         "patients":[{"key":"ida","practice":"aspen","lastName":"Iver","firstName":"Ida","birthDate":"1980-02-03","sex":"F","address":{"line1":"2 Aspen Way","city":"Denver","state":"CO","zip":"802031840"}}],
         "guarantors":[{"key":"ida-self","kind":"self","patients":["ida"],"lastName":"Iver","firstName":"Ida","address":{"line1":"2 Aspen Way","city":"Denver","state":"CO","zip":"802031840"},"from":"2024-01-01"}],
         "coverages":[{"key":"ida-evergreen","patient":"ida","payer":"evergreen","memberId":"EGH1","order":1,"relation":"self","from":"2024-01-01"}],
         "visits":[{"key":"ida-1","patient":"ida","provider":"stone","place":"11","date":"2026-11-02","diagnoses":["M5450"],"lines":[{"code":"97140","charge":"70.00","pointers":[1],"minutes":15}]}]}
        """;

    private static string Text(JsonElement line, string name) => line.GetProperty(name).ToString();

    [Fact]
    public async Task A_balance_is_one_line_per_account_and_party_over_all_practices_and_of_one_with_practice()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        program.Write("second.json", Second);
        var imported = await program.Run("import", "book", "second.json", "--today", Cleanclaim.Today);
        Assert.True(imported.Code == 0, imported.Out + imported.Err);
        program.Write("bank.csv", "date,amount,description\n2026-11-03,12.34,LOCKBOX\n");
        Assert.Equal(1, (await program.Run("bank", "import", "bank.csv", "--practice", "aspen", "--today", Cleanclaim.Today)).Code);

        async Task<IReadOnlyList<JsonElement>> Lines(params string[] more) => (await program.Run(["ledger", "balance", "--json", .. more])).Lines;
        static decimal Owed(IReadOnlyList<JsonElement> lines) => decimal.Parse(Text(lines.Single(l => Text(l, "account") == "payerReceivable" && Text(l, "party") == "evergreen"), "amount"), CultureInfo.InvariantCulture);
        var (all, one, other) = (await Lines(), await Lines("--practice", "juniper"), await Lines("--practice", "aspen"));
        Assert.Equal(70.00m, Owed(other));
        Assert.Equal(Owed(one) + 70.00m, Owed(all));
        Assert.Distinct(all.Select(l => (Text(l, "account"), l.TryGetProperty("party", out var p) ? p.ToString() : null)));
        Assert.Equal(0m, all.Sum(l => decimal.Parse(Text(l, "amount"), CultureInfo.InvariantCulture)));
        var nobodys = all.Single(l => Text(l, "account") == "unidentifiedReceipts");
        Assert.Equal(("-12.34", false), (Text(nobodys, "amount"), nobodys.TryGetProperty("party", out _)));

        // A practice that nobody knows ends every command before it does anything, and the ones there are stand in the line.
        foreach (var command in new[] { new[] { "ledger", "verify" }, ["claims", "submit"], ["remit", "post", "bank.csv"], ["exceptions", "list"], ["explain", "--check", "X"] })
            Assert.Equal((2, "", "cleanclaim: There is no practice \"nowhere\" here; --practice is one of aspen, juniper."), await program.Run([.. command, "--practice", "nowhere"]) is var said ? (said.Code, said.Out, said.Err.Trim()) : default);
        var listed = (await program.Run("claims", "list", "--practice", "aspen", "--json")).Lines;
        Assert.All(listed, l => Assert.Equal("ida-1", Text(l, "visit")));
        Assert.Equal(["aspen"], (await program.Run("remit", "replay", "--all", "--practice", "aspen", "--json")).Lines.Select(l => Text(l, "practice")));
        var going = (await program.Run("claims", "submit", "--dry-run", "--practice", "aspen", "--json", "--today", Cleanclaim.Today)).Lines;
        Assert.Equal(["ida-1"], going.Select(l => Text(l, "visit")));

        foreach (var command in new[] { new[] { "ledger", "balance" }, ["report", "aging"] })
        {
            var told = (await program.Run(command)).Out.Split('\n').Select(l => l.TrimEnd()).ToList();
            Assert.True(told.IndexOf("Aspen Clinic") is >= 0 and var aspen && told.IndexOf("Juniper Acupuncture and Family Medicine") > aspen, string.Join('\n', told));
            Assert.DoesNotContain("Aspen Clinic", (await program.Run([.. command, "--practice", "aspen"])).Out.Split('\n').Select(l => l.TrimEnd()));
        }
        await SettleAndMatch(program);
    }

    /// <summary>Aspen's claim paid in Juniper's check: what is due is paid in both books; the bank's line of the check is taken off and put back by command.</summary>
    private static async Task SettleAndMatch(Cleanclaim program)
    {
        Task<Ran> Run(params string[] words) => program.Run([.. words, "--today", Cleanclaim.Today]);
        Assert.Equal(0, (await Run("claims", "submit", "--practice", "aspen")).Code);
        var pcn = Text((await Run("claims", "list", "--practice", "aspen", "--json")).Lines[0], "patientControlNumber");
        program.Write("ours.835", new Testing.Era { Pcn = pcn, Patient = "IVER*IDA****MI*EGH1", Code = "97140", Charge = "70.00", Service = "20261102", Adjustments = ["CAS*CO*45*33"] }.Text);
        Assert.Contains("to which 37.00 is due", (await Run("remit", "post", "ours.835")).Out, StringComparison.Ordinal);
        Assert.Equal(("juniper", "aspen", "37.00"), (await Run("practice", "due", "--json")).Lines.First(l => Text(l, "practice") == "juniper") is var due ? (Text(due, "practice"), Text(due, "other"), Text(due, "net")) : default);
        string[] settle = ["practice", "settle", "--from", "juniper", "--to", "aspen", "--amount", "37.00", "--on", Cleanclaim.Today, "--reference", "transfer 9"];
        Assert.Contains("payment 1 recorded: 37.00 from juniper to aspen; 0.00 is left", (await Run(settle)).Out, StringComparison.Ordinal);
        Assert.Contains("recorded already", (await Run(settle)).Err, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("practice", "unsettle", "1", "--reason", "the wrong account")).Code);

        program.Write("bank2.csv", "date,amount,description,trace\n2026-11-20,37.00,EFT,TRACE-77\n");
        Assert.Equal(0, (await Run("bank", "import", "bank2.csv", "--practice", "juniper")).Code);
        var line = Text(Assert.Single((await Run("bank", "list", "--practice", "juniper", "--json")).Lines), "id");
        Assert.Contains("nobody's until somebody says", (await Run("bank", "unmatch", line, "--reason", "another's")).Out, StringComparison.Ordinal);
        Assert.Contains("check TRACE-77 of 19 Nov 2026, which the bank names", (await Run("bank", "list", "--practice", "juniper")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("bank", "match", line, "--reason", "its trace")).Code);
        Assert.Equal(0, (await Run("bank", "match", line, "--check", "TRACE-77", "--reason", "its trace")).Code);
        // The same line in another file is known; said to be other money it is nobody's, since the check has come, and it is taken out again.
        program.Write("bank3.csv", "date,amount,description,trace\r\n2026-11-20,37.00,EFT,TRACE-77\r\n");
        Assert.Contains($"known: imported before from bank2.csv, line 2, as line {line} of the bank", (await Run("bank", "import", "bank3.csv", "--practice", "juniper")).Out, StringComparison.Ordinal);
        Assert.Contains("unidentified: check TRACE-77 came on 20 Nov 2026", (await Run("bank", "import", "bank3.csv", "--practice", "juniper", "--anyway", "2", "--reason", "sent twice")).Out, StringComparison.Ordinal);
        var second = Text((await Run("bank", "list", "--practice", "juniper", "--json")).Lines[0], "id");
        Assert.Contains("taken out", (await Run("bank", "remove", second, "--reason", "it was not")).Out, StringComparison.Ordinal);
        var verified = await program.Run("ledger", "verify");
        Assert.True(verified.Code == 0 && verified.Out.Contains("All 41 hold.", StringComparison.Ordinal), verified.Out);
    }

    [Fact]
    public async Task A_missing_or_strange_master_key_ends_every_command_with_2_and_one_line_that_says_where_it_should_lie()
    {
        using var program = new Cleanclaim();
        await program.Prepare(book: false);
        var key = Path.Combine(program.Data, "keys", "master.key");
        var right = await File.ReadAllBytesAsync(key);
        File.Delete(key);
        var missing = await program.Run("ledger", "verify");
        Assert.Equal((2, ""), (missing.Code, missing.Out));
        Assert.StartsWith($"cleanclaim: The master key of this database is missing: it should lie in {key}.", Assert.Single(missing.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(File.Exists(key));

        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(32));
        var strange = await program.Run("ledger", "verify");
        Assert.Equal(2, strange.Code);
        Assert.StartsWith($"cleanclaim: The master key in {key} is not this database's", Assert.Single(strange.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        await File.WriteAllBytesAsync(key, right);
        Assert.Equal(0, (await program.Run("ledger", "verify")).Code);
    }
}

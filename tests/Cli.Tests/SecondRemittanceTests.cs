using System.Text.Json;

namespace CleanClaim.Cli.Tests;

/// <summary>A second remittance for a posted check at the command line: looked at, rehearsed, decided, killed again and again in between.</summary>
public sealed class SecondRemittanceTests
{
    private const string Day = "2026-04-01";

    /// <summary>Where the process dies, one after the other; each start goes on from where the one before was killed.</summary>
    private static readonly string[] Deaths =
    [
        "work.key-inserted", "second.decided", "receive.chunk-recorded", "work.after-commit#2", "post.before-chunk", "post.chunk-written", "work.before-commit#3", "work.after-commit#3",
        "work.after-commit#2", "post.before-last", "post.chunk-written",
    ];

    [Fact]
    public async Task It_is_shown_rehearsed_and_replaced_and_a_process_that_dies_on_the_way_loses_nothing()
    {
        using var program = new Cleanclaim();
        var id = await TwoForOneCheck(program);
        var (decide, before) = (new[] { "exceptions", "decide", id, "--choice", "replacement", "--reason", "the payer's letter of March 30", "--today", Day }, await Book(program));

        var shown = await program.Run("exceptions", "show", id, "--today", Day);
        Assert.True(shown.Code == 0, shown.Err);
        Assert.Matches(@"differs\s+patient's share\s+10\.00\s+30\.00", shown.Out);
        Assert.Contains("It looks like a replacement", shown.Out, StringComparison.Ordinal);
        var json = (await program.Run("exceptions", "show", id, "--json", "--today", Day)).Lines.Single();
        Assert.Equal(("40.00", "40.00", "80.00"), (json.GetProperty("posted").GetProperty("net").GetString(), json.GetProperty("new").GetProperty("net").GetString(), json.GetProperty("together").GetString()));
        Assert.Contains(json.GetProperty("claims").EnumerateArray().Single().GetProperty("differences").EnumerateArray(), d => d.GetProperty("what").GetString() == "patient's share");

        var dry = await program.Run([.. decide, "--dry-run", "--json"]);
        Assert.True(dry.Code == 0, dry.Out + dry.Err);
        Assert.Contains(dry.Lines.Single().GetProperty("accounts").EnumerateArray(), a => (a.GetProperty("account").GetString(), a.GetProperty("amount").GetString()) == ("contractual", "-20.00"));
        Assert.Equal(before, await Book(program));

        var (server, _) = await RelayTests.Serve(program);
        try
        {
            var relayed = await program.Run([.. decide, "--dry-run"]);
            Assert.True(relayed.Code == 0, relayed.Err);
            Assert.Contains("1 claim would be unposted", relayed.Out, StringComparison.Ordinal);
        }
        finally
        {
            await RelayTests.Stop(server);
        }

        foreach (var point in Deaths) Assert.True(await program.Dies(point, decide) == 137, $"{point} was not passed");
        Assert.Equal(1, (await program.Run("exceptions", "list", "--json", "--today", Day)).Lines.Count(l => l.GetProperty("kind").GetString() == "otherPosting"));
        var done = await program.Run(decide);
        Assert.True(done.Code == 0, done.Out + done.Err);
        Assert.Empty((await program.Run("exceptions", "list", "--json", "--today", Day)).Lines);
        var book = await Book(program);
        Assert.Equal(["contractual 75.00", "guarantorReceivable 30.00"], book.Except(before).Select(l => $"{l.Account} {l.Amount}").Order(StringComparer.Ordinal));
        await Verified(program);

        // Another word takes it all back.
        var undone = await program.Run("exceptions", "decide", id, "--choice", "duplicate", "--reason", "it was the old letter after all", "--today", Day);
        Assert.True(undone.Code == 0, undone.Out + undone.Err);
        Assert.Equal(before, await Book(program));
        await Verified(program);
    }

    [Fact]
    public async Task A_part_that_pays_too_much_and_a_choice_without_reason_are_refused()
    {
        using var program = new Cleanclaim();
        var id = await TwoForOneCheck(program);
        var refused = await program.Run("exceptions", "decide", id, "--choice", "part", "--reason", "page two", "--today", Day, "--json");
        Assert.Equal(1, refused.Code);
        Assert.Equal("choice", refused.Lines.Single().GetProperty("place").GetString());
        Assert.Contains("40.00 is posted and 40.00 is new, but the check is 40.00: 40.00 too much", refused.Err, StringComparison.Ordinal);
        Assert.Equal(1, (await program.Run("exceptions", "decide", id, "--choice", "duplicate", "--reason", " ", "--today", Day)).Code);
        Assert.Equal(2, (await program.Run("exceptions", "decide", id, "--choice", "repetition", "--reason", "?", "--today", Day)).Code);
        Assert.Equal(1, (await program.Run("exceptions", "show", "1", "--today", Day)).Code);
    }

    /// <summary>Aisha's visit is answered twice under one trace; gives the number of the exception.</summary>
    private static async Task<string> TwoForOneCheck(Cleanclaim program)
    {
        await program.Prepare();
        var sent = await program.Run("claims", "submit", "--today", Day);
        Assert.True(sent.Code == 0, sent.Err);
        var claim = (await program.Run("claims", "list", "--visit", "aisha-1", "--json", "--today", Day)).Lines.Single(l => l.GetProperty("level").GetString() == "P");
        var (pcn, charge) = (claim.GetProperty("patientControlNumber").GetString()!, claim.GetProperty("charge").GetString()!);
        program.Write("first.835", Remit(pcn, charge, "40.00", responsibility: "10.00"));
        program.Write("second.835", Remit(pcn, charge, "40.00", responsibility: "30.00"));
        var first = await program.Run("remit", "post", "first.835", "--today", Day);
        Assert.True(first.Code == 0, first.Out + first.Err);
        Assert.Equal(1, (await program.Run("remit", "post", "second.835", "--today", Day)).Code);
        var waits = (await program.Run("exceptions", "list", "--json", "--today", Day)).Lines.Single(l => l.GetProperty("kind").GetString() == "otherPosting");
        return waits.GetProperty("id").GetRawText();
    }

    private static string Remit(string pcn, string charge, string paid, string responsibility)
    {
        static decimal D(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var contractual = D(charge) - D(paid) - D(responsibility);
        return string.Join("~\n",
        [
            "ISA*00*          *00*          *ZZ*SANDBOXCH      *ZZ*JUNIPER        *260330*1200*^*00501*000000078*0*T*:", "GS*HP*SANDBOXCH*JUNIPER*20260330*1200*78*X*005010X221A1", "ST*835*0001",
            "BPR*I*40.00*C*ACH*CCP*01*011000015*DA*70010077001*1840770011**01*021000021*DA*5550001*20260330", "TRN*1*TRACE-78*1840770011", "DTM*405*20260330", "N1*PR*EVERGREEN HEALTH PLAN", "N3*400 CEDAR WAY",
            "N4*DENVER*CO*802021234", "REF*2U*77001", "PER*BL*PROVIDER SERVICES*TE*8005550101", "N1*PE*JUNIPER*XX*1999001013", "REF*TJ*840990011", "LX*1", $"CLP*{pcn}*1*{charge}*{paid}*{responsibility}*12*EG1*11*1",
            "NM1*QC*1*KARIM*AISHA****MI*EGH405561208", $"SVC*HC:99213*{charge}*{paid}**1", "DTM*472*20260316", $"CAS*CO*45*{contractual:0.00}", $"CAS*PR*2*{responsibility}",
            "SE*19*0001", "GE*1*78", "IEA*1*000000078", "",
        ]);
    }

    private static async Task<IReadOnlyList<(string Account, string? Party, string Amount)>> Book(Cleanclaim program) =>
        [.. (await program.Run("ledger", "balance", "--json", "--today", Day)).Lines.Select(l => (l.GetProperty("account").GetString()!, l.TryGetProperty("party", out var p) ? p.GetString() : null, l.GetProperty("amount").GetString()!))];

    private static async Task Verified(Cleanclaim program)
    {
        var verified = await program.Run("ledger", "verify", "--json", "--today", Day);
        Assert.True(verified.Code == 0, verified.Out);
        Assert.All(verified.Lines, l => Assert.Equal(JsonValueKind.True, l.GetProperty("holds").ValueKind));
    }
}

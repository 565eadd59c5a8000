using System.Text.Json;

namespace CleanClaim.Cli.Tests;

/// <summary>What people decide about balances and receipts, by commands alone. The sample visit lucia-1 is charged 95.00, 65.00 and 55.00 to Evergreen.</summary>
public sealed class BalanceTests
{
    private static string Text(JsonElement line, string name) => line.GetProperty(name).ToString();

    [Fact]
    public async Task A_balance_is_written_off_moved_and_both_are_taken_back()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        var before = (await program.Run("ledger", "balance", "--visit", "lucia-1", "--json")).Out;
        var written = (await program.Run("balance", "writeoff", "--visit", "lucia-1", "--party", "evergreen", "--amount", "112.40", "--reason", "timelyFiling", "--note", "no proof of filing", "--json")).Lines;
        Assert.Equal(["1 97810 95.00", "2 97811 17.40"], written.Select(l => $"{Text(l, "line")} {Text(l, "code")} {Text(l, "amount")}"));
        var moved = (await program.Run("balance", "transfer", "--visit", "lucia-1", "--line", "3", "--party", "evergreen", "--to", "guarantor", "--reason", "notCovered", "--note", "plan booklet", "--json")).Lines.Single();
        var shown = (await program.Run("balance", "show", "--visit", "lucia-1", "--json")).Lines;
        Assert.Equal(["2 evergreen 47.60", "3 marisol 55.00"], shown.Where(l => Text(l, "kind") == "owed").Select(l => $"{Text(l, "line")} {Text(l, "party")} {Text(l, "amount")}"));

        foreach (var line in written.Append(moved)) Assert.Equal(0, (await program.Run("balance", "undo", Text(line, "id"), "--note", "wrong visit")).Code);
        Assert.Equal(before, (await program.Run("ledger", "balance", "--visit", "lucia-1", "--json")).Out);
        Assert.All((await program.Run("balance", "show", "--visit", "lucia-1", "--json")).Lines.Where(l => Text(l, "kind") != "owed"), l => Assert.True(l.GetProperty("takenBack").GetBoolean()));
        Assert.Equal(0, (await program.Run("ledger", "verify")).Code);
    }

    [Fact]
    public async Task What_cannot_be_decided_ends_with_1_and_says_why_and_what_to_do()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        var much = await program.Run("balance", "writeoff", "--visit", "lucia-1", "--party", "evergreen", "--amount", "900", "--reason", "bundled", "--note", "x");
        Assert.Equal((1, "amount: 900.00 cannot be taken off: 215.00 is owed."), (much.Code, much.Err[..much.Err.IndexOf(" Give", StringComparison.Ordinal)]));
        var nobody = await program.Run("balance", "transfer", "--visit", "lucia-1", "--party", "evergreen", "--to", "acme", "--reason", "otherPlan", "--note", "x", "--json");
        Assert.Equal((1, "to"), (nobody.Code, Text(nobody.Lines.Single(), "place")));
        Assert.Equal(1, (await program.Run("balance", "undo", "7", "--note", "x")).Code);
        Assert.Equal(2, (await program.Run("balance", "writeoff", "--visit", "lucia-1")).Code);
    }

    [Fact]
    public async Task A_returned_check_is_found_what_it_was_kept_for_is_gone_and_what_was_given_back_of_it_is_to_be_asked_for()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        await program.Run("receipt", "take", "--patient", "lucia", "--amount", "20", "--method", "check", "--visit", "lucia-1", "--today", Cleanclaim.Today);
        var taken = (await program.Run("receipt", "list", "--patient", "lucia", "--json")).Lines.Single();
        Assert.Equal(("lucia-1", "20.00", "check"), (Text(taken, "visit"), Text(taken, "ahead"), Text(taken, "method")));

        // The check goes back to her, then it bounces: she has had 20.00 twice, until she pays it or the refund is stopped.
        var given = (await program.Run("refund", "give", "--patient", "lucia", "--amount", "20", "--method", "check", "--number", "1201", "--reason", "visitCancelled", "--today", Cleanclaim.Today, "--json")).Lines.Single();
        Assert.Equal(("20.00", "0.00", Text(taken, "receipt")), (Text(given, "amount"), Text(given, "stillAhead"), given.GetProperty("from")[0].GetProperty("receipt").ToString()));
        var returned = (await program.Run("receipt", "return", Text(taken, "receipt"), "--reason", "insufficientFunds", "--today", Cleanclaim.Today, "--json")).Lines.Single();
        Assert.Equal(("0.00", "0.00", "20.00", "20.00"), (Text(returned, "owedAgain"), Text(returned, "wasAhead"), Text(returned, "givenBack"), Text(returned, "uncovered")));
        Assert.Equal(("20.00", "1201"), (await program.Run("refund", "list", "--patient", "lucia", "--json")).Lines.Single() is var row ? (Text(row, "uncovered"), Text(row, "number")) : default);
        var stopped = (await program.Run("refund", "undo", Text(given, "refund"), "--reason", "notCashed", "--today", Cleanclaim.Today, "--json")).Lines.Single();
        Assert.Equal(("20.00", "0.00"), (Text(stopped, "amount"), Text(stopped, "ahead")));
        var after = (await program.Run("receipt", "list", "--patient", "lucia", "--json")).Lines.Single();
        Assert.Equal((Cleanclaim.Today, "insufficientFunds"), (Text(after, "returned"), Text(after, "reason")));
        Assert.Equal(1, (await program.Run("receipt", "return", Text(taken, "receipt"), "--reason", "chargeback")).Code);
    }
}

using System.Globalization;
using System.Text.Json;

namespace CleanClaim.Cli.Tests;

/// <summary>Remittances that are not as they should be: the command says what, where and how to mend it, the queue keeps it, and nothing is lost or half posted.</summary>
public sealed class BadRemittanceTests(BadMail mail) : IClassFixture<BadMail>
{
    [Theory]
    [InlineData("letter.835", "notX12", "This is not an X12 file: no interchange begins in it (byte 0, line 1).", "ask the sender for the 835. The file is kept as it came.")]
    [InlineData("cut.835", "truncated", "The transaction ends before its SE, after byte", "Fetch the file again; nothing of this transaction was taken.")]
    [InlineData("other.835", "notOurPractice", "The payee JUNIPER (NPI 1588004048, tax id 840990011) is none of our practices.", "correct the practice's NPI or tax id and post the file again")]
    public void A_file_that_cannot_be_taken_is_refused_with_the_reason_and_waits_in_the_queue_with_the_next_step(string file, string kind, string reason, string next)
    {
        var brought = mail.Brought[file];
        Assert.Equal((1, "exception", "0"), (brought.Code, brought["outcome"], brought["posted"]));
        Assert.Contains(reason, Assert.Single(brought.Reasons), StringComparison.Ordinal);
        var row = Row(mail.WaitingAfterRefused, kind);
        Assert.Contains(reason, Text(row, "reason"), StringComparison.Ordinal);
        Assert.Contains(next, Text(row, "nextStep"), StringComparison.Ordinal);
        Assert.Equal(64, Text(row, "file").Length); // kept byte for byte under its hash
    }

    [Fact]
    public void What_no_file_said_is_absent_and_what_one_said_is_named()
    {
        var letter = Row(mail.WaitingAfterRefused, "notX12");
        Assert.All(new[] { "amount", "difference", "payer", "traceNumber", "patient" }, name => Assert.False(letter.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null, name));
        var other = Row(mail.WaitingAfterRefused, "notOurPractice");
        Assert.Equal(("evergreen", "TRACE-77", "2026-11-19"), (Text(other, "payer"), Text(other, "traceNumber"), Text(other, "checkDate")));
        var line = Row(mail.WaitingAtEnd, "claimOutOfBalance");
        Assert.Equal(("evergreen", "TRACE-LINE", "WHITFIELD, THOMAS"), (Text(line, "payer"), Text(line, "traceNumber"), Text(line, "patient")));
    }

    [Fact]
    public void What_was_refused_moved_no_cent() => Assert.Equal(mail.BalanceBefore, mail.BalanceAfterRefused);

    [Fact]
    public void The_amount_that_another_practices_file_speaks_of_is_shown() => Assert.Equal("37.00", Text(Row(mail.WaitingAfterRefused, "notOurPractice"), "amount"));

    [Fact]
    public void The_whole_file_posts_after_the_one_that_was_cut_off_which_then_waits_no_more()
    {
        var whole = mail.Brought["whole.835"];
        Assert.Equal((0, "posted", "1"), (whole.Code, whole["outcome"], whole["posted"]));
        Assert.Equal(["checkOutOfBalance", "claimOutOfBalance", "notOurPractice", "notX12"], mail.WaitingAtEnd.Select(w => Text(w, "kind")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_posted_before_under_another_name_is_a_duplicate_and_exits_with_0()
    {
        Assert.Equal("posted", mail.Brought["first.835"]["outcome"]);
        var again = mail.Brought["second.835"];
        Assert.Equal((0, "duplicate", "TRACE-TWICE"), (again.Code, again["outcome"], again["traceNumber"]));
    }

    [Fact]
    public void A_check_a_cent_larger_than_its_claims_posts_the_claim_and_the_cent_waits()
    {
        var brought = mail.Brought["cent.835"];
        Assert.Equal((1, "partly", "1", "0", "0.01"), (brought.Code, brought["outcome"], brought["posted"], brought["waiting"], brought["difference"]));
        var row = Row(mail.WaitingAtEnd, "checkOutOfBalance");
        Assert.Equal(("0.01", "0.01"), (Text(row, "amount"), Text(row, "difference")));
        Assert.Contains("37.01", Text(row, "reason"), StringComparison.Ordinal);
        Assert.Contains("the difference stays in unapplied payer cash", Text(row, "nextStep"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_a_cent_out_of_balance_waits_whole()
    {
        var brought = mail.Brought["line.835"];
        Assert.Equal((1, "exception", "0", "1", "0.00"), (brought.Code, brought["outcome"], brought["posted"], brought["waiting"], brought["difference"]));
        var row = Row(mail.WaitingAtEnd, "claimOutOfBalance");
        Assert.Equal(("37.00", "-0.01"), (Text(row, "amount"), Text(row, "difference")));
        Assert.Contains("95.00", Text(row, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_segment_is_told_kept_and_shown_and_the_money_posts()
    {
        var brought = mail.Brought["strange.835"];
        Assert.Equal((0, "posted", "1"), (brought.Code, brought["outcome"], brought["posted"]));
        Assert.Empty(brought.Reasons);
        Assert.Equal("Segment 19 (ZZZ) is none that an 835 has. It is kept as it came and moves no money.", Assert.Single(brought.Line.GetProperty("notes").EnumerateArray()).GetString());
        Assert.Contains("ZZZ*SURPRISE*12", (await mail.Program.Run("explain", "--check", "TRACE-ODD")).Out, StringComparison.Ordinal);
    }

    /// <summary>Whole, first, cent and strange post a claim of 95.00 each: 37.00 paid, 33.00 written off, 25.00 the patient's; the claim a cent off leaves its 37.00, and the cent its 0.01, unapplied.</summary>
    [Fact]
    public async Task Nothing_is_lost_or_half_posted_and_the_book_holds()
    {
        var (before, after) = (Sums(mail.BalanceBefore), Sums(mail.BalanceAtEnd));
        Assert.Equal(["contractual 132.00", "guarantorReceivable 100.00", "payerReceivable -380.00", "paymentsInTransit 185.01", "unappliedPayerCash -37.01"],
            after.Keys.Union(before.Keys).Select(account => (account, By: after.GetValueOrDefault(account) - before.GetValueOrDefault(account))).Where(m => m.By != 0)
                .OrderBy(m => m.account, StringComparer.Ordinal).Select(m => FormattableString.Invariant($"{m.account} {m.By:0.00}")));
        var verified = await mail.Program.Run("ledger", "verify", "--json");
        Assert.True(verified.Code == 0, verified.Out);
        Assert.NotEmpty(verified.Lines);
        Assert.All(verified.Lines, l => Assert.Equal(JsonValueKind.True, l.GetProperty("holds").ValueKind));
    }

    private static JsonElement Row(IReadOnlyList<JsonElement> waiting, string kind) => Assert.Single(waiting, w => Text(w, "kind") == kind);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();

    private static Dictionary<string, decimal> Sums(string balance) => new Ran(0, balance, "").Lines.GroupBy(l => Text(l, "account"))
        .ToDictionary(g => g.Key, g => g.Sum(l => decimal.Parse(Text(l, "amount"), CultureInfo.InvariantCulture)), StringComparer.Ordinal);
}

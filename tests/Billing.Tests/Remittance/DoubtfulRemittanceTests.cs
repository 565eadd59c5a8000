using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Remittance;

/// <summary>Remittances that can be read and yet are not as they should be: what is wrong is said, and nothing is taken for what it is not.</summary>
public sealed class DoubtfulRemittanceTests
{
    private static string Paid(string pcn, string trace = "T1", string payer = "77001") => Edi.Remit(trace, "60", [Edi.Claim(pcn, "60", "CO*45*40")], payer: payer);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_count_of_segments_that_is_not_the_senders_posts_what_balances_says_so_and_is_kept(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var text = Paid(await ward.Claim("97810 100.00"));
        var at = text.IndexOf("~SE*", StringComparison.Ordinal) + 4;
        var count = text[at..text.IndexOf('*', at)];
        var line = await ward.Post(text.Replace($"~SE*{count}*", "~SE*923*", StringComparison.Ordinal));
        Assert.Equal("posted", line.Outcome);
        Assert.StartsWith($"SE01 says 923 segments, but transaction 1 has {count}: segments may have been lost on the way.", Assert.Single(line.Notes), StringComparison.Ordinal);
        Assert.Contains("SE01 says 923 segments", await house.Read(tx => tx.Db.Set<TransactionSet>().Select(s => s.Outcome).SingleAsync()), StringComparison.Ordinal);
        Assert.Empty((await ward.Post(Paid(await ward.Claim("97810 100.00"), "T2"))).Notes);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_remittance_without_a_trace_number_waits_with_the_reason_and_moves_nothing(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var before = await ward.Book();
        foreach (var without in new[] { Paid(pcn).Replace("TRN*1*T1*1840770011~", "", StringComparison.Ordinal), Paid(pcn).Replace("TRN*1*T1*", "TRN*1**", StringComparison.Ordinal) })
        {
            var line = await ward.Post(without);
            Assert.Equal(("exception", null, 0, 1), (line.Outcome, line.TraceNumber, line.Posted, line.Waiting));
            Assert.Contains("has no trace number (TRN02)", Assert.Single(line.Reasons), StringComparison.Ordinal);
        }
        Assert.Equal(before, await ward.Book());
        Assert.Equal([ExceptionKind.TraceMissing, ExceptionKind.TraceMissing], await house.Read(tx => Exceptions.Open(tx).Select(e => e.Kind).ToListAsync()));
        Assert.Equal("posted", (await ward.Post(Paid(pcn))).Outcome);
    }

    /// <summary>CUR (005010X221A1, heading) says that the amounts are not US dollars; wherever it stands, nothing of such a check is taken for dollars, in the book or in the queue's sum.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_remittance_in_another_currency_waits_with_the_reason_and_one_that_spells_out_US_dollars_posts(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var text = Paid(await ward.Claim("97810 100.00"));
        string In(string currency, string before = "DTM*405") => text.Replace($"~{before}", $"~CUR*PR{currency}~{before}", StringComparison.Ordinal);
        var before = await ward.Book();
        foreach (var (foreign, words) in new[] { (In("*CAD"), "in CAD"), (In(""), "in a currency that it does not name"), (In("*EUR", "SVC*"), "in EUR") })
        {
            var line = await ward.Post(foreign);
            Assert.Equal(("exception", null, 0, 1), (line.Outcome, line.Amount, line.Posted, line.Waiting));
            Assert.StartsWith($"Check T1 of SOME PAYER is {words} (CUR, segment ", Assert.Single(line.Reasons), StringComparison.Ordinal);
        }
        Assert.Equal(before, await ward.Book());
        Assert.Equal([(ExceptionKind.ForeignCurrency, Money.Zero)], (await house.Read(tx => Exceptions.Open(tx).Select(e => new { e.Kind, e.Amount }).Distinct().ToListAsync())).Select(e => (e.Kind, e.Amount)));
        Assert.Equal("posted", (await ward.Post(In("*USD"))).Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payer_on_nobodys_list_stands_under_its_TRN03_and_its_claim_is_the_plans(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var line = await ward.Post(Paid(await ward.Claim("97810 100.00"), payer: "99999"));
        Assert.Equal(("posted", "1840770011"), (line.Outcome, line.Payer));
        Assert.Equal("SOME PAYER is none of your payers by id or name: the check stands under 1840770011, its claims under the plans that they belong to.", Assert.Single(line.Notes));
        Assert.Equal(["contractual 40.00", "grossCharges -100.00", "paymentsInTransit unknown 60.00"], await ward.Book());
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", "1840770011", new DateOnly(2026, 3, 10), null, "wrong"));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
    }

    /// <summary>The payer sends the check of 60.00 a second time as 60.01: the money posts as the file says, and whoever posts it learns that the trace is known.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_under_a_trace_that_is_posted_over_another_amount_is_told(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        Assert.Empty((await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]))).Notes);
        var second = Edi.Remit("T1", "60.01", [Edi.Claim(other, "60.01", "CO*45*39.99")]);
        var first = await house.Read(tx => tx.Db.Set<Record.PayerCheck>().Select(c => c.Id).SingleAsync());
        Assert.Equal($"A check T1 of that day over 60.00 is posted too (check {first}); this one is over 60.01. If they are one payment, unpost the one that is wrong.", Assert.Single((await ward.Post(second)).Notes));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "told twice", Check: first.Value));
        Assert.Contains("paymentsInTransit blue 60.01", await ward.Book());
    }

    [Theory, OnSqlite]
    public async Task A_file_cut_off_before_its_payer_is_said_in_words_and_settled_by_the_whole_one(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var text = Paid(await ward.Claim("97810 100.00"), "T57");
        var cut = await ward.Post(text[..text.IndexOf("N1*PR", StringComparison.Ordinal)]);
        Assert.EndsWith("the file was cut off within check T57 of a payer that it does not name.", Assert.Single(cut.Reasons), StringComparison.Ordinal);
        Assert.Contains("is settled: this is the whole of it.", Assert.Single((await ward.Post(text)).Reasons), StringComparison.Ordinal);
    }

    /// <summary>Cut off in its envelope: never "not X12", and what to do is to ask for the whole of it.</summary>
    [Theory, OnSqlite]
    public async Task A_file_cut_off_in_its_envelope_says_where_it_ends_and_waits_to_be_asked_for(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var whole = Paid(await ward.Claim("97810 100.00"));
        var isa = whole[..106];
        Assert.Equal("The file was cut off: it ends after its ISA, before the IEA of its interchange. There is no transaction in it.", await Why(isa));
        Assert.Equal("The file was cut off: it ends within its ISA, the first segment. There is no transaction in it.", await Why(isa[..50]));
        Assert.Equal("The file was cut off: it ends after its GS, before the IEA of its interchange. There is no transaction in it.", await Why(whole[..whole.IndexOf("ST*", StringComparison.Ordinal)]));
        Assert.Equal("The file was cut off: it ends before the end of a segment. There is no transaction in it.", await Why(isa + "GS*HP*PAYER"));
        Assert.Equal("The interchange is whole and there is no transaction in it.", await Why(isa + "IEA*0*000000001~"));
        Assert.Equal("The file holds 999, but no remittance (835). It was cut off: it ends before the IEA of its interchange.", await Why(isa + "GS*FA*PAYER*CLINIC*20260310*1200*1*X*005010X231A1~ST*999*0001~SE*2*0001~"));
        Assert.StartsWith("This is not an X12 file", await Why("Dear clinic, we paid you."), StringComparison.Ordinal);
        var waiting = await house.Read(tx => Exceptions.Open(tx).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal("TTTTNTN", string.Concat(waiting.Select(e => e.Kind.ToString()[0])));
        Assert.StartsWith("Ask the sender for the whole file", waiting[0].NextStep, StringComparison.Ordinal);

        // Cut off behind a transaction that is whole: that one posts, and the others may be missing.
        var line = await ward.Post(whole[..whole.IndexOf("GE*1", StringComparison.Ordinal)]);
        Assert.Equal("posted", line.Outcome);
        Assert.StartsWith("The file was cut off behind its last transaction: it ends before the IEA of its interchange. Another remittance may be missing", Assert.Single(line.Notes), StringComparison.Ordinal);

        async Task<string> Why(string text) => Assert.Single((await ward.Post(text)).Reasons);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_three_who_post_a_file_at_once_one_says_posted_and_the_others_duplicate(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        foreach (var round in Enumerable.Range(1, 4))
        {
            var bytes = System.Text.Encoding.Latin1.GetBytes(Paid(await ward.Claim("97810 100.00"), $"R{round}"));
            var lines = await Task.WhenAll(Enumerable.Range(1, 3).Select(n => Task.Run(() => RemitPosting.PostFile(house.Work, house.Scope, $"copy-{n}.835", bytes))));
            Assert.Equal(["duplicate", "duplicate", "posted"], lines.Select(l => Assert.Single(l).Outcome).Order(StringComparer.Ordinal));
        }
    }
}

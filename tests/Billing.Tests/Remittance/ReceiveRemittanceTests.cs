using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Testing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Remittance;

/// <summary>Bad input: each a clear answer, nothing lost, nothing half posted.</summary>
public sealed class ReceiveRemittanceTests
{
    [Theory]
    [InlineData("Dear clinic, your cheque is in the post.", "not an X12 file")]
    [InlineData("", "The file is empty")]
    public async Task What_is_not_X12_is_kept_and_said(string text, string says)
    {
        var ward = await Ward.Open("sqlite");
        await using var house = ward.House;
        var line = await ward.Post(text);
        Assert.Equal("exception", line.Outcome);
        Assert.Contains(says, Assert.Single(line.Reasons), StringComparison.Ordinal);
        Assert.Equal(1, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal(1, await ward.FilesThatCame());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_cut_off_in_the_middle_takes_nothing_of_the_cut_transaction(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var text = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]);
        var line = await ward.Post(text[..text.IndexOf("DTM*472", StringComparison.Ordinal)]);
        Assert.Equal("exception", line.Outcome);
        Assert.Contains("cut off", Assert.Single(line.Reasons), StringComparison.Ordinal);
        Assert.Equal(0, await ward.Count<Adjudication>());
        Assert.Equal("posted", (await ward.Post(text)).Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_practices_remittance_is_refused_by_name_and_taken_once_it_is_ours(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var text = Edi.Remit("T1", "60", [Edi.Claim("X", "60", "CO*45*40")], npi: "1111111112");
        var line = await ward.Post(text);
        Assert.Equal("exception", line.Outcome);
        Assert.Contains("LAKESIDE ACUPUNCTURE (NPI 1111111112", Assert.Single(line.Reasons), StringComparison.Ordinal);
        await ward.Post(text);
        Assert.Equal(1, await ward.Count<PostingException>());
        Assert.Empty(await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_check_with_other_content_is_shown_as_a_difference(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]));
        var line = await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*30", "PR*3*10")]), "second.835");
        Assert.Equal("exception", line.Outcome);
        Assert.Contains("then 1 claim paying 60.00", Assert.Single(line.Reasons), StringComparison.Ordinal);
        Assert.Equal(["contractual 40.00", "grossCharges -100.00", "paymentsInTransit blue 60.00"], await ward.Book());
    }

    [Theory, OnSqlite]
    public async Task A_check_a_cent_apart_from_its_claims_posts_them_and_keeps_the_cent_in_sight(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var line = await ward.Post(Edi.Remit("T1", "60.01", [Edi.Claim(pcn, "60", "CO*45*40")]));
        Assert.Equal(("partly", "0.01"), (line.Outcome, line.Difference.ToString()));
        Assert.Contains("0.01 differs (BPR02)", Assert.Single(line.Reasons), StringComparison.Ordinal);
        Assert.Contains("unappliedPayerCash blue -0.01", await ward.Book());
    }

    [Theory, OnSqlite]
    public async Task An_unknown_segment_is_kept_and_does_not_hold_the_claim(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var line = await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*40") + "ZZZ*NEW*THING~"]));
        Assert.Equal("posted", line.Outcome);
        Assert.Equal("ZZZ*NEW*THING", await house.Read(tx => tx.Db.Set<AdjudicationExtra>().Select(e => e.SegmentRaw).SingleAsync()));
    }

    [Theory, OnSqlite]
    public async Task An_amount_with_part_of_a_cent_waits_with_its_text(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var line = await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "59.999", "CO*45*40.001")]));
        Assert.Equal("exception", line.Outcome);
        Assert.Contains(line.Reasons, r => r.Contains("\"59.999\" is not a whole number of cents", StringComparison.Ordinal));
    }

    [Theory, OnSqlite]
    public async Task Payments_of_nothing_may_repeat_their_trace(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        Assert.Equal("posted", (await ward.Post(Edi.Remit("NON", "0", [Edi.Claim(pcns[0], "0", "PR*1*100")], method: "NON"))).Outcome);
        Assert.Equal("posted", (await ward.Post(Edi.Remit("NON", "0", [Edi.Claim(pcns[1], "0", "PR*1*100")], method: "NON"))).Outcome);
    }

    [SharedFact]
    public async Task Every_remittance_of_the_corpus_is_taken_or_refused_with_its_reason()
    {
        var ward = await Ward.Open("sqlite");
        await using var house = ward.House;
        var files = Directory.GetFiles(SharedFolder.PathTo("corpus", "x12", "835")).Where(f => !f.EndsWith(".md", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count >= 15, $"Only {files.Count} files were found.");
        foreach (var file in files)
        {
            var lines = await RemitPosting.PostFile(house.Work, house.Scope, Path.GetFileName(file), await File.ReadAllBytesAsync(file));
            Assert.NotEmpty(lines);
            Assert.All(lines, l => Assert.True(l.Outcome is "posted" or "duplicate" || l.Reasons.Count > 0, $"{Path.GetFileName(file)}: {l}"));
        }
    }
}

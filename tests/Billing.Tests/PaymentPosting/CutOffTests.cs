using System.Text;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A file that was cut off within a check, before and after the file that holds the whole of it.</summary>
public sealed class CutOffTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_cut_off_file_leaves_the_queue_when_the_whole_one_posts(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        var whole = Edi.Remit("T1", "120", [Edi.Claim(a, "60", "CO*45*40"), Edi.Claim(b, "60", "CO*45*40")]);
        Assert.Contains("cut off within check T1", Assert.Single((await ward.Post(whole[..whole.IndexOf("60**1", StringComparison.Ordinal)], "cut.835")).Reasons), StringComparison.Ordinal);
        // Another file of the same trace, cut off too, that is no beginning of the whole one: it goes on waiting.
        var other = Edi.Remit("T1", "90", [Edi.Claim(a, "90", "CO*45*10")]);
        await ward.Post(other[..other.IndexOf("DTM*472", StringComparison.Ordinal)], "other-cut.835");
        Assert.Equal(2, await house.Read(tx => Exceptions.Open(tx).CountAsync()));

        // New control numbers, another separator: the content counts.
        var line = await ward.Post(whole.Replace("000000001", "000000009", StringComparison.Ordinal).Replace("*", "|", StringComparison.Ordinal), "whole.835");
        Assert.Equal("posted", line.Outcome);
        Assert.Contains("is settled: this is the whole of it", Assert.Single(line.Reasons), StringComparison.Ordinal);
        Assert.Equal("other-cut.835", await house.Read(async tx => await tx.Db.Set<StoredFile>().Where(f => f.Sha256 == Exceptions.Open(tx).Single().FileSha256).Select(f => f.Name).SingleAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_cut_off_within_a_check_that_is_posted_whole_does_not_wait(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        var whole = Edi.Remit("K2", "120", [Edi.Claim(a, "60", "CO*45*40"), Edi.Claim(b, "60", "CO*45*40")]);
        var cut = whole[..whole.IndexOf("60**1", StringComparison.Ordinal)];
        var other = Edi.Remit("K2", "120", [Edi.Claim(b, "60", "CO*45*40"), Edi.Claim(a, "60", "CO*45*40")]);
        Assert.Equal("posted", (await ward.Post(whole)).Outcome);

        var line = await ward.Post(cut, "cut.835");
        Assert.Equal(("duplicate", 0), (line.Outcome, line.Waiting));
        Assert.Equal("The file was cut off within check K2, which came whole before and is posted: nothing is missing.", Assert.Single(line.Reasons));
        Assert.Equal(0, await Queue(house));
        // The same trace, day and amount with other content may hold something new: it waits, and the whole of K2 does not end it.
        Assert.Equal("exception", (await ward.Post(other[..other.IndexOf("DTM*472", StringComparison.Ordinal)], "other-cut.835")).Outcome);
        Assert.Equal(("duplicate", 1), ((await ward.Post(whole)).Outcome, await Queue(house)));

        // While the check is not posted, a cut file waits for the whole one.
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("K2", null, null, null, "posted too early"));
        Assert.Equal("exception", (await ward.Post(cut.Replace("000000001", "000000009", StringComparison.Ordinal), "cut-again.835")).Outcome);
        Assert.Equal(2, await Queue(house));
        Assert.Equal("posted", (await ward.Post(whole)).Outcome);
        Assert.Equal(1, await Queue(house));
    }

    [Theory]
    [InlineData("sqlite", true)]
    [InlineData("sqlite", false)]
    public async Task A_cut_off_file_that_waits_though_its_check_is_posted_leaves_the_queue_when_either_file_is_brought_again(string kind, bool bringWhole)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var whole = Edi.Remit("K2", "60", [Edi.Claim(await ward.Claim("97810 100.00"), "60", "CO*45*40")]);
        var cut = whole[..whole.IndexOf("60**1", StringComparison.Ordinal)];
        await ward.Post(whole);
        await house.Do(tx => Open(tx, house.Practice, Encoding.Latin1.GetBytes(cut)));
        Assert.Equal(1, await Queue(house));
        Assert.Equal("duplicate", (await ward.Post(bringWhole ? whole : cut, "again.835")).Outcome);
        Assert.Equal(0, await Queue(house));
    }

    /// <summary>The exception as it was opened before the posted check was looked for.</summary>
    private static async Task Open(Tx tx, Id<Practice> practice, byte[] cut)
    {
        var sha = await StoreRemittanceFile.Run(tx, "cut.835", cut);
        var set = Assert.Single(RemittanceFile.Scan(cut).Sets);
        const string reason = "The transaction ends before its SE: the file was cut off within check K2 of Blue.";
        tx.Add(new TransactionSet
        {
            Id = tx.NextId<TransactionSet>(), Sha256 = sha, StOrdinal = set.Ordinal, Type = "835", CanonicalHash = set.CanonicalHash, FromByte = set.FromByte, ToByte = set.ToByte, Outcome = reason,
        });
        await Exceptions.AddOfFile(tx, practice, ExceptionKind.Truncated, sha, new Money(60_00), reason, "Fetch the file again.", default);
    }

    private static Task<int> Queue(House house) => house.Read(tx => Exceptions.Open(tx).CountAsync());
}

using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>What becomes of a file that is posted once more: after one claim was unposted, after another file took its place, after the payer paid twice.</summary>
public sealed class RepostTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task One_claim_unposted_is_posted_again_with_its_file(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        var text = Edi.Remit("R1", "120", [Edi.Claim(a, "60", "CO*45*40"), Edi.Claim(b, "60", "CO*45*20", "PR*3*20")]);
        await ward.Post(text);
        var (book, items) = (await ward.Book(), await ward.Items());
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("R1", "blue", null, b, "look again"));
        Assert.NotEqual(book, await ward.Book());

        var rehearsed = Assert.Single(await RehearsePosting.Run(house.Work, house.Scope, "remit.835", System.Text.Encoding.Latin1.GetBytes(text)));
        Assert.Equal(("posted", 2, 0), (rehearsed.Outcome, rehearsed.Posted, rehearsed.Waiting));
        var again = await ward.Post(text);
        Assert.Equal(("posted", 2, 0), (again.Outcome, again.Posted, again.Waiting));
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal("duplicate", (await ward.Post(text)).Outcome);
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    /// <summary>Check of 100.00: 60.00 for a claim, 40.00 under a number that is none of ours.</summary>
    private static string Half(string pcn, string strange) => Edi.Remit("R2", "100", [Edi.Claim(pcn, "60", "CO*45*40"), Edi.Claim(strange, "40", "CO*45*60")]);

    [Theory, OnSqlite, OnPostgres]
    public async Task What_waits_of_an_unposted_file_leaves_the_queue_when_another_takes_its_place(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Claim("97810 100.00");
        await ward.Post(Half(pcn, "STRANGE1"));
        var old = await house.Read(async tx => (await Exceptions.Open(tx).SingleAsync()).Id);
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("R2", "blue", null, null, "a better file came"));
        Assert.Equal("partly", (await ward.Post(Half(pcn, "STRANGE2"), "second.835")).Outcome);

        var waits = await house.Read(tx => Exceptions.Open(tx).SingleAsync());
        Assert.Equal("40.00", waits.Amount.ToString());
        Assert.Contains("STRANGE2", waits.Reason, StringComparison.Ordinal);
        const string why = "Another remittance of check R2 is posted in its place.";
        Assert.Equal("another remittance of check R2 is posted in its place", await house.Read(tx => tx.Db.Set<ExceptionSettled>().Where(s => s.ExceptionId == old).Select(s => s.How).SingleAsync()));

        var decided = await ward.Count<PersonDecision>();
        var match = await Assert.ThrowsAsync<BadInputException>(() => RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"), new MatchCommand(old.Value, pcn, "mine", true)));
        Assert.Contains("It was settled: another remittance of check R2 is posted in its place.", match.Message, StringComparison.Ordinal);
        Assert.Equal(decided, await ward.Count<PersonDecision>());
        var retry = await Assert.ThrowsAsync<BadInputException>(() => RemitPosting.Retry(house.Work, house.Scope, old));
        Assert.Contains(why, retry.Message, StringComparison.Ordinal);
        var first = await ward.Post(Half(pcn, "STRANGE1"));
        Assert.Equal(("duplicate", 0, 0), (first.Outcome, first.Posted, first.Waiting));
        Assert.Equal(why, Assert.Single(first.Reasons));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_first_file_may_take_its_place_back_and_waits_again_with_what_it_cannot_post(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        // One dollar of the check is explained by nothing: that is an exception of the whole check.
        string File(string strange) => Half(pcn, strange).Replace("BPR*I*100*", "BPR*I*101*", StringComparison.Ordinal);
        await ward.Post(File("STRANGE1"));
        var (book, items) = (await ward.Book(), await ward.Items());
        var waited = await Reasons(house);
        Assert.Equal(2, waited.Count);
        for (var turn = 0; turn < 2; turn++)
        {
            await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("R2", "blue", null, null, "the other one"));
            await ward.Post(File(turn == 0 ? "STRANGE2" : "STRANGE1"), $"turn{turn}.835");
            Assert.Equal(2, (await Reasons(house)).Count);
        }
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Equal(waited[0].Amount, (await Reasons(house))[0].Amount);
        Assert.Contains("STRANGE1", Assert.Single(await Reasons(house), r => r.Kind == ExceptionKind.ClaimNotFound).Reason, StringComparison.Ordinal);
        Assert.Equal("1.00", Assert.Single(await Reasons(house), r => r.Kind == ExceptionKind.CheckOutOfBalance).Difference.ToString());
    }

    private static Task<List<PostingException>> Reasons(House house) => house.Read(tx => Exceptions.Open(tx).OrderBy(e => e.Kind).ToListAsync());

    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_paid_a_second_time_without_a_reversal_is_said_with_the_posting(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        Assert.Empty((await ward.Post(Edi.Remit("R3", "80", [Edi.Claim(pcn, "80", "CO*45*20")]))).Notes);
        var twice = await ward.Post(Edi.Remit("R4", "80", [Edi.Claim(pcn, "80", "CO*45*20").Replace("ICN", "ICX", StringComparison.Ordinal)]));
        Assert.Equal(("posted", 1, 0), (twice.Outcome, twice.Posted, twice.Waiting));
        Assert.Empty(twice.Reasons);
        Assert.Equal($"Claim {pcn}: with this answer the payer has paid 80.00 more than it owed. It stands as the payer's credit, as work among the denials.", Assert.Single(twice.Notes));
        Assert.Contains("payerReceivable blue -80.00", await ward.Book());
    }
}

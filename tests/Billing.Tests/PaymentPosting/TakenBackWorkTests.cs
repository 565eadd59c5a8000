using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Statements;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A primary that takes its answer back after the secondary has followed it leaves three jobs (MONEY 3), whatever comes with it.</summary>
public sealed class TakenBackWorkTests
{
    private static Task<List<string>> Work(House house) => house.Read(async tx =>
        (await OpenDenials.Open(tx).OrderBy(d => d.Id).ToListAsync()).ConvertAll(d => $"{d.AtStake} {d.Reason} {d.SuggestedAction}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task The_jobs_stand_though_the_corrected_answer_is_in_the_same_file_and_end_when_the_secondary_has_answered_anew(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]));
        await ward.Post(Edi.Remit("T2", "15", [Edi.Claim(pcn, "2", "100", "15", "97810", "OA*23*80", "PR*2*5")], payer: "77002"));
        var candidate = Assert.Single(await house.Read(tx => IssueStatement.Candidates(tx, house.Practice, House.Today, StatementPolicy.Default)));
        Assert.Equal("5.00", (await StatementRun.One(house.Work, house.Scope, house.Practice, candidate, House.Today)).Issued?.Amount.ToString());
        var corrected = Edi.Remit("T3", "50", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), Edi.Claim(pcn, "50", "CO*45*20", "PR*2*30"), Edi.Claim(other, "60", "CO*45*40")]);
        await ward.Post(corrected);
        string[] jobs =
        [
            "15.00 Taken back: an earlier payer took its answer back after a later one had followed it. Send the next payer a corrected claim with the new answer.",
            "5.00 Taken back: what the patient owes or has paid rests on answers of which the first no longer stands. "
                + "Once the next payer has answered anew, compare the share with what the patient paid: give back what is over, ask for what is missing.",
            "0.00 Taken back: a statement sent so far shows an answer that no longer stands. Once the next payer has answered anew, send the guarantor a statement that shows the new answers.",
        ];
        Assert.Equal(jobs, await Work(house));
        Assert.Contains("payerReceivable green 10.00", await ward.Book());

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T3", null, null, null, "test"));
        Assert.Empty(await Work(house));
        await ward.Post(corrected);
        Assert.Equal(jobs, await Work(house));

        // The secondary corrects in its turn: it pays after nobody that has answered, so it leaves no jobs of its own.
        await ward.Post(Edi.Remit("T4", "10", [Edi.Claim(pcn, "22", "-100", "-15", "97810", "OA*23*-80", "PR*2*-5"), Edi.Claim(pcn, "2", "100", "25", "97810", "OA*23*70", "PR*2*5")], payer: "77002"));
        Assert.Empty(await Work(house));
        Assert.Contains("guarantorReceivable guarantor 5.00", await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Where_no_statement_went_out_none_is_to_be_sent_again(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]));
        await ward.Post(Edi.Remit("T2", "15", [Edi.Claim(pcn, "2", "100", "15", "97810", "OA*23*80", "PR*2*5")], payer: "77002"));
        await ward.Post(Edi.Remit("T3", "50", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), Edi.Claim(pcn, "50", "CO*45*20", "PR*2*30"), Edi.Claim(other, "60", "CO*45*40")]));
        Assert.Collection(await Work(house),
            w => Assert.StartsWith("15.00 Taken back: an earlier payer took its answer back", w, StringComparison.Ordinal),
            w => Assert.StartsWith("5.00 Taken back: what the patient owes or has paid", w, StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_that_no_later_payer_had_followed_leaves_none(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var (pcn, other) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]));
        await ward.Post(Edi.Remit("T2", "50", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), Edi.Claim(pcn, "50", "CO*45*20", "PR*2*30"), Edi.Claim(other, "60", "CO*45*40")]));
        Assert.Empty(await Work(house));
    }
}

using System.Text;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Tests.PaymentPosting;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>A secondary that had followed an answer which the primary then took back gets a corrected claim with the new answer (MONEY 3).</summary>
public sealed class FollowReversalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_secondary_gets_a_replacement_with_its_own_number_and_the_primarys_new_answer_once(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = await Sent(house);
        Assert.Equal(("lakeside", "1"), (second.Payer, second.Frequency));
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);

        await Post(house, "T3", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(first.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")],
            plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        Assert.Equal("P evergreen adjudicated, S lakeside adjudicated, S lakeside ready", await Standing(house));
        var corrected = await Sent(house);
        Assert.Equal(("lakeside", "S", "7"), (corrected.Payer, corrected.Level, corrected.Frequency));
        Assert.Equal($"ICN{second.Pcn}", await house.Read(async tx => (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == corrected.Pcn)).PayerControl));
        Assert.Equal("P evergreen adjudicated, S lakeside replaced, S lakeside sent", await Standing(house));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Equal(3, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));

        await Post(house, "T4", "10", [Answer(corrected.Pcn, "22", "-8", "-8", "OA*23*-85", "PR*2*-2", "OA*23*-60", "0"), Answer(corrected.Pcn, "2", "18", "18", "OA*23*75", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        Assert.Equal("P evergreen adjudicated, S lakeside replaced, S lakeside adjudicated", await Standing(house));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
    }

    private static async Task<SentClaim> Sent(House house)
    {
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Empty(outcome.Held);
        return Assert.Single(outcome.Sent);
    }

    /// <summary>Both lines of the visit: 95.00 with two adjustments, 60.00 with one.</summary>
    private static string Answer(string pcn, string status, string paid, string paidFirst, string why, string share, string whySecond, string paidSecond)
    {
        var sign = status == "22" ? "-" : "";
        return $"CLP*{pcn}*{status}*{sign}155*{paid}**12*ICN{pcn}~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*{sign}95*{paidFirst}**1~DTM*472*20260302~CAS*{why}~CAS*{share}~"
            + $"SVC*HC:97811*{sign}60*{paidSecond}**1~DTM*472*20260302~CAS*{whySecond}~";
    }

    private static async Task Post(House house, string trace, string amount, IEnumerable<string> answers, string plb = "", string payer = "77001", string method = "ACH")
    {
        var text = Edi.Remit(trace, amount, answers, plb, payer, npi: "1881999019", method: method);
        var line = Assert.Single(await RemitPosting.PostFile(house.Work, house.Scope, $"{trace}.835", Encoding.Latin1.GetBytes(text)));
        Assert.Equal(("posted", ""), (line.Outcome, string.Join(' ', line.Reasons)));
    }

    private static async Task<string> Standing(House house) => string.Join(", ", (await house.Read(tx => ClaimList.Run(tx, "v1"))).Select(r => $"{r.Level} {r.Payer} {r.Status}"));
}

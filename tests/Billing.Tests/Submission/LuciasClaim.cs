using System.Text;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.PaymentPosting;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>The one visit of <see cref="Book.Books.Lucia"/>, sent and answered: two lines of 95.00 and 60.00, mother's plan 77001 first, father's 77002 second.</summary>
internal static class LuciasClaim
{
    public static async Task<SentClaim> Sent(House house)
    {
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Empty(outcome.Held);
        return Assert.Single(outcome.Sent);
    }

    /// <summary>Both lines of the visit: 95.00 with two adjustments, 60.00 with one.</summary>
    public static string Answer(string pcn, string status, string paid, string paidFirst, string why, string share, string whySecond, string paidSecond)
    {
        var sign = status == "22" ? "-" : "";
        return $"CLP*{pcn}*{status}*{sign}155*{paid}**12*ICN{pcn}~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*{sign}95*{paidFirst}**1~DTM*472*20260302~CAS*{why}~CAS*{share}~"
            + $"SVC*HC:97811*{sign}60*{paidSecond}**1~DTM*472*20260302~CAS*{whySecond}~";
    }

    public static async Task Post(House house, string trace, string amount, IEnumerable<string> answers, string plb = "", string payer = "77001", string method = "ACH", string date = "20260310", string outcome = "posted")
    {
        var text = Edi.Remit(trace, amount, answers, plb, payer, npi: "1881999019", method: method, date: date);
        var line = Assert.Single(await RemitPosting.PostFile(house.Work, house.Scope, $"{trace}.835", Encoding.Latin1.GetBytes(text)));
        Assert.Equal((outcome, ""), (line.Outcome, outcome == "posted" ? string.Join(' ', line.Reasons) : ""));
    }

    public static async Task<string> Standing(House house) => string.Join(", ", (await house.Read(tx => ClaimList.Run(tx, "v1"))).Select(r => $"{r.Level} {r.Payer} {r.Status}"));
}

using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Reporting;

/// <summary>A check explained: the terms of its sum, its own entry, PLB and the bank's line, and of each claim whether it is live or undone.</summary>
public sealed class ExplainedCheckTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_says_what_is_live_of_it_and_what_was_undone_and_how_it_adds_up(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "111.50", [Edi.Claim(a, "60", "CO*45*40"), Edi.Claim(b, "50", "CO*45*50")], plb: "PLB*1234567893*20261231*L6:LATE*-1.5~"));
        await house.Do(tx => MatchDeposit.Run(tx, house.Practice, "ab12cd34ef567890", BankFile.Read("date,amount,trace\n2026-03-16,111.50,T1\n")));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, b, "look again"));

        var check = Assert.Single(await house.Read(tx => ExplainedCheck.Of(tx, "T1")));
        Assert.Equal(["110.00 - -1.50, 0.00 differs, live"], check.Remittances.Select(r => $"{r.ClaimsPaid} - {r.ProviderAdjustments}, {r.Difference} differs, {r.State}"));
        Assert.Equal(["the check live paymentsInTransit 111.50 remittanceClearing -111.50", "PLB L6 LATE -1.50 live interestIncome -1.50 remittanceClearing 1.50",
            "what is not applied live remittanceClearing 50.00 unappliedPayerCash -50.00", "the bank live cash 111.50 paymentsInTransit -111.50"], check.Parts.Select(Words));
        Assert.Equal(("0.00", "111.50", "50.00"), (check.InTransit.ToString(), check.Banked.ToString(), check.Unapplied.ToString()));
        Assert.Equal([(a, "live", (string?)null), (b, "undone", "Unposted by owner@clinic.example: look again")], check.Answers.Select(x => (x.PatientControlNumber, x.State, x.Waits)));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "all of it"));
        check = Assert.Single(await house.Read(tx => ExplainedCheck.Of(tx, "T1")));
        Assert.Equal(["the check undone", "PLB L6 LATE -1.50 undone", "what is not applied live", "the bank live"], check.Parts.Select(p => $"{p.What} {p.State}"));
        Assert.All(check.Answers, x => Assert.Equal("undone", x.State));
        await Assert.ThrowsAsync<BadInputException>(() => house.Read(tx => ExplainedCheck.Of(tx, "NONE")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_later_payer_that_repeats_what_the_first_had_taken_is_told_with_its_answer(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]));
        await ward.Post(Edi.Remit("T2", "20", [Edi.Claim(pcn, "2", "100", "20", "97810", "CO*45*80")], payer: "77002"));
        var told = Assert.Single(Assert.Single(await house.Read(tx => ExplainedCheck.Of(tx, "T2"))).Answers);
        Assert.Equal("Line 1: 80.00 of CO-45 80.00 moved nothing; that much was already adjusted, paid or owed by someone else (payer repeats prior adjustments).", Assert.Single(told.Findings));
    }

    private static string Words(ExplainedPart part) => $"{part.What} {part.State} {string.Join(' ', part.Entry!.Lines.OrderByDescending(l => l.Key == "paymentsInTransit" && !l.Amount.IsNegative).ThenBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key} {l.Amount}"))}";
}

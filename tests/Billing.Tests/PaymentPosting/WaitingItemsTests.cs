using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>What waits says whose it is, and a check how far it is posted.</summary>
public sealed class WaitingItemsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_names_payer_check_and_patient_and_what_nobody_said_is_absent_not_zero(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim("STRANGE", "60", "CO*45*40")]));
        await ward.Post("this is a letter", "letter.835");
        await ward.Post(Edi.Remit("T2", "60", [Edi.Claim(pcn, "60", "CO*45*40")], npi: "1588004048"));
        await ward.Post(Edi.Remit("", "60", [Edi.Claim(pcn, "60", "CO*45*40")], payer: "99999"), "untraced.835");
        Assert.Equal(
        [
            "claimNotFound blue 'blue health, check T1 of 10 Mar 2026, Reyes, Lucia' STRANGE 60.00 0.00",
            "notX12  ''   ",
            "notOurPractice blue 'blue health, check T2 of 10 Mar 2026'  60.00 ",
            "traceMissing 1840770011 'SOME PAYER'  60.00 ",
        ], (await Waiting(house)).Select(w => $"{char.ToLowerInvariant(w.Exception.Kind.ToString()[0])}{w.Exception.Kind.ToString()[1..]} {w.Payer} '{w.About.Replace("REYES, LUCIA", "Reyes, Lucia", StringComparison.Ordinal)}' {w.PatientControlNumber} {w.Amount} {w.Difference}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_check_is_posted_partly_posted_unposted_or_waiting(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcns[0], "60", "CO*45*40")]));
        Assert.Equal((CheckState.Posted, 0, "0.00", "0.00", 0), await Standing(house, "T1"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcns[0], "60", "CO*45*40").Replace("ICN", "ICX", StringComparison.Ordinal)]), "second.835");
        var second = (await Waiting(house)).Single();
        Assert.Equal(("blue", "T1"), (second.Payer, second.TraceNumber));
        await SecondPosting.Decide(house.Work, house.Scope, new SecondCommand(second.Exception.Id.Value, SecondChoice.Duplicate, "sent twice"));
        Assert.Equal((CheckState.Posted, 0, "0.00", "0.00", 1), await Standing(house, "T1"));

        await ward.Post(Edi.Remit("T2", "30", [Edi.Claim(pcns[1], "50", "CO*45*50"), Edi.Claim("STRANGE", "40", "CO*45*60"), Edi.Claim("STRANGER", "22", "-100", "-60", "97810", "CO*45*-40")]));
        Assert.Equal((CheckState.Partly, 2, "40.00", "-60.00", 0), await Standing(house, "T2"));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        Assert.Equal(CheckState.Unposted, (await Standing(house, "T1")).State);
    }

    private static Task<IReadOnlyList<WaitingItem>> Waiting(House house) => house.Read(async tx => await WaitingItems.Of(tx, await Exceptions.Open(tx).OrderBy(e => e.Id).ToListAsync()));

    private static Task<(CheckState State, int Waiting, string Waits, string TakenBack, int Duplicates)> Standing(House house, string trace) => house.Read(async tx =>
    {
        var check = await tx.Db.Set<PayerCheck>().SingleAsync(c => c.Trn02 == trace);
        var how = (await CheckStanding.Of(tx, check.Practice, [check.Id]))[check.Id];
        return (how.State, how.Waiting, how.Waits.ToString(), how.TakenBack.ToString(), how.Duplicates);
    });
}

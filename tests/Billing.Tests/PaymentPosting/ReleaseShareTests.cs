using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>MONEY 1.5: what a payer calls the patient's, other than deductible, coinsurance and copay, waits for a person; here is the person's word and its taking back.</summary>
public sealed class ReleaseShareTests
{
    private const string Why = "ABN signed before the service";

    private static async Task<long> Charge(House house) => await house.Read(async tx => (await tx.Db.Set<Charge>().OrderBy(c => c.Id).FirstAsync()).Id.Value);

    private static async Task<ShareReleased> Release(House house, string code = "PR-96", string reason = Why)
    {
        var command = new ReleaseCommand(await Charge(house), code, reason);
        return await house.Do(tx => ReleaseShare.Run(tx, command));
    }

    private static async Task<ShareReleased> TakeBack(House house)
    {
        var command = new ReleaseCommand(await Charge(house), "PR-96", "the waiver is of another day");
        return await house.Do(tx => ReleaseShare.TakeBack(tx, command));
    }

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<BadInputException>(act)).Message;

    private static async Task<int> Drifts(House house) => (await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts.Count;

    [Theory, OnSqlite, OnPostgres]
    public async Task Released_it_is_the_guarantors_from_the_day_of_the_release_and_taken_back_it_is_under_review_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("R1", "60", [Edi.Claim(pcn, "60", "PR*96*40")]));
        string[] review = ["grossCharges -100.00", "payerReceivable blue 40.00", "paymentsInTransit blue 60.00"];
        Assert.Equal(review, await ward.Book());
        var items = await ward.Items();
        Assert.Equal("40.00", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).AtStake.ToString());

        var released = await Release(house);
        Assert.Equal(("PR-96", "40.00", PartyKind.Guarantor), (released.Code, released.Amount.ToString(), released.To.Kind));
        Assert.Equal(["grossCharges -100.00", "guarantorReceivable guarantor 40.00", "paymentsInTransit blue 60.00"], await ward.Book());
        // The payer answered on 10 March; the guarantor owes it since today (MONEY 1.9).
        Assert.Contains(await ward.Items(), i => i.Contains("2026-03-16 40.00", StringComparison.Ordinal));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        var note = await house.Read(tx => tx.Db.Set<ClaimEvent>().OrderByDescending(e => e.Id).FirstAsync());
        Assert.Equal($"40.00 of PR-96 of line 1 released to the guarantor Marisol Reyes by owner@clinic.example: {Why}", note.Detail);
        Assert.Contains("released by owner@clinic.example already", await Refused(() => Release(house)), StringComparison.Ordinal);

        var back = await TakeBack(house);
        Assert.Equal("-40.00", back.Amount.ToString());
        Assert.Equal(review, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Equal("PR-96", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).Codes);
        Assert.Equal(2, await ward.Count<PersonDecision>());
        Assert.Equal(0, await Drifts(house));
        Assert.Contains("nothing to take back", (await Assert.ThrowsAsync<BadInputException>(() => TakeBack(house))).Faults[0].Fix, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposted_and_posted_again_the_release_still_counts_without_drift(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(2, "97810 100.00");
        await ward.Post(Edi.Remit("R2", "100", [Edi.Claim(pcns[0], "60", "PR*96*40"), Edi.Claim(pcns[1], "40", "CO*197*60")]));
        await Release(house);
        var (book, items, remittance) = (await ward.Book(), await ward.Items(), await house.Read(tx => tx.Db.Set<RemittanceRow>().SingleAsync()));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("R2", "blue", null, null, "look again"));
        Assert.Equal(["grossCharges -200.00", "payerReceivable blue 200.00"], await ward.Book());
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance.Id);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Equal(0, await Drifts(house));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("R2", "blue", null, null, "once more"));
        Assert.True((await TakeBack(house)).Amount.IsZero);
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance.Id);
        Assert.Contains("payerReceivable blue 100.00", await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task With_a_second_plan_it_goes_there_and_answers_that_came_later_stay_in_their_order(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("R3", "50", [Edi.Claim(pcn, "50", "PR*96*30", "PR*2*20")]));
        await ward.Post(Edi.Remit("R4", "15", [Edi.Claim(pcn, "2", "100", "15", "97810", "OA*23*80", "PR*3*5")], payer: "77002"));
        Assert.Equal(["grossCharges -100.00", "guarantorReceivable guarantor 5.00", "payerReceivable blue 30.00", "paymentsInTransit blue 50.00", "paymentsInTransit green 15.00"], await ward.Book());

        var released = await Release(house, reason: "the second plan covers it");
        Assert.Equal((PartyKind.Payer, ward.Green.Value, "30.00"), (released.To.Kind, released.To.Id, released.Amount.ToString()));
        Assert.Equal(["grossCharges -100.00", "guarantorReceivable guarantor 5.00", "payerReceivable green 30.00", "paymentsInTransit blue 50.00", "paymentsInTransit green 15.00"], await ward.Book());
        // Green's answer is still the latest: its turn is over, and what is left with it is work.
        var latest = await house.Read(async tx => (await tx.Db.Set<PostingDecisionRow>().Where(d => d.FactKind == FactKind.Adjudication).OrderByDescending(d => d.At).FirstAsync()).FactId);
        Assert.Equal(await house.Read(async tx => (await tx.Db.Set<Adjudication>().OrderByDescending(a => a.Id).FirstAsync()).Id.Value), latest);
        Assert.Equal("30.00", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).AtStake.ToString());
        Assert.Equal(0, await Drifts(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_guarantor_paid_of_it_is_paid_ahead_when_it_is_taken_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("R5", "60", [Edi.Claim(pcn, "60", "PR*96*40")]));
        await Release(house);
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient
        {
            Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1),
        })));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Money.TryParse("40.00")!.Value, PaymentMethod.Cash, null, null, "main")));
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("guarantorReceivable", StringComparison.Ordinal));
        await TakeBack(house);
        Assert.Equal(["grossCharges -100.00", "patientPrepayments guarantor -40.00", "payerReceivable blue 40.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 40.00"], await ward.Book());
    }

    [Theory]
    [InlineData("sqlite", PayerKind.Medicaid, "42 CFR 447.15")]
    [InlineData("sqlite", PayerKind.WorkersComp, "Cal. Lab. Code 3751(b)")]
    [InlineData("sqlite", PayerKind.Va, "38 CFR 17.56")]
    public async Task Never_for_Medicaid_workers_compensation_and_VA(string kind, PayerKind payer, string source)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await house.Plant($"update payer set kind = {(int)payer}", "payer");
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("R6", "60", [Edi.Claim(pcn, "60", "PR*96*40")]));
        var book = await ward.Book();
        Assert.Contains(source, await Refused(() => Release(house)), StringComparison.Ordinal);
        Assert.Equal(book, await ward.Book());
        Assert.Equal(0, await ward.Count<PersonDecision>());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Never_for_a_qualified_Medicare_beneficiary(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("R7", "60", [Edi.Claim(pcn, "60", "PR*96*40") + "LQ*HE*N781~"]));
        Assert.Contains("42 U.S.C. 1396a(n)(3)", await Refused(() => Release(house)), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_a_patient_code_that_a_posted_answer_says_of_the_line_is_released(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        Assert.Contains("No posted answer says PR-96", await Refused(() => Release(house)), StringComparison.Ordinal);
        await ward.Post(Edi.Remit("R8", "40", [Edi.Claim(pcn, "40", "PR*96*40", "CO*197*20")]));
        Assert.Contains("is no patient responsibility code", await Refused(() => Release(house, "CO-197")), StringComparison.Ordinal);
        Assert.Contains("moves by itself", await Refused(() => Release(house, "PR-1")), StringComparison.Ordinal);
        Assert.Contains("No posted answer says PR-204", await Refused(() => Release(house, "PR-204")), StringComparison.Ordinal);
        Assert.Contains("reason is missing", await Refused(() => Release(house, reason: "")), StringComparison.Ordinal);
        Assert.Equal("40.00", (await Release(house, "pr-96")).Amount.ToString());
        // The refused authorization stays with the payer as work.
        Assert.Equal("20.00", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).AtStake.ToString());
    }
}

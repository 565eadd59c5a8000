using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Reporting;

/// <summary>What the book says of one visit: its money is where its check and its receipts are, and it sums to zero.</summary>
public sealed class VisitBookTests
{
    private static async Task<List<string>> Book(Ward ward, string key, DateOnly? asOf = null)
    {
        var lines = await ward.House.Read(async tx => await VisitBook.Of(tx, await tx.Db.Set<Encounter>().SingleAsync(e => e.Key == key), asOf));
        Assert.Equal(Money.Zero, lines.Sum(l => l.Amount));
        return lines.ConvertAll(l => $"{l.Key} {l.Amount}");
    }

    private static Task Bank(Ward ward, string file, params string[] lines) =>
        ward.House.Do(tx => MatchDeposit.Run(tx, ward.House.Practice, file.PadRight(16, 'x'), BankFile.Read($"date,description,amount,trace\n{string.Join('\n', lines)}\n")));

    private static Task Take(Ward ward, string amount, string? visit) => ward.House.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Money.TryParse(amount)!.Value, PaymentMethod.Card, visit, null)));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visits_money_follows_its_check_and_its_receipts_to_the_bank(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient { Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1) }).Id.Value));
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await Take(ward, "15.00", "v1"); // for the first visit
        await ward.Post(Edi.Remit("T1", "110", [Edi.Claim(a, "60", "CO*45*20", "PR*3*20"), Edi.Claim(b, "64", "CO*45*20", "PR*3*16")], plb: "PLB*1234567893*20261231*FB:X*14~"));
        await Take(ward, "21.00", null); // on account: 5.00 for the first visit, 16.00 for the second
        Assert.Equal(["undepositedReceipts 20.00", "paymentsInTransit 60.00", "grossCharges -100.00", "contractual 20.00"], await Book(ward, "v1"));
        Assert.Equal(["undepositedReceipts 16.00", "paymentsInTransit 64.00", "grossCharges -100.00", "contractual 20.00"], await Book(ward, "v2"));

        house.Clock.Now = house.Clock.Now.AddDays(1);
        await Bank(ward, "b1", "2026-03-17,EFT,110.00,T1", "2026-03-17,CARDS,15.00,");
        Assert.Equal(["cash 75.00", "undepositedReceipts 5.00", "grossCharges -100.00", "contractual 20.00"], await Book(ward, "v1"));
        Assert.Equal(["undepositedReceipts 20.00", "paymentsInTransit 60.00", "grossCharges -100.00", "contractual 20.00"], await Book(ward, "v1", House.Today));
        await Bank(ward, "b2", "2026-03-17,CARDS,21.00,");
        Assert.Equal(["cash 80.00", "grossCharges -100.00", "contractual 20.00"], await Book(ward, "v2"));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "look again"));
        Assert.Equal(["cash 15.00", "payerReceivable 100.00", "patientPrepayments -15.00", "grossCharges -100.00"], await Book(ward, "v1"));
    }

    /// <summary>MONEY 3 B: the payer takes 60.00 back in a check of 0.00 and carries it forward; no bank ever paid it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_check_of_nothing_took_back_is_carried_forward_and_never_cash(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("Z1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]));
        await ward.Post(Edi.Remit("Z2", "0", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-40")], plb: "PLB*1234567893*20261231*FB:X*-60~", control: "000000002"));
        Assert.Equal(["paymentsInTransit 60.00", "payerReceivable 100.00", "forwardBalance -60.00", "grossCharges -100.00"], await Book(ward, "v1"));
    }

    /// <summary>A check below zero is money that the payer has yet to get: it stands unapplied, and no bank ever saw it.</summary>
    [Theory, OnSqlite]
    public async Task What_a_check_below_zero_took_back_is_not_applied_and_never_cash(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("Z1", "60", [Edi.Claim(pcn, "60", "CO*45*40")]));
        await ward.Post(Edi.Remit("Z2", "-60", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-40")], control: "000000002"));
        Assert.Equal(["paymentsInTransit 60.00", "payerReceivable 100.00", "unappliedPayerCash -60.00", "grossCharges -100.00"], await Book(ward, "v1"));
    }

    /// <summary>A check of 0.00 that takes 60.00 back for one visit and pays them for another: it brought nothing, carries nothing forward, and leaves nothing unapplied.</summary>
    [Theory, OnSqlite]
    public async Task What_a_check_of_nothing_moves_from_one_visit_to_another_is_cleared_and_never_cash(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("Z1", "60", [Edi.Claim(a, "60", "CO*45*40")]));
        await ward.Post(Edi.Remit("Z2", "0", [Edi.Claim(a, "22", "-100", "-60", "97810", "CO*45*-40"), Edi.Claim(b, "60", "CO*45*40")], control: "000000002"));
        Assert.Equal(["paymentsInTransit 60.00", "remittanceClearing -60.00", "payerReceivable 100.00", "grossCharges -100.00"], await Book(ward, "v1"));
        Assert.Equal(["remittanceClearing 60.00", "grossCharges -100.00", "contractual 40.00"], await Book(ward, "v2"));
    }
}

using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Dot Driver has no plan; her employer answers for the bills. What it paid follows the charges of her visits: applied when they are charged, free when they are taken back.</summary>
public sealed class FollowChargesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Money_paid_ahead_pays_the_next_visit_as_it_is_charged_and_every_page_says_so(string kind)
    {
        await using var house = await Opened(kind);
        await Take(house, "200.00");
        await Charge(house, "d1", "145.00");
        Assert.Equal(["grossCharges -145.00", "patientPrepayments -55.00", "undepositedReceipts 200.00"], await Book(house));
        await Ties(house, owes: "0.00", ahead: "55.00");

        await Charge(house, "d2", "95.00"); // 55.00 of it are paid
        await Ties(house, owes: "40.00", ahead: "0.00");
        Assert.Equal(["d1 0.00", "d2 40.00"], await Visits(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_taken_for_one_visit_stays_for_it_when_another_is_charged(string kind)
    {
        await using var house = await Opened(kind);
        await Charge(house, "d1", "20.00");
        await Take(house, "30.00", "d1"); // 10.00 of it ahead, for this visit
        await Charge(house, "d2", "95.00");
        await Ties(house, owes: "95.00", ahead: "10.00");
        await Charge(house, "d1", "25.00"); // corrected: the 30.00 pay it
        await Ties(house, owes: "95.00", ahead: "5.00");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_correction_frees_what_had_paid_the_void_charge_and_pays_the_new_one_with_it(string kind)
    {
        await using var house = await Opened(kind);
        await Take(house, "150.00");
        await Charge(house, "d1", "145.00");
        await Charge(house, "d1", "160.00");
        await Ties(house, owes: "10.00", ahead: "0.00");
        await Charge(house, "d2", "30.00");
        await Charge(house, "d1", "100.00"); // of the 50.00 that are free now, 30.00 pay the other visit
        await Ties(house, owes: "0.00", ahead: "20.00");
        Assert.Equal(["grossCharges -130.00", "patientPrepayments -20.00", "undepositedReceipts 150.00"], await Book(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_write_off_of_a_void_charge_gives_way_before_the_money_that_paid_it(string kind)
    {
        await using var house = await Opened(kind);
        await Charge(house, "d1", "145.00");
        var (charge, account) = await house.Read(async tx => ((await tx.Db.Set<Charge>().SingleAsync(c => c.EncounterId == Visits(tx).Single().Id)).Id.Value, (await tx.Db.Set<GuarantorAccount>().SingleAsync(a => a.Key == "acme")).Id.Value));
        await house.Do(tx => DecideBalance.WriteOff(tx, new WriteOffCommand(charge, Party.Guarantor(account), new Money(4500), "smallBalance", "")));
        await Take(house, "100.00");
        await Charge(house, "d1", "120.00");
        Assert.Equal(["grossCharges -120.00", "guarantorReceivable 20.00", "undepositedReceipts 100.00"], await Book(house));
        await Ties(house, owes: "20.00", ahead: "0.00");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_correction_keeps_the_debt_with_whom_it_was_made(string kind)
    {
        await using var house = await Opened(kind);
        await Charge(house, "d1", "145.00");
        await Take(house, "145.00", "d1");
        await house.Do(tx => NameGuarantor.Run(tx, new GuarantorForm { Key = "dot", Kind = "self", Patients = ["driver"], From = "2026-01-01" }));
        await Charge(house, "d1", "150.00");
        await Ties(house, owes: "5.00", ahead: "0.00");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_plan_paid_on_a_charge_that_is_corrected_stays_as_its_credit_until_it_answers_anew(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(2000), PaymentMethod.Cash, "v1", null)));
        var remit = Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*3*20")]);
        await ward.Post(remit);
        await house.Do(async tx => await VoidCharge.Run(tx, await tx.Db.Set<Encounter>().SingleAsync(), await tx.Db.Set<Charge>().ToListAsync()));
        // No discount is taken off a void charge and no share of it is asked for: the credit is what was paid, and the 20.00 are the guarantor's again.
        string[] credit = ["patientPrepayments guarantor -20.00", "payerReceivable blue -60.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 20.00"];
        Assert.Equal(credit, await ward.Book());
        var work = Assert.Single(await house.Read(tx => OpenDenials.Open(tx).ToListAsync()));
        Assert.Equal(("-60.00", "Credit: 60.00 was paid for 97810, 100.00, which is no charge of the visit any more."), (work.AtStake.ToString(), work.Reason));
        Assert.Contains(await house.Read(tx => tx.Db.Set<PostingDecisionRow>().Select(d => d.Choices).ToListAsync()), d => d.Contains("20.00 of CO-45 20.00 moved nothing; the charge is void since", StringComparison.Ordinal));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("T1", null, null, null, "test"));
        Assert.Equal(["patientPrepayments guarantor -20.00", "undepositedReceipts guarantor 20.00"], await ward.Book());
        await ward.Post(remit);
        Assert.Equal(credit, await ward.Book());
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, found.Id));
    }

    private static async Task<House> Opened(string kind)
    {
        var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await Books.Import(house, """
            {"patients":[{"key":"driver","practice":"sw","lastName":"Driver","firstName":"Dot","birthDate":"1979-02-03","sex":"F","address":{"line1":"8 Oak","city":"Chicago","state":"IL","zip":"60602"}}],
             "guarantors":[{"key":"acme","kind":"employer","patients":["driver"],"organizationName":"Acme Trucking LLC","from":"2020-01-01","address":{"line1":"1 Depot","city":"Chicago","state":"IL","zip":"60602"}}]}
            """);
        return house;
    }

    private static Task<ReceiptTaken> Take(House house, string amount, string? visit = null) =>
        house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("driver", Money.TryParse(amount)!.Value, PaymentMethod.Card, visit, null)));

    /// <summary>A visit of one line; the same key again corrects it.</summary>
    private static Task<Saved> Charge(House house, string key, string amount) => house.Do(tx => CaptureCharge.Run(tx, new VisitForm
    {
        Key = key, Patient = "driver", Provider = "lin", Place = "11", Date = key == "d1" ? "2026-03-02" : "2026-03-09", Diagnoses = ["M545"], Lines = [new LineForm { Code = "97810", Charge = amount }],
    }));

    /// <summary>Without Lucia, whose plan owes: the balance of every account, debit positive.</summary>
    private static Task<List<string>> Book(House house) => house.Read(async tx =>
    {
        var dot = await Visits(tx).Select(v => (long?)v.Id.Value).ToListAsync();
        var lines = await tx.Db.Set<JournalLineRow>().Where(l => dot.Contains(l.EncounterId) || l.PartyKind == PartyKind.Guarantor).ToListAsync();
        return lines.GroupBy(l => l.Account).Select(g => (g.Key, Sum: g.Sum(l => l.Amount))).Where(b => !b.Sum.IsZero).Select(b => $"{Chart.Key(b.Key)} {b.Sum}").Order(StringComparer.Ordinal).ToList();
    });

    private static IQueryable<Encounter> Visits(Tx tx) => tx.Db.Set<Encounter>().Where(e => tx.Db.Set<Patient>().Any(p => p.Key == "driver" && p.Practice == e.Practice && p.Id == e.PatientId)).OrderBy(e => e.Key);

    /// <summary>What is open of each visit, as its page has it.</summary>
    private static Task<List<string>> Visits(House house) => house.Read(async tx =>
    {
        var open = new List<string>();
        foreach (var visit in await Visits(tx).ToListAsync()) open.Add($"{visit.Key} {(await VisitBook.Of(tx, visit, null)).Where(b => b.Account == Account.GuarantorReceivable).Sum(b => b.Amount)}");
        return open;
    });

    /// <summary>The patient's page, the statements, the aging and the open items say the same of Acme, no item is a credit, and the book holds.</summary>
    private static Task<bool> Ties(House house, string owes, string ahead) => house.Read(async tx =>
    {
        var patient = await tx.Db.Set<Patient>().SingleAsync(p => p.Key == "driver");
        var account = await tx.Db.Set<GuarantorAccount>().SingleAsync(a => a.Key == "acme");
        var today = await tx.Today(patient.Practice);
        var balance = await GuarantorBalances.Of(tx, patient.Practice, account.Id, today);
        Assert.Equal((owes, ahead, "0.00"), (balance.Owes.ToString(), balance.Prepaid.ToString(), balance.Credit.ToString()));
        var aged = (await Aging.OfGuarantors(tx, patient.Practice, today)).Where(r => r.Party == Party.Guarantor(account.Id.Value)).ToList();
        Assert.Equal((owes, "0.00"), (aged.Sum(r => r.Owed).ToString(), aged.Sum(r => r.Credits).ToString()));
        Assert.Equal(ahead, (-aged.Sum(r => r.Prepaid)).ToString());
        var candidate = (await IssueStatement.Candidates(tx, patient.Practice, today, StatementPolicy.Default)).SingleOrDefault(c => c.AccountId == account.Id.Value);
        Assert.Equal((owes, "0.00"), (candidate?.Owes.ToString() ?? "0.00", candidate?.Ahead.ToString() ?? "0.00"));
        Assert.False(await tx.Db.Set<OpenItemNow>().AnyAsync(i => i.Account == Account.GuarantorReceivable && i.Amount < Money.Zero));
        Assert.All(await LedgerVerify.Run(tx), found => Assert.True(found.Holds, found.Id));
        return true;
    });
}

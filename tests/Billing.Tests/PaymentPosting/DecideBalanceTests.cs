using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Write-offs and transfers of a visit as a biller decides them, and their taking back. A line of 100.00, denied or left with the patient.</summary>
public sealed class DecideBalanceTests
{
    private static async Task<Id<Encounter>> Visit(Ward ward, string key = "v1") => (await ward.House.Read(tx => tx.Db.Set<Encounter>().SingleAsync(e => e.Key == key))).Id;

    private static async Task<List<DecidedPart>> WriteOff(Ward ward, Party party, string? amount, string reason, string note = "decided by Anna", int? line = null)
    {
        var visit = await Visit(ward);
        return await ward.House.Do(tx => VisitBalance.WriteOff(tx, new(new(visit.Value, party, line, amount is null ? null : Money.TryParse(amount)), reason, note)));
    }

    private static async Task<List<DecidedPart>> Move(Ward ward, Party from, Party to, string? amount, string reason)
    {
        var visit = await Visit(ward);
        return await ward.House.Do(tx => VisitBalance.Transfer(tx, new(new(visit.Value, from, null, amount is null ? null : Money.TryParse(amount)), to, reason, "letter in the file")));
    }

    private static async Task<string> Refused(Func<Task> decision) => (await Assert.ThrowsAsync<BadInputException>(decision)).Faults[0].Message;

    private static Party Blue(Ward ward) => Party.Payer(ward.Blue.Value);
    private static Party Guarantor(Ward ward) => Party.Guarantor(ward.Account.Value);

    private static async Task BooksHold(Ward ward) => Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task An_amount_is_taken_from_the_lines_in_their_order_and_each_reason_is_an_account_of_its_own(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00", "97140 50.00");
        var parts = await WriteOff(ward, Blue(ward), "112.40", "timelyFiling");
        Assert.Equal(["1 97810 100.00", "2 97140 12.40"], parts.Select(p => $"{p.Line} {p.Code} {p.Amount}"));
        await WriteOff(ward, Blue(ward), "7.60", "bundled", line: 2);
        Assert.Equal(["grossCharges -150.00", "payerReceivable blue 30.00", "writeOff 120.00"], await ward.Book());
        var details = await house.Read(tx => tx.Db.Set<JournalLineRow>().Where(l => l.Account == Account.WriteOff).OrderBy(l => l.Id).Select(l => $"{l.Detail}").ToListAsync());
        Assert.Equal(["timelyFiling", "timelyFiling", "bundled"], details);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_denial_ends_with_the_write_off_and_is_work_again_when_that_is_taken_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "0", [Edi.Claim(pcn, "0", "CO*197*100")]));
        Assert.Equal("CO-197", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).Codes);

        var written = Assert.Single(await WriteOff(ward, Blue(ward), null, "noAuthorization"));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        Assert.Equal(["grossCharges -100.00", "writeOff 100.00"], await ward.Book());

        var back = await house.Do(tx => TakeBackDecision.Run(tx, new(written.Id, "the authorization was found")));
        Assert.Equal(("writeOff", "100.00"), (back.What, back.Amount.ToString()));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
        Assert.Equal("100.00", (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).AtStake.ToString());
        Assert.Contains("was taken back before", await Refused(() => house.Do(tx => TakeBackDecision.Run(tx, new(written.Id, "again")))), StringComparison.Ordinal);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_denied_line_there_is_at_stake_what_is_still_open_of_it_and_at_zero_it_leaves_the_queue(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00", "97140 60.00");
        await ward.Post(Edi.Remit("T1", "0", [Edi.Claim(pcn, "1", "160", "0", "97810", "CO*197*100").Replace("97810*160", "97810*100", StringComparison.Ordinal) + $"SVC*HC:97140*60*0**1~DTM*472*20260203~CAS*CO*197*60~REF*6R*{pcn}2~"]));
        Task<List<string>> AtStake() => house.Read(async tx => (await OpenWork.Of(tx, OpenDenials.Open(tx), default)).ConvertAll(w => w.IsPart ? $"{w.AtStake} of {w.Denial.AtStake}" : $"{w.AtStake}"));
        Assert.Equal(["100.00", "60.00"], await AtStake());

        await WriteOff(ward, Blue(ward), "40.00", "noAuthorization", line: 2);
        await Move(ward, Blue(ward), Guarantor(ward), "30.00", "waiver"); // of the first line
        Assert.Equal(["70.00 of 100.00", "20.00 of 60.00"], await AtStake());
        Assert.Equal("90.00", await house.Read(async tx =>
        {
            var claim = await tx.Db.Set<Claim>().Select(c => c.Id).SingleAsync();
            return NextAction.Of((await ProjectClaims.View(tx, ward.Practice, [claim], await tx.Today(ward.Practice)))[0]).AtStake.ToString();
        }));

        // Corrected, the line is charged anew: the work stays until the corrected claim is on its way.
        await house.Do(async tx => await VoidCharge.Run(tx, await tx.Db.Set<Encounter>().SingleAsync(), await tx.Db.Set<Charge>().Where(c => c.Line == 2).ToListAsync()));
        Assert.Equal(["70.00 of 100.00", "0.00 of 60.00"], await AtStake());
        await WriteOff(ward, Blue(ward), "70.00", "noAuthorization", line: 1);
        Assert.Equal(["0.00 of 60.00"], await AtStake());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_transfer_to_the_guarantor_meets_what_is_paid_ahead_and_taking_it_back_gives_that_back(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await NameGuarantor(ward);
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(pcn, "60", "PR*96*40")]));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(2500), PaymentMethod.Card, "v1", null)));

        var moved = Assert.Single(await Move(ward, Blue(ward), Guarantor(ward), "30.00", "waiver"));
        Assert.Equal(["grossCharges -100.00", "guarantorReceivable guarantor 5.00", "payerReceivable blue 10.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 25.00"], await ward.Book());

        await house.Do(tx => TakeBackDecision.Run(tx, new(moved.Id, "no waiver was signed")));
        Assert.Equal(["grossCharges -100.00", "patientPrepayments guarantor -25.00", "payerReceivable blue 40.00", "paymentsInTransit blue 60.00", "undepositedReceipts guarantor 25.00"], await ward.Book());
        var visit = await house.Read(tx => tx.Db.Set<Encounter>().SingleAsync());
        var told = Assert.Single(await house.Read(tx => VisitBalance.Decisions(tx, visit)));
        Assert.Equal((moved.Id, "waiver", "letter in the file", true), (told.Id, told.Reason, told.Note, told.TakenBack));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task From_the_guarantor_to_the_plan_that_was_found_and_back_only_what_is_left(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var green = Party.Payer(ward.Green.Value);
        await ward.Claim("97810 100.00");
        var moved = Assert.Single(await Move(ward, Blue(ward), green, null, "otherPlan"));
        Assert.Equal(["grossCharges -100.00", "payerReceivable green 100.00"], await ward.Book());
        await WriteOff(ward, green, "80.00", "timelyFiling");
        Assert.Contains("20.00 is left", await Refused(() => house.Do(tx => TakeBackDecision.Run(tx, new(moved.Id, "wrong plan")))), StringComparison.Ordinal);
        await Move(ward, green, Guarantor(ward), null, "notCovered");
        await Move(ward, Guarantor(ward), Blue(ward), "15.00", "coverageFound");
        Assert.Equal(["grossCharges -100.00", "guarantorReceivable guarantor 5.00", "payerReceivable blue 15.00", "writeOff 80.00"], await ward.Book());
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_not_lawful_or_not_there_is_refused_with_the_reason(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00");
        Assert.Contains("100.00 is owed", await Refused(() => WriteOff(ward, Blue(ward), "100.01", "bundled")), StringComparison.Ordinal);
        Assert.Contains("cannot be taken off", await Refused(() => WriteOff(ward, Blue(ward), "0.00", "bundled")), StringComparison.Ordinal);
        Assert.Contains("no write-off reason", await Refused(() => WriteOff(ward, Blue(ward), null, "because")), StringComparison.Ordinal);
        Assert.Contains("note is missing", await Refused(() => WriteOff(ward, Blue(ward), null, "bundled", note: " ")), StringComparison.Ordinal);
        Assert.Contains("is owed by this party", await Refused(() => WriteOff(ward, Guarantor(ward), null, "courtesy")), StringComparison.Ordinal);
        Assert.Contains("no coverage with this plan", await Refused(() => Move(ward, Blue(ward), Party.Payer(ward.Green.Value), null, "otherPlan")), StringComparison.Ordinal);
        Assert.Contains("no reason to ask the guarantor", await Refused(() => Move(ward, Blue(ward), Guarantor(ward), null, "nextPlan")), StringComparison.Ordinal);
        Assert.Contains("with this party already", await Refused(() => Move(ward, Blue(ward), Blue(ward), null, "otherPlan")), StringComparison.Ordinal);
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
        Assert.Single(await WriteOff(ward, Blue(ward), null, "smallBalance", note: ""));
    }

    public static TheoryData<string, PayerKind, string> NeverAsked() => new()
    {
        { "sqlite", PayerKind.Medicaid, "42 CFR 447.15" }, { "postgres", PayerKind.Medicaid, "42 CFR 447.15" }, { "sqlite", PayerKind.WorkersComp, "work injury" },
        { "sqlite", PayerKind.Auto, "auto policy" }, { "sqlite", PayerKind.Va, "38 CFR 17.56" },
    };

    [Theory, MemberData(nameof(NeverAsked))]
    public async Task A_guarantor_is_never_asked_for_what_these_payers_leave(string kind, PayerKind payer, string source)
    {
        if (kind == "postgres" && Testing.PostgresServer.MissingReason is not null) return;
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00");
        await house.Do(async tx => (await tx.Db.Set<Payer>().SingleAsync(p => p.Id == ward.Blue)).Kind = payer);
        Assert.Contains(source, await Refused(() => Move(ward, Blue(ward), Guarantor(ward), null, "notCovered")), StringComparison.Ordinal);
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_qualified_Medicare_beneficiary_owes_no_share_whoever_decides(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "80", [Edi.Claim(pcn, "80", "PR*2*20") + "LQ*HE*N782~"]));
        Assert.Contains("42 U.S.C. 1396a(n)(3)", await Refused(() => Move(ward, Blue(ward), Guarantor(ward), "20.00", "notCovered")), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_balance_is_decided_once_however_many_press_at_once(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00");
        var visit = await Visit(ward);
        var command = new VisitWriteOff(new(visit.Value, Blue(ward), null, new Money(6000)), "timelyFiling", "once");
        async Task<bool> Try()
        {
            try
            {
                await house.Do(tx => VisitBalance.WriteOff(tx, command));
                return true;
            }
            catch (BadInputException)
            {
                return false;
            }
        }
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Try()));
        Assert.Equal(1, done.Count(d => d));
        Assert.Contains("payerReceivable blue 40.00", await ward.Book());
    }

    private static Task NameGuarantor(Ward ward) => ward.House.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient
    {
        Practice = ward.House.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1),
    }).Id.Value));

    [Fact]
    public void Why_it_was_decided_stands_in_words_and_never_under_its_key()
    {
        Assert.Equal("demo@juniper.example: No authorization, two tabs", BalanceReasons.InWords(FactKind.WriteOff, "demo@juniper.example: noAuthorization, two tabs"));
        foreach (var (fact, reason) in BalanceReasons.WriteOffs.Select(r => (FactKind.WriteOff, r)).Concat(BalanceReasons.Transfers.Select(r => (FactKind.Transfer, r))))
            Assert.Equal($"anna: {reason.Words}, because", BalanceReasons.InWords(fact, $"anna: {reason.Code}, because"));
        Assert.Equal("835 12ab, segment 4", BalanceReasons.InWords(FactKind.Adjudication, "835 12ab, segment 4"));
    }
}

using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Ledger;

/// <summary>
/// A small book with a row for every invariant to look at: two charges, a check of 80.00 with one claim posted and one waiting, an entry undone,
/// a deposit with a fee, a file, a closed month, 30.00 that the practice owes a sibling practice, seals.
/// </summary>
internal static class SampleBook
{
    public const long Check = 501, Remittance = 502, Posted = 503, Waiting = 504, Run = 505, Encounter = 9;
    public static long FirstEntry, FirstLine, IncomeLine, ReversingEntry;
    public static long[] Items = [];

    public static async Task Fill(House house)
    {
        await house.Do(tx => Journal.Record(tx, house.Practice, new(2026, 2, 10), [Entries.Paid(90, charge: 77, payer: 5, "12.34", new(2026, 2, 10))]));
        await house.Do(async tx =>
        {
            AddVisit(tx, house);
            await Journal.Record(tx, house.Practice, House.Today, [Entries.Charge(17, payer: 5, "100.00"), Entries.Charge(18, payer: 5, "50.00")]);
        });
        await house.Do(tx => Periods.Close(tx, house.Practice, 202602));
        await house.Do(tx => PostCheck(tx, house));
        await house.Do(tx => Undo(tx, house));
        await house.Do(tx => Owe(tx, house));
        await house.Do(tx => Seals.Extend(tx, house.Practice));
        await Remember(house);
    }

    /// <summary>A cent that stays in an account of a check.</summary>
    public static JournalEntry Stray(Account account, long fact, long check, string amount) => JournalEntry.Of(FactKind.AdjustingEntry, fact, 1, House.Today, "test", 1,
    [
        new(account, Party.Payer(5), Entries.Money(amount)) { About = $"check:{check}", CheckId = check },
        new(Account.Cash, Party.Practice(1), -Entries.Money(amount)),
    ])!;

    /// <summary>A balanced entry on the account of what is owed to another practice.</summary>
    public static JournalEntry Owed(Id<Practice> other, string amount) => Intercompany(781, Account.DueTo, other, amount);

    private static void AddVisit(Tx tx, House house)
    {
        var practice = house.Practice;
        tx.Add(new Patient
        {
            Practice = practice, Id = new(7), Key = "anna", LastName = "Stone", FirstName = "Anna", MiddleName = null, NameKey = "STONE ANNA", BirthDate = new(1980, 1, 1), Sex = "F",
            Address = new("1 Elm", null, "Evanston", "IL", "60201"), Phone = null, Email = null, Language = null, ReasonForVisit = null, Version = 1,
        });
        tx.Add(new GuarantorAccount
        {
            Practice = practice, Id = new(8), Key = "anna", Kind = GuarantorKind.Self, LastName = "Stone", FirstName = "Anna", OrganizationName = null,
            Address = new("1 Elm", null, "Evanston", "IL", "60201"), From = new(2026, 1, 1), Version = 1,
        });
        tx.Add(new Encounter
        {
            Practice = practice, Id = new(Encounter), Key = "v1", PatientId = new(7), ProviderId = house.Provider, AccountId = new(8), CaseId = null, Place = "11", Date = House.Today,
            Diagnoses = "M5450", ContactMinutes = null, Sets = null, Note = null, Version = 1,
        });
        foreach (var (id, line, amount) in new[] { (17L, 1, "100.00"), (18L, 2, "50.00") })
            tx.Add(new Charge
            {
                Practice = practice, Id = new(id), EncounterId = new(Encounter), Line = line, Code = "97810", Modifiers = "", Units = 1, Amount = Entries.Money(amount), Expected = null,
                Pointers = "1", Minutes = null, VoidsChargeId = null,
            });
    }

    private static async Task PostCheck(Tx tx, House house)
    {
        var practice = house.Practice;
        tx.Add(new PayerCheck
        {
            Practice = practice, Id = new(Check), PayerId = null, PayerName = "North Plan", Trn02 = "T1", Trn03 = "1999999999", Date = House.Today, Amount = Entries.Money("80.00"),
            Method = "ACH", PayeeNpi = "1234567893", DupSalt = "",
        });
        tx.Add(new RemittanceRow
        {
            Practice = practice, Id = new(Remittance), CheckId = new(Check), TransactionSetId = null, FileSha256 = null, ClaimsPaid = Entries.Money("80.00"), ProviderAdjustments = Money.Zero,
            Difference = Money.Zero, Claims = 2, ReceivedAt = tx.Now,
        });
        AddAdjudication(tx, practice, Posted, 1, "80.00");
        AddAdjudication(tx, practice, Waiting, 2, "0.00");
        tx.Add(new PostingException
        {
            Practice = practice, Id = new(506), Kind = ExceptionKind.ClaimNotFound, FileSha256 = null, RemittanceId = new(Remittance), AdjudicationId = new(Waiting), Amount = Money.Zero,
            Difference = Money.Zero, Reason = "No claim has this number.", NextStep = "Match it by hand.", OpenedAt = tx.Now,
        });
        tx.Add(new PostingRun { Practice = practice, Id = new(Run), CheckId = new(Check), RemittanceId = new(Remittance), N = 1, PolicyVersion = 1, Kind = "post", BookedOn = House.Today, At = tx.Now, Actor = tx.Actor });
        tx.Add(new PostingChunk { Practice = practice, RunId = new(Run), N = 1, FromOrdinal = 1, ToOrdinal = 2, Posted = 1, Waiting = 1, Last = true });
        tx.Add(new Deposit { Practice = practice, Id = new(508), Date = House.Today, Amount = Entries.Money("79.50"), Description = "EFT", TraceNumber = "T1", SourceSha256 = null, SourceLine = null });
        tx.Add(new DepositItem { Practice = practice, Id = new(509), DepositId = new(508), CheckId = new(Check), ReceiptId = null, Amount = Entries.Money("80.00") });
        await FileStore.Put(tx, "t1.835", "ISA*00*~"u8.ToArray(), FileDirection.In);
        var payer = Party.Payer(5);
        await Journal.Record(tx, practice, House.Today,
        [
            JournalEntry.Of(FactKind.Check, Check, 1, House.Today, "check T1", 1,
            [
                new(Account.PaymentsInTransit, payer, Entries.Money("80.00")) { About = $"check:{Check}", CheckId = Check },
                new(Account.RemittanceClearing, payer, Entries.Money("-80.00")) { About = $"check:{Check}", CheckId = Check },
            ])!,
            JournalEntry.Of(FactKind.Adjudication, Posted, 1, House.Today, "adjudication", 1,
            [
                new(Account.RemittanceClearing, payer, Entries.Money("80.00")) { About = $"check:{Check}", CheckId = Check },
                new(Account.PayerReceivable, payer, Entries.Money("-80.00")) { About = "charge:17", ChargeId = 17 },
            ])!,
            JournalEntry.Of(FactKind.Deposit, 508, 1, House.Today, "deposit", 1,
            [
                new(Account.Cash, Party.Practice(1), Entries.Money("79.50")), new(Account.MerchantFee, Party.Practice(1), Entries.Money("0.50")),
                new(Account.PaymentsInTransit, payer, Entries.Money("-80.00")) { About = $"check:{Check}", CheckId = Check },
            ])!,
        ]);
    }

    private static void AddAdjudication(Tx tx, Id<Practice> practice, long id, int ordinal, string paid) => tx.Add(new Adjudication
    {
        Practice = practice, Id = new(id), RemittanceId = new(Remittance), Ordinal = ordinal, ClpStatus = "1", PcnRaw = $"P{ordinal}", PcnFolded = $"P{ordinal}", PayerControl = null,
        Charge = Entries.Money("100.00"), Paid = Entries.Money(paid), PatientResponsibility = null, Filing = null, PatientName = null, MemberId = null, ServiceFrom = null, CrossoverPayer = null,
        CrossoverPayerId = null, Difference = Money.Zero, DifferenceAt = null, FromByte = 0, ToByte = 1, FromSegment = 1, ToSegment = 1,
    });

    private static async Task Undo(Tx tx, House house)
    {
        await Journal.Record(tx, house.Practice, House.Today, [Entries.ToGuarantor(40, charge: 18, payer: 5, guarantor: 8, "20.00", House.Today)]);
        var entry = await tx.Db.Set<JournalEntryRow>().Where(e => e.FactKind == FactKind.Transfer).Select(e => e.Id).SingleAsync();
        await Journal.Reverse(tx, house.Practice, House.Today, [entry], "undone");
    }

    /// <summary>Both sides of an intercompany debt, each in its own book.</summary>
    private static async Task Owe(Tx tx, House house)
    {
        var (sibling, _) = await House.AddPractice(tx, "north", "North Clinic", "1588004048");
        await Journal.Record(tx, house.Practice, House.Today, [Intercompany(780, Account.DueTo, sibling, "-30.00")]);
        await Journal.Record(tx, sibling, House.Today, [Intercompany(780, Account.DueFrom, house.Practice, "30.00")]);
        await Seals.Extend(tx, sibling);
    }

    private static JournalEntry Intercompany(long fact, Account account, Id<Practice> other, string amount) => JournalEntry.Of(FactKind.AdjustingEntry, fact, 1, House.Today, "test", 1,
        [new(account, Party.Practice(other.Value), Entries.Money(amount)), new(Account.Cash, Party.Practice(0), -Entries.Money(amount))])!;

    private static async Task Remember(House house) => await house.Read(async tx =>
    {
        FirstEntry = await tx.Db.Set<JournalEntryRow>().Where(e => e.FactKind == FactKind.Charge && e.FactId == 17).Select(e => e.Id).SingleAsync();
        FirstLine = await tx.Db.Set<JournalLineRow>().Where(l => l.EntryId == FirstEntry && l.Account == Account.PayerReceivable).Select(l => l.Id).SingleAsync();
        IncomeLine = await tx.Db.Set<JournalLineRow>().Where(l => l.EntryId == FirstEntry && l.Account == Account.GrossCharges).Select(l => l.Id).SingleAsync();
        ReversingEntry = await tx.Db.Set<JournalEntryRow>().Where(e => e.Reverses != null).Select(e => e.Id).SingleAsync();
        Items = await tx.Db.Set<OpenItem>().Where(i => i.About == "charge:17" || i.About == "charge:18").Where(i => i.Account == Account.PayerReceivable).OrderBy(i => i.About).Select(i => i.Id).ToArrayAsync();
        return true;
    });
}

using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Ledger;

/// <summary>
/// A small book with a row for every invariant to look at: two charges billed in a claim, a check of 80.00 with one claim posted (20.00 of it denied) and one waiting, an entry undone,
/// a deposit with a fee, a receipt and one that was returned, a write-off, transfers, a file, a closed month, 30.00 that the practice owes a sibling practice and 10.00 paid of it, seals.
/// </summary>
internal static class SampleBook
{
    public const long Check = 501, Remittance = 502, Posted = 503, Waiting = 504, Run = 505, Encounter = 9, Receipt = 511, WriteOff = 514, Transfer = 41, Refund = 515, Refunded = 516;
    public static long FirstEntry, FirstLine, IncomeLine, ReversingEntry;
    public static long[] Items = [];

    public static async Task Fill(House house)
    {
        await house.Do(tx => Adjust(tx, house.Practice, 90, Entries.Paid(90, charge: 77, payer: 5, "12.34", new(2026, 2, 10)), new(2026, 2, 10)));
        await house.Do(async tx =>
        {
            AddVisit(tx, house);
            await Journal.Record(tx, house.Practice, House.Today, [Entries.Charge(17, payer: 5, "100.00"), Entries.Charge(18, payer: 5, "50.00")]);
        });
        await house.Do(tx => Periods.Close(tx, house.Practice, 202602));
        await house.Do(tx => Bill(tx, house));
        await house.Do(tx => PostCheck(tx, house));
        await house.Do(tx => Undo(tx, house));
        await house.Do(tx => Decide(tx, house.Practice));
        await house.Do(tx => Take(tx, house.Practice));
        await house.Do(tx => GiveBack(tx, house.Practice));
        await house.Do(tx => Owe(tx, house));
        await house.Do(tx => ProjectClaims.Run(tx, house.Practice));
        await house.Do(tx => Seals.Extend(tx, house.Practice));
        await house.Do(tx => AuditSeals.Extend(tx));
        await Remember(house);
    }

    /// <summary>Books a cent that stays in an account of a check.</summary>
    public static Task Stray(Tx tx, Id<Practice> practice, Account account, long check, string amount) => Adjust(tx, practice, 777, JournalEntry.Of(FactKind.AdjustingEntry, 777, 1, House.Today, "test", 1,
    [
        new(account, Party.Payer(5), Entries.Money(amount)) { About = $"check:{check}", CheckId = check },
        new(Account.Cash, Party.Practice(1), -Entries.Money(amount)),
    ])!);

    /// <summary>Books a balanced entry on the account of what is owed to another practice.</summary>
    public static Task Owed(Tx tx, Id<Practice> practice, string amount) => Adjust(tx, practice, 781, Intercompany(781, Account.DueTo, practice, amount));

    private static async Task Adjust(Tx tx, Id<Practice> practice, long fact, JournalEntry entry, DateOnly? on = null)
    {
        tx.Add(new AdjustingEntry { Practice = practice, Id = new(fact), Lines = "[]", Reason = "test", Actor = tx.Actor, DecidedOn = on ?? House.Today });
        await Journal.Record(tx, practice, on ?? House.Today, [entry]);
    }

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

    /// <summary>The claim of the visit, sent to North Plan.</summary>
    private static async Task Bill(Tx tx, House house)
    {
        var practice = house.Practice;
        var payer = tx.Add(new Payer { Id = new(5), Key = "north-plan", Name = "North Plan", Kind = PayerKind.Commercial, PayerId = "12345", ClaimFiling = "CI", FilingDays = 90, AcceptsReplacement = true });
        var coverage = tx.Add(new Coverage
        {
            Practice = practice, Id = new(15), Key = "anna-north", PatientId = new(7), PayerId = payer.Id, Plan = null, MemberId = "N1", GroupNumber = null, Rank = 1, Relation = Relation.Self,
            SubscriberLastName = "Stone", SubscriberFirstName = "Anna", SubscriberBirthDate = new(1980, 1, 1), SubscriberSex = "F", SubscriberAddress = new("1 Elm", null, "Evanston", "IL", "60201"),
            From = new(2026, 1, 1), To = null, Version = 1,
        });
        await tx.Db.SaveChangesAsync();
        var built = await BuildClaim.Run(tx, new(Encounter));
        await tx.Db.SaveChangesAsync();
        var claim = await tx.Db.Set<Claim>().SingleAsync();
        var (sha, _) = await FileStore.Put(tx, "n.837", "ISA*00*~"u8.ToArray(), FileDirection.Out);
        var sent = tx.Add(new Submission
        {
            Practice = practice, Id = new(520), ClaimId = claim.Id, ClaimVersionId = built!.VersionId, CoverageId = coverage.Id, PayerId = payer.Id, Level = PayerLevel.P, Frequency = "1", Pcn = "P1", PcnFolded = "P1",
            PayerControl = null, ReplacesId = null, PartnerId = null, FileSha256 = sha, FromSegment = 1, ToSegment = 1, InterchangeControl = "1", GroupControl = "1", StControl = "1", Charge = Entries.Money("150.00"), At = tx.Now,
        });
        ClaimEvents.Add(tx, claim, sent.Id, ClaimEventKind.Sent, House.Today, "Sent.");
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
        tx.Add(new Denial
        {
            Practice = practice, Id = new(521), ClaimId = (await tx.Db.Set<Claim>().SingleAsync()).Id, AdjudicationId = new(Posted), SubmissionId = new(520), ChargeId = new(17), LineN = 1, Codes = "CO-197", Reason = "No authorization.",
            SuggestedAction = "Ask for it.", AtStake = Entries.Money("20.00"), OpenedOn = House.Today, DueOn = null,
        });
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
        static DecidedLine Line(Account account, long cents, long? charge = null) => new(account, PartyKind.Payer, 5, cents) { ChargeId = charge };
        PostingDecisionRow Decided(FactKind fact, long id, DecisionKind decision, params DecidedLine[] lines) =>
            PostingBook.Row(tx, practice, fact, id, 1, 1, new PostingDecision { Kind = decision, HappenedOn = House.Today, Source = "check T1", CheckId = Check, Lines = lines, Open = decision == DecisionKind.Answer ? [new("denied", 17, 1, "CO-197", 20_00, null)] : [] });
        await PostingBook.Record(tx, practice, House.Today,
        [
            Decided(FactKind.Check, Check, DecisionKind.Check, Line(Account.PaymentsInTransit, 80_00), Line(Account.RemittanceClearing, -80_00)),
            Decided(FactKind.Adjudication, Posted, DecisionKind.Answer, Line(Account.RemittanceClearing, 80_00), Line(Account.PayerReceivable, -80_00, charge: 17)),
        ], default);
        await Journal.Record(tx, practice, House.Today,
        [
            JournalEntry.Of(FactKind.Deposit, 508, 1, House.Today, "deposit", 1,
            [
                new(Account.Cash, Party.Practice(1), Entries.Money("79.50")), new(Account.MerchantFee, Party.Practice(1), Entries.Money("0.50")),
                new(Account.PaymentsInTransit, Party.Payer(5), Entries.Money("-80.00")) { About = $"check:{Check}", CheckId = Check },
            ])!,
        ]);
    }

    /// <summary>An answer with one line: what is not paid of its 100.00 is CO-45.</summary>
    private static void AddAdjudication(Tx tx, Id<Practice> practice, long id, int ordinal, string paid)
    {
        tx.Add(new Adjudication
        {
            Practice = practice, Id = new(id), RemittanceId = new(Remittance), Ordinal = ordinal, ClpStatus = "1", PcnRaw = $"P{ordinal}", PcnFolded = $"P{ordinal}", PayerControl = null,
            Charge = Entries.Money("100.00"), Paid = Entries.Money(paid), PatientResponsibility = null, Filing = null, PatientName = null, MemberId = null, ServiceFrom = null, CrossoverPayer = null,
            CrossoverPayerId = null, Difference = Money.Zero, DifferenceAt = null, FromByte = 0, ToByte = 1, FromSegment = 1, ToSegment = 1,
        });
        tx.Add(new AdjudicationLine
        {
            Practice = practice, Id = new(id + 100), AdjudicationId = new(id), N = 1, CodeRaw = "97810", SubmittedCodeRaw = null, Modifiers = "", Charge = Entries.Money("100.00"), Paid = Entries.Money(paid),
            Units = "1", Allowed = null, ControlRaw = null, ServiceFrom = null, FromSegment = 1, ToSegment = 1,
        });
        tx.Add(new Adjustment
        {
            Practice = practice, Id = new(id + 200), AdjudicationId = new(id), LineN = 1, Group = "CO", Reason = "45", Amount = Entries.Money("100.00") - Entries.Money(paid), Quantity = null, Segment = 1,
        });
    }

    private static async Task Undo(Tx tx, House house)
    {
        AddTransfer(tx, house.Practice, 40, "20.00");
        await Journal.Record(tx, house.Practice, House.Today, [Entries.ToGuarantor(40, charge: 18, payer: 5, guarantor: 8, "20.00", House.Today)]);
        var entry = await tx.Db.Set<JournalEntryRow>().Where(e => e.FactKind == FactKind.Transfer).Select(e => e.Id).SingleAsync();
        await Journal.Reverse(tx, house.Practice, House.Today, [entry], "undone");
    }

    private static Transfer AddTransfer(Tx tx, Id<Practice> practice, long id, string amount) => tx.Add(new Transfer
    {
        Practice = practice, Id = new(id), ChargeId = new(18), FromKind = PartyKind.Payer, FromId = 5, ToKind = PartyKind.Guarantor, ToId = 8, Amount = Entries.Money(amount), Reason = "waiver",
        DecidedOn = House.Today, Actor = tx.Actor,
    });

    /// <summary>6.00 that the guarantor is asked for, and 3.00 that nobody is.</summary>
    private static async Task Decide(Tx tx, Id<Practice> practice)
    {
        var charge = await tx.Db.Set<Charge>().SingleAsync(c => c.Id == new Id<Charge>(18));
        var visit = await tx.Db.Set<Encounter>().SingleAsync();
        var moved = AddTransfer(tx, practice, Transfer, "6.00");
        var off = tx.Add(new WriteOff
        {
            Practice = practice, Id = new(WriteOff), ChargeId = charge.Id, PartyKind = PartyKind.Payer, PartyId = 5, Amount = Entries.Money("3.00"), Reason = BalanceReasons.SmallBalance, Note = "",
            DecidedOn = House.Today, Actor = tx.Actor,
        });
        await Journal.Record(tx, practice, House.Today, [BalanceEntries.Of(moved, moved.Amount, 1, charge, visit, "test"), BalanceEntries.Of(off, off.Amount, 1, charge, visit, "test")]);
    }

    /// <summary>10.00 at the desk, of which 4.00 pay what the guarantor owes; a check of 5.00 that came back; and 6.00 of which 2.00 were given back.</summary>
    private static async Task Take(Tx tx, Id<Practice> practice)
    {
        Receipt Taken(long id, string amount) => tx.Add(new Receipt
        {
            Practice = practice, Id = new(id), AccountId = new(8), PatientId = new(7), EncounterId = new(Encounter), Amount = Entries.Money(amount), Method = PaymentMethod.Check, TakenOn = House.Today,
            RecordedAt = tx.Now, Actor = tx.Actor,
        });
        var (kept, returned, ahead) = (Taken(Receipt, "10.00"), Taken(512, "5.00"), Taken(Refunded, "6.00"));
        var applied = new ReceiptApplication
        {
            Practice = practice, Id = new(513), ReceiptId = kept.Id, ChargeId = new(18), AccountId = kept.AccountId, Amount = Entries.Money("4.00"), AppliedOn = House.Today, How = "desk", CausedBy = null,
        };
        tx.Add(new ReceiptReturned { Practice = practice, Id = new(510), ReceiptId = returned.Id, ReturnedOn = House.Today, Reason = "insufficientFunds", Actor = tx.Actor });
        await Journal.Record(tx, practice, House.Today, [TakeReceipt.Entry(kept), TakeReceipt.Entry(returned), TakeReceipt.Entry(ahead)]);
        await Applications.Book(tx, practice, House.Today, [(applied, Applications.Entry(applied, kept, Encounter, null, null))], default);
        var entry = await tx.Db.Set<JournalEntryRow>().Where(e => e.FactKind == FactKind.Receipt && e.FactId == 512).Select(e => e.Id).SingleAsync();
        await Journal.Reverse(tx, practice, House.Today, [entry], "returned");
    }

    private static async Task GiveBack(Tx tx, Id<Practice> practice)
    {
        var refund = tx.Add(new Refund
        {
            Practice = practice, Id = new(Refund), PartyKind = PartyKind.Guarantor, PartyId = 8, ChargeId = null, ReceiptId = null, Amount = Entries.Money("2.00"), Method = PaymentMethod.Cash, Reference = null,
            Reason = "overpaid", PaidOn = House.Today, Actor = tx.Actor,
        });
        await GiveMore(tx, refund, "2.00");
        await Journal.Record(tx, practice, House.Today, [GiveRefund.Entry(refund)]);
    }

    /// <summary>A part of the receipt that was refunded, booked as it is.</summary>
    public static async Task GiveMore(Tx tx, Refund refund, string amount)
    {
        await tx.Db.SaveChangesAsync();
        var receipt = await tx.Db.Set<Receipt>().SingleAsync(r => r.Id == new Id<Receipt>(Refunded));
        await RefundParts.Book(tx, refund.Practice, House.Today, refund, [(receipt, Entries.Money(amount))], RefundParts.Given, default);
    }

    /// <summary>Both sides of an intercompany debt and of a payment of it, each in its own book.</summary>
    private static async Task Owe(Tx tx, House house)
    {
        var (sibling, _) = await House.AddPractice(tx, "north", "North Clinic", "1588004048");
        await Adjust(tx, house.Practice, 780, Intercompany(780, Account.DueTo, sibling, "-30.00"));
        await Adjust(tx, sibling, 780, Intercompany(780, Account.DueFrom, house.Practice, "30.00"));
        await SettlePractices.Run(tx, new("main", "north", Entries.Money("10.00"), House.Today, "T10"));
        await Seals.Extend(tx, sibling);
    }

    private static JournalEntry Intercompany(long fact, Account account, Id<Practice> other, string amount) => JournalEntry.Of(FactKind.AdjustingEntry, fact, 1, House.Today, "test", 1,
        [new(account, Party.Practice(other.Value), Entries.Money(amount)), new(Account.Cash, Party.Practice(0), -Entries.Money(amount))])!;

    private static async Task Remember(House house) => await house.Read(async tx =>
    {
        FirstEntry = await tx.Db.Set<JournalEntryRow>().Where(e => e.FactKind == FactKind.Charge && e.FactId == 17).Select(e => e.Id).SingleAsync();
        FirstLine = await tx.Db.Set<JournalLineRow>().Where(l => l.EntryId == FirstEntry && l.Account == Account.PayerReceivable).Select(l => l.Id).SingleAsync();
        IncomeLine = await tx.Db.Set<JournalLineRow>().Where(l => l.EntryId == FirstEntry && l.Account == Account.GrossCharges).Select(l => l.Id).SingleAsync();
        ReversingEntry = await tx.Db.Set<JournalEntryRow>().Where(e => e.Reverses != null && e.FactKind == FactKind.Transfer).Select(e => e.Id).SingleAsync();
        Items = await tx.Db.Set<OpenItem>().Where(i => i.About == "charge:17" || i.About == "charge:18").Where(i => i.Account == Account.PayerReceivable).OrderBy(i => i.About).Select(i => i.Id).ToArrayAsync();
        return true;
    });
}

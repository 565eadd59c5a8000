using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A bank line and what it is: matched when it comes, taken back by a person, connected when its remittance comes after the money, or by a person's word (MONEY 1.3, 1.4).</summary>
public sealed class BankLineTests
{
    private static string Remit(string pcn, string trace = "TRACE1") => Edi.Remit(trace, "60", [Edi.Claim(pcn, "60", "CO*45*40").Replace("ICN", $"ICN{trace}", StringComparison.Ordinal)]);

    private static async Task<MatchedLine> Bank(Ward ward, string file, string line = "2026-03-16,HCCLAIMPMT,60.00,TRACE1") =>
        Assert.Single(await ward.House.Do(tx => MatchDeposit.Run(tx, ward.Practice, file.PadRight(16, 'x'), BankFile.Read($"date,description,amount,trace\n{line}\n"))));

    private static Task<DepositSaid> Unmatch(Ward ward, long deposit, string reason = "it was another's") => ward.House.Do(tx => UnmatchDeposit.Run(tx, new(deposit, reason)));

    private static Task<DepositSaid> Connect(Ward ward, long deposit, string? trace) => ward.House.Do(tx => ConnectDeposit.Run(tx, new(deposit, trace, "same amount, next day")));

    private static Task<IReadOnlyList<BankLineNow>> Lines(Ward ward) => ward.House.Read(tx => BankLines.Of(tx, ward.Practice));

    private static async Task<long> Only(Ward ward) => Assert.Single(await Lines(ward)).Deposit.Id.Value;

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<BadInputException>(act)).Message;

    private static Task<int> Open(Ward ward) => ward.House.Read(tx => Exceptions.Open(tx).CountAsync());

    private static async Task BooksHold(Ward ward)
    {
        var found = await ward.House.Read(tx => LedgerVerify.Run(tx));
        Assert.All(found, f => Assert.True(f.Holds, $"{f.Id}: {string.Join("; ", f.Examples)}"));
        Assert.Empty((await ward.House.Read(tx => ReplayRemittances.Run(tx, ward.Practice))).Drifts);
    }

    private static readonly string[] Posted = ["cash 60.00", "contractual 40.00", "grossCharges -100.00"];
    private static readonly string[] OnItsWay = ["cash 60.00", "contractual 40.00", "grossCharges -100.00", "paymentsInTransit blue 60.00", "unidentifiedReceipts -60.00"];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_match_taken_back_leaves_the_money_in_cash_as_nobodys_and_the_check_on_its_way(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Remit(await ward.Claim("97810 100.00")));
        Assert.Equal("check", (await Bank(ward, "b1")).What);
        var (items, line) = (await ward.Items(), await Only(ward));
        Assert.Contains("reason is missing", await Refused(() => Unmatch(ward, line, " ")), StringComparison.Ordinal);
        Assert.Contains("no line 7", await Refused(() => Unmatch(ward, 7)), StringComparison.Ordinal);

        Assert.Equal(("unidentified", "60.00"), await Unmatch(ward, line) is var said ? (said.What, said.Amount.ToString()) : default);
        Assert.Equal(OnItsWay, await ward.Book());
        Assert.Equal(("unidentified", "owner@clinic.example: bank b1xxxxxxxxxx line 2 taken back, it was another's"), Assert.Single(await Lines(ward)) is var now ? (now.What, now.Source) : default);
        Assert.Contains("matched to nothing", await Refused(() => Unmatch(ward, line)), StringComparison.Ordinal);
        Assert.Equal("known", (await Bank(ward, "b1")).What); // the same file still counts once
        await BooksHold(ward);

        // Posting it again does not bring back what a person took off; a person may.
        var remittance = await house.Read(tx => tx.Db.Set<RemittanceRow>().Select(r => r.Id).SingleAsync());
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("TRACE1", "blue", null, null, "look again"));
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance);
        Assert.Equal(OnItsWay, await ward.Book());
        Assert.Equal("check", (await Connect(ward, line, "TRACE1")).What);
        Assert.Equal(Posted, await ward.Book());
        Assert.Equal(items, await ward.Items());
        Assert.Contains("matched already", await Refused(() => Connect(ward, line, "TRACE1")), StringComparison.Ordinal);
        Assert.Contains("bank", (await house.Read(tx => ExplainedCheck.Of(tx, "TRACE1"))).Single().Parts.Select(p => p.What).Last(), StringComparison.Ordinal);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_unposted_check_the_money_and_its_work_go_with_the_match(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Remit(await ward.Claim("97810 100.00")));
        await Bank(ward, "b1");
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("TRACE1", "blue", null, null, "look again"));
        Assert.Equal(1, await Open(ward));
        var line = await Only(ward);
        await Unmatch(ward, line);
        Assert.Equal(["cash 60.00", "grossCharges -100.00", "payerReceivable blue 100.00", "unidentifiedReceipts -60.00"], await ward.Book());
        Assert.Equal(0, await Open(ward));
        await BooksHold(ward);
        await Connect(ward, line, "TRACE1");
        Assert.Equal(["cash 60.00", "grossCharges -100.00", "payerReceivable blue 100.00", "unappliedPayerCash blue -60.00"], await ward.Book());
        Assert.Equal(1, await Open(ward));
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, await house.Read(tx => tx.Db.Set<RemittanceRow>().Select(r => r.Id).SingleAsync()));
        Assert.Equal(Posted, await ward.Book());
        Assert.Equal(0, await Open(ward));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_closed_month_keeps_what_it_had_and_the_open_one_has_the_mirror(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Remit(await ward.Claim("97810 100.00")));
        await Bank(ward, "b1");
        var month = Journal.Month(House.Today);
        house.Clock.MoveTo(House.Today.AddDays(40));
        foreach (var earlier in await house.Read(tx => tx.Db.Set<Period>().Where(p => p.Month <= month).OrderBy(p => p.Month).Select(p => p.Month).ToListAsync()))
            Assert.IsType<CloseOutcome.Closed>(await house.Do(tx => Periods.Close(tx, house.Practice, earlier)));
        var last = Periods.Days(month).To;
        var closed = await house.Read(tx => BookBalances.AsOf(tx, house.Practice, last));
        await Unmatch(ward, await Only(ward));
        Assert.Equal(closed.Select(b => (b.Key, b.Amount)), (await house.Read(tx => BookBalances.AsOf(tx, house.Practice, last))).Select(b => (b.Key, b.Amount)));
        Assert.Equal(OnItsWay, await ward.Book());
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_that_came_before_its_remittance_is_connected_when_that_posts(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        Assert.Equal("unidentified", (await Bank(ward, "b1")).What);
        await BooksHold(ward);
        var line = await ward.Post(Remit(pcn));
        Assert.Equal("posted", line.Outcome);
        Assert.Contains("The bank has its money: 60.00 of 16 Mar 2026.", line.Notes);
        Assert.Equal(Posted, await ward.Book());
        Assert.Equal(("check", "TRACE1"), Assert.Single(await Lines(ward)) is var now ? (now.What, now.Checks.Single().Trn02) : default);
        await BooksHold(ward);
        // Unposted and posted again it is the same money still, and what it is can be taken back as any match.
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("TRACE1", "blue", null, null, "look again"));
        Assert.Contains("unappliedPayerCash blue -60.00", await ward.Book());
        await ward.Post(Remit(pcn));
        Assert.Equal(Posted, await ward.Book());
        await Unmatch(ward, await Only(ward));
        Assert.Equal(OnItsWay, await ward.Book());
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_amount_alone_is_a_proposal_and_a_person_says_it(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (one, two) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await Bank(ward, "b1", "2026-03-12,DEPOSIT,60.00,");
        var said = await ward.Post(Remit(one, "T1"));
        Assert.Contains(said.Notes, n => n.StartsWith("The bank brought 60.00 on 12 Mar 2026 that is nobody's yet.", StringComparison.Ordinal));
        await ward.Post(Remit(two, "T2"));
        var line = Assert.Single(await Lines(ward));
        Assert.True(line.IsNobodys);
        Assert.Equal(["T1", "T2"], (await house.Read(tx => BankLines.For(tx, line.Deposit))).Select(c => c.Check!.Trn02).Order());
        Assert.Equal(line.Deposit.Id, Assert.Single(await house.Read(async tx => await BankLines.ForCheck(tx, await tx.Db.Set<PayerCheck>().FirstAsync(c => c.Trn02 == "T2")))).Id);

        var number = line.Deposit.Id.Value;
        Assert.Contains("No check of this practice has the trace number T9", await Refused(() => Connect(ward, number, "T9")), StringComparison.Ordinal);
        Assert.Contains("No payments of one day at the desk make 60.00", await Refused(() => Connect(ward, number, null)), StringComparison.Ordinal);
        Assert.Equal(("check", "check T2 of 10 Mar 2026"), await Connect(ward, number, "T2") is var done ? (done.What, done.Detail) : default);
        Assert.Equal("60.00", (await house.Read(tx => OpenBalances.Of(tx, house.Practice, Account.PaymentsInTransit, Party.Payer(ward.Blue.Value), default))).Single().Amount.ToString());
        await Bank(ward, "b2", "2026-03-13,DEPOSIT,61.00,");
        var other = (await Lines(ward)).Single(l => l.IsNobodys).Deposit.Id.Value;
        Assert.Contains("Check T1 is over 60.00; the bank's line is 61.00.", await Refused(() => Connect(ward, other, "T1")), StringComparison.Ordinal);
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Payments_of_several_days_are_chosen_one_by_one_for_a_line_that_they_make_to_the_cent(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00");
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient { Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1) }).Id.Value));
        var taken = new List<long>();
        foreach (var (cents, day) in new[] { (2000, 9), (100, 9), (400, 10), (500, 16) })
            taken.Add((await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(cents), PaymentMethod.Card, "v1", new DateOnly(2026, 3, day), "main")))).Receipt);
        Assert.Equal("unidentified", (await Bank(ward, "b1", "2026-03-12,CARDS,25.00,")).What);
        var line = await Only(ward);
        Task<DepositSaid> Choose(params long[] receipts) => house.Do(tx => ConnectDeposit.Run(tx, new(line, null, "the terminal's batch") { Receipts = receipts }));
        Assert.Equal("What you chose makes 21.00; the bank's line is 25.00.", await Refused(() => Choose(taken[0], taken[1])));
        Assert.Contains("taken after the line's day", await Refused(() => Choose(taken[0], taken[3])), StringComparison.Ordinal);
        Assert.Equal("There is no receipt 7.", await Refused(() => Choose(7)));

        Assert.Equal(("receipts", "3 receipts of 9 Mar 2026 to 10 Mar 2026"), await Choose(taken[0], taken[1], taken[2]) is var said ? (said.What, said.Detail) : default);
        Assert.Equal(["cash 25.00", "undepositedReceipts guarantor 5.00"], (await ward.Book()).Where(l => l.StartsWith("cash", StringComparison.Ordinal) || l.StartsWith("un", StringComparison.Ordinal)));
        await BooksHold(ward);
        await Unmatch(ward, line);
        Assert.Contains("undepositedReceipts guarantor 30.00", await ward.Book());
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_desks_money_is_taken_off_a_line_and_put_to_it_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00");
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient { Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1) }).Id.Value));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(2500), PaymentMethod.Cash, "v1", new DateOnly(2026, 3, 9), "main")));
        Assert.Equal("receipts", (await Bank(ward, "b1", "2026-03-10,CASH,25.00,")).What);
        var line = await Only(ward);
        await Unmatch(ward, line);
        Assert.Contains("undepositedReceipts guarantor 25.00", await ward.Book());
        await BooksHold(ward);
        Assert.Equal("taken at the desk: 1 receipt of 9 Mar 2026", Assert.Single(await house.Read(async tx => await BankLines.For(tx, (await BankLines.One(tx, line))!.Deposit))).Detail);
        Assert.Equal("receipts", (await Connect(ward, line, null)).What);
        Assert.DoesNotContain(await ward.Book(), l => l.StartsWith("undeposited", StringComparison.Ordinal) || l.StartsWith("unidentified", StringComparison.Ordinal));
        await BooksHold(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_long_list_is_read_part_by_part_with_the_count_and_total_of_the_whole(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Remit(await ward.Claim("97810 100.00")));
        await house.Do(tx => MatchDeposit.Run(tx, ward.Practice, "many".PadRight(16, 'x'), BankFile.Read("""
            date,description,amount,trace
            2026-03-16,HCCLAIMPMT,60.00,TRACE1
            2026-03-11,one,1.00,
            2026-03-12,two,2.00,
            2026-03-13,three,8.00,

            """)));

        var first = await Part(true, null);
        Assert.Equal("three two | 3 of them, 11.00 in 0.00 out", Told(first));
        var last = await Part(true, first.Lines.Next);
        Assert.Equal("one | 3 of them, 11.00 in 0.00 out", Told(last));
        Assert.Equal((2, first.Lines.Rows[0].Deposit.Id.Value, null), (last.Lines.Before, last.Lines.Previous!.Value, last.Lines.Next));
        Assert.Equal("HCCLAIMPMT | 1 of them, 60.00 in 0.00 out", Told(await Part(false, null)));
        Assert.Equal(["three", "two", "one", "HCCLAIMPMT"], (await Lines(ward)).Select(l => l.Deposit.Description));

        foreach (var (amount, day) in new[] { ("1.50", 9), ("2.00", 10), ("7.00", 12) })
            await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", Money.TryParse(amount)!.Value, PaymentMethod.Cash, "v1", new DateOnly(2026, 3, day))));
        Assert.Equal("7.00 2.00 | 3", await Desk(null));
        Assert.Equal("2.00 1.50 | 2", await Desk(first.Lines.Rows[1].Deposit)); // what may be in a line of 2.00 on 12 March
        Assert.Equal("10.50", (await house.Read(tx => UndepositedReceipt.Total(tx, ward.Practice))).ToString());

        Task<BankPart> Part(bool nobodys, long? from) => house.Read(tx => BankLines.Part(tx, ward.Practice, nobodys, from, most: 2));
        string Told(BankPart part) => $"{string.Join(' ', part.Lines.Rows.Select(l => l.Deposit.Description))} | {part.Lines.Count} of them, {part.In} in {part.Out} out";
        async Task<string> Desk(Deposit? within) => await house.Read(tx => UndepositedReceipt.Part(tx, ward.Practice, null, within, most: 2)) is var part ? $"{string.Join(' ', part.Rows.Select(r => r.Receipt.Amount))} | {part.Count}" : "";
    }

    private static Task<IReadOnlyList<MatchedLine>> Import(Ward ward, string file, string lines, TakeAnyway? anyway = null) =>
        ward.House.Do(tx => MatchDeposit.Run(tx, ward.Practice, file.PadRight(16, 'x'), BankFile.Read($"date,description,amount,trace\n{lines}\n"), anyway));

    private static async Task<string> Whats(Ward ward, string file, string lines, TakeAnyway? anyway = null) => string.Join(' ', (await Import(ward, file, lines, anyway)).Select(m => m.What));

    /// <summary>The week's file, the same with other line ends, the month's: 60.00 of the check and 20.00 of a deposit count once, whatever file tells of them (DESIGN law 2.6).</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_that_other_files_brought_is_known_as_often_as_they_brought_it(string kind)
    {
        const string Week = "2026-03-12,\"EVERGREEN HCCLAIMPMT TRN*1*TRACE1*1770010001\",60.00,\n2026-03-13,BRANCH DEPOSIT,20.00,";
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Remit(await ward.Claim("97810 100.00")));
        Assert.Equal("check unidentified", await Whats(ward, "week", Week));
        var book = await ward.Book();
        Assert.Equal("known known", await Whats(ward, "week-crlf", Week.Replace("\n", "\r\n", StringComparison.Ordinal)));
        var month = await Import(ward, "month", $"2026-03-02,CARDS,5.00,\n{Week.Replace("BRANCH DEPOSIT", " BRANCH   DEPOSIT ", StringComparison.Ordinal)}");
        Assert.Equal(["unidentified", "known", "known"], month.Select(m => m.What));
        Assert.Matches("^imported before from bank weekxxxxxxxx line 3, as line [0-9]+ of the bank$", month[2].Detail);
        Assert.Equal([false, true, true], month.Select(m => m.MayBeOther));

        // A second deposit alike, in the file that has both: one is known, one is new, and then both are.
        const string Two = "2026-03-13,BRANCH DEPOSIT,20.00,\n2026-03-13,BRANCH DEPOSIT,20.00,";
        Assert.Equal("known unidentified", await Whats(ward, "two", Two));
        Assert.Equal("known known", await Whats(ward, "two", Two));
        Assert.Equal("known known", await Whats(ward, "again", Two));
        // A third in an export of its own is other money when a person says so, once however often it is said.
        var (third, said) = ("2026-03-13,BRANCH DEPOSIT,20.00,", new TakeAnyway([2], "paid in twice that day"));
        Assert.Equal("known", await Whats(ward, "third", third));
        Assert.Contains("reason is missing", await Refused(() => Import(ward, "third", third, new TakeAnyway([2], " "))), StringComparison.Ordinal);
        Assert.Contains("Line 9 of the file is no line of money", await Refused(() => Import(ward, "third", third, new TakeAnyway([9], "so"))), StringComparison.Ordinal);
        Assert.Equal("unidentified known known", $"{await Whats(ward, "third", third, said)} {await Whats(ward, "third", third, said)} {await Whats(ward, "third", third)}");
        Assert.Contains("taken though it was known: paid in twice that day", (await Lines(ward))[0].Source, StringComparison.Ordinal);
        Assert.Equal([.. book.Select(l => l.Replace("cash 80.00", "cash 125.00", StringComparison.Ordinal).Replace("unidentifiedReceipts -20.00", "unidentifiedReceipts -65.00", StringComparison.Ordinal))], await ward.Book());
        await BooksHold(ward);
    }

    /// <summary>The bank's next line names check TRACE1 again, in other words: it is told, no payment of that amount at the desk is taken for it, and it can be taken out.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_line_that_names_a_check_which_came_says_so_and_is_taken_out_again(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Remit(await ward.Claim("97810 100.00")));
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient { Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1) }).Id.Value));
        await Bank(ward, "b1", "2026-03-12,HCCLAIMPMT,60.00,TRACE1");
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(6000), PaymentMethod.Cash, null, new DateOnly(2026, 3, 9))));
        var book = await ward.Book();
        Assert.Equal(("unidentified", "check TRACE1 came on 12 Mar 2026"), await Bank(ward, "b2", "2026-03-13,BLUE HCCLAIMPMT,60.00,TRACE1") is var second ? (second.What, second.Detail) : default);
        var (line, first) = ((await Lines(ward))[0], (await Lines(ward))[1].Deposit.Id.Value);
        Assert.Equal("nobody's yet; check TRACE1 came on 12 Mar 2026", line.Detail);
        var id = line.Deposit.Id.Value;

        Assert.Contains("reason is missing", await Refused(() => Remove(id, "")), StringComparison.Ordinal);
        Assert.Equal($"Line {first} of the bank is matched.", await Refused(() => Remove(first)));
        Assert.Equal(("removed", "60.00"), await Remove(id) is var out1 ? (out1.What, out1.Amount.ToString()) : default);
        Assert.Equal(book, await ward.Book());
        Assert.Equal($"Line {id} of the bank was taken out before.", await Refused(() => Remove(id)));
        Assert.Equal(("removed", "owner@clinic.example: bank b2xxxxxxxxxx line 2 taken out, imported twice"), (await Lines(ward)).Single(l => l.Deposit.Id.Value == id) is var now ? (now.What, now.Source) : default);
        Assert.Equal("60.00", (await house.Read(tx => BankLines.Part(tx, ward.Practice, nobodys: false, null))).In.ToString());
        Assert.Contains("matched already", await Refused(() => Connect(ward, id, "TRACE1")), StringComparison.Ordinal);
        // Neither its own file brings it back by itself nor does it stand for a line of another; a person's word takes it again.
        Assert.Equal("known", (await Bank(ward, "b2", "2026-03-13,BLUE HCCLAIMPMT,60.00,TRACE1")).What);
        Assert.Equal("unidentified", await Whats(ward, "b2", "2026-03-13,BLUE HCCLAIMPMT,60.00,TRACE1", new TakeAnyway([2], "it was right")));
        Assert.Equal(2, (await Lines(ward)).Count);
        Assert.Equal("known", (await Bank(ward, "b3", "2026-03-13,BLUE HCCLAIMPMT,60.00,TRACE1")).What);
        await BooksHold(ward);

        Task<DepositSaid> Remove(long line, string reason = "imported twice") => house.Do(tx => RemoveDeposit.Run(tx, new(line, reason)));
    }
}

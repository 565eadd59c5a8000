using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Tests.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Ledger;

/// <summary>One wrong cent or row per invariant, planted past every guard; exactly that line of `ledger verify` must fail.</summary>
public sealed class VerifyTests
{
    public static readonly string[] Planted =
    [
        "entries-balance", "line-dates", "item-lines", "item-balances", "month-totals", "control-accounts", "generations", "entry-hashes", "seals", "closed-months",
        "clearing-zero", "check-money", "in-transit", "remittance-sums", "deposits", "adjudications", "charges", "due-to-due-from",
        "facts", "decisions", "answer-lines", "answer-money", "receipts", "returned-receipts", "receipt-applications", "refunds", "refund-parts", "refund-cover", "write-offs", "transfers", "practice-settlements",
        "references", "claim-lines", "claim-story", "open-work", "advice", "append-only", "file-bytes", "audit-hashes", "audit-seals", "request-outcomes",
    ];

    [Fact]
    public void Every_invariant_has_its_planted_fault()
    {
        Assert.Equal(LedgerVerify.Invariants(postgres: false).Select(i => i.Id), Planted);
        Assert.Equal(LedgerVerify.Invariants(postgres: true).Select(i => i.Id), Planted);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_wrong_cent_or_row_is_seen_by_exactly_the_line_that_guards_it(string kind)
    {
        foreach (var id in Planted)
        {
            await using var house = await House.Open(kind);
            await SampleBook.Fill(house);
            if (id == Planted[0]) await ExpectHolds(house, id);
            await Plant(house, id);
            var found = await house.Read(tx => LedgerVerify.Run(tx));
            Assert.Equal([id], found.Where(v => !v.Holds).Select(v => v.Id));
            Assert.NotEmpty(found.Single(v => v.Id == id).Examples);
        }
    }

    private static async Task ExpectHolds(House house, string before)
    {
        var found = await house.Read(tx => LedgerVerify.Run(tx));
        Assert.True(found.All(v => v.Holds), $"before {before}: {string.Join("; ", found.Where(v => !v.Holds).Select(v => $"{v.Id} {string.Join(" / ", v.Examples)}"))}");
        Assert.All(found, v => Assert.True(v.Rows > 0, $"{v.Id} looked at nothing"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_fact_that_is_gone_is_missed_by_its_entry_and_a_line_of_an_answer_by_the_others(string kind)
    {
        await using var house = await House.Open(kind);
        await SampleBook.Fill(house);
        foreach (var (table, id) in new[] { ("receipt", SampleBook.Receipt), ("write_off", SampleBook.WriteOff), ("transfer", SampleBook.Transfer), ("adjudication_line", SampleBook.Posted + 100) })
            await house.Plant($"delete from {table} where id = {id}", table);
        await GuardAgain(house, "facts");
        var found = (await house.Read(tx => LedgerVerify.Run(tx))).Where(v => !v.Holds).ToList();
        Assert.Equal([("facts", 3L), ("answer-lines", 1L), ("references", 1L)], found.Select(v => (v.Id, v.Violations))); // the receipt's application names it
    }

    /// <summary>Examples: no remittance is left; an open item of 80.00 that aging lists is gone, so that aging and trial balance differ.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_row_of_the_record_that_is_gone_is_missed_by_the_rows_that_name_it_and_by_what_must_have_left_it(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        var pcns = await ward.Claims(3, "97810 100.00");
        await ward.Post(Edi.Remit("T1", "144", [Edi.Claim(pcns[0], "64", "CO*45*20", "PR*2*16"), Edi.Claim(pcns[1], "0", "CO*197*100"), Edi.Claim(pcns[2], "80", "CO*45*20")]));
        await Upkeep.Run(house.Work);
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), line => Assert.True(line.Holds, line.Id));

        foreach (var table in new[] { "remittance", "transaction_set", "denial", "file_arrival" }) await house.Plant($"delete from {table}", table);
        await house.Plant("delete from file where direction = 'In'", "file");
        await house.Plant("delete from submission where id = (select min(id) from submission)", "submission");
        await house.Plant("delete from claim_line where id = (select max(id) from claim_line)", "claim_line");
        await house.Plant("delete from claim_event where kind = 'Sent'", "claim_event");
        await house.Plant("delete from claim_now where claim_id = (select min(claim_id) from claim_now)");
        await house.Plant("delete from open_item where id = (select min(item_id) from open_item_now where amount_cents <> 0)", "open_item");
        await GuardAgain(house, "references");

        var found = (await house.Read(tx => LedgerVerify.Run(tx))).Where(v => !v.Holds).ToDictionary(v => v.Id, v => string.Join('\n', v.Examples));
        Assert.Equal(["advice", "claim-lines", "claim-story", "control-accounts", "item-lines", "open-work", "references"], found.Keys.Order(StringComparer.Ordinal));
        foreach (var named in new[] { "adjudication, column remittance_id, gone remittance, rows 3", "posting_run, column remittance_id, gone remittance, rows 1", "file_chunk, column sha256, gone file, rows 1", "gone submission" })
            Assert.Contains(named, found["references"], StringComparison.Ordinal);
        Assert.Contains("what submission, said 0, found 10000", found["claim-lines"], StringComparison.Ordinal);
        Assert.Contains("not opened, codes CO-197, cents 10000", found["open-work"], StringComparison.Ordinal);
        Assert.Contains("no advice is kept", found["advice"], StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_audit_row_that_is_gone_is_missed_whether_it_was_sealed_or_not_and_no_later_seal_hides_it(string kind)
    {
        await using var house = await House.Open(kind);
        await SampleBook.Fill(house);
        await house.Plant("delete from audit where id in ((select min(id) from audit), (select min(id) from audit_unsealed))", "audit");
        for (var seals = 0; seals < 2; seals++)
        {
            var line = (await house.Read(tx => LedgerVerify.Run(tx))).Single(v => v.Id == "audit-seals");
            Assert.Equal(["was sealed and is gone", "waits for a seal and is gone"], line.Examples.Select(e => e[(e.IndexOf(' ', 6) + 1)..]));
            await house.Do(tx => AuditSeals.Extend(tx));
        }
        await house.Plant("delete from audit_seal where n = (select max(n) from audit_seal)", "audit_seal");
        Assert.Contains((await house.Read(tx => LedgerVerify.Run(tx))).Single(v => v.Id == "audit-seals").Examples, e => e.EndsWith("is neither sealed nor waiting for it", StringComparison.Ordinal));
    }

    private static async Task Plant(House house, string id)
    {
        if (id is "facts" or "decisions" or "answer-lines" or "answer-money") await PlantInAnswers(house, id);
        else if (MoneyOf.TryGetValue(id, out var planted)) await house.Plant(planted.Sql, planted.Table);
        else await PlantInBook(house, id);
        await GuardAgain(house, id);
    }

    /// <summary>A cent more in what people took, decided or paid; a return that is gone.</summary>
    private static readonly Dictionary<string, (string Table, string Sql)> MoneyOf = new()
    {
        ["receipts"] = ("receipt", $"update receipt set amount_cents = amount_cents + 1 where id = {SampleBook.Receipt}"),
        ["returned-receipts"] = ("receipt_returned", "delete from receipt_returned"),
        ["receipt-applications"] = ("receipt_application", "update receipt_application set amount_cents = amount_cents + 1"),
        ["refunds"] = ("refund", "update refund set amount_cents = amount_cents + 1"),
        ["refund-parts"] = ("refund_part", "update refund_part set amount_cents = amount_cents - 1"),
        ["write-offs"] = ("write_off", "update write_off set amount_cents = amount_cents + 1"),
        ["transfers"] = ("transfer", $"update transfer set amount_cents = amount_cents + 1 where id = {SampleBook.Transfer}"),
        ["practice-settlements"] = ("practice_settlement", "update practice_settlement set amount_cents = amount_cents + 1 where amount_cents > 0"),
    };

    private static async Task PlantInAnswers(House house, string id)
    {
        switch (id)
        {
            case "facts":
                await house.Plant("delete from adjusting_entry where id = 90", "adjusting_entry");
                break;
            case "decisions":
                await house.Plant($"update posting_decision set choices = replace(choices, '8000', '8001') where fact_kind = {(short)FactKind.Adjudication}", "posting_decision");
                break;
            case "answer-lines":
                await house.Plant("update adjustment set amount_cents = amount_cents + 1 where id = (select min(id) from adjustment)", "adjustment");
                break;
            default: // "answer-money": a cent of one answer in the other, with lines and charge made to fit, and the queue's amount
                await house.Plant("update posting_exception set amount_cents = amount_cents - 1", "posting_exception");
                foreach (var (table, key) in new[] { ("adjudication", "id"), ("adjudication_line", "adjudication_id") })
                    await house.Plant($"update {table} set paid_cents = paid_cents + (case {key} when {SampleBook.Posted} then 1 else -1 end), charge_cents = charge_cents + (case {key} when {SampleBook.Posted} then 1 else -1 end)", table);
                break;
        }
    }

    private static async Task PlantInBook(House house, string id)
    {
        switch (id)
        {
            case "entries-balance": // a third line of one cent, with the month's total and the entry's hash made to fit
                await house.Plant("insert into journal_line (org, practice, id, entry_id, n, account, party_kind, party_id, booked_on, amount_cents) "
                    + $"select org, practice, 999999, entry_id, 9, {(short)Account.Cash}, 0, 0, booked_on, 1 from journal_line where id = {SampleBook.FirstLine}");
                await house.Plant($"insert into account_month (org, practice, account, month, debits_cents, credits_cents) select org, id, {(short)Account.Cash}, 202603, 1, 0 from practice where key = 'main' "
                    + "on conflict (org, practice, account, month) do update set debits_cents = account_month.debits_cents + 1");
                await Rehash(house, SampleBook.FirstEntry);
                break;
            case "line-dates":
                await house.Plant($"update journal_line set booked_on = '2026-03-17' where id = {SampleBook.FirstLine}", "journal_line");
                break;
            case "item-lines": // a line of one payer on the item of another
                await house.Plant($"update journal_line set party_id = 6 where id = {SampleBook.FirstLine}", "journal_line");
                await Rehash(house, SampleBook.FirstEntry);
                break;
            case "item-balances": // one cent moved between two items of one account, so that the control account still agrees
                await house.Plant($"update open_item_now set amount_cents = amount_cents + (case when item_id = {SampleBook.Items[0]} then 1 else -1 end) where item_id in ({SampleBook.Items[0]}, {SampleBook.Items[1]})");
                break;
            case "month-totals":
                await house.Plant($"update account_month set debits_cents = debits_cents + 1 where account = {(short)Account.GrossCharges}");
                break;
            case "control-accounts": // a balance of a cent with no item behind it
                await house.Plant("insert into open_item_now (org, practice, item_id, account, party_kind, party_id, age_from, amount_cents, last_line_id) "
                    + $"select org, id, 999999, {(short)Account.PayerReceivable}, 2, 5, '2026-03-16', 1, 0 from practice where key = 'main'");
                break;
            case "generations":
                await house.Plant($"update journal_entry set generation = 7 where id = {SampleBook.ReversingEntry}", "journal_entry");
                await Rehash(house, SampleBook.ReversingEntry);
                break;
            case "entry-hashes":
                await house.Plant($"update journal_entry set source = 'another source' where id = {SampleBook.FirstEntry}", "journal_entry");
                break;
            case "seals":
                await house.Plant("update seal set root = prev where n = 2", "seal");
                break;
            case "closed-months":
                await house.Plant("update period set debits_cents = debits_cents + 1 where closed_at is not null");
                break;
            case "references":
                await house.Plant("delete from remittance", "remittance");
                break;
            case "claim-lines":
                await house.Plant("update submission set charge_cents = charge_cents + 1", "submission");
                break;
            case "claim-story":
                await house.Plant("delete from claim_event where kind = 'Built'", "claim_event");
                break;
            case "open-work": // no more is at stake than is owed, so that the advice stays as it is
                await house.Plant("update denial set at_stake_cents = at_stake_cents + 1", "denial");
                break;
            case "advice":
                await house.Plant("update claim_now set at_stake_cents = at_stake_cents + 1");
                break;
            case "clearing-zero": // a balanced entry that leaves a cent in clearing, all else kept
                await house.Do(tx => SampleBook.Stray(tx, house.Practice, Account.RemittanceClearing, SampleBook.Check, "0.01"));
                break;
            case "check-money":
                await house.Plant($"update payer_check set amount_cents = amount_cents + 1 where id = {SampleBook.Check}", "payer_check");
                await house.Plant("update remittance set difference_cents = difference_cents + 1", "remittance");
                break;
            case "in-transit": // the bank has the whole check, and a cent is still on its way
                await house.Do(tx => SampleBook.Stray(tx, house.Practice, Account.PaymentsInTransit, SampleBook.Check, "0.01"));
                break;
            case "remittance-sums":
                await house.Plant("update remittance set claims_paid_cents = claims_paid_cents + 1", "remittance");
                break;
            case "deposits":
                await house.Plant("update deposit set amount_cents = amount_cents - 1", "deposit");
                break;
            case "adjudications":
                await house.Plant("insert into exception_settled (org, practice, exception_id, how, actor, at) select org, practice, id, 'lost', 'nobody', 1 from posting_exception");
                break;
            case "charges":
                foreach (var billed in new[] { "charge", "claim_line" }) await house.Plant($"update {billed} set amount_cents = amount_cents + 1", billed);
                await house.Plant("update submission set charge_cents = charge_cents + 2", "submission");
                break;
            case "due-to-due-from": // a cent that one book owes and the other does not know of, all else kept
                await house.Do(tx => SampleBook.Owed(tx, house.Practice, "-0.01"));
                break;
            case "refund-cover": // 2.00 of 6.00 were given back, and 4.01 more, all of it booked
                await house.Do(async tx => await SampleBook.GiveMore(tx, await tx.Db.Set<Refund>().SingleAsync(), "4.01"));
                break;
            case "append-only":
                await house.Plant(house.Postgres is null ? "drop trigger journal_line_no_update" : "grant update on journal_line to cleanclaim_app");
                break;
            case "file-bytes":
                await house.Plant("delete from file_chunk", "file_chunk");
                break;
            case "audit-hashes":
                await house.Plant("update audit set actor = 'somebody else' where id = (select min(id) from audit)", "audit");
                break;
            case "audit-seals": // the last row that was sealed; its hash and all others are as they were
                await house.Plant("delete from audit where id = (select max(id) from audit where id not in (select id from audit_unsealed))", "audit");
                break;
            case "request-outcomes":
                await house.Plant("insert into idempotency (org, key, verb, body_hash, outcome, at) select org, 'half', 'remit.post', '', null, 1 from practice where key = 'main'");
                break;
            default: throw new ArgumentException($"No fault is planted for {id}.");
        }
    }

    /// <summary>Writes the hash that the altered entry would have had, so that only the invariant in question sees the fault; seals follow.</summary>
    private static async Task Rehash(House house, long entry)
    {
        var hash = await house.Read(async tx => Convert.ToHexString(JournalEntry.HashOf(
            await tx.Db.Set<JournalEntryRow>().AsNoTracking().SingleAsync(e => e.Id == entry),
            await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.EntryId == entry).OrderBy(l => l.N).ToListAsync())));
        await house.Plant($"update journal_entry set hash = {Bytes(house, hash)} where id = {entry}", "journal_entry");
        await house.Plant($"delete from seal where practice = {house.Practice}", "seal");
        await house.Plant($"delete from unsealed where practice = {house.Practice}");
        var ids = await house.Read(tx => tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == house.Practice).Select(e => e.Id).ToListAsync());
        await house.Do(tx => { tx.Add(new Unsealed { Practice = house.Practice, Id = tx.NextId(), Entries = EntryList.Pack(ids) }); return Task.CompletedTask; });
    }

    private static string Bytes(House house, string hex) => house.Postgres is null ? $"x'{hex}'" : $"'\\x{hex}'::bytea";

    /// <summary>The triggers that planting took away come back, as the migration made them.</summary>
    private static async Task GuardAgain(House house, string id)
    {
        if (house.Postgres is not null || id == "append-only") return;
        foreach (var table in Billing.Storage.Tables.AppendOnly.Select(Billing.Storage.Tables.NameOf))
            foreach (var verb in new[] { "update", "delete" })
                await house.Plant($"create trigger if not exists {table}_no_{verb} before {verb} on \"{table}\" begin select raise(abort, '{table} is append-only: correct by a new row'); end");
    }
}

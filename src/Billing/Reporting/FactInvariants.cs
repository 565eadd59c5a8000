using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Reporting;

/// <summary>What must be true between each posted fact and its entries: DESIGN 3, every entry projects exactly one fact, and a fact's money is its entry's to the cent.</summary>
public static class FactInvariants
{
    private static readonly string Decided = string.Join(", ", ReplayRemittances.Kinds.Select(k => (short)k));

    /// <summary>Where each kind of fact stands.</summary>
    private static readonly (FactKind Kind, string Table)[] Tables =
    [
        (FactKind.Charge, "charge"), (FactKind.Check, "payer_check"), (FactKind.Adjudication, "adjudication"), (FactKind.ProviderAdjustment, "provider_adjustment"), (FactKind.RunRemainder, "posting_run"),
        (FactKind.Receipt, "receipt"), (FactKind.ReceiptApplication, "receipt_application"), (FactKind.Deposit, "deposit"), (FactKind.Refund, "refund"), (FactKind.RefundPart, "refund_part"), (FactKind.WriteOff, "write_off"),
        (FactKind.Transfer, "transfer"), (FactKind.OpeningBalance, "opening_balance"), (FactKind.AdjustingEntry, "adjusting_entry"), (FactKind.PracticeSettlement, "practice_settlement"),
    ];

    public static readonly Invariant Facts = Invariant.Of("facts", "every entry has the fact that it projects on record",
        "select count(*) from journal_entry where org = @p0",
        $"""
        select e.practice, e.id as entry, e.fact_kind, e.fact_id from journal_entry e where e.org = @p0 and not case e.fact_kind
            {string.Join("\n", Tables.Select(t => $"when {(short)t.Kind} then exists (select 1 from {t.Table} f where f.org = e.org and f.practice = e.practice and f.id = e.fact_id)"))}
            else false end
        """);

    public static readonly Invariant Decisions = new("decisions", "every stored posting decision gives the entry that the book has, and no such entry lacks its decision", async (tx, cancel) =>
    {
        var (rows, violations) = (0L, new List<string>());
        foreach (var practice in await BookInvariants.Practices(tx, cancel))
        {
            var replayed = await ReplayRemittances.Run(tx, practice, cancel);
            rows += replayed.Facts;
            violations.AddRange(replayed.Drifts.Select(d => $"practice {practice}, {d.Fact} {d.Id} generation {d.Generation}: {d.What}"));
        }
        violations.AddRange(await tx.Session.Query(
            $"""
            select e.id from journal_entry e where e.org = @p0 and e.fact_kind in ({Decided}) and not exists (select 1 from posting_decision d
                where d.org = e.org and d.practice = e.practice and d.fact_kind = e.fact_kind and d.fact_id = e.fact_id)
            """, row => $"entry {row.GetInt64(0)} was booked without a decision", tx.Scope.Org.Value));
        return new Examined(rows, violations);
    });

    public static readonly Invariant AnswerLines = Invariant.Of("answer-lines", "the lines and adjustments of every answer that balanced when it came add up to its charge and payment, and each line's to its own",
        "select (select count(*) from adjudication_line where org = @p0) + (select count(*) from adjustment where org = @p0)",
        """
        with answer as (select practice, id, charge_cents, paid_cents from adjudication where org = @p0 and difference_at is null),
            line as (select practice, adjudication_id, n, charge_cents, paid_cents from adjudication_line where org = @p0),
            adjusted as (select practice, adjudication_id, line_n, sum(amount_cents) as cents from adjustment where org = @p0 group by practice, adjudication_id, line_n)
        select a.practice, a.id as adjudication, cast(null as integer) as line, a.charge_cents as charge, a.paid_cents as paid, coalesce(l.cents, a.charge_cents) as lines, coalesce(j.cents, 0) as adjusted from answer a
        left join (select practice, adjudication_id, sum(charge_cents) as cents from line group by practice, adjudication_id) l on l.practice = a.practice and l.adjudication_id = a.id
        left join (select practice, adjudication_id, sum(cents) as cents from adjusted group by practice, adjudication_id) j on j.practice = a.practice and j.adjudication_id = a.id
        where a.charge_cents - coalesce(j.cents, 0) <> a.paid_cents or coalesce(l.cents, a.charge_cents) <> a.charge_cents
        union all
        select a.practice, a.id, l.n, l.charge_cents, l.paid_cents, l.charge_cents, coalesce(j.cents, 0) from answer a
        join line l on l.practice = a.practice and l.adjudication_id = a.id
        left join adjusted j on j.practice = l.practice and j.adjudication_id = l.adjudication_id and j.line_n = l.n
        where l.charge_cents - coalesce(j.cents, 0) <> l.paid_cents
        union all
        select a.practice, a.id, j.line_n, 0, 0, 0, j.cents from answer a
        join adjusted j on j.practice = a.practice and j.adjudication_id = a.id
        left join line l on l.practice = j.practice and l.adjudication_id = j.adjudication_id and l.n = j.line_n
        where j.line_n is not null and l.n is null
        """);

    public static readonly Invariant AnswerMoney = Invariant.Of("answer-money", "every posted answer moved exactly what the payer paid for it (CLP04) out of its check",
        $"select count(*) from journal_entry where org = @p0 and fact_kind = {(short)FactKind.Adjudication}",
        $"""
        select a.practice, a.id as adjudication, a.paid_cents as paid, coalesce(sum(l.amount_cents), 0) as booked from journal_entry e
        join adjudication a on a.org = @p0 and a.practice = e.practice and a.id = e.fact_id
        left join journal_line l on l.org = @p0 and l.practice = e.practice and l.entry_id = e.id and l.account = {(short)Account.RemittanceClearing}
        where e.org = @p0 and e.fact_kind = {(short)FactKind.Adjudication} and {IsLive(FactKind.Adjudication)}
        group by a.practice, a.id, a.paid_cents having a.paid_cents <> coalesce(sum(l.amount_cents), 0)
        """);

    public static readonly Invariant Receipts = Of("receipts", "every receipt was booked with its amount, at the desk and for its guarantor", FactKind.Receipt,
        $"l.account = {(short)Account.UndepositedReceipts} and l.party_kind = {(short)PartyKind.Guarantor} and l.party_id = f.account_id", "l.amount_cents", stands: null);

    public static readonly Invariant ReturnedReceipts = Invariant.Of("returned-receipts", "a receipt stands in the book until it is returned, and one that was returned pays nothing",
        "select count(*) from receipt where org = @p0",
        $"""
        select f.practice, f.id as receipt, count(r.id) as returned, count(e.id) as stands, coalesce(min(p.cents), 0) as pays from receipt f
        left join receipt_returned r on r.org = @p0 and r.practice = f.practice and r.receipt_id = f.id
        left join journal_entry e on e.org = @p0 and e.practice = f.practice and e.fact_kind = {(short)FactKind.Receipt} and e.fact_id = f.id and {IsLive(FactKind.Receipt)}
        left join (select practice, receipt_id, sum(amount_cents) as cents from receipt_application where org = @p0 group by practice, receipt_id) p on p.practice = f.practice and p.receipt_id = f.id
        where f.org = @p0 group by f.practice, f.id having count(r.id) + count(e.id) <> 1 or (count(r.id) > 0 and coalesce(min(p.cents), 0) <> 0)
        """);

    public static readonly Invariant ReceiptApplications = Of("receipt-applications", "every part of a receipt that paid a debt was booked with its amount against that debt, and stands", FactKind.ReceiptApplication,
        $"l.account = {(short)Account.GuarantorReceivable} and l.party_kind = {(short)PartyKind.Guarantor} and l.party_id = f.account_id and l.charge_id = f.charge_id", "-l.amount_cents",
        stands: "<> f.amount_cents");

    public static readonly Invariant Refunds = Of("refunds", "every refund was booked with its amount out of cash for the one who got it, and stands until it is taken back", FactKind.Refund,
        $"l.account = {(short)Account.RefundsPayablePatient} and l.party_kind = f.party_kind and l.party_id = f.party_id and exists (select 1 from journal_line c where c.org = l.org and c.practice = l.practice and c.entry_id = l.entry_id "
            + $"and c.account = {(short)Account.Cash} and c.amount_cents = -l.amount_cents)", "l.amount_cents",
        stands: "<> case when exists (select 1 from refund_taken_back b where b.org = f.org and b.practice = f.practice and b.refund_id = f.id) then 0 else f.amount_cents end");

    public static readonly Invariant RefundParts = Of("refund-parts", "every part of a receipt that was given back was booked with its amount off what is paid ahead, and stands", FactKind.RefundPart,
        $"l.account = {(short)Account.PatientPrepayments} and l.party_kind = {(short)PartyKind.Guarantor} and l.party_id = (select r.account_id from receipt r where r.org = f.org and r.practice = f.practice and r.id = f.receipt_id)",
        "l.amount_cents", stands: "<> f.amount_cents");

    /// <summary>A refund that came from less than it was is a guarantor's debt and no fault: its receipt came back.</summary>
    public static readonly Invariant RefundCover = Invariant.Of("refund-cover", "no receipt has paid and given back more than was taken, or anything once it was returned; no refund came from more than it was, or from anything once it was taken back",
        "select count(*) from refund_part where org = @p0",
        """
        select p.practice, p.receipt_id as receipt, p.cents as given_back, coalesce(a.cents, 0) as paid from (select practice, receipt_id, sum(amount_cents) as cents from refund_part where org = @p0 group by practice, receipt_id) p
        join receipt r on r.org = @p0 and r.practice = p.practice and r.id = p.receipt_id
        left join (select practice, receipt_id, sum(amount_cents) as cents from receipt_application where org = @p0 group by practice, receipt_id) a on a.practice = p.practice and a.receipt_id = p.receipt_id
        where p.cents < 0 or p.cents + coalesce(a.cents, 0) > case when exists (select 1 from receipt_returned x where x.org = @p0 and x.practice = p.practice and x.receipt_id = p.receipt_id) then 0 else r.amount_cents end
        union all
        select f.practice, f.id, p.cents, f.amount_cents from (select practice, refund_id, sum(amount_cents) as cents from refund_part where org = @p0 group by practice, refund_id) p
        join refund f on f.org = @p0 and f.practice = p.practice and f.id = p.refund_id
        where p.cents < 0 or p.cents > case when exists (select 1 from refund_taken_back b where b.org = @p0 and b.practice = p.practice and b.refund_id = p.refund_id) then 0 else f.amount_cents end
        """);

    public static readonly Invariant WriteOffs = Of("write-offs", "every write-off was booked with its amount off the debt that it names; no more of it stands, and nothing once it was taken back", FactKind.WriteOff,
        Owed("l.party_kind = f.party_kind and l.party_id = f.party_id"), "-l.amount_cents", NoMore("f.amount_cents"));

    public static readonly Invariant Transfers = Of("transfers", "every transfer was booked with its amount from one party to the other; no more of it stands, and nothing once it was taken back", FactKind.Transfer,
        Owed("l.party_kind = f.to_kind and l.party_id = f.to_id") + " and exists (select 1 from journal_line o where o.org = l.org and o.practice = l.practice and o.entry_id = l.entry_id "
            + "and o.amount_cents = -l.amount_cents and o.charge_id = f.charge_id and o.party_kind = f.from_kind and o.party_id = f.from_id)", "l.amount_cents", NoMore("f.amount_cents"));

    public static readonly Invariant Settlements = Of("practice-settlements", "every payment between practices was booked with its amount, and stands until it is undone", FactKind.PracticeSettlement,
        $"l.account in ({(short)Account.Cash}, {(short)Account.PaymentsInTransit})", "-l.amount_cents",
        stands: "<> case when exists (select 1 from practice_settlement u where u.org = f.org and u.practice = f.practice and u.undoes = f.number) then 0 else f.amount_cents end");

    private static string Owed(string party) => $"l.account in ({(short)Account.PayerReceivable}, {(short)Account.GuarantorReceivable}) and {party} and l.charge_id = f.charge_id";

    /// <summary>What people decide stands as far as there is debt, and counts no more when it was taken back.</summary>
    private static string NoMore(string amount) =>
        $"not between 0 and case when exists (select 1 from person_decision d where d.org = f.org and d.practice = f.practice and d.charge_id = f.charge_id and d.kind = '{PersonDecision.TakenBack}' and d.choice = cast(f.id as text)) then 0 else {amount} end";

    /// <summary>No later entry of the fact stands behind e.</summary>
    private static string IsLive(FactKind kind) =>
        $"e.reverses is null and not exists (select 1 from journal_entry u where u.org = @p0 and u.practice = e.practice and u.fact_kind = {(short)kind} and u.fact_id = e.fact_id and u.generation > e.generation)";

    /// <summary>The first entry of every fact of a kind is over its amount; and where <paramref name="stands"/> says so, what stands now is not out of its bounds.</summary>
    /// <param name="lines">Which lines (l) of an entry are the fact's (f) amount.</param>
    /// <param name="cents">The amount of such a line as the fact has its sign.</param>
    private static Invariant Of(string id, string says, FactKind kind, string lines, string cents, string? stands)
    {
        var table = Tables.First(t => t.Kind == kind).Table;
        return Invariant.Of(id, says, $"select count(*) from {table} where org = @p0",
            $"""
            with booked as (select f.practice, f.id,
                coalesce(sum(case when e.generation = 1 then {cents} end), 0) as first_cents,
                coalesce(sum(case when {IsLive(kind)} then {cents} end), 0) as stands from {table} f
                join journal_entry e on e.org = @p0 and e.practice = f.practice and e.fact_kind = {(short)kind} and e.fact_id = f.id
                join journal_line l on l.org = @p0 and l.practice = e.practice and l.entry_id = e.id and {lines}
                where f.org = @p0 group by f.practice, f.id)
            select f.practice, f.id as {table}, f.amount_cents as amount, coalesce(b.first_cents, 0) as booked, coalesce(b.stands, 0) as stands from {table} f
            left join booked b on b.practice = f.practice and b.id = f.id
            where f.org = @p0 and (coalesce(b.first_cents, 0) <> f.amount_cents{(stands is null ? "" : $" or coalesce(b.stands, 0) {stands}")})
            """);
    }
}

using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.Reporting;

/// <summary>What must be true between the record and the book: the proof per check and per deposit (DESIGN law 4), and that no fact is forgotten.</summary>
public static class PostingInvariants
{
    /// <summary>A fact is live when its latest entry does not reverse.</summary>
    private const string Live =
        """
        live as (select practice, fact_kind, fact_id, id from (
            select practice, fact_kind, fact_id, id, reverses, row_number() over (partition by practice, fact_kind, fact_id order by generation desc) as place
            from journal_entry where org = @p0) as ranked where place = 1 and reverses is null)
        """;

    /// <summary>Checks whose latest run is finished, with the kind of that run.</summary>
    private const string Finished =
        """
        finished as (select r.practice, r.check_id, r.kind from posting_run r
            join (select practice, check_id, max(n) as n from posting_run where org = @p0 group by practice, check_id) m on m.practice = r.practice and m.check_id = r.check_id and m.n = r.n
            where r.org = @p0 and exists (select 1 from posting_chunk c where c.org = r.org and c.practice = r.practice and c.run_id = r.id and c.last))
        """;

    /// <summary>Remittances whose latest run is finished, with the kind of that run: a check may have several, and one may have replaced another.</summary>
    private const string Run =
        """
        run as (select r.practice, r.check_id, r.remittance_id, r.kind from posting_run r
            join (select practice, remittance_id, max(n) as n from posting_run where org = @p0 group by practice, remittance_id) m on m.practice = r.practice and m.remittance_id = r.remittance_id and m.n = r.n
            where r.org = @p0 and exists (select 1 from posting_chunk c where c.org = r.org and c.practice = r.practice and c.run_id = r.id and c.last))
        """;

    public static readonly Invariant Clearing = Invariant.Of("clearing-zero", "remittance clearing is zero for every check whose run is finished",
        $"with {Finished} select count(*) from finished",
        $"""
        with {Finished}
        select f.practice, f.check_id, sum(l.amount_cents) as cents from finished f
        join journal_line l on l.org = @p0 and l.practice = f.practice and l.check_id = f.check_id and l.account = {(short)Account.RemittanceClearing}
        group by f.practice, f.check_id having sum(l.amount_cents) <> 0
        """);

    public static readonly Invariant CheckMoney = Invariant.Of("check-money", "every posted check brought exactly its amount (BPR02) into payments in transit; of a sibling practice's check its part is due from there",
        $"with {Live} select count(*) from live where fact_kind = {(short)FactKind.Check}",
        $"""
        with {Live}
        select k.practice, k.id as check_id, k.amount_cents as amount, coalesce(sum(l.amount_cents), 0) as in_transit from live v
        join payer_check k on k.org = @p0 and k.practice = v.practice and k.id = v.fact_id
        left join journal_line l on l.org = @p0 and l.practice = v.practice and l.entry_id = v.id and l.account in ({(short)Account.PaymentsInTransit}, {(short)Account.DueFrom})
        where v.fact_kind = {(short)FactKind.Check} group by k.practice, k.id, k.amount_cents having k.amount_cents <> coalesce(sum(l.amount_cents), 0)
        """);

    public static readonly Invariant InTransit = Invariant.Of("in-transit", "payments in transit of every check are what it brought while it is posted, less what the bank has of it, and never below zero",
        "select count(*) from payer_check where org = @p0",
        $"""
        with {Live}, announced as (select v.practice, v.fact_id, sum(l.amount_cents) as cents from live v
            join journal_line l on l.org = @p0 and l.practice = v.practice and l.entry_id = v.id and l.account = {(short)Account.PaymentsInTransit}
            where v.fact_kind = {(short)FactKind.Check} group by v.practice, v.fact_id)
        select c.practice, c.id as check_id, c.announced, c.banked, c.in_transit from (
            select k.practice, k.id, coalesce(a.cents, 0) as announced, coalesce(d.cents, 0) as banked, coalesce(t.cents, 0) as in_transit from payer_check k
            left join announced a on a.practice = k.practice and a.fact_id = k.id
            left join (select practice, check_id, sum(amount_cents) as cents from deposit_item where org = @p0 and check_id is not null group by practice, check_id) d on d.practice = k.practice and d.check_id = k.id
            left join (select practice, check_id, sum(amount_cents) as cents from journal_line where org = @p0 and account = {(short)Account.PaymentsInTransit} group by practice, check_id) t
                on t.practice = k.practice and t.check_id = k.id
            where k.org = @p0) as c
        where c.in_transit <> case when c.announced > c.banked then c.announced - c.banked else 0 end
        """);

    public static readonly Invariant Intercompany = Invariant.Of("due-to-due-from", "what a practice owes a sibling practice is what the sibling has due from it, to the cent",
        $"select count(*) from journal_line where org = @p0 and account in ({(short)Account.DueTo}, {(short)Account.DueFrom})",
        $"""
        select owes, is_owed, sum(due_to) as due_to_cents, sum(due_from) as due_from_cents from (
            select practice as owes, party_id as is_owed, -amount_cents as due_to, 0 as due_from from journal_line where org = @p0 and account = {(short)Account.DueTo}
            union all
            select party_id, practice, 0, amount_cents from journal_line where org = @p0 and account = {(short)Account.DueFrom}) as both_sides
        group by owes, is_owed having sum(due_to) <> sum(due_from)
        """);

    public static readonly Invariant RemittanceSums = Invariant.Of("remittance-sums", "the sums kept of every remittance are those of its claims and provider adjustments, and its difference is what they leave of the check",
        "select count(*) from remittance where org = @p0",
        """
        select r.practice, r.id as remittance, r.claims, a.n as found, r.claims_paid_cents as kept, a.paid as claims_paid, r.provider_adjustments_cents as kept_plb, p.plb as plb, r.difference_cents as difference, k.amount_cents as amount from remittance r
        left join payer_check k on k.org = r.org and k.practice = r.practice and k.id = r.check_id
        left join (select practice, remittance_id, count(*) as n, sum(paid_cents) as paid from adjudication where org = @p0 group by practice, remittance_id) a on a.practice = r.practice and a.remittance_id = r.id
        left join (select practice, remittance_id, sum(amount_cents) as plb from provider_adjustment where org = @p0 group by practice, remittance_id) p on p.practice = r.practice and p.remittance_id = r.id
        where r.org = @p0 and (r.claims <> coalesce(a.n, 0) or r.claims_paid_cents <> coalesce(a.paid, 0) or r.provider_adjustments_cents <> coalesce(p.plb, 0)
            or r.difference_cents <> k.amount_cents - r.claims_paid_cents + r.provider_adjustments_cents)
        """);

    public static readonly Invariant Deposits = Invariant.Of("deposits", "every deposit is the sum of its items less the fees that were kept from it, and what of it is nobody's",
        "select count(*) from deposit where org = @p0",
        $"""
        with {Live}
        select d.practice, d.id as deposit, d.amount_cents as amount, coalesce(i.cents, 0) as items, coalesce(f.cents, 0) as fees, coalesce(u.cents, 0) as unidentified from deposit d
        left join (select practice, deposit_id, sum(amount_cents) as cents from deposit_item where org = @p0 group by practice, deposit_id) i on i.practice = d.practice and i.deposit_id = d.id
        left join (select v.practice, v.fact_id, sum(-l.amount_cents) as cents from live v join journal_line l on l.org = @p0 and l.practice = v.practice and l.entry_id = v.id
            where v.fact_kind = {(short)FactKind.Deposit} and l.account = {(short)Account.UnidentifiedReceipts} group by v.practice, v.fact_id) u on u.practice = d.practice and u.fact_id = d.id
        left join (select v.practice, v.fact_id, sum(l.amount_cents) as cents from live v join journal_line l on l.org = @p0 and l.practice = v.practice and l.entry_id = v.id
            where v.fact_kind = {(short)FactKind.Deposit} and l.account in ({(short)Account.MerchantFee}, {(short)Account.PaymentFee}) group by v.practice, v.fact_id) f on f.practice = d.practice and f.fact_id = d.id
        where d.org = @p0 and coalesce(i.cents, 0) + coalesce(u.cents, 0) - coalesce(f.cents, 0) <>
            case when exists (select 1 from live v where v.practice = d.practice and v.fact_kind = {(short)FactKind.Deposit} and v.fact_id = d.id) then d.amount_cents else 0 end
        """);

    public static readonly Invariant Adjudications = Invariant.Of("adjudications", "every adjudication of a finished posting is posted, or waits with an open exception",
        "select count(*) from adjudication where org = @p0",
        $"""
        with {Run}, {Live}
        select a.practice, a.id as adjudication, f.check_id from adjudication a
        join run f on f.practice = a.practice and f.remittance_id = a.remittance_id and f.kind <> 'unpost'
        where a.org = @p0
            and not exists (select 1 from live v where v.practice = a.practice and v.fact_kind = {(short)FactKind.Adjudication} and v.fact_id = a.id)
            and not exists (select 1 from posting_decision d where d.org = a.org and d.practice = a.practice and d.fact_kind = {(short)FactKind.Adjudication} and d.fact_id = a.id)
            and not exists (select 1 from posting_exception x where x.org = a.org and x.practice = a.practice and x.adjudication_id = a.id
                and not exists (select 1 from exception_settled s where s.org = x.org and s.practice = x.practice and s.exception_id = x.id))
        """);

    public static readonly Invariant Charges = Invariant.Of("charges", "every charge with an amount has its entry, and that entry has the charge's amount as income",
        "select count(*) from charge where org = @p0",
        $"""
        with {Live}
        select c.practice, c.id as charge, c.amount_cents as amount, coalesce(sum(-l.amount_cents), 0) as income from charge c
        left join live v on v.practice = c.practice and v.fact_kind = {(short)FactKind.Charge} and v.fact_id = c.id
        left join journal_line l on l.org = @p0 and l.practice = v.practice and l.entry_id = v.id and l.account = {(short)Account.GrossCharges}
        where c.org = @p0 group by c.practice, c.id, c.amount_cents having c.amount_cents <> coalesce(sum(-l.amount_cents), 0)
        """);
}

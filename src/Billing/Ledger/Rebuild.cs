using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Ledger;

/// <summary>Derived money tables thrown away and added up again from the lines: item balances and month totals.</summary>
public static class Rebuild
{
    /// <summary>Returns the rows written. Afterwards `ledger verify` compares as always.</summary>
    public static async Task<int> Run(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        object?[] where = [tx.Scope.Org.Value, practice.Value];
        await tx.Session.Execute("delete from open_item_now where org = @p0 and practice = @p1", where);
        await tx.Session.Execute("delete from account_month where org = @p0 and practice = @p1", where);
        var items = await tx.Session.Execute(
            """
            insert into open_item_now (org, practice, item_id, account, party_kind, party_id, age_from, amount_cents, last_line_id)
            select i.org, i.practice, i.id, i.account, i.party_kind, i.party_id, i.age_from, coalesce(s.cents, 0), coalesce(s.last, 0) from open_item i
            left join (select open_item_id, sum(amount_cents) as cents, max(id) as last from journal_line where org = @p0 and practice = @p1 group by open_item_id) s on s.open_item_id = i.id
            where i.org = @p0 and i.practice = @p1
            """, where);
        var year = tx.Work.Database.Kind == "postgres"
            ? "(extract(year from booked_on)::int * 100 + extract(month from booked_on)::int)"
            : "(cast(substr(booked_on, 1, 4) as integer) * 100 + cast(substr(booked_on, 6, 2) as integer))";
        var months = await tx.Session.Execute(
            $"""
            insert into account_month (org, practice, account, month, debits_cents, credits_cents)
            select org, practice, account, {year}, sum(case when amount_cents > 0 then amount_cents else 0 end), sum(case when amount_cents < 0 then -amount_cents else 0 end)
            from journal_line where org = @p0 and practice = @p1 group by org, practice, account, {year}
            """, where);
        tx.Subject = $"derived tables of practice {practice}";
        return items + months;
    }
}

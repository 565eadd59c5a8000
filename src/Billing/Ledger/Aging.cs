using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Ledger;

/// <summary>
/// What one party owes by age in days: 0-30, 31-60, 61-90, 91-120, older. Credits, prepayments, unapplied money and refunds due stand apart and
/// are never netted against a debt or against each other's debits (MONEY 1.9); all but the buckets and <see cref="TakenAhead"/> are credits and therefore negative or zero.
/// </summary>
public sealed record AgingRow(Party Party, Money Days0To30, Money Days31To60, Money Days61To90, Money Days91To120, Money Older, Money Credits, Money Prepaid, Money Unapplied, Money RefundsDue)
{
    /// <summary>What the party took back that is not placed yet, such as an offset in a check for a claim that we have not found: debits of the accounts that hold its money.</summary>
    public Money TakenAhead { get; init; }
    public Money Owed => Days0To30 + Days31To60 + Days61To90 + Days91To120 + Older;
    /// <summary>Everything of the row, which the journal's balances of the same accounts sum to.</summary>
    public Money Net => Owed + Credits + Prepaid + Unapplied + RefundsDue + TakenAhead;
}

/// <summary>An open item on a day: its balance and its age.</summary>
public sealed record AgedItem(long ItemId, Account Account, Party Party, string About, DateOnly AgeFrom, Money Amount);

/// <summary>Who owes how much for how long, on any past day. Payer items age from the service, guarantor items from the day the debt became theirs.</summary>
public static class Aging
{
    public static readonly Account[] Payers = [Account.PayerReceivable, Account.WithholdReceivable, Account.UnappliedPayerCash, Account.RefundsPayablePayer];
    public static readonly Account[] Guarantors = [Account.GuarantorReceivable, Account.LienReceivable, Account.AgencyReceivable, Account.PatientPrepayments, Account.RefundsPayablePatient];

    /// <summary>A payer's plans stand in its one row.</summary>
    public static Task<List<AgingRow>> OfPayers(Tx tx, Id<Practice> practice, DateOnly asOf) => Of(tx, practice, asOf, Payers);

    public static Task<List<AgingRow>> OfGuarantors(Tx tx, Id<Practice> practice, DateOnly asOf) => Of(tx, practice, asOf, Guarantors);

    /// <summary>The items with a balance on that day: today's balance less what was booked since, so the cost is open items + lines since.</summary>
    public static async Task<List<AgedItem>> Items(Tx tx, Id<Practice> practice, DateOnly asOf, IReadOnlyList<Account> accounts) => await tx.Session.Query(
        $"""
        select b.item_id, i.account, i.party_kind, i.party_id, i.about, i.age_from, b.cents from (
            select item_id, sum(cents) as cents from (
                select item_id, amount_cents as cents from open_item_now where org = @p0 and practice = @p1 and amount_cents <> 0
                union all
                select open_item_id, -amount_cents from journal_line where org = @p0 and practice = @p1 and booked_on > @p2 and open_item_id is not null) as parts
            group by item_id having sum(cents) <> 0) as b
        join open_item i on i.org = @p0 and i.practice = @p1 and i.id = b.item_id
        where i.account in ({string.Join(", ", accounts.Select(a => (short)a))}) order by i.party_kind, i.party_id, i.age_from, b.item_id
        """,
        r => new AgedItem(r.GetInt64(0), (Account)r.GetInt16(1), new((PartyKind)r.GetInt16(2), r.GetInt64(3)), r.GetString(4), r.GetFieldValue<DateOnly>(5), BookBalances.Cents(r, 6)),
        tx.Scope.Org.Value, practice.Value, asOf);

    private static async Task<List<AgingRow>> Of(Tx tx, Id<Practice> practice, DateOnly asOf, Account[] accounts)
    {
        var items = await Items(tx, practice, asOf, accounts);
        var plans = await PlanParties.Behind(tx, practice, items.Select(i => i.Party), CancellationToken.None);
        return [.. items.GroupBy(i => plans.TryGetValue(i.Party, out var plan) ? Party.Payer(plan.PayerId.Value) : i.Party).Select(g => Row(g.Key, [.. g], asOf)).OrderBy(r => r.Party.Kind).ThenBy(r => r.Party.Id)];
    }

    private static AgingRow Row(Party party, List<AgedItem> items, DateOnly asOf)
    {
        var owed = items.Where(i => (short)i.Account < 200 && !i.Amount.IsNegative).ToLookup(i => Bucket(asOf.DayNumber - i.AgeFrom.DayNumber));
        Money On(params Account[] accounts) => items.Where(i => i.Amount.IsNegative && accounts.Contains(i.Account)).Sum(i => i.Amount);
        return new AgingRow(party, owed[0].Sum(i => i.Amount), owed[1].Sum(i => i.Amount), owed[2].Sum(i => i.Amount), owed[3].Sum(i => i.Amount), owed[4].Sum(i => i.Amount),
            Credits: items.Where(i => (short)i.Account < 200 && i.Amount.IsNegative).Sum(i => i.Amount),
            Prepaid: On(Account.PatientPrepayments), Unapplied: On(Account.UnappliedPayerCash), RefundsDue: On(Account.RefundsPayablePayer, Account.RefundsPayablePatient))
        {
            TakenAhead = items.Where(i => (short)i.Account >= 200 && !i.Amount.IsNegative).Sum(i => i.Amount),
        };
    }

    /// <summary>0 for up to 30 days and for items not yet due, 1 for 31-60, 2 for 61-90, 3 for 91-120, 4 beyond.</summary>
    private static int Bucket(int days) => days switch { <= 30 => 0, <= 60 => 1, <= 90 => 2, <= 120 => 3, _ => 4 };
}

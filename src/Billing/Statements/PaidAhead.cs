using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Statements;

/// <summary>Money of a guarantor that we hold.</summary>
/// <param name="Held">All of it, also what waits for a visit that has no charges yet.</param>
/// <param name="Free">
/// What is more than all that is open of their visits, with plans or with them: theirs to have back or to leave (DESIGN law 8). Money for a visit without charges yet is awaited there.
/// </param>
public sealed record PaidAhead(Money Held, Money Free)
{
    /// <summary>Of each account that we hold money of. Two queries however many there are; they cost what these accounts' items and the lines of their visits cost, not the practice's.</summary>
    public static async Task<Dictionary<long, PaidAhead>> Of(Tx tx, Id<Practice> practice)
    {
        object[] common = [tx.Scope.Org.Value, practice.Value, (short)Account.PatientPrepayments, (short)PartyKind.Guarantor];
        var items = await tx.Session.Query(
            """
            select n.party_id, -n.amount_cents,
                case when i.about like 'visit:%' then
                    case when exists (select 1 from charge c where c.org = n.org and c.practice = n.practice and c.encounter_id = cast(substr(i.about, 7) as bigint)) then 0 else 1 end
                else 0 end
            from open_item_now n join open_item i on i.org = n.org and i.practice = n.practice and i.id = n.item_id
            where n.org = @p0 and n.practice = @p1 and n.account = @p2 and n.party_kind = @p3 and n.amount_cents <> 0
            """,
            r => (Account: r.GetInt64(0), Held: new Money(r.GetInt64(1)), Awaited: r.GetInt32(2) == 1), common);
        var needed = (await tx.Session.Query(
            """
            select account_id, sum(cents) from (select e.account_id, l.open_item_id, sum(l.amount_cents) as cents
                from encounter e join journal_line l on l.org = e.org and l.practice = e.practice and l.encounter_id = e.id
                where e.org = @p0 and e.practice = @p1 and l.account in (@p4, @p5) and e.account_id in
                    (select party_id from open_item_now where org = @p0 and practice = @p1 and account = @p2 and party_kind = @p3 and amount_cents <> 0)
                group by e.account_id, l.open_item_id having sum(l.amount_cents) > 0) as open
            group by account_id
            """,
            r => (Account: r.GetInt64(0), Open: new Money(Convert.ToInt64(r.GetValue(1), CultureInfo.InvariantCulture))),
            [.. common, (short)Account.PayerReceivable, (short)Account.GuarantorReceivable])).ToDictionary(n => n.Account, n => n.Open);
        return items.GroupBy(i => i.Account).ToDictionary(g => g.Key, g => new PaidAhead(g.Sum(i => i.Held), Money.Max(Money.Zero, g.Where(i => !i.Awaited).Sum(i => i.Held) - needed.GetValueOrDefault(g.Key))));
    }
}

using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Statements;

/// <summary>
/// Names of patients and providers that a guarantor's statement would have to show and that its fonts cannot: a bill for "??" is no bill. The statement waits, and says for
/// whom, before anything is drawn; the claim asks for the same spelling.
/// </summary>
internal static class UnprintableNames
{
    /// <summary>By account, why its statement cannot be made; accounts whose owed visits can all be shown are not in it.</summary>
    /// <param name="account">Only this one; null looks at all that owe.</param>
    public static async Task<Dictionary<long, string>> Of(Tx tx, Id<Practice> practice, DateOnly asOf, CancellationToken cancel, Id<GuarantorAccount>? account = null)
    {
        cancel.ThrowIfCancellationRequested();
        var shown = await tx.Session.Query(
            $"""
            select l.party_id, p.first_name, p.last_name, r.first_name, r.last_name from journal_line l
            join encounter e on e.org = l.org and e.practice = l.practice and e.id = l.encounter_id
            join patient p on p.org = e.org and p.practice = e.practice and p.id = e.patient_id
            join provider r on r.org = e.org and r.practice = e.practice and r.id = e.provider_id
            where l.org = @p0 and l.practice = @p1 and l.account = @p2 and l.party_kind = @p3 and l.booked_on <= @p4{(account is null ? "" : " and l.party_id = @p5")}
            group by l.party_id, l.charge_id, p.first_name, p.last_name, r.first_name, r.last_name having sum(l.amount_cents) > 0
            """,
            r => (Account: r.GetInt64(0), Patient: $"{r.GetString(1)} {r.GetString(2)}", Provider: $"{r.GetString(3)} {r.GetString(4)}"),
            [tx.Scope.Org.Value, practice.Value, (short)Account.GuarantorReceivable, (short)PartyKind.Guarantor, asOf, .. account is { } one ? new object?[] { one.Value } : []]);
        return shown.Select(s => (s.Account, Why: Why("patient", s.Patient) ?? Why("provider", s.Provider))).Where(s => s.Why is not null)
            .GroupBy(s => s.Account).ToDictionary(g => g.Key, g => g.First().Why!);
    }

    private static string? Why(string whose, string name) => PrintedName.IsPrintable(name) ? null
        : $"The name {name} of a {whose} on it cannot be printed on a statement: give the {whose}'s name in Latin letters, as on the card.";
}

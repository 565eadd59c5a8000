using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>
/// Which facts are posted now. Every posting and every undoing of a fact adds one generation to its decisions, from 1: a fact is live when
/// its latest generation is odd.
/// </summary>
public static class LiveFacts
{
    public static async Task<bool> IsLive(Tx tx, Id<Practice> practice, Id<PayerCheck> check, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return await Generation(tx, practice, FactKind.Check, check.Value) % 2 == 1;
    }

    /// <summary>The latest generation of a fact's decisions; 0 when it was never posted.</summary>
    public static Task<long> Generation(Tx tx, Id<Practice> practice, FactKind kind, long fact) => tx.Session.Number(
        "select max(generation) from posting_decision where org = @p0 and practice = @p1 and fact_kind = @p2 and fact_id = @p3",
        tx.Scope.Org.Value, practice.Value, (short)kind, fact);

    /// <summary>How many adjudications of a remittance are posted now.</summary>
    public static Task<long> Posted(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance) => tx.Session.Number(
        """
        select count(*) from adjudication a where a.org = @p0 and a.practice = @p1 and a.remittance_id = @p2 and
            (select max(d.generation) from posting_decision d where d.org = @p0 and d.practice = @p1 and d.fact_kind = @p3 and d.fact_id = a.id) % 2 = 1
        """,
        tx.Scope.Org.Value, practice.Value, remittance.Value, (short)FactKind.Adjudication);
}

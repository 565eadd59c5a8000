using CleanClaim.Billing;
using CleanClaim.Billing.Parties;

namespace CleanClaim.Conventions.Tests.Samples;

/// <summary>A fault on purpose: rows of two other stages, one through the unit of work, one as SQL.</summary>
internal static class StrayInsertion
{
    public static string Sql => "INSERT INTO claim (id) VALUES (1)";

    public static Action Later(Tx tx, Organization row) => () => tx.Add(row);
}

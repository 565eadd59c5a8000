using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Worklists;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// What the role that runs may do on PostgreSQL: immutability by grants (ARCHITECTURE 1). Append-only tables take INSERT and SELECT;
/// DELETE only where derived rows are rebuilt or drained.
/// </summary>
public static class Grants
{
    public const string AppRole = "cleanclaim_app";

    private static readonly Type[] Deletable = [typeof(Touched), typeof(ClaimNow), typeof(OpenItemNow), typeof(AccountMonth), typeof(Unsealed), typeof(AuditUnsealed), typeof(Job)];

    /// <summary>The privileges on one table as GRANT writes them.</summary>
    public static IReadOnlyList<string> On(Type table)
    {
        if (table == typeof(SchemaVersion)) return ["select"];
        if (table == typeof(Idempotency)) return ["select", "insert", "update (outcome)"];
        if (Tables.AppendOnly.Contains(table)) return ["select", "insert"];
        return Deletable.Contains(table) ? ["select", "insert", "update", "delete"] : ["select", "insert", "update"];
    }

    /// <summary>Gives the role exactly what it needs and takes the rest. Run by the owner after every migration. False when there is no such role.</summary>
    public static async Task<bool> Apply(IDatabase database, string role = AppRole, CancellationToken cancel = default)
    {
        await using var session = await database.Begin(write: true, org: null, cancel);
        if (await session.Number("select count(*) from pg_roles where rolname = @p0", role) == 0) return false;
        var grantee = Quote(role);
        await session.Execute($"grant usage on schema public to {grantee}");
        foreach (var table in Tables.All)
        {
            var name = Quote(Tables.NameOf(table));
            await session.Execute($"revoke all on {name} from {grantee}, public; grant {string.Join(", ", On(table))} on {name} to {grantee}");
        }
        await session.Commit(cancel);
        return true;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

namespace CleanClaim.Billing.Storage;

/// <summary>What the connected PostgreSQL role could do that the role which runs must not.</summary>
public sealed record ServerRole(string Name, bool IsSuperuser, bool BypassesRowSecurity, bool OwnsTables)
{
    public bool IsSafe => !IsSuperuser && !BypassesRowSecurity && !OwnsTables;

    /// <summary>What is lost when this role runs the program, in words; empty when nothing is.</summary>
    public string Losses()
    {
        if (IsSafe) return "";
        var reasons = new List<string>();
        if (IsSuperuser) reasons.Add("is a superuser");
        if (BypassesRowSecurity) reasons.Add("bypasses row-level security");
        if (OwnsTables) reasons.Add("owns the tables");
        return $"The database role {Name} {string.Join(" and ", reasons)}: the database itself no longer refuses changes to the journal and the record, "
            + "and no longer keeps organizations apart.";
    }

    public static async Task<ServerRole> Of(IDatabase database, CancellationToken cancel = default)
    {
        await using var session = await database.Begin(write: false, org: null, cancel);
        var rows = await session.Query(
            """
            select rolname, rolsuper, rolbypassrls,
                exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and pg_has_role(c.relowner, 'USAGE'))
            from pg_roles where rolname = current_user
            """,
            r => new ServerRole(r.GetString(0), r.GetBoolean(1), r.GetBoolean(2), r.GetBoolean(3)));
        return rows.Single();
    }
}

/// <summary>The role in the address may do more than running needs.</summary>
public sealed class UnsafeRoleException(ServerRole role)
    : Exception($"{role.Losses()} Connect as {Grants.AppRole}, or say --single-role to run without these guards.");

using Npgsql;

namespace CleanClaim.Billing.Storage;

/// <summary>Opens a PostgreSQL database for running: schema as built, a role that can neither alter the record nor see other organizations.</summary>
public static class HouseOpener
{
    /// <summary>Returns the database and what is lost by the role it runs under ("" when nothing).</summary>
    /// <exception cref="SchemaException">The schema is behind, ahead or different.</exception>
    /// <exception cref="UnsafeRoleException">The role owns the tables, is superuser or bypasses row-level security, and <paramref name="singleRole"/> is off.</exception>
    public static async Task<(PostgresDatabase Database, string Losses)> OpenPostgres(string url, IReadOnlyList<Migration> migrations, bool singleRole = false, CancellationToken cancel = default)
    {
        var database = new PostgresDatabase(url);
        try
        {
            await Migrator.Check(database, migrations, cancel);
            var role = await ServerRole.Of(database, cancel);
            return role.IsSafe || singleRole ? (database, role.Losses()) : throw new UnsafeRoleException(role);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Under the owner's URL: brings the schema up and gives the running role its grants.</summary>
    /// <exception cref="SchemaException">The role in the address may not change the schema, or the schema is ahead or different.</exception>
    public static async Task<Migrated> MigratePostgres(
        string ownerUrl, IReadOnlyList<Migration> migrations, Vocabulary.Instant now, string appRole = Grants.AppRole, CancellationToken cancel = default)
    {
        await using var database = new PostgresDatabase(ownerUrl);
        try
        {
            var applied = await Migrator.Up(database, migrations, now, cancel);
            // Rights that another role's tables would be given are passed over by PostgreSQL with a mere warning.
            if (await ServerRole.Of(database, cancel) is { OwnsTables: false, IsSuperuser: false } role) return new Migrated(applied, Granted: false, NotOwner: role.Name);
            return new Migrated(applied, await Grants.Apply(database, appRole, cancel), NotOwner: null);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SchemaException($"The role in the address may not change the schema ({e.MessageText}). Run migrate under the role that owns the database, --database postgres://OWNER@HOST/DATABASE; {appRole} is the role to serve under.");
        }
    }
}

/// <summary>
/// What a migration did: the steps applied, and whether the role that runs was given its rights. <paramref name="NotOwner"/>: the role of the address where it
/// does not own the schema, which was up to date; it gave nobody a right.
/// </summary>
public sealed record Migrated(IReadOnlyList<string> Applied, bool Granted, string? NotOwner);

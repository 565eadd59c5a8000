using CleanClaim.Billing.Storage;

namespace CleanClaim.Migrations.Sqlite;

/// <summary>The schema's steps for this database, in order; the SQL files beside this one.</summary>
public static class Steps
{
    public static IReadOnlyList<Migration> All { get; } = Migration.From(typeof(Steps).Assembly);
}

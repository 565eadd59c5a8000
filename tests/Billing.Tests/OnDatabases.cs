using System.Reflection;
using CleanClaim.Testing;
using Xunit.Sdk;

namespace CleanClaim.Billing.Tests;

/// <summary>The same test on the embedded database: `[Theory, OnSqlite, OnPostgres] public async Task … (string kind)`.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["sqlite"]];
}

/// <summary>The same test on a real PostgreSQL 15; skipped with the reason where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = PostgresServer.MissingReason;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["postgres"]];
}

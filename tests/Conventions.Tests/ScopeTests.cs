using System.Reflection;
using System.Text.RegularExpressions;
using CleanClaim.Billing.Storage;
using CleanClaim.Conventions.Tests.Reading;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Conventions.Tests;

/// <summary>DESIGN law 10: every query names its organization. EF's filters do it for the queries of screens; SQL of our own does it itself, and nothing switches the filters off.</summary>
public sealed partial class ScopeTests
{
    private static readonly HashSet<string> Walled = [.. Tables.OfOrganization.Concat(Tables.OfPractice).Select(Tables.NameOf)];

    [Fact]
    public void Sql_on_a_table_of_an_organization_names_the_organization()
    {
        var texts = Product.Assemblies.SelectMany(a => a.GetTypes()).SelectMany(t => Instructions.MethodsOf(t).SelectMany(Statements).Select(sql => (Type: t, Sql: sql))).ToList();
        Assert.True(texts.Count(t => OnWalled(t.Sql)) > 20, "the eye sees too little SQL");
        Offenders.None(texts.Where(t => IsUnscoped(t.Sql)).Select(t => $"{t.Type}: {t.Sql}"), "Say org = … for each table.");
    }

    [Theory]
    [InlineData("select count(*) from claim where practice = @p0", true)]
    [InlineData("update \"charge\" set cents = 0", true)]
    [InlineData("select count(*) from claim where org = @p0", false)]
    [InlineData("select value from claim_of_nobody", false)]
    public void A_query_over_the_wall_is_found(string sql, bool unscoped) => Assert.Equal(unscoped, IsUnscoped(sql));

    [Fact]
    public void No_code_switches_the_filters_of_the_model_off() =>
        Offenders.None(
            Product.Assemblies.SelectMany(a => a.GetTypes())
                .Where(t => Instructions.MethodsOf(t).SelectMany(Instructions.Of).Any(i => i.Member?.Name == nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters))).Select(t => t.ToString()),
            "A query that crosses organizations goes through Work.Global, on global tables.");

    /// <summary>The statements in the text of a method; what is put together from parts is one, from its verb to the next.</summary>
    private static IEnumerable<string> Statements(MethodBase method)
    {
        var texts = Instructions.Of(method).Where(i => i.Text is not null).Select(i => i.Text!).SkipWhile(t => !Verb().IsMatch(t));
        string? statement = null;
        foreach (var text in texts)
        {
            if (statement is not null && Verb().IsMatch(text)) yield return statement;
            statement = Verb().IsMatch(text) ? text : statement + text;
        }
        if (statement is not null) yield return statement;
    }

    private static bool OnWalled(string sql) => TableNamed().Matches(sql).Any(m => Walled.Contains(m.Groups[1].Value));

    private static bool IsUnscoped(string sql) => OnWalled(sql) && !OrgNamed().IsMatch(sql);

    [GeneratedRegex(@"^\s*(?:with|select|insert|update|delete)\b")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\b(?:from|join|update|into)\s+""?([a-z_]+)\b")]
    private static partial Regex TableNamed();

    [GeneratedRegex(@"\borg\b")]
    private static partial Regex OrgNamed();
}

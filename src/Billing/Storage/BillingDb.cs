using CleanClaim.Billing.Access;
using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Eligibility;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// The tables, one model for SQLite and PostgreSQL. Conventions make it: snake_case names; (org, practice, id) or (org, id) as key;
/// a property of type Id&lt;T&gt; is a foreign key that carries both ids; money is a cents column; every query is filtered by the scope.
/// Only <c>Work</c> opens one.
/// </summary>
public sealed class BillingDb(DbContextOptions<BillingDb> options, Id<Organization> org, IReadOnlyList<Id<Practice>>? practices) : DbContext(options)
{
    // Read by the query filters on each query; null practices = all of the organization.
    private readonly Id<Organization> _org = org;
    private readonly bool _all = practices is null;
    private readonly Id<Practice>[] _practices = practices?.ToArray() ?? [];

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        // Indexes are written by hand where a query needs them, not one per foreign key.
        configuration.Conventions.Remove(typeof(ForeignKeyIndexConvention));
        configuration.Properties<Money>().HaveConversion<MoneyConverter>();
        configuration.Properties<Instant>().HaveConversion<InstantConverter>();
        foreach (var target in Tables.All.Concat([typeof(Organization), typeof(AppUser)]))
        {
            var id = typeof(Id<>).MakeGenericType(target);
            configuration.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(target));
        }
        foreach (var type in Tables.TextEnums) configuration.Properties(type).HaveConversion(typeof(EnumToStringConverter<>).MakeGenericType(type));
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        foreach (var type in Tables.All) Map(model, type);
        Tables.Keys(model);
        Tables.Indexes(model);
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (!entity.IsOwned()) entity.SetTableName(Tables.NameOf(entity.ClrType));
        }
        ForeignKeys.Add(model);
        foreach (var entity in model.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(Tables.ColumnOf(property));
        Filter(model);
    }

    private static void Map(ModelBuilder model, Type type)
    {
        var entity = model.Entity(type);
        foreach (var address in type.GetProperties().Where(p => p.PropertyType == typeof(Address)))
        {
            entity.Property(address.Name).HasConversion(AddressConverter.Instance);
        }
        if (typeof(PracticeRow).IsAssignableFrom(type) && type.GetProperty("Id") is not null) entity.HasKey("Org", "Practice", "Id");
        else if (typeof(OrgRow).IsAssignableFrom(type) && type.GetProperty("Id") is not null) entity.HasKey("Org", "Id");
        foreach (var key in entity.Metadata.FindPrimaryKey()?.Properties ?? []) key.ValueGenerated = ValueGenerated.Never;
    }

    private void Filter(ModelBuilder model)
    {
        foreach (var type in Tables.All.Where(t => typeof(OrgRow).IsAssignableFrom(t)))
        {
            var method = typeof(PracticeRow).IsAssignableFrom(type) ? nameof(FilterPractice) : nameof(FilterOrg);
            typeof(BillingDb).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
                .MakeGenericMethod(type).Invoke(this, [model]);
        }
    }

    private void FilterOrg<T>(ModelBuilder model) where T : OrgRow =>
        model.Entity<T>().HasQueryFilter(row => row.Org == _org);

    private void FilterPractice<T>(ModelBuilder model) where T : PracticeRow =>
        model.Entity<T>().HasQueryFilter(row => row.Org == _org && (_all || _practices.Contains(row.Practice)));

    internal sealed class MoneyConverter() : ValueConverter<Money, long>(m => m.Cents, c => new Money(c));
    internal sealed class InstantConverter() : ValueConverter<Instant, long>(i => i.Micros, m => new Instant(m));
    internal sealed class IdConverter<T>() : ValueConverter<Id<T>, long>(i => i.Value, v => new Id<T>(v));
    internal sealed class AddressConverter() : ValueConverter<Address, string>(a => AddressText.Write(a), s => AddressText.Read(s))
    {
        public static readonly AddressConverter Instance = new();
    }
}

/// <summary>An address in one column: its five parts in a JSON array, so that a comma in a street changes nothing.</summary>
internal static class AddressText
{
    public static string Write(Address a) => System.Text.Json.JsonSerializer.Serialize(new[] { a.Line1, a.Line2, a.City, a.State, a.Zip });

    public static Address Read(string text)
    {
        var parts = System.Text.Json.JsonSerializer.Deserialize<string?[]>(text)!;
        return new Address(parts[0]!, parts[1], parts[2]!, parts[3]!, parts[4]!);
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Storage;

/// <summary>
/// Two rows of every table: the first with every column filled, the second with every column that may be null left null.
/// Row n names row n of the tables it points to, so real foreign keys hold when tables come parents first.
/// </summary>
internal static class EveryTable
{
    /// <summary>The organization of the made rows; the house's own has another number.</summary>
    public static readonly Id<Organization> Org = new(77);

    public static Scope Scope => Scope.System(Org);

    /// <summary>Tables of organizations and practices, parents before children.</summary>
    public static IReadOnlyList<Type> InOrder(BillingDb db)
    {
        var done = new List<Type>();
        var left = Tables.OfOrganization.Concat(Tables.OfPractice).ToList();
        while (left.Count > 0)
        {
            var free = left.First(t => db.Model.FindEntityType(t)!.GetForeignKeys().All(k => k.PrincipalEntityType.ClrType == t || !left.Contains(k.PrincipalEntityType.ClrType)));
            done.Add(free);
            left.Remove(free);
        }
        return done;
    }

    public static OrgRow Row(Type type, int n)
    {
        var row = (OrgRow)RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is not null))
            property.SetValue(row, Value(property, n));
        return row;
    }

    /// <summary>The organization itself and its key, which the rows need.</summary>
    public static async Task AddOrganization(House house) => await house.Work.Global(write: true, db =>
    {
        db.Add(new KeyRingRow { Id = 77, Purpose = "organization 77", Wrapped = house.Vault.NewWrappedKey(), MasterFingerprint = house.Vault.Fingerprint, At = new Instant(1) });
        db.Add(new Organization { Org = Org, Key = "every", Name = "Every table", KeyId = 77, PracticeData = true });
        return Task.FromResult(true);
    });

    /// <summary>Fills every table past <c>Work</c>, so that no row of its own (audit, request key, ids) is among them.</summary>
    public static async Task Fill(House house, bool inBulk)
    {
        await AddOrganization(house);
        await using var session = await house.Database.Begin(write: true, Org, default);
        await using var db = Tx.Open(house.Database, session, Org, null);
        foreach (var type in InOrder(db))
        {
            if (inBulk)
                await (Task)typeof(EveryTable).GetMethod(nameof(InBulk))!.MakeGenericMethod(type).Invoke(null, [house, db, session])!;
            else
                db.AddRange(Row(type, 1), Row(type, 2));
            await db.SaveChangesAsync();
        }
        await session.Commit(default);
    }

    public static Task InBulk<T>(House house, BillingDb db, Session session) where T : OrgRow =>
        house.Database.BulkInsert(db, session, new List<T> { (T)Row(typeof(T), 1), (T)Row(typeof(T), 2) }, default);

    private static object? Value(PropertyInfo property, int n)
    {
        if (property.Name == "Org") return Org;
        if (property.Name == "Practice") return new Id<Practice>(1);
        var nullable = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);
        if (nullable && n == 2) return null;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(n - 1);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>)) return Activator.CreateInstance(type, (long)n);
        if (type == typeof(string)) return $"{property.Name}-{n}";
        if (type == typeof(long)) return (long)n;
        if (type == typeof(int)) return n;
        if (type == typeof(bool)) return n == 1;
        if (type == typeof(Money)) return new Money(n * -12345L);
        if (type == typeof(Instant)) return new Instant(1_700_000_000_000_000 + n);
        if (type == typeof(DateOnly)) return new DateOnly(2024, 2, 28 + n - 1);
        if (type == typeof(byte[])) return new byte[] { 0, 255, (byte)n };
        if (type == typeof(Address)) return new Address($"{n} \"Lake\" St, #4", null, "Évanston", "IL", "60201");
        throw new NotSupportedException($"{property.DeclaringType!.Name}.{property.Name} is a {type.Name}: say how to make one.");
    }
}

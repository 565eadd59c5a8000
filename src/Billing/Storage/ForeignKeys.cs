using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// A property Id&lt;T&gt; of a row is a foreign key to T: (org, practice, id) to a practice's table, (org, id) to an organization's.
/// Plain longs are references without a key: the journal's dimensions, since the ledger knows no claims.
/// </summary>
internal static class ForeignKeys
{
    public static void Add(ModelBuilder model)
    {
        foreach (var type in Tables.All.Where(t => typeof(OrgRow).IsAssignableFrom(t)))
        {
            // A row that names a parent of its practice is bound to the practice through it.
            var bound = type.GetProperties().Any(p => p.Name != "Id" && !Nullable(p) && Target(p.PropertyType) is { } t && typeof(PracticeRow).IsAssignableFrom(t));
            foreach (var property in type.GetProperties().Where(p => !(bound && p.Name == "Practice")))
                AddFor(model, type, property.Name, Target(property.PropertyType));
        }

        Reference<FileChunk, StoredFile>(model, "Org", "Sha256");
        Reference<FileArrival, StoredFile>(model, "Org", "Sha256");
        Reference<TransactionSet, StoredFile>(model, "Org", "Sha256");
        Reference<JournalLineRow, JournalEntryRow>(model, "Org", "Practice", "EntryId");
        Reference<JournalLineRow, OpenItem>(model, "Org", "Practice", "OpenItemId");
        Reference<OpenItemNow, OpenItem>(model, "Org", "Practice", "ItemId");
    }

    private static void AddFor(ModelBuilder model, Type type, string property, Type? target)
    {
        if (target is null || property is "Id" or "Org") return;
        if (property == "Practice") model.Entity(type).HasOne(typeof(Practice)).WithMany().HasForeignKey("Org", "Practice").OnDelete(DeleteBehavior.NoAction);
        else if (typeof(PracticeRow).IsAssignableFrom(target)) model.Entity(type).HasOne(target).WithMany().HasForeignKey("Org", "Practice", property).OnDelete(DeleteBehavior.NoAction);
        else if (typeof(OrgRow).IsAssignableFrom(target)) model.Entity(type).HasOne(target).WithMany().HasForeignKey("Org", property).OnDelete(DeleteBehavior.NoAction);
    }

    private static void Reference<TFrom, TTo>(ModelBuilder model, params string[] properties) where TFrom : class where TTo : class =>
        model.Entity<TFrom>().HasOne(typeof(TTo)).WithMany().HasForeignKey(properties).OnDelete(DeleteBehavior.NoAction);

    private static bool Nullable(System.Reflection.PropertyInfo property) => System.Nullable.GetUnderlyingType(property.PropertyType) is not null;

    private static Type? Target(Type property)
    {
        var type = System.Nullable.GetUnderlyingType(property) ?? property;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>) ? type.GetGenericArguments()[0] : null;
    }
}

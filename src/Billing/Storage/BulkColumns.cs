using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanClaim.Billing.Storage;

/// <summary>A table's columns as the model maps them, with readers that give stored values: how bulk inserts know what EF knows.</summary>
internal sealed class BulkColumns
{
    private static readonly ConcurrentDictionary<(Type, string), BulkColumns> Known = new();

    private BulkColumns(string table, IReadOnlyList<BulkColumn> all) => (Table, All) = (table, all);

    public string Table { get; }
    public IReadOnlyList<BulkColumn> All { get; }
    public string Names => string.Join(", ", All.Select(c => $"\"{c.Name}\""));

    public static BulkColumns Of<T>(BillingDb db) => Known.GetOrAdd((typeof(T), db.Database.ProviderName!), _ =>
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        return new BulkColumns(entity.GetTableName()!, [.. entity.GetProperties().Select(BulkColumn.Of)]);
    });
}

internal sealed class BulkColumn(string name, string storeType, Type storedType, Func<object, object?> value)
{
    public string Name => name;
    public string StoreType => storeType;

    public object? Value(object row) => value(row);

    public static BulkColumn Of(IProperty property)
    {
        var converter = property.GetTypeMapping().Converter;
        var getter = property.GetGetter();
        object? Read(object row)
        {
            var raw = getter.GetClrValue(row);
            return raw is null || converter is null ? raw : converter.ConvertToProvider(raw);
        }
        var stored = converter?.ProviderClrType ?? property.ClrType;
        return new BulkColumn(property.GetColumnName(), property.GetColumnType(), Nullable.GetUnderlyingType(stored) ?? stored, Read);
    }

    /// <summary>The column of many rows as an array that the driver knows: nullable numbers, texts, days, bytes.</summary>
    public Array ToArray<T>(IReadOnlyList<T> rows) where T : class
    {
        var element = storedType.IsValueType ? typeof(Nullable<>).MakeGenericType(storedType) : storedType;
        var array = Array.CreateInstance(element, rows.Count);
        for (var i = 0; i < rows.Count; i++) array.SetValue(value(rows[i]), i);
        return array;
    }
}

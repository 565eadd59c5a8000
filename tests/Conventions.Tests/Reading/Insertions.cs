using System.Reflection;
using System.Text.RegularExpressions;
using CleanClaim.Billing;
using CleanClaim.Billing.Storage;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Conventions.Tests.Reading;

/// <summary>A place in the code that adds rows to a table.</summary>
public sealed record Insertion(string Table, Type By);

/// <summary>Finds rows being added: calls of Add, AddRange, AddMany and BulkInsert with the row's type, and INSERT in the text of SQL.</summary>
public static partial class Insertions
{
    private static readonly string[] Verbs = ["Add", "AddAsync", "AddRange", "AddRangeAsync", "AddMany", "BulkInsert"];

    public static IEnumerable<Insertion> In(Type type) =>
        from method in Instructions.MethodsOf(type)
        from instruction in Instructions.Of(method)
        from table in TablesIn(instruction)
        select new Insertion(table, type);

    private static IEnumerable<string> TablesIn(Instruction instruction)
    {
        if (instruction.Text is { } text)
            return InsertInto().Matches(text).Select(match => match.Groups[1].Value);
        if (instruction.Member is not MethodInfo method || !Verbs.Contains(method.Name) || method.DeclaringType is not { } on)
            return [];
        var row = on.IsGenericType && on.GetGenericTypeDefinition() == typeof(DbSet<>) ? on.GetGenericArguments()[0]
            : method.IsGenericMethod && (on == typeof(Tx) || on == typeof(IDatabase) || typeof(DbContext).IsAssignableFrom(on)) ? method.GetGenericArguments()[0]
            : typeof(DbContext).IsAssignableFrom(on) ? typeof(object)
            : null;
        return row is null ? [] : [row.IsGenericParameter || row == typeof(object) ? "(any)" : Tables.NameOf(row)];
    }

    [GeneratedRegex(@"\binsert\s+(?:or\s+\w+\s+)?into\s+""?([a-z_]+)", RegexOptions.IgnoreCase)]
    private static partial Regex InsertInto();
}

using CleanClaim.Billing.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanClaim.Billing.Tests.Storage;

/// <summary>What a database holds, one line per fact: columns, keys, indexes, references; so that two catalogues are compared as text.</summary>
internal static class Catalogue
{
    /// <summary>As the model says it should be.</summary>
    public static List<string> OfModel(BillingDb db)
    {
        var lines = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            lines.AddRange(entity.GetProperties().Select(p => $"{table}.{p.GetColumnName()} {p.GetColumnType().ToLowerInvariant()}{(p.IsNullable ? " null" : "")}"));
            lines.Add($"{table} primary key ({Names(entity.FindPrimaryKey()!.Properties)})");
            lines.AddRange(entity.GetIndexes().Select(i => $"{table} {(i.IsUnique ? "unique" : "index")} ({Names(i.Properties)}){(i.GetFilter() is null ? "" : " partial")}"));
            lines.AddRange(entity.GetForeignKeys().Select(k => $"{table} ({Names(k.Properties)}) references {k.PrincipalEntityType.GetTableName()} ({Names(k.PrincipalKey.Properties)})"));
        }
        return Sorted(lines);
    }

    public static async Task<List<string>> OfDatabase(IDatabase database)
    {
        await using var session = await database.Begin(write: false, null, default);
        return Sorted(database.Kind == "sqlite" ? await OfSqlite(session) : await OfPostgres(session));
    }

    private static async Task<List<string>> OfSqlite(Session session)
    {
        var lines = new List<string>();
        foreach (var table in await session.Query("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'", r => r.GetString(0)))
        {
            var columns = await session.Query("select name, type, \"notnull\", pk from pragma_table_info(@p0)",
                r => (Name: r.GetString(0), Type: r.GetString(1).ToLowerInvariant(), Null: r.GetInt32(2) == 0, Key: r.GetInt32(3)), table);
            lines.AddRange(columns.Select(c => $"{table}.{c.Name} {c.Type}{(c.Null && c.Key == 0 ? " null" : "")}"));
            lines.Add($"{table} primary key ({string.Join(", ", columns.Where(c => c.Key > 0).OrderBy(c => c.Key).Select(c => c.Name))})");
            foreach (var (name, unique, partial) in await session.Query("select name, \"unique\", partial from pragma_index_list(@p0) where origin = 'c'", r => (r.GetString(0), r.GetInt32(1) == 1, r.GetInt32(2) == 1), table))
            {
                var of = await session.Query("select name from pragma_index_info(@p0) order by seqno", r => r.GetString(0), name);
                lines.Add($"{table} {(unique ? "unique" : "index")} ({string.Join(", ", of)}){(partial ? " partial" : "")}");
            }
            var references = await session.Query("select id, \"table\", \"from\", \"to\" from pragma_foreign_key_list(@p0) order by id, seq", r => (r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3)), table);
            foreach (var key in references.GroupBy(r => r.Item1))
                lines.Add($"{table} ({string.Join(", ", key.Select(r => r.Item3))}) references {key.First().Item2} ({string.Join(", ", key.Select(r => r.Item4))})");
        }
        return lines;
    }

    private static async Task<List<string>> OfPostgres(Session session)
    {
        var lines = await session.Query(
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else ' null' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
            """, r => r.GetString(0));
        lines.AddRange(await session.Query(
            """
            select t.relname, x.indisprimary, x.indisunique, x.indpred is not null,
                (select string_agg(a.attname, ', ' order by k.n) from unnest(x.indkey::int[]) with ordinality as k(att, n) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.att)
            from pg_index x join pg_class t on t.oid = x.indrelid where t.relnamespace = current_schema()::regnamespace
            """,
            r => $"{r.GetString(0)} {(r.GetBoolean(1) ? "primary key" : r.GetBoolean(2) ? "unique" : "index")} ({r.GetString(4)}){(r.GetBoolean(3) ? " partial" : "")}"));
        lines.AddRange(await session.Query(
            """
            select t.relname, f.relname,
                (select string_agg(a.attname, ', ' order by k.n) from unnest(c.conkey) with ordinality as k(att, n) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.att),
                (select string_agg(a.attname, ', ' order by k.n) from unnest(c.confkey) with ordinality as k(att, n) join pg_attribute a on a.attrelid = f.oid and a.attnum = k.att)
            from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
            where c.contype = 'f' and t.relnamespace = current_schema()::regnamespace
            """, r => $"{r.GetString(0)} ({r.GetString(2)}) references {r.GetString(1)} ({r.GetString(3)})"));
        return lines;
    }

    private static string Names(IEnumerable<IReadOnlyProperty> properties) => string.Join(", ", properties.Select(p => p.GetColumnName()));

    private static List<string> Sorted(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}

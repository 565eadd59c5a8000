using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>What must be true of the record and its guards.</summary>
public static class RecordInvariants
{
    public static readonly Invariant Guards = new("append-only", "the database refuses to change or remove rows of the record and the journal", async (tx, cancel) =>
    {
        var tables = Tables.AppendOnly.Select(Tables.NameOf).ToList();
        var violations = new List<string>();
        foreach (var table in tables)
        {
            cancel.ThrowIfCancellationRequested();
            if (tx.Work.Database.Kind == "postgres")
            {
                if (await tx.Session.Number("select (has_table_privilege(@p0, 'update') or has_table_privilege(@p0, 'delete') or has_table_privilege(@p0, 'truncate'))::int", $"\"{table}\"") == 1)
                    violations.Add($"the running role may change {table}");
            }
            else if (await tx.Session.Number("select count(*) from sqlite_master where type = 'trigger' and tbl_name = @p0 and name in (@p1, @p2)", table, $"{table}_no_update", $"{table}_no_delete") != 2)
                violations.Add($"{table} lacks a trigger that refuses changes");
        }
        return new Examined(tables.Count, violations);
    });

    public static readonly Invariant FileBytes = new("file-bytes", "the bytes of every stored file hash to its name", async (tx, cancel) =>
    {
        var violations = new List<string>();
        var files = await tx.Db.Set<StoredFile>().AsNoTracking().OrderBy(f => f.Sha256).ToListAsync(cancel);
        foreach (var file in files)
        {
            if (await Fault(tx, file, cancel) is { } fault) violations.Add($"file {file.Sha256}: {fault}");
        }
        return new Examined(files.Count, violations);
    });

    public static readonly Invariant AuditHashes = new("audit-hashes", "every line of the audit log is as it was written (SHA-256)", async (tx, cancel) =>
    {
        var violations = new List<string>();
        long rows = 0;
        await foreach (var row in tx.Db.Set<AuditRow>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
        {
            rows++;
            if (!SHA256.HashData(Encoding.UTF8.GetBytes(row.Content)).AsSpan().SequenceEqual(row.Hash)) violations.Add($"audit {row.Id}");
        }
        return new Examined(rows, violations);
    });

    public static readonly Invariant AuditChain = new("audit-seals", "the seals of the audit log follow each other without a gap, and every line of it is sealed once or waits for it; none is gone", async (tx, cancel) =>
    {
        var seen = await AuditSeals.Verify(tx, cancel);
        return new Examined(seen.Rows, seen.Faults, $"{seen.Tail} not sealed yet");
    });

    public static readonly Invariant Outcomes = Invariant.Of("request-outcomes", "every request that was kept has its outcome: none is half done",
        "select count(*) from idempotency where org = @p0",
        "select key from idempotency where org = @p0 and outcome is null");

    private static async Task<string?> Fault(Tx tx, StoredFile file, CancellationToken cancel)
    {
        try
        {
            var bytes = await FileStore.Get(tx, file.Sha256, cancel);
            if (bytes.Length != file.Bytes) return $"{bytes.Length} bytes, recorded {file.Bytes}";
            return FileStore.Sha256Of(bytes) == file.Sha256 ? null : "other bytes than were stored";
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException or InvalidOperationException)
        {
            return "a chunk does not open: it was altered, moved or lost";
        }
    }
}

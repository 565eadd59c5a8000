using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Audit;

/// <summary>
/// Chains the audit rows written since the last seal, apart from the work that writes them: no work waits for another's row. Sealing leaves a row of its own, which
/// the next seal takes; alone it is no reason for one, so that an idle program writes nothing.
/// </summary>
public static class AuditSeals
{
    /// <summary>The verb under which the sealer works.</summary>
    public const string Verb = "audit.seal";
    private const int Part = 500;

    public static Task<bool> IsDue(Tx tx, CancellationToken cancel = default) =>
        tx.Db.Set<AuditUnsealed>().AnyAsync(u => tx.Db.Set<AuditRow>().Any(a => a.Id == u.Id && a.Verb != Verb), cancel);

    /// <summary>Seals the tail; returns how many rows that was. A row that waits and is gone is not sealed away: it waits for ever, and verify tells.</summary>
    public static async Task<int> Extend(Tx tx, CancellationToken cancel = default)
    {
        await tx.Hold("seal:audit"); // one sealer per organization at a time
        var waiting = await tx.Db.Set<AuditUnsealed>().AsNoTracking().Select(u => u.Id).ToListAsync(cancel);
        var hashes = new Dictionary<long, byte[]>();
        foreach (var part in waiting.Chunk(Part))
            foreach (var row in await tx.Db.Set<AuditRow>().AsNoTracking().Where(a => part.Contains(a.Id)).Select(a => new { a.Id, a.Hash }).ToListAsync(cancel)) hashes[row.Id.Value] = row.Hash;
        if (hashes.Count == 0) return 0;
        var ids = hashes.Keys.Order().ToList();
        var last = await tx.Db.Set<AuditSeal>().AsNoTracking().OrderByDescending(s => s.N).FirstOrDefaultAsync(cancel);
        var (n, prev) = ((last?.N ?? 0) + 1, last?.Root ?? Seals.Beginning);
        tx.Add(new AuditSeal { N = n, Count = ids.Count, Rows = EntryList.Pack(ids), Prev = prev, Root = Root(tx, n, prev, ids, hashes), At = tx.Now });
        foreach (var part in ids.Select(i => new Id<AuditRow>(i)).Chunk(Part)) await tx.Db.Set<AuditUnsealed>().Where(u => part.Contains(u.Id)).ExecuteDeleteAsync(cancel);
        tx.Subject = $"audit seal {n}";
        return ids.Count;
    }

    /// <summary>What is wrong with the chain, in words; and how many rows wait for their seal.</summary>
    internal static async Task<(List<string> Faults, long Rows, long Tail)> Verify(Tx tx, CancellationToken cancel)
    {
        var (faults, seen) = (new List<string>(), new HashSet<long>());
        var hashes = await tx.Db.Set<AuditRow>().AsNoTracking().Select(a => new { a.Id, a.Hash }).ToDictionaryAsync(a => a.Id.Value, a => a.Hash, cancel);
        var (expected, prev) = (1, Seals.Beginning);
        foreach (var seal in await tx.Db.Set<AuditSeal>().AsNoTracking().OrderBy(s => s.N).ToListAsync(cancel))
        {
            if (seal.N != expected) faults.Add($"audit seal {expected} is missing before seal {seal.N}");
            if (!seal.Prev.AsSpan().SequenceEqual(prev)) faults.Add($"audit seal {seal.N} does not follow the one before it");
            var ids = EntryList.Unpack(seal.Rows);
            if (ids.Count != seal.Count) faults.Add($"audit seal {seal.N} counts {seal.Count} and lists {ids.Count}");
            faults.AddRange(ids.Where(id => !seen.Add(id)).Select(id => $"audit {id} is sealed twice"));
            var gone = ids.FindAll(id => !hashes.ContainsKey(id));
            faults.AddRange(gone.Select(id => $"audit {id} was sealed and is gone"));
            if (gone.Count == 0 && !Root(tx, seal.N, seal.Prev, ids, hashes).AsSpan().SequenceEqual(seal.Root)) faults.Add($"the rows of audit seal {seal.N} are not those that were sealed");
            (expected, prev) = (seal.N + 1, seal.Root);
        }
        var tail = (await tx.Db.Set<AuditUnsealed>().AsNoTracking().Select(u => u.Id).ToListAsync(cancel)).ConvertAll(u => u.Value);
        faults.AddRange(tail.Where(id => !hashes.ContainsKey(id)).Select(id => $"audit {id} waits for a seal and is gone"));
        faults.AddRange(tail.Where(id => !seen.Add(id)).Select(id => $"audit {id} waits for a seal and has one"));
        faults.AddRange(hashes.Keys.Where(id => !seen.Contains(id)).Select(id => $"audit {id} is neither sealed nor waiting for it"));
        return (faults, hashes.Count, tail.Count);
    }

    private static byte[] Root(Tx tx, int n, byte[] prev, List<long> ids, Dictionary<long, byte[]> hashes) =>
        Seals.RootOf(string.Create(CultureInfo.InvariantCulture, $"1|audit|{tx.Scope.Org}|{n}|{ids.Count}|"), prev, ids, hashes);
}

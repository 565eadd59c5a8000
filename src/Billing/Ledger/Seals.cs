using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

/// <summary>
/// Chains what was written since the last seal (ARCHITECTURE 1). Runs every few seconds and at close, apart from the postings, so that no posting waits
/// for a number without gaps; what commits later than its neighbours is in the next seal.
/// </summary>
public static class Seals
{
    internal static readonly byte[] Beginning = new byte[32];

    /// <summary>Seals the tail; returns how many entries that was, 0 when there was none.</summary>
    public static async Task<int> Extend(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        await tx.Hold($"seal:{practice}"); // one sealer per practice at a time
        var waiting = await tx.Db.Set<Unsealed>().AsNoTracking().Where(u => u.Practice == practice).ToListAsync(cancel);
        if (waiting.Count == 0) return 0;
        var ids = waiting.SelectMany(u => EntryList.Unpack(u.Entries)).Order().ToList();
        var last = await tx.Db.Set<Seal>().AsNoTracking().Where(s => s.Practice == practice).OrderByDescending(s => s.N).FirstOrDefaultAsync(cancel);
        var (n, prev) = ((last?.N ?? 0) + 1, last?.Root ?? Beginning);
        var hashes = await Hashes(tx, practice, ids, cancel);
        tx.Add(new Seal
        {
            Practice = practice, N = n, FromEntry = ids[0], ToEntry = ids[^1], Count = ids.Count, Entries = EntryList.Pack(ids),
            Prev = prev, Root = Root(tx.Scope.Org, practice, n, prev, ids, hashes), At = tx.Now,
        });
        var drained = waiting.Select(u => u.Id).ToList();
        await tx.Db.Set<Unsealed>().Where(u => u.Practice == practice && drained.Contains(u.Id)).ExecuteDeleteAsync(cancel);
        tx.Subject = $"seal {n} of practice {practice}";
        return ids.Count;
    }

    /// <summary>What is wrong with the chain, in words; and how many entries wait for their seal.</summary>
    internal static async Task<(List<string> Faults, long Rows, long Tail)> Verify(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var faults = new List<string>();
        var seen = new HashSet<long>();
        var (expected, prev) = (1, Beginning);
        foreach (var seal in await tx.Db.Set<Seal>().AsNoTracking().Where(s => s.Practice == practice).OrderBy(s => s.N).ToListAsync(cancel))
        {
            if (seal.N != expected) faults.Add($"practice {practice}: seal {expected} is missing before seal {seal.N}");
            if (!seal.Prev.AsSpan().SequenceEqual(prev)) faults.Add($"practice {practice}: seal {seal.N} does not follow the one before it");
            var ids = EntryList.Unpack(seal.Entries);
            if (ids.Count != seal.Count) faults.Add($"practice {practice}: seal {seal.N} counts {seal.Count} and lists {ids.Count}");
            faults.AddRange(ids.Where(id => !seen.Add(id)).Select(id => $"practice {practice}: entry {id} is sealed twice"));
            var hashes = await Hashes(tx, practice, ids, cancel);
            if (!Root(tx.Scope.Org, practice, seal.N, seal.Prev, ids, hashes).AsSpan().SequenceEqual(seal.Root))
                faults.Add($"practice {practice}: the entries of seal {seal.N} are not those that were sealed");
            (expected, prev) = (seal.N + 1, seal.Root);
        }
        var tail = (await tx.Db.Set<Unsealed>().AsNoTracking().Where(u => u.Practice == practice).ToListAsync(cancel)).SelectMany(u => EntryList.Unpack(u.Entries)).ToList();
        faults.AddRange(tail.Where(id => !seen.Add(id)).Select(id => $"practice {practice}: entry {id} waits for a seal and has one"));
        var entries = await tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == practice).Select(e => e.Id).ToListAsync(cancel);
        faults.AddRange(entries.Where(id => !seen.Contains(id)).Select(id => $"practice {practice}: entry {id} is neither sealed nor waiting for it"));
        return (faults, entries.Count, tail.Count);
    }

    /// <summary>SHA-256 over organization, practice, number, the seal before, and each entry's id and hash; format version first.</summary>
    private static byte[] Root(Id<Organization> org, Id<Practice> practice, int n, byte[] prev, List<long> ids, Dictionary<long, byte[]> hashes) =>
        RootOf(string.Create(CultureInfo.InvariantCulture, $"1|{org}|{practice}|{n}|{ids.Count}|"), prev, ids, hashes);

    /// <summary>SHA-256 over what the seal is, the one before it, and the id and hash of each row that it covers.</summary>
    internal static byte[] RootOf(string header, byte[] prev, List<long> ids, Dictionary<long, byte[]> hashes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(header));
        sha.AppendData(prev);
        Add(sha, ids, hashes);
        return sha.GetHashAndReset();
    }

    /// <summary>The root over a month's entries, which closing stores.</summary>
    internal static byte[] RootOf(List<long> ids, Dictionary<long, byte[]> hashes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData("1|month|"u8);
        Add(sha, ids, hashes);
        return sha.GetHashAndReset();
    }

    private static void Add(IncrementalHash sha, List<long> ids, Dictionary<long, byte[]> hashes)
    {
        Span<byte> number = stackalloc byte[8];
        foreach (var id in ids)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, id);
            sha.AppendData(number);
            sha.AppendData(hashes.GetValueOrDefault(id, [])); // a lost entry leaves its hash out, and the root differs
        }
    }

    private static async Task<Dictionary<long, byte[]>> Hashes(Tx tx, Id<Practice> practice, List<long> ids, CancellationToken cancel)
    {
        var hashes = new Dictionary<long, byte[]>();
        foreach (var part in ids.Chunk(5_000))
        {
            var rows = await tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == practice && part.Contains(e.Id)).Select(e => new { e.Id, e.Hash }).ToListAsync(cancel);
            foreach (var row in rows) hashes[row.Id] = row.Hash;
        }
        return hashes;
    }
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>
/// Files kept byte for byte, addressed by their SHA-256: cut into chunks of 64 KiB, each compressed, then encrypted under the organization's
/// key and bound to its place, so that a part is read without the rest and a chunk moved elsewhere does not open.
/// </summary>
public static class FileStore
{
    private const int ChunkBytes = 64 * 1024;

    public static string Sha256Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Keeps the file; the same bytes are kept once. Returns its SHA-256 and whether it was new.</summary>
    public static async Task<(string Sha256, bool IsNew)> Put(Tx tx, string name, ReadOnlyMemory<byte> bytes, FileDirection direction, CancellationToken cancel = default)
    {
        var sha = Sha256Of(bytes.Span);
        await Roots.HoldFile(tx, sha);
        if (await tx.Db.Set<StoredFile>().AnyAsync(f => f.Sha256 == sha, cancel)) return (sha, false);
        var key = await KeyOf(tx, cancel);
        tx.Add(new StoredFile { Sha256 = sha, Bytes = bytes.Length, Name = name, Direction = direction, At = tx.Now });
        await tx.Db.SaveChangesAsync(cancel);
        var chunks = new List<FileChunk>();
        for (var n = 0; n * ChunkBytes < bytes.Length; n++)
        {
            var part = bytes.Slice(n * ChunkBytes, Math.Min(ChunkBytes, bytes.Length - (n * ChunkBytes)));
            chunks.Add(new FileChunk { Sha256 = sha, N = n, Body = Vault.Encrypt(key, Compress(part.Span), Place(tx, sha, n)) });
        }
        await tx.AddMany(chunks, cancel);
        return (sha, true);
    }

    public static async Task<byte[]> Get(Tx tx, string sha256, CancellationToken cancel = default)
    {
        var file = await tx.Db.Set<StoredFile>().AsNoTracking().FirstOrDefaultAsync(f => f.Sha256 == sha256, cancel)
            ?? throw new BadInputException("file", $"No file {sha256} is stored.", "Check the number; `explain` prints it.");
        return await Range(tx, sha256, 0, file.Bytes, cancel);
    }

    /// <summary>Bytes <paramref name="from"/> up to <paramref name="to"/> (exclusive); reads only the chunks that hold them.</summary>
    public static async Task<byte[]> Range(Tx tx, string sha256, long from, long to, CancellationToken cancel = default)
    {
        if (to <= from) return [];
        var key = await KeyOf(tx, cancel);
        var (first, last) = ((int)(from / ChunkBytes), (int)((to - 1) / ChunkBytes));
        var chunks = await tx.Db.Set<FileChunk>().AsNoTracking().Where(c => c.Sha256 == sha256 && c.N >= first && c.N <= last).OrderBy(c => c.N).ToListAsync(cancel);
        var result = new MemoryStream();
        foreach (var chunk in chunks) result.Write(Decompress(Vault.Decrypt(key, chunk.Body, Place(tx, sha256, chunk.N))));
        var start = (int)(from - ((long)first * ChunkBytes));
        return result.ToArray().AsSpan(start, (int)Math.Min(to - from, result.Length - start)).ToArray();
    }

    private static async Task<byte[]> KeyOf(Tx tx, CancellationToken cancel)
    {
        var keyId = await tx.Db.Set<Organization>().Where(o => o.Org == tx.Scope.Org).Select(o => o.KeyId).FirstAsync(cancel);
        var row = await tx.Db.Set<KeyRingRow>().AsNoTracking().FirstAsync(k => k.Id == keyId, cancel);
        return tx.Work.Vault.Unwrap(keyId, row.Wrapped);
    }

    private static byte[] Place(Tx tx, string sha256, int n) => Encoding.UTF8.GetBytes($"{tx.Scope.Org}|{sha256}|{n}");

    private static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        var result = new MemoryStream();
        using (var brotli = new BrotliStream(result, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(plain);
        return result.ToArray();
    }

    private static byte[] Decompress(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        var result = new MemoryStream();
        brotli.CopyTo(result);
        return result.ToArray();
    }
}

using System.Security.Cryptography;
using CleanClaim.Billing.Record;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Recording;

public sealed class FileStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_comes_back_byte_for_byte_at_every_size_around_a_chunk(string kind)
    {
        await using var house = await House.Open(kind);
        foreach (var size in new[] { 0, 1, 65_535, 65_536, 65_537, 300_000 })
        {
            var bytes = Bytes(size);
            var (sha, isNew) = await house.Do(tx => FileStore.Put(tx, $"{size}.835", bytes, FileDirection.In));
            Assert.True(isNew);
            Assert.Equal(bytes, await house.Read(tx => FileStore.Get(tx, sha)));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_bytes_are_kept_once(string kind)
    {
        await using var house = await House.Open(kind);
        var first = await house.Do(tx => FileStore.Put(tx, "monday.835", Bytes(100_000), FileDirection.In));
        var second = await house.Do(tx => FileStore.Put(tx, "copy of monday.835", Bytes(100_000), FileDirection.In));
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.False(second.IsNew);
        Assert.Equal(2, await house.Read(tx => tx.Db.Set<FileChunk>().CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Any_range_of_bytes_is_read_without_the_rest(string kind)
    {
        await using var house = await House.Open(kind);
        var bytes = Bytes(200_000);
        var (sha, _) = await house.Do(tx => FileStore.Put(tx, "a.835", bytes, FileDirection.In));
        foreach (var (from, to) in new[] { (0, 10), (65_530, 65_540), (65_536, 131_072), (131_071, 131_073), (199_990, 200_000), (5, 5), (199_999, 300_000) })
            Assert.Equal(bytes[from..Math.Min(to, 200_000)], await house.Read(tx => FileStore.Range(tx, sha, from, to)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_stands_in_the_database_tells_nothing_of_the_file(string kind)
    {
        await using var house = await House.Open(kind);
        var (sha, _) = await house.Do(tx => FileStore.Put(tx, "a.835", "NM1*QC*1*CANARYNAME*ANNA~"u8.ToArray(), FileDirection.In));
        var body = await house.Read(tx => tx.Db.Set<FileChunk>().Where(c => c.Sha256 == sha).Select(c => c.Body).SingleAsync());
        Assert.DoesNotContain("CANARY", System.Text.Encoding.Latin1.GetString(body));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_chunk_that_was_altered_or_moved_does_not_open(string kind)
    {
        await using var house = await House.Open(kind);
        var (sha, _) = await house.Do(tx => FileStore.Put(tx, "a.835", Bytes(200_000), FileDirection.In));
        var put = house.Postgres is null ? "update file_chunk set body = (select body from file_chunk as o where o.n = 1) where n = 2" : "update file_chunk c set body = o.body from file_chunk o where o.n = 1 and c.n = 2";
        await house.Plant(put, "file_chunk");
        await Assert.ThrowsAnyAsync<CryptographicException>(() => house.Read(tx => FileStore.Get(tx, sha)));
        Assert.Equal(Bytes(200_000)[..1000], await house.Read(tx => FileStore.Range(tx, sha, 0, 1000)));
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}

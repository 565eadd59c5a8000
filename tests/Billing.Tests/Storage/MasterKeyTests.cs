using System.Security.Cryptography;
using CleanClaim.Billing.Storage;

namespace CleanClaim.Billing.Tests.Storage;

/// <summary>Data is never opened under a key that is not its own, and no key is made where there is data already.</summary>
public sealed class MasterKeyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_missing_key_is_named_with_its_place_and_none_is_made_where_an_organization_exists(string kind)
    {
        await using var house = await House.Open(kind);
        var place = Path.Combine(house.Folder, "elsewhere", "master.key");
        var said = (await Assert.ThrowsAsync<MasterKeyException>(() => MasterKey.Open(house.Database, place))).Message;
        Assert.Contains($"it should lie in {place}", said, StringComparison.Ordinal);
        Assert.Contains("CLEANCLAIM_MASTER_KEY_FILE", said, StringComparison.Ordinal);
        Assert.False(File.Exists(place));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_databases_key_is_refused_and_the_right_one_opens(string kind)
    {
        await using var house = await House.Open(kind);
        var place = DataFolder.MasterKeyIn(house.Folder);
        using (var right = await MasterKey.Open(house.Database, place)) Assert.Equal(house.Vault.Fingerprint, right.Fingerprint);
        await File.WriteAllBytesAsync(place, RandomNumberGenerator.GetBytes(32));
        var said = (await Assert.ThrowsAsync<MasterKeyException>(() => MasterKey.Open(house.Database, place))).Message;
        Assert.Contains($"The master key in {place} is not this database's", said, StringComparison.Ordinal);
        Assert.Contains(house.Vault.Fingerprint, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_folder_makes_its_key()
    {
        var path = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        await using (await DataFolder.TryOpen(path, Migrations.Sqlite.Steps.All, TimeProvider.System)) Assert.Equal(32, new FileInfo(DataFolder.MasterKeyIn(path)).Length);
        Directory.Delete(path, recursive: true);
    }

    [Fact]
    public async Task A_folders_key_may_lie_elsewhere_and_none_is_made_in_the_folder()
    {
        var path = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        var (data, key) = (Path.Combine(path, "data"), Path.Combine(path, "safe", "master.key"));
        await using (await DataFolder.TryOpen(data, Migrations.Sqlite.Steps.All, TimeProvider.System, masterKey: key)) Assert.Equal(32, new FileInfo(key).Length);
        Assert.False(File.Exists(DataFolder.MasterKeyIn(data)));
        Directory.Delete(path, recursive: true);
    }
}

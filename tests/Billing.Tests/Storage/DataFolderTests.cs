using CleanClaim.Billing.Storage;

namespace CleanClaim.Billing.Tests.Storage;

public sealed class DataFolderTests
{
    [Fact]
    public async Task A_folder_is_opened_by_one_holder_and_is_free_again_when_that_lets_go()
    {
        var path = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        var first = await DataFolder.TryOpen(path, Migrations.Sqlite.Steps.All, TimeProvider.System);
        Assert.NotNull(first);
        Assert.Null(await DataFolder.TryOpen(path, Migrations.Sqlite.Steps.All, TimeProvider.System));
        await first.DisposeAsync();
        var second = await DataFolder.TryOpen(path, Migrations.Sqlite.Steps.All, TimeProvider.System);
        Assert.NotNull(second);
        Assert.Equal(first.Vault.Fingerprint, second.Vault.Fingerprint);
        await second.DisposeAsync();
        Directory.Delete(path, recursive: true);
    }

    [Fact]
    public async Task The_master_key_is_readable_by_its_user_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        await using (await DataFolder.TryOpen(path, Migrations.Sqlite.Steps.All, TimeProvider.System))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DataFolder.MasterKeyIn(path)));
        Directory.Delete(path, recursive: true);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_reads_the_database_file_or_the_files_beside_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var house = await House.Open("sqlite");
        var files = Directory.GetFiles(house.Folder, $"{Path.GetFileName(house.SqliteFile!)}*");
        Assert.Contains(files, f => f.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}

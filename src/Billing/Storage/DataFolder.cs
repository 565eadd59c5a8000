namespace CleanClaim.Billing.Storage;

/// <summary>
/// An opened data folder: the embedded database, its keys, and the lock that makes this process the only one to open them.
/// The operating system drops the lock with the process, however it ends.
/// </summary>
public sealed class DataFolder : IAsyncDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held, SqliteDatabase database, Vault vault) => (Path, _lock, Database, Vault) = (path, held, database, vault);

    public string Path { get; }
    public SqliteDatabase Database { get; }
    public Vault Vault { get; }

    public static string DatabaseIn(string path) => System.IO.Path.Combine(path, "cleanclaim.db");
    public static string MasterKeyIn(string path) => System.IO.Path.Combine(path, "keys", "master.key");

    /// <summary>Takes the lock, opens the database (made when absent) and brings its schema up. Null when another process holds the folder: send the verb to it.</summary>
    /// <param name="masterKey">The file of the master key where it lies elsewhere than in the folder.</param>
    /// <exception cref="SchemaException">The folder was written by a newer program, or a migration was altered.</exception>
    /// <exception cref="MasterKeyException">The folder holds data, and its master key is missing or another one.</exception>
    public static async Task<DataFolder?> TryOpen(string path, IReadOnlyList<Migration> migrations, TimeProvider clock, CancellationToken cancel = default, string? masterKey = null)
    {
        Directory.CreateDirectory(path);
        if (TakeLock(System.IO.Path.Combine(path, "lock")) is not { } held) return null;
        SqliteDatabase? database = null;
        try
        {
            database = new SqliteDatabase(DatabaseIn(path));
            await Migrator.Up(database, migrations, Vocabulary.Instant.Of(clock.GetUtcNow()), cancel);
            return new DataFolder(path, held, database, await MasterKey.Open(database, masterKey ?? MasterKeyIn(path), cancel));
        }
        catch
        {
            if (database is not null) await database.DisposeAsync();
            await held.DisposeAsync();
            throw;
        }
    }

    private static FileStream? TakeLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Vault.Dispose();
        await _lock.DisposeAsync();
    }
}

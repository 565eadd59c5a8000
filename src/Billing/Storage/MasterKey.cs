namespace CleanClaim.Billing.Storage;

/// <summary>The master key is missing, or is another database's; says where it should lie.</summary>
public sealed class MasterKeyException(string message) : Exception(message);

/// <summary>Finds the master key of a database: the key ring knows under which one its keys were wrapped, so that no other takes its place unseen.</summary>
public static class MasterKey
{
    /// <summary>Reads the key; makes one only for a database that holds no organization yet.</summary>
    /// <exception cref="MasterKeyException">The database holds data, and the file is missing or holds another key.</exception>
    /// <exception cref="InvalidDataException">The file is not a key of 32 bytes.</exception>
    public static async Task<Vault> Open(IDatabase database, string path, CancellationToken cancel = default)
    {
        List<string> wrappedBy;
        await using (var session = await database.Begin(write: false, org: null, cancel))
            wrappedBy = await session.Query("select distinct master_fingerprint from key_ring", r => r.GetString(0));
        var mend = "Put it back there from your key backup, or let CLEANCLAIM_MASTER_KEY_FILE name its file: nothing else opens what is stored here.";
        if (wrappedBy.Count > 0 && !File.Exists(path)) throw new MasterKeyException($"The master key of this database is missing: it should lie in {path}. {mend}");
        var vault = Vault.Open(path);
        if (wrappedBy.Count == 0 || wrappedBy.Contains(vault.Fingerprint)) return vault;
        var held = vault.Fingerprint;
        vault.Dispose();
        throw new MasterKeyException($"The master key in {path} is not this database's: it is {held}, and the data was kept under {string.Join(", ", wrappedBy)}. {mend}");
    }
}

using System.Security.Cryptography;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// Keys. The master key lives in a file that only its user can read (DATA/keys/master.key; CLEANCLAIM_MASTER_KEY_FILE may name another) and never in the
/// database or a backup; it wraps the organizations' data keys. AES-256-GCM throughout: nonce 12, tag 16, then the text.
/// </summary>
public sealed class Vault : IDisposable
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly AesGcm _master;
    private readonly Dictionary<long, byte[]> _open = [];
    private readonly Lock _gate = new();

    private Vault(byte[] master)
    {
        _master = new AesGcm(master, Tag);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(master))[..16];
    }

    /// <summary>Names the master key without telling it; stands in the key ring and in backups.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a master key, or makes it where there is none. A database's own is opened by <see cref="MasterKey"/>.</summary>
    /// <exception cref="InvalidDataException">The file is not a key of 32 bytes.</exception>
    public static Vault Open(string path)
    {
        if (!File.Exists(path)) Create(path);
        var key = File.ReadAllBytes(path);
        return key.Length == 32 ? new Vault(key) : throw new InvalidDataException($"{path} is not a master key: it must hold exactly 32 bytes, not {key.Length}. Restore it from your key backup.");
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(RandomNumberGenerator.GetBytes(32));
        file.Flush(flushToDisk: true);
    }

    /// <summary>A new data key, wrapped for the key ring.</summary>
    public byte[] NewWrappedKey() => Seal(_master, RandomNumberGenerator.GetBytes(32), []);

    /// <exception cref="CryptographicException">The key was wrapped by another master key.</exception>
    public byte[] Unwrap(long keyId, byte[] wrapped)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(keyId, out var key)) _open[keyId] = key = Unseal(_master, wrapped, []);
            return key;
        }
    }

    public static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        using var aes = new AesGcm(key, Tag);
        return Seal(aes, plain, bound);
    }

    public static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> bound)
    {
        using var aes = new AesGcm(key, Tag);
        return Unseal(aes, sealedText, bound);
    }

    private static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var result = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, Nonce));
        aes.Encrypt(result.AsSpan(0, Nonce), plain, result.AsSpan(Nonce + Tag), result.AsSpan(Nonce, Tag), bound);
        return result;
    }

    private static byte[] Unseal(AesGcm aes, ReadOnlySpan<byte> text, ReadOnlySpan<byte> bound)
    {
        var plain = new byte[text.Length - Nonce - Tag];
        aes.Decrypt(text[..Nonce], text[(Nonce + Tag)..], text.Slice(Nonce, Tag), plain, bound);
        return plain;
    }

    public void Dispose() => _master.Dispose();
}

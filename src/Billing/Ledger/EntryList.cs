namespace CleanClaim.Billing.Ledger;

/// <summary>Entry ids in ascending order as differences of seven bits a byte: two or three bytes an entry.</summary>
internal static class EntryList
{
    public static byte[] Pack(IEnumerable<long> ids)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var last = 0L;
        foreach (var id in ids.Order())
        {
            writer.Write7BitEncodedInt64(id - last);
            last = id;
        }
        return bytes.ToArray();
    }

    public static List<long> Unpack(byte[] packed)
    {
        var ids = new List<long>();
        using var reader = new BinaryReader(new MemoryStream(packed));
        var last = 0L;
        while (reader.BaseStream.Position < packed.Length) ids.Add(last += reader.Read7BitEncodedInt64());
        return ids;
    }
}

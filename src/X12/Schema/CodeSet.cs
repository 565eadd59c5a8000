using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace CleanClaim.X12.Schema;

/// <summary>
/// A closed list of codes. Codes of up to eight bytes, which nearly all are, are compared as one integer each; longer ones
/// as text.
/// </summary>
public sealed class CodeSet
{
    private const int FewCodes = 6;
    private readonly ulong[] _few;
    private readonly FrozenSet<ulong> _packed;
    private readonly byte[][] _long;

    /// <param name="codes">The codes as they stand in files.</param>
    /// <param name="name">The name of the list, null when the guide's row spells it out.</param>
    public CodeSet(IEnumerable<string> codes, string? name = null)
    {
        Codes = [.. codes];
        Name = name;
        var bytes = Codes.Select(Encoding.Latin1.GetBytes).ToList();
        var packed = bytes.Where(b => b.Length <= 8).Select(b => Pack(b)).ToArray();
        _few = packed.Length <= FewCodes ? packed : [];
        _packed = packed.Length <= FewCodes ? FrozenSet<ulong>.Empty : packed.ToFrozenSet();
        _long = [.. bytes.Where(b => b.Length > 8)];
    }

    public IReadOnlyList<string> Codes { get; }

    public string? Name { get; }

    public bool Contains(ReadOnlySpan<byte> code)
    {
        if (code.Length > 8)
        {
            foreach (var known in _long)
                if (code.SequenceEqual(known)) return true;
            return false;
        }

        var value = Pack(code);
        foreach (var known in _few)
            if (known == value) return true;
        return _packed.Count > 0 && _packed.Contains(value);
    }

    public bool Overlaps(CodeSet other) => Codes.Intersect(other.Codes, StringComparer.Ordinal).Any();

    private static ulong Pack(ReadOnlySpan<byte> code)
    {
        if (code.Length == 8) return BinaryPrimitives.ReadUInt64LittleEndian(code);
        ulong value = 0;
        for (var i = code.Length - 1; i >= 0; i--) value = value << 8 | code[i];
        return value;
    }
}

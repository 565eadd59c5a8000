using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CleanClaim.X12.Schema;

/// <summary>
/// A closed list of codes. Codes of up to eight bytes, which nearly all are, are packed into one integer each and looked up
/// in an open table; longer ones are compared as text.
/// </summary>
public sealed class CodeSet
{
    private readonly ulong[] _slots;
    private readonly int _shift;
    private readonly byte[][] _long;

    /// <param name="codes">The codes as they stand in files.</param>
    /// <param name="name">The name of the list, null when the guide's row spells it out.</param>
    public CodeSet(IEnumerable<string> codes, string? name = null)
    {
        Codes = [.. codes];
        Name = name;
        var bytes = Codes.Select(Encoding.Latin1.GetBytes).Where(b => b.Length > 0).ToList();
        var packed = bytes.Where(b => b.Length <= 8).Select(b => Pack(b)).Distinct().ToList();
        // At most half full, so that a look-up ends after a step or two.
        var bits = 1;
        while (1 << bits < packed.Count * 2) bits++;
        _slots = new ulong[1 << bits];
        _shift = 64 - bits;
        foreach (var code in packed)
        {
            var at = Slot(code);
            while (_slots[at] != 0) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = code;
        }

        _long = [.. bytes.Where(b => b.Length > 8)];
    }

    public IReadOnlyList<string> Codes { get; }

    public string? Name { get; }

    public bool Contains(ReadOnlySpan<byte> code)
    {
        if (code.IsEmpty) return false;
        if (code.Length > 8) return ContainsLong(code);
        return ContainsPacked(Pack(code));
    }

    /// <summary>Whether a code of one to eight bytes, packed with its first byte lowest, is one of the list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool ContainsPacked(ulong code)
    {
        unchecked
        {
            ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
            var last = _slots.Length - 1;
            for (var at = Slot(code); ; at++)
            {
                // Within the table, whose length is a power of two.
                var known = Unsafe.Add(ref slots, at & last);
                // An empty slot is asked first: a NUL byte packs to it.
                if (known == 0) return false;
                if (known == code) return true;
            }
        }
    }

    public bool Overlaps(CodeSet other) => Codes.Intersect(other.Codes, StringComparer.Ordinal).Any();

    private bool ContainsLong(ReadOnlySpan<byte> code)
    {
        foreach (var known in _long)
            if (code.SequenceEqual(known)) return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ulong value) => unchecked((int)((value * 0x9E3779B97F4A7C15UL) >> _shift));

    /// <summary>The same for a code behind which seven more bytes can be read, as behind each element of a segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong PackWithSlack(ReadOnlySpan<byte> code) => PackWithSlack(ref MemoryMarshal.GetReference(code), code.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong PackWithSlack(ref byte first, int length)
    {
        var beyond = unchecked((sizeof(ulong) - length) * 8);
        return Unsafe.ReadUnaligned<ulong>(ref first) << beyond >> beyond;
    }

    /// <summary>One to eight bytes as one integer, first byte lowest; two overlapping reads instead of a loop.</summary>
    internal static ulong Pack(ReadOnlySpan<byte> code)
    {
        ref var first = ref MemoryMarshal.GetReference(code);
        var length = code.Length;
        if (length >= 4)
            return Unsafe.ReadUnaligned<uint>(ref first) | (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4)) << ((length - 4) * 8);
        if (length >= 2) return Unsafe.ReadUnaligned<ushort>(ref first) | (ulong)code[length - 1] << ((length - 1) * 8);
        return first;
    }
}

using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Composites as the data have them.</summary>
internal static class Composites
{
    /// <summary>The first repeat of an element. Where the data use another separator than the ISA names (a common defect of
    /// published files), that one is taken: an element known to be composite holds no other punctuation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static CompositeView Of(SegmentView segment, int element) => Of(segment[element], segment.Delimiters);

    /// <summary>The first repeat of an element, wherever a whole vector can be read at its beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompositeView Of(ReadOnlySpan<byte> bytes, Delimiters delimiters)
    {
        if (bytes.IsEmpty) return default;
        var parts = CompositeView.FirstOf(bytes, delimiters);
        // A single letter has nothing to be cut.
        return parts.IsMarked || bytes.Length == 1 ? parts : new(parts.Bytes, SeparatorOf(parts.Bytes, parts.Separator));
    }

    /// <summary>What separates the components where the ISA's separator was not found at once; 0 when nothing does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte SeparatorOf(ReadOnlySpan<byte> bytes, byte separator)
    {
        if (separator != 0 && bytes.Contains(separator)) return separator;
        var foreign = bytes.Length > 1 ? bytes.IndexOfAny(":>|<\\^+*"u8) : 0;
        return foreign > 0 ? bytes[foreign] : (byte)0;
    }
}

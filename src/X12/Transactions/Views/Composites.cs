using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Composites as the data have them.</summary>
internal static class Composites
{
    /// <summary>The first repeat of an element. Where the data use another separator than the ISA names (a common defect of
    /// published files), that one is taken: an element known to be composite holds no other punctuation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CompositeView Of(SegmentView segment, int element)
    {
        var bytes = segment[element];
        return bytes.Length <= CompositeView.MarkedMax ? Short(bytes, segment.Delimiters) : Any(segment, element);
    }

    /// <summary>All separators at once: behind a segment of the reader's a whole vector can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CompositeView Short(ReadOnlySpan<byte> bytes, Delimiters delimiters)
    {
        unchecked
        {
            if (bytes.IsEmpty) return default;
            var letters = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bytes));
            var within = uint.MaxValue >> (CompositeView.MarkedMax - bytes.Length);
            var repeats = Vector256.Equals(letters, Vector256.Create(delimiters.Repetition)).ExtractMostSignificantBits() & within;
            if (delimiters.Repetition != 0 && repeats != 0)
            {
                bytes = bytes[..BitOperations.TrailingZeroCount(repeats)];
                within = (1U << bytes.Length) - 1;
            }

            var marks = Vector256.Equals(letters, Vector256.Create(delimiters.Component)).ExtractMostSignificantBits() & within;
            return marks != 0 && delimiters.Component != 0 ? new(bytes, delimiters.Component, marks) : WithForeignSeparator(bytes);
        }
    }

    private static CompositeView Any(SegmentView segment, int element)
    {
        var bytes = segment.Repeats(element).FirstOrDefault().Bytes;
        var declared = segment.Delimiters.Component;
        return declared != 0 && bytes.Contains(declared) ? new(bytes, declared, at: 0) : WithForeignSeparator(bytes);
    }

    private static CompositeView WithForeignSeparator(ReadOnlySpan<byte> bytes)
    {
        var foreign = bytes.Length > 1 ? bytes.IndexOfAny(":>|<\\^+*"u8) : 0;
        return new(bytes, foreign > 0 ? bytes[foreign] : (byte)0, at: 0);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Writing;

/// <summary>
/// Segments of plain letters become bytes: each text is looked at and copied in the same vector. Whether a letter may not stand in
/// the file is asked once a segment, and a text of up to eight letters, as nearly all are, takes one way whatever its length.
/// </summary>
internal static unsafe class PlainLetters
{
    /// <summary>What <see cref="TryCopy"/> gives for a segment of which some letter takes a closer look, and for one that needs more room.</summary>
    public const int Odd = -1, Full = -2;

    private const int Word = sizeof(ulong), IdMax = 3, Slack = 32;

    // The lowest letter of a plain text, sixteen times, then that of a text in parts, whose marks are lower.
    private static ReadOnlySpan<byte> Lowest => "                \u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e\u001e"u8;

    /// <summary>How much room a segment needs besides the letters of its texts.</summary>
    public static int RoomOf(string id, int elements) => id.Length + elements * (1 + Word) + Slack;

    /// <summary>Copies a segment with its marks, absent elements at the end left off; gives where it ends, or why it was not taken, and something may then have been written behind its place.</summary>
    /// <param name="id">The segment's id.</param>
    /// <param name="elements">Its elements.</param>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="from">Where in the buffer.</param>
    public static int TryCopy(string id, ReadOnlySpan<X12Value> elements, byte[] buffer, int from)
    {
        unchecked
        {
            ref var element = ref MemoryMarshal.GetReference(elements);
            var last = elements.Length;
            while (last > 0 && string.IsNullOrEmpty(Unsafe.Add(ref element, last - 1).Text)) last--;
            if (id.Length is < 1 or > IdMax) return Odd;
            // For each element its mark and a word are kept free, so that only a longer text has to ask for room.
            var spare = buffer.Length - from - RoomOf(id, last);
            if (spare < 0) return Full;
            fixed (byte* start = buffer)
            {
                var to = start + from;
                var odd = CopyWord(id, to, hasParts: false);
                to += id.Length;
                for (var i = 0; i < last; i++)
                {
                    *to++ = SegmentBuffer.ElementMark;
                    ref readonly var value = ref Unsafe.Add(ref element, i);
                    if (value.Text is not { } text) continue;
                    if (text.Length <= Word) odd |= CopyWord(text, to, value.HasParts);
                    else
                    {
                        spare -= text.Length - Word;
                        if (spare < 0) return Full;
                        odd |= CopyLong(text, to, value.HasParts);
                    }

                    to += text.Length;
                }

                *to++ = SegmentBuffer.TerminatorMark;
                return odd == 0 ? (int)(to - start) : Odd;
            }
        }
    }

    /// <summary>
    /// Copies up to eight letters and gives a bit for each that is not plain. The vector is the one that ends where the text does: what stands before
    /// the letters of a short one is the string's own head, and is shifted out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CopyWord(string text, byte* to, bool hasParts)
    {
        unchecked
        {
            var length = text.Length;
            fixed (char* letters = text)
            {
                var bytes = Narrowed((ushort*)letters + length - Word);
                *(ulong*)to = bytes.AsUInt64()[0] >> ((Word - length) * 8);
                return OddAmong(bytes, hasParts) & (0xFFU << (Word - length)) & 0xFF;
            }
        }
    }

    /// <summary>The same for more than eight letters, of which the last vector may overlap the one before.</summary>
    private static uint CopyLong(string text, byte* to, bool hasParts)
    {
        unchecked
        {
            var (odd, last) = (0U, text.Length - Word);
            fixed (char* letters = text)
            {
                for (var at = 0; ; at = Math.Min(at + Word, last))
                {
                    var bytes = Narrowed((ushort*)letters + at);
                    *(ulong*)(to + at) = bytes.AsUInt64()[0];
                    odd |= OddAmong(bytes, hasParts) & 0xFF;
                    if (at == last) return odd;
                }
            }
        }
    }

    /// <summary>Eight letters as bytes, twice; one that is no byte becomes the greatest, which is not plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrowed(ushort* letters)
    {
        var wide = Vector128.Load(letters);
        return Vector128.NarrowWithSaturation(wide, wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint OddAmong(Vector128<byte> bytes, bool hasParts)
    {
        var lowest = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Lowest), (nuint)Vector128<byte>.Count * Unsafe.BitCast<bool, byte>(hasParts));
        return ~Vector128.Equals(Vector128.Min(Vector128.Max(bytes, lowest), Vector128.Create((byte)'~')), bytes).ExtractMostSignificantBits();
    }
}

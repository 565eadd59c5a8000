using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CleanClaim.X12.Reading;

/// <summary>
/// Finds every element separator and segment terminator of a block. A delimiter comes every four to five bytes, so whole
/// vectors are compared to bit masks and the bits walked: several times quicker than searching hit by hit. In passing it
/// marks the stretches that need a closer look, so that nobody has to look at the letters of a clean file again.
/// </summary>
/// <remarks>
/// The buffer must have <see cref="Slack"/> readable bytes after the range, so that the last vector needs no shorter twin.
/// Arithmetic and indexing are unchecked here: every index is below the lengths checked in <see cref="Scan"/>, and the
/// checks cost a tenth of the speed.
/// </remarks>
internal static partial class Scanner
{
    /// <summary>Bytes looked at in one step.</summary>
    public const int Stride = 64;

    public const int Slack = Stride;

    private const byte Blank = (byte)' ', LastPlain = (byte)'~';

    private static readonly Vector512<byte> Places = Vector512.CreateSequence((byte)0, (byte)1);

    /// <summary>
    /// Appends the positions of both delimiters in [from, to) to the marks' ends, for each terminator its index among them,
    /// and where a stretch of <see cref="Stride"/> bytes begins that is doubtful (<see cref="Marks.Doubts"/>). Both mark
    /// buffers must hold one entry a byte, the worst case. <paramref name="from"/> is where a segment begins.
    /// </summary>
    public static void Scan(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to + Slack, buffer.Length);
        if (marks.Ends.Length < marks.EndCount + (to - from) + Slack || marks.Segments.Length < marks.SegmentCount + (to - from) + Slack)
            throw new ArgumentException("The mark buffers are smaller than the block.", nameof(marks));
        if (Avx512Vbmi2.IsSupported) ScanCompressing(buffer, from, to, delimiters, marks);
        else if (CanPack) ScanPacking(buffer, from, to, delimiters, marks);
        else ScanScalar(buffer, from, to, delimiters, marks);
    }

    /// <summary>The same byte by byte: for processors without vectors, and to test the others against.</summary>
    internal static void ScanScalar(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        var (before, isDoubtful) = (delimiters.Segment, false);
        for (var i = from; i < to; i++)
        {
            var value = buffer[i];
            var isDelimiter = value == delimiters.Segment || value == delimiters.Element;
            if (value == delimiters.Segment) marks.Segments[marks.SegmentCount++] = marks.EndCount;
            if (isDelimiter) Append(buffer, i, delimiters, marks);
            if (isDelimiter) isDoubtful |= before == Blank;
            else if (IsBreak(value)) isDoubtful |= before != delimiters.Segment && (before == delimiters.Element || !IsBreak(before));
            else isDoubtful |= value is < Blank or > LastPlain;
            marks.HasOdd |= !isDelimiter && value is < Blank or > LastPlain;
            before = value;
            if ((i - from) % Stride != Stride - 1 && i != to - 1) continue;
            if (isDoubtful) marks.Doubt(from + (i - from) / Stride * Stride);
            isDoubtful = false;
        }
    }

    private static void Append(byte[] buffer, int end, Delimiters delimiters, Marks marks)
    {
        marks.Ends[marks.EndCount++] = end;
        if (marks.Letters is not { } letters) return;
        var behind = buffer[end + 1];
        letters[marks.EndCount] = behind == delimiters.Segment || behind == delimiters.Element ? (byte)0 : behind;
    }

    /// <summary>A processor that can move the chosen bytes of a vector together needs no walk over the bits.</summary>
    internal static void ScanCompressing(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        unchecked
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(marks.Ends);
            var element = Vector512.Create(delimiters.Element);
            var terminator = Vector512.Create(delimiters.Segment);
            var blank = Vector512.Create(Blank);
            var lines = new Vector512<byte>();
            var (places, carry, count, allOdd) = (Places, Carry.AtStart, marks.EndCount, 0UL);
            for (var i = from; i < to; i += Stride)
            {
                var vector = Vector512.LoadUnsafe(ref bytes, (nuint)i);
                var within = Within(to - i);
                var isTerminator = Vector512.Equals(vector, terminator);
                var isEnd = isTerminator | Vector512.Equals(vector, element);
                var terminators = isTerminator.ExtractMostSignificantBits() & within;
                var all = isEnd.ExtractMostSignificantBits() & within;
                // What lies past the range stands behind what lies in it, and is overwritten by the next stretch.
                var found = Avx512Vbmi2.Compress(lines, isEnd, places);
                Store(ref Unsafe.Add(ref ends, count), found, i, BitOperations.PopCount(all));
                AppendSegments(count, all, terminators, marks);
                if (marks.Letters is { } letters) AppendLetters(ref Unsafe.Add(ref bytes, i + 1), isEnd, element, terminator, ref letters[count + 1]);
                count += BitOperations.PopCount(all);

                var odd = Vector512.GreaterThan(vector - blank, Vector512.Create((byte)(LastPlain - Blank))).ExtractMostSignificantBits() & within & ~all;
                var blanks = Vector512.Equals(vector, blank).ExtractMostSignificantBits() & within;
                var breaks = odd == 0 ? 0 : Breaks(vector) & odd;
                if (carry.IsDoubtful(all, terminators, blanks, odd, breaks)) marks.Doubt(i);
                carry = new(blanks, terminators | breaks);
                allOdd |= odd;
            }

            marks.EndCount = count;
            marks.HasOdd |= allOdd != 0;
        }
    }

    /// <summary>What a stretch must know of the last byte before it: whether it is a blank, and whether a line break may follow.</summary>
    private readonly struct Carry(ulong blanks, ulong beforeBreak)
    {
        private readonly ulong _blank = blanks >> 63, _beforeBreak = beforeBreak >> 63;

        /// <summary>As if a terminator stood before the first byte.</summary>
        public static Carry AtStart => new(0, ulong.MaxValue);

        /// <summary>A blank pads a value when a delimiter follows; a line break is lawful behind a terminator or another one; nothing else odd is.</summary>
        public bool IsDoubtful(ulong all, ulong terminators, ulong blanks, ulong odd, ulong breaks) =>
            ((((blanks << 1) | _blank) & all) | (odd ^ breaks) | (breaks & ~(((terminators | breaks) << 1) | _beforeBreak))) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Within(int length) => length >= Stride ? ulong.MaxValue : (1UL << length) - 1;

    private static bool IsBreak(byte value) => value is (byte)'\n' or (byte)'\r';

    private static ulong Breaks(Vector512<byte> v) => (Vector512.Equals(v, Vector512.Create((byte)'\n')) | Vector512.Equals(v, Vector512.Create((byte)'\r'))).ExtractMostSignificantBits();

    /// <summary>Widens the places to positions: thirty-two always, for there are seldom more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref int next, Vector512<byte> found, int at, int count)
    {
        var start = Vector512.Create(at);
        (Widen(found.GetLower().GetLower()) + start).StoreUnsafe(ref next);
        (Widen(found.GetLower().GetUpper()) + start).StoreUnsafe(ref next, 16);
        if (count <= 32) return;
        (Widen(found.GetUpper().GetLower()) + start).StoreUnsafe(ref next, 32);
        (Widen(found.GetUpper().GetUpper()) + start).StoreUnsafe(ref next, 48);
    }

    /// <summary>The letter behind each end is the first one of the next element, unless that is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AppendLetters(ref byte behind, Vector512<byte> isEnd, Vector512<byte> element, Vector512<byte> terminator, ref byte to)
    {
        var letters = Vector512.LoadUnsafe(ref behind);
        letters = Vector512.AndNot(letters, Vector512.Equals(letters, element) | Vector512.Equals(letters, terminator));
        Avx512Vbmi2.Compress(Vector512<byte>.Zero, isEnd, letters).StoreUnsafe(ref to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen(Vector128<byte> places) => Avx512F.ConvertToVector512Int32(places);

    /// <summary>The terminators as indexes among the ends, of which <paramref name="count"/> came before this stretch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AppendSegments(int count, ulong all, ulong terminators, Marks marks)
    {
        unchecked
        {
            ref var next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(marks.Segments), marks.SegmentCount);
            marks.SegmentCount += BitOperations.PopCount(terminators);
            while (terminators != 0)
            {
                for (var k = 0; k < 4; k++)
                {
                    var below = Bmi1.X64.IsSupported ? Bmi1.X64.GetMaskUpToLowestSetBit(terminators) : terminators ^ (terminators - 1);
                    Unsafe.Add(ref next, k) = count + BitOperations.PopCount(all & below) - 1;
                    terminators = Bmi1.X64.IsSupported ? Bmi1.X64.ResetLowestSetBit(terminators) : terminators & (terminators - 1);
                }

                next = ref Unsafe.Add(ref next, 4);
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CleanClaim.X12.Reading;

/// <summary>The scan for processors with vectors of 32 bytes that cannot move chosen bytes together by themselves.</summary>
internal static partial class Scanner
{
    // For each byte of marks the places of its bits, moved together: no branch then hangs on how many there are.
    private static readonly ulong[] PlacesOfBits = [.. Enumerable.Range(0, 256).Select(PlacesOf)];

    /// <summary>Whether <see cref="ScanPacking"/> can be used.</summary>
    internal static bool CanPack => Avx2.IsSupported;

    private static ulong PlacesOf(int marks)
    {
        var places = 0UL;
        for (var bit = 7; bit >= 0; bit--)
            if ((marks >> bit & 1) != 0) places = places << 8 | (uint)bit;
        return places;
    }

    /// <summary>Eight bytes at a time, by a table of where the marks of eight bytes stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ScanPacking(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        unchecked
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(marks.Ends);
            ref var letters = ref marks.Letters is { } noted ? ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(noted), 1) : ref Unsafe.NullRef<byte>();
            ref var rows = ref MemoryMarshal.GetArrayDataReference(PlacesOfBits);
            var hasLetters = marks.Letters is not null;
            var element = Vector256.Create(delimiters.Element);
            var terminator = Vector256.Create(delimiters.Segment);
            var (carry, allOdd) = (Carry.AtStart, 0UL);
            nint count = marks.EndCount;
            for (nint i = from; i < to; i += Stride)
            {
                var low = Vector256.LoadUnsafe(ref bytes, (nuint)i);
                var high = Vector256.LoadUnsafe(ref bytes, (nuint)i + 32);
                var within = Within(to - (int)i);
                Vector256<byte> lowEnds = Vector256.Equals(low, terminator), highEnds = Vector256.Equals(high, terminator);
                var terminators = Bits(lowEnds, highEnds) & within;
                var all = Bits(lowEnds | Vector256.Equals(low, element), highEnds | Vector256.Equals(high, element)) & within;
                AppendSegments((int)count, all, terminators, marks);

                var blank = Vector256.Create(Blank);
                var odd = Bits(Odd(low), Odd(high)) & within & ~all;
                var blanks = Bits(Vector256.Equals(low, blank), Vector256.Equals(high, blank)) & within;
                var breaks = odd == 0 ? 0 : Bits(Breaks(low), Breaks(high)) & odd;
                if (carry.IsDoubtful(all, terminators, blanks, odd, breaks)) marks.Doubt((int)i);
                carry = new(blanks, terminators | breaks);
                allOdd |= odd;

                var places = Vector256.Create((int)i);
                if (hasLetters)
                {
                    low = Kept(Vector256.LoadUnsafe(ref bytes, (nuint)i + 1), element, terminator);
                    high = Kept(Vector256.LoadUnsafe(ref bytes, (nuint)i + 33), element, terminator);
                    count = Pack(low.GetLower(), ref rows, all, places, count, ref ends, ref letters);
                    count = Pack(low.GetUpper(), ref rows, all >> 16, places + Vector256.Create(16), count, ref ends, ref letters);
                    count = Pack(high.GetLower(), ref rows, all >> 32, places + Vector256.Create(32), count, ref ends, ref letters);
                    count = Pack(high.GetUpper(), ref rows, all >> 48, places + Vector256.Create(48), count, ref ends, ref letters);
                }
                else
                {
                    count = Pack(ref rows, all, places, count, ref ends);
                    count = Pack(ref rows, all >> 16, places + Vector256.Create(16), count, ref ends);
                    count = Pack(ref rows, all >> 32, places + Vector256.Create(32), count, ref ends);
                    count = Pack(ref rows, all >> 48, places + Vector256.Create(48), count, ref ends);
                }
            }

            marks.EndCount = (int)count;
            marks.HasOdd |= allOdd != 0;
        }
    }

    /// <summary>The ends and letters of sixteen bytes, in two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Pack(Vector128<byte> behind, ref ulong rows, ulong all, Vector256<int> places, nint count, ref int ends, ref byte letters)
    {
        unchecked
        {
            var row = Vector128.CreateScalarUnsafe(Unsafe.Add(ref rows, (nint)(byte)all)).AsByte();
            (Avx2.ConvertToVector256Int32(row) + places).StoreUnsafe(ref Unsafe.Add(ref ends, count));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref letters, count), Ssse3.Shuffle(behind, row).AsUInt64().ToScalar());
            count += BitOperations.PopCount((uint)(byte)all);
            row = Vector128.CreateScalarUnsafe(Unsafe.Add(ref rows, (nint)(byte)(all >> 8))).AsByte() + Vector128.Create((byte)8);
            (Avx2.ConvertToVector256Int32(row) + places).StoreUnsafe(ref Unsafe.Add(ref ends, count));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref letters, count), Ssse3.Shuffle(behind, row).AsUInt64().ToScalar());
            return count + BitOperations.PopCount((uint)(byte)(all >> 8));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Pack(ref ulong rows, ulong all, Vector256<int> places, nint count, ref int ends)
    {
        unchecked
        {
            var row = Vector128.CreateScalarUnsafe(Unsafe.Add(ref rows, (nint)(byte)all)).AsByte();
            (Avx2.ConvertToVector256Int32(row) + places).StoreUnsafe(ref Unsafe.Add(ref ends, count));
            count += BitOperations.PopCount((uint)(byte)all);
            row = Vector128.CreateScalarUnsafe(Unsafe.Add(ref rows, (nint)(byte)(all >> 8))).AsByte();
            (Avx2.ConvertToVector256Int32(row) + (places + Vector256.Create(8))).StoreUnsafe(ref Unsafe.Add(ref ends, count));
            return count + BitOperations.PopCount((uint)(byte)(all >> 8));
        }
    }

    private static Vector256<byte> Kept(Vector256<byte> letters, Vector256<byte> element, Vector256<byte> terminator) =>
        Vector256.AndNot(letters, Vector256.Equals(letters, element) | Vector256.Equals(letters, terminator));

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | (ulong)high.ExtractMostSignificantBits() << 32;

    /// <summary>One added, all letters that may stand in a value are positive and no other byte is as great, as signed bytes go.</summary>
    private static Vector256<byte> Odd(Vector256<byte> v) => unchecked(Vector256.LessThan(v.AsSByte() + Vector256<sbyte>.One, Vector256.Create((sbyte)(Blank + 1))).AsByte());

    private static Vector256<byte> Breaks(Vector256<byte> v) => Vector256.Equals(v, Vector256.Create((byte)'\n')) | Vector256.Equals(v, Vector256.Create((byte)'\r'));
}

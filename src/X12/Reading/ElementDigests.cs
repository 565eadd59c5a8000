using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The digest of all elements of a segment at once, where the scanner noted their first letters: no branch then hangs on how many
/// there are, which cannot be guessed. Unchecked: the digest is meant to wrap around, and the places come from the scanner.
/// </summary>
internal static class ElementDigests
{
    /// <summary>Segments with more elements than this behind their id are added up one by one.</summary>
    public const int Most = 16;

    /// <summary>The same where only letters are added up, the id's counted as one.</summary>
    public const int MostLetters = 32;

    // A row for each number of elements: the places 2 to 17 of those that there are, the id's being 1, and 0 for the rest.
    private static readonly int[] Places = [.. from count in Enumerable.Range(0, Most + 1) from lane in Enumerable.Range(0, Most) select lane < count ? lane + 2 : 0];

    // The same for letters, the id's first, which counts for nothing: a line break may stand in its place.
    private static readonly sbyte[] LetterPlaces = [.. from count in Enumerable.Range(0, MostLetters + 1) from lane in Enumerable.Range(0, MostLetters) select (sbyte)(lane > 0 && lane < count ? lane + 1 : 0)];

    /// <summary>Whether this processor finds first letters as quickly as separators.</summary>
    public static bool AreQuick => Avx512Vbmi2.IsSupported || Scanner.CanPack;

    /// <summary>The table for <see cref="OfLetters"/>.</summary>
    public static ref sbyte PlacesOfLetters => ref MemoryMarshal.GetArrayDataReference(LetterPlaces);

    /// <summary>
    /// What each of the elements behind the id adds, by lane. The sum of a whole block fits: a lane gets at most 17 times 256 for each
    /// of its 384 Ki bytes, and 17 times 255 for each of its segments.
    /// </summary>
    /// <param name="idEnd">Where the id ends, then each element.</param>
    /// <param name="idLetter">The first letters beside those.</param>
    /// <param name="count">How many elements there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(ref int idEnd, ref byte idLetter, int count)
    {
        unchecked
        {
            var lengths = Vector512.LoadUnsafe(ref idEnd, 1) - Vector512.LoadUnsafe(ref idEnd) - Vector512<int>.One;
            var letters = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref idLetter, 1));
            return ((lengths << 8) + letters) * Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Places), (nuint)(count * Most));
        }
    }

    /// <summary>
    /// What the first letters of a segment's elements add, the id's aside, by lane. The sum of a whole block fits: 32 letters add at most
    /// 528 times 255 for at least 64 bytes.
    /// </summary>
    /// <param name="idLetter">The first letters, the id's first.</param>
    /// <param name="places">The table.</param>
    /// <param name="count">How many elements there are, with the id.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> OfLetters(ref byte idLetter, ref sbyte places, nint count)
    {
        var row = Vector256.LoadUnsafe(ref Unsafe.Add(ref places, unchecked(count * MostLetters)));
        return Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref idLetter), row), Vector256<short>.One);
    }

    /// <summary>The sum of so many ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(ref int first, nint count)
    {
        unchecked
        {
            Vector256<long> even = Vector256<long>.Zero, odd = even;
            nint i = 0;
            for (; i + 8 <= count; i += 8)
            {
                even += Avx2.ConvertToVector256Int64(Vector128.LoadUnsafe(ref first, (nuint)i));
                odd += Avx2.ConvertToVector256Int64(Vector128.LoadUnsafe(ref first, (nuint)i + 4));
            }

            var sum = Vector256.Sum(even + odd);
            for (; i < count; i++) sum += Unsafe.Add(ref first, i);
            return sum;
        }
    }

    public static ulong Sum(Vector512<int> lanes)
    {
        var (low, high) = Vector512.Widen(lanes.AsUInt32());
        return Vector512.Sum(low + high);
    }
}

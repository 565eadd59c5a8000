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

    // A row for each number of elements: the places 2 to 17 of those that there are, the id's being 1, and 0 for the rest.
    private static readonly int[] Places = [.. from count in Enumerable.Range(0, Most + 1) from lane in Enumerable.Range(0, Most) select lane < count ? lane + 2 : 0];

    /// <summary>Whether this processor finds first letters as quickly as separators.</summary>
    public static bool AreQuick => Avx512Vbmi2.IsSupported;

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

    public static ulong Sum(Vector512<int> lanes)
    {
        var (low, high) = Vector512.Widen(lanes.AsUInt32());
        return Vector512.Sum(low + high);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Writing;

/// <summary>
/// Texts of plain letters become bytes: each is looked at and copied in the same vector. Values are short, so a text is taken
/// as two vectors that overlap, and nothing beyond it is read or written.
/// </summary>
internal static class PlainLetters
{
    /// <summary>Copies a text whose letters are all from <paramref name="lowest"/> to the tilde; false when one is not, and something may then have been written.</summary>
    /// <param name="text">The text; at least one letter.</param>
    /// <param name="to">Where it goes: as many bytes as the text has letters can be written there.</param>
    /// <param name="lowest">The lowest letter allowed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCopy(string text, ref byte to, char lowest)
    {
        unchecked
        {
            ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text.AsSpan()));
            var length = text.Length;
            if (length >= Vector128<ushort>.Count) return TryCopyVectors(ref first, ref to, length, lowest);
            if (length >= FourLetters)
            {
                var last = length - FourLetters;
                var letters = Vector128.Create(Four(ref first, 0), Four(ref first, last)).AsUInt16();
                var bytes = Vector128.Narrow(letters, letters).AsUInt32();
                Unsafe.WriteUnaligned(ref to, bytes[0]);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, last), bytes[1]);
                return ArePlain(letters, lowest);
            }

            return TryCopyFew(ref first, ref to, length, lowest);
        }
    }

    private const int FourLetters = 4;

    private static ulong Four(ref ushort first, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref first, at)));

    private static bool TryCopyVectors(ref ushort first, ref byte to, int length, char lowest)
    {
        unchecked
        {
            var last = length - Vector128<ushort>.Count;
            for (var at = 0; at < last; at += Vector128<ushort>.Count)
                if (!TryCopyVector(ref first, ref to, at, lowest)) return false;
            return TryCopyVector(ref first, ref to, last, lowest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopyVector(ref ushort first, ref byte to, int at, char lowest)
    {
        var letters = Vector128.LoadUnsafe(ref first, (nuint)at);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), Vector128.Narrow(letters, letters).AsUInt64()[0]);
        return ArePlain(letters, lowest);
    }

    /// <summary>Up to three letters: the first, the middle and the last, of which some are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopyFew(ref ushort first, ref byte to, int length, char lowest)
    {
        unchecked
        {
            uint head = first, middle = Unsafe.Add(ref first, length >> 1), tail = Unsafe.Add(ref first, length - 1), room = '~' - (uint)lowest;
            to = (byte)head;
            Unsafe.Add(ref to, length >> 1) = (byte)middle;
            Unsafe.Add(ref to, length - 1) = (byte)tail;
            return head - lowest <= room && middle - lowest <= room && tail - lowest <= room;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ArePlain(Vector128<ushort> letters, char lowest) =>
        unchecked(!Vector128.GreaterThanAny(letters - Vector128.Create((ushort)lowest), Vector128.Create((ushort)('~' - lowest))));
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Verbs;

/// <summary>
/// Whether a text stands in JSON as it is: printable ASCII, no quote and no backslash. Values are a few letters long, so short
/// ones are taken as two words that overlap; they are copied in passing.
/// </summary>
internal static class PlainText
{
    /// <summary>Copies a plain text; false when it is none, and something of it may have been written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="to">Where it goes; at least its length, and sixteen bytes, can be written there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCopy(ReadOnlySpan<byte> text, ref byte to)
    {
        unchecked
        {
            ref var first = ref MemoryMarshal.GetReference(text);
            var length = text.Length;
            // How long a text is cannot be guessed: up to sixteen letters are taken alike, where what lies behind can be read.
            if ((uint)(length - 1) < (uint)Vector128<byte>.Count && IsWithinPage(ref first))
            {
                var letters = Vector128.LoadUnsafe(ref first);
                letters.StoreUnsafe(ref to);
                return (Odd(letters).ExtractMostSignificantBits() & ((1U << length) - 1)) == 0;
            }

            if (length > Vector128<byte>.Count) return TryCopyLong(ref first, ref to, length);
            if (length >= sizeof(ulong))
            {
                ulong head = Read<ulong>(ref first, 0), tail = Read<ulong>(ref first, length - sizeof(ulong));
                Write(ref to, 0, head);
                Write(ref to, length - sizeof(ulong), tail);
                return AreAll(Vector128.Create(head, tail).AsByte());
            }

            if (length >= sizeof(uint))
            {
                uint head = Read<uint>(ref first, 0), tail = Read<uint>(ref first, length - sizeof(uint));
                Write(ref to, 0, head);
                Write(ref to, length - sizeof(uint), tail);
                return AreAll(Vector128.Create(head | (ulong)tail << 32, Blanks).AsByte());
            }

            return TryCopyFew(ref first, ref to, length);
        }
    }

    private const ulong Blanks = 0x2020_2020_2020_2020;

    /// <summary>Up to three letters: the first, the middle and the last, of which some are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopyFew(ref byte first, ref byte to, int length)
    {
        if (length == 0) return true;
        byte head = first, middle = Unsafe.Add(ref first, length >> 1), tail = Unsafe.Add(ref first, length - 1);
        to = head;
        Unsafe.Add(ref to, length >> 1) = middle;
        Unsafe.Add(ref to, length - 1) = tail;
        return IsPlain(head) && IsPlain(middle) && IsPlain(tail);
    }

    private static bool IsPlain(byte letter) => letter is >= (byte)' ' and <= (byte)'~' and not (byte)'"' and not (byte)'\\';

    private static bool TryCopyLong(ref byte first, ref byte to, int length)
    {
        unchecked
        {
            var last = length - Vector128<byte>.Count;
            for (var at = 0; at < last; at += Vector128<byte>.Count)
                if (!TryCopyVector(ref first, ref to, at)) return false;
            return TryCopyVector(ref first, ref to, last);
        }
    }

    private static bool TryCopyVector(ref byte first, ref byte to, int at)
    {
        var letters = Vector128.LoadUnsafe(ref first, (nuint)at);
        letters.StoreUnsafe(ref to, (nuint)at);
        return AreAll(letters);
    }

    private static T Read<T>(ref byte first, int at) where T : unmanaged => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref first, at));

    private static void Write<T>(ref byte first, int at, T value) where T : unmanaged => Unsafe.WriteUnaligned(ref Unsafe.Add(ref first, at), value);

    private static bool AreAll(Vector128<byte> letters) => Odd(letters) == Vector128<byte>.Zero;

    /// <summary>The letters that may not stand in JSON as they are.</summary>
    private static Vector128<byte> Odd(Vector128<byte> letters) => unchecked(
        Vector128.GreaterThan(letters - Vector128.Create((byte)' '), Vector128.Create((byte)('~' - ' ')))
        | Vector128.Equals(letters, Vector128.Create((byte)'"')) | Vector128.Equals(letters, Vector128.Create((byte)'\\')));

    /// <summary>Whether sixteen bytes from here on lie in one page of memory, so that all can be read when the first can: blocks, constants and the stack never move.</summary>
    private static unsafe bool IsWithinPage(ref byte first) => ((nuint)Unsafe.AsPointer(ref first) & (PageBytes - 1)) <= PageBytes - (nuint)Vector128<byte>.Count;

    private const nuint PageBytes = 4096;
}

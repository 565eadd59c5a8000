using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Verbs;

/// <summary>Whether a text stands in JSON as it is: printable ASCII, no quote and no backslash. Values are a few letters long, so short ones are asked by two overlapping words.</summary>
internal static class PlainText
{
    public static bool Is(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        if (length > Vector128<byte>.Count) return IsLong(text);
        if (length >= sizeof(ulong)) return AreAll(Vector128.Create(Word(ref first, 0), Word(ref first, length - sizeof(ulong))).AsByte());
        if (length >= sizeof(uint))
            return AreAll(Vector128.Create(Half(ref first, 0) | (ulong)Half(ref first, length - sizeof(uint)) << 32, Blanks).AsByte());
        foreach (var letter in text)
            if (letter is < (byte)' ' or > (byte)'~' or (byte)'"' or (byte)'\\') return false;
        return true;
    }

    private const ulong Blanks = 0x2020_2020_2020_2020;

    private static bool IsLong(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var last = text.Length - Vector128<byte>.Count;
        for (var at = 0; at < last; at += Vector128<byte>.Count)
            if (!AreAll(Vector128.LoadUnsafe(ref first, (nuint)at))) return false;
        return AreAll(Vector128.LoadUnsafe(ref first, (nuint)last));
    }

    private static ulong Word(ref byte first, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at));

    private static uint Half(ref byte first, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, at));

    private static bool AreAll(Vector128<byte> letters) => unchecked(
        (Vector128.GreaterThan(letters - Vector128.Create((byte)' '), Vector128.Create((byte)('~' - ' ')))
        | Vector128.Equals(letters, Vector128.Create((byte)'"')) | Vector128.Equals(letters, Vector128.Create((byte)'\\'))) == Vector128<byte>.Zero);
}

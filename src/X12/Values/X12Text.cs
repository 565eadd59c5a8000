using System.Text;

namespace CleanClaim.X12.Values;

/// <summary>Bytes of a file as text for people: UTF-8 where the bytes are that, else Latin-1, so that nothing is lost.</summary>
public static class X12Text
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Codes and qualifiers of one or two letters are most of what a file says: one string each, made when first met.
    private static readonly string?[] Short = new string?[1 << 14];

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        if (bytes.Length <= 2 && (bytes[0] | bytes[^1]) < 0x80)
            return Short[bytes.Length == 1 ? bytes[0] : bytes[0] << 7 | bytes[1]] is { } known && known.Length == bytes.Length ? known : Keep(bytes);
        if (!System.Text.Ascii.IsValid(bytes) && System.Text.Unicode.Utf8.IsValid(bytes)) return StrictUtf8.GetString(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    private static string Keep(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        // A NUL before a letter would share the place of the letter alone.
        if (bytes[0] != 0) Short[bytes.Length == 1 ? bytes[0] : bytes[0] << 7 | bytes[1]] = text;
        return text;
    }
}

using System.Numerics;

namespace CleanClaim.Billing.Vocabulary;

/// <summary>
/// Patient control number (CLM01, CLP01): 12 characters of A-Z and 2-9 without I and O, the first a letter, the last a check
/// character. One per submission, never reused. Payers strip zeros, change case and drop dashes: match by <see cref="Fold"/>.
/// </summary>
public static class Pcn
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const long Range = 24L << 45; // a letter, then nine of 32 characters

    /// <summary>The control number of the n-th submission; neighbours do not look alike, so that a mistyped one is not another's.</summary>
    public static string Of(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        // Multiplication by a constant without a common factor with the range permutes it: every number has its own text.
        var mixed = (long)((BigInteger)number * 68_719_476_731L % Range);
        Span<char> text = stackalloc char[12];
        for (var i = 9; i >= 1; i--)
        {
            text[i] = Alphabet[(int)(mixed & 31)];
            mixed >>= 5;
        }
        text[0] = Alphabet[(int)mixed];
        text[10] = Alphabet[(int)(number & 31)];
        text[11] = CheckCharacter(text[..11]);
        return new string(text);
    }

    /// <summary>Upper case, letters and digits only, leading zeros dropped: what survives the ways payers hand numbers back.</summary>
    public static string Fold(string raw)
    {
        var kept = raw.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant).ToArray();
        return new string(kept).TrimStart('0');
    }

    public static bool IsOurs(string text) =>
        text.Length == 12 && char.IsAsciiLetter(text[0]) && text.All(c => Alphabet.Contains(c, StringComparison.Ordinal))
        && text[11] == CheckCharacter(text.AsSpan(0, 11));

    /// <summary>The line's control number (REF 6R): control number of the claim + line, at most 14 characters.</summary>
    public static string Line(string pcn, int line) => $"{pcn}{line}";

    private static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var i = 0; i < text.Length; i++) sum += (i + 2) * Alphabet.IndexOf(text[i], StringComparison.Ordinal);
        return Alphabet[sum % 31];
    }
}

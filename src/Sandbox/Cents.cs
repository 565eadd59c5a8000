using System.Globalization;

namespace CleanClaim.Sandbox;

/// <summary>Amounts as whole US cents in a long; arithmetic is overflow-checked by the project's settings.</summary>
internal static class Cents
{
    /// <summary>Reads an X12 R amount strictly: digits, an optional minus, at most two decimals. Null when it is anything else.</summary>
    public static long? Parse(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text.AsSpan();
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.Length + fraction.Length is 0 or > 15 || fraction.Length > 2) return null;
        long cents = 0;
        foreach (var c in whole)
        {
            if (!char.IsAsciiDigit(c)) return null;
            cents = cents * 10 + (c - '0');
        }
        for (var i = 0; i < 2; i++)
        {
            if (i < fraction.Length && !char.IsAsciiDigit(fraction[i])) return null;
            cents = cents * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        }
        return text.StartsWith('-') ? -cents : cents;
    }

    /// <summary>X12 R style: no leading zeros and no trailing decimals ("62", "41.5", "-0.03" as "-.03" is not used).</summary>
    public static string Format(long cents)
    {
        var sign = cents < 0 ? "-" : "";
        var size = Math.Abs(cents);
        var whole = (size / 100).ToString(CultureInfo.InvariantCulture);
        return (size % 100) switch
        {
            0 => $"{sign}{whole}",
            var f when f % 10 == 0 => string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{f / 10}"),
            var f => string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{f:00}"),
        };
    }

    /// <summary>With exactly two decimals, for the bank file and for people.</summary>
    public static string Plain(long cents) =>
        string.Create(CultureInfo.InvariantCulture, $"{(cents < 0 ? "-" : "")}{Math.Abs(cents) / 100}.{Math.Abs(cents) % 100:00}");

    /// <summary>A share in basis points of an amount that is not negative, rounded half up to the cent.</summary>
    public static long Share(long cents, int basisPoints) => (cents * basisPoints + 5_000) / 10_000;
}

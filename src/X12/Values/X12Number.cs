using System.Globalization;

namespace CleanClaim.X12.Values;

/// <summary>A decimal number exactly as a file states it: <c>12.50</c> is mantissa 1250, scale 2. Never a binary fraction.</summary>
/// <param name="Mantissa">All digits without the point, with the sign.</param>
/// <param name="Scale">How many of the digits stand behind the point, 0 to 18.</param>
public readonly record struct X12Number(long Mantissa, int Scale)
{
    /// <summary>The amount in whole cents; false when it has a part of a cent (12.345) or does not fit.</summary>
    public bool TryCents(out long cents)
    {
        cents = 0;
        var mantissa = Mantissa;
        var scale = Scale;
        for (; scale > 2; scale--)
        {
            if (mantissa % 10 != 0) return false;
            mantissa /= 10;
        }
        for (; scale < 2; scale++)
        {
            if (mantissa is > long.MaxValue / 10 or < long.MinValue / 10) return false;
            mantissa *= 10;
        }
        cents = mantissa;
        return true;
    }

    /// <summary>Reads an X12 decimal (type R): optional minus, digits, at most one point. No blanks, no exponent, no thousands separators.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out X12Number number)
    {
        number = default;
        var negative = text.Length > 0 && text[0] == (byte)'-';
        var digits = negative ? text[1..] : text;
        long mantissa = 0;
        var scale = -1;
        var seen = 0;
        foreach (var b in digits)
        {
            if (b == (byte)'.')
            {
                if (scale >= 0) return false;
                scale = 0;
                continue;
            }
            if (b is < (byte)'0' or > (byte)'9') return false;
            if (++seen > 18) return false;
            mantissa = mantissa * 10 + (b - '0');
            if (scale >= 0) scale++;
        }
        if (seen == 0) return false;
        number = new X12Number(negative ? -mantissa : mantissa, Math.Max(scale, 0));
        return true;
    }

    /// <summary>The number as X12 writes it: <c>12.5</c>, <c>-3</c>; the scale it was read with is kept.</summary>
    public override string ToString()
    {
        var digits = Math.Abs(Mantissa).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var text = Scale == 0 ? digits : digits[..^Scale] + "." + digits[^Scale..];
        return Mantissa < 0 ? "-" + text : text;
    }
}

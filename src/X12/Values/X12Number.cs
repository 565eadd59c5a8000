using System.Globalization;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Values;

/// <summary>
/// A decimal number as X12 writes it (types R and Nn): an integer and how many of its digits stand after the point.
/// Exact: no rounding and no floating point. Two numbers are equal when their values are, whatever their trailing zeros.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial struct X12Number : IEquatable<X12Number>, IComparable<X12Number>
{
    private const int MaxDigits = 18;

    public X12Number(long mantissa, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxDigits);
        Mantissa = mantissa;
        Scale = scale;
    }

    /// <summary>Of a scale that is known to be none too great.</summary>
    private X12Number(long mantissa, byte scale) => (Mantissa, Scale) = (mantissa, scale);

    public long Mantissa { get; }

    /// <summary>How many digits stand after the decimal point, as written: 12.50 has two.</summary>
    public int Scale { get; }

    /// <summary>The number in units of 10^-<paramref name="scale"/>, or null when it has more digits than that, or does not fit.</summary>
    public long? InUnitsOf(int scale)
    {
        if (Scale == scale) return Mantissa;
        if (Scale < scale && scale - Scale < MaxDigits)
        {
            var factor = Powers[scale - Scale];
            if (Mantissa <= long.MaxValue / factor && Mantissa >= -(long.MaxValue / factor)) return Mantissa * factor;
        }

        return ExactUnitsOf(scale);
    }

    private static ReadOnlySpan<long> Powers =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    ];

    private long? ExactUnitsOf(int scale)
    {
        Int128 value = Mantissa;
        for (var i = Scale; i < scale; i++) value *= 10;
        for (var i = Scale; i > scale; i--)
        {
            if (value % 10 != 0) return null;
            value /= 10;
        }

        return value < long.MinValue || value > long.MaxValue ? null : (long)value;
    }

    /// <summary>The amount in whole cents; false when it has a part of a cent (12.345) or does not fit.</summary>
    public bool TryCents(out long cents)
    {
        var units = InUnitsOf(2);
        cents = units ?? 0;
        return units is not null;
    }

    /// <summary>Reads an X12 decimal (type R); false for anything that is not one, the empty text included.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out X12Number number)
    {
        var parsed = Parse(text);
        number = parsed.Value;
        return parsed.HasValue;
    }

    /// <summary>
    /// Reads type R: an optional minus sign, digits, at most one point (X12.6; the guides forbid exponents and a plus sign).
    /// More than 18 digits is <see cref="FaultKind.ElementTooLong"/>, anything else <see cref="FaultKind.InvalidNumber"/>.
    /// </summary>
    public static Parsed<X12Number> Parse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<X12Number>.Absent;
        var i = text[0] == (byte)'-' ? 1 : 0;
        long mantissa = 0;
        int digits = 0, point = -1;
        for (; i < text.Length; i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9')
            {
                if (++digits > MaxDigits) return Parsed<X12Number>.Faulty(FaultKind.ElementTooLong);
                // Eighteen digits fit in any case.
                mantissa = unchecked(mantissa * 10 + (text[i] - '0'));
            }
            else if (text[i] == (byte)'.' && point < 0) point = i;
            else return Parsed<X12Number>.Faulty(FaultKind.InvalidNumber);
        }

        if (digits == 0) return Parsed<X12Number>.Faulty(FaultKind.InvalidNumber);
        return Parsed<X12Number>.Of(new(text[0] == (byte)'-' ? -mantissa : mantissa, point < 0 ? 0 : text.Length - 1 - point));
    }

    public static Parsed<X12Number> Parse(string text) => Parse(System.Text.Encoding.Latin1.GetBytes(text));

    public int CompareTo(X12Number other)
    {
        Int128 left = Mantissa, right = other.Mantissa;
        for (var i = Scale; i < other.Scale; i++) left *= 10;
        for (var i = other.Scale; i < Scale; i++) right *= 10;
        return left.CompareTo(right);
    }

    public bool Equals(X12Number other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is X12Number other && Equals(other);

    public override int GetHashCode()
    {
        var mantissa = Mantissa;
        var scale = Scale;
        for (; scale > 0 && mantissa % 10 == 0; scale--) mantissa /= 10;
        return HashCode.Combine(mantissa, mantissa == 0 ? 0 : scale);
    }

    public static bool operator ==(X12Number left, X12Number right) => left.Equals(right);

    public static bool operator !=(X12Number left, X12Number right) => !left.Equals(right);

    public static bool operator <(X12Number left, X12Number right) => left.CompareTo(right) < 0;

    public static bool operator >(X12Number left, X12Number right) => left.CompareTo(right) > 0;

    public static bool operator <=(X12Number left, X12Number right) => left.CompareTo(right) <= 0;

    public static bool operator >=(X12Number left, X12Number right) => left.CompareTo(right) >= 0;

    /// <summary>The number with the digits it was read with: 12.50 stays <c>12.50</c>.</summary>
    public override string ToString()
    {
        var digits = Int128.Abs(Mantissa).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return (Mantissa < 0 ? "-" : "") + (Scale == 0 ? digits : digits[..^Scale] + "." + digits[^Scale..]);
    }

    /// <summary>The shortest form, as X12.6 asks senders to write: no leading zeros, no trailing zeros after the point ("12.5", ".5", "0").</summary>
    public string ToShortest()
    {
        var text = Scale == 0 ? ToString() : ToString().TrimEnd('0').TrimEnd('.');
        var digits = text.TrimStart('-').TrimStart('0');
        return digits.Length == 0 ? "0" : text[0] == '-' ? "-" + digits : digits;
    }
}

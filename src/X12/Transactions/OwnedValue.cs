using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>Numbers and days in eight bytes each.</summary>
internal static class OwnedValue
{
    /// <summary>Neither number nor day: the element is absent, or unreadable and told as such.</summary>
    public const long None = long.MinValue;

    /// <summary>A number of more digits than fit, to be read from its text again.</summary>
    public const long Long = long.MinValue + 1;
    private const int ScaleBits = X12Number.QuickScaleBits, DayBits = 32;
    private const long MantissaMax = 1L << 57;

    public static long Of(X12Number? number) =>
        number is not { } known ? None : known.Mantissa is > -MantissaMax and < MantissaMax ? Of(known.Mantissa, known.Scale) : Long;

    /// <summary>Unchecked: a mantissa of at most 57 bits, a scale of at most five.</summary>
    public static long Of(long mantissa, int scale) => unchecked(mantissa << ScaleBits | (uint)scale);

    public static long Of(DateSpan? days) => days is { } known ? (long)known.To.DayNumber << DayBits | (uint)known.From.DayNumber : None;

    /// <summary>The number of a value that is not <see cref="Long"/>.</summary>
    public static X12Number? Number(long value) => value == None ? null : new X12Number(value >> ScaleBits, (int)(value & ((1 << ScaleBits) - 1)));

    public static DateSpan? Days(long value) =>
        value == None ? null : new(DateOnly.FromDayNumber((int)(value & int.MaxValue)), DateOnly.FromDayNumber((int)(value >> DayBits)));
}

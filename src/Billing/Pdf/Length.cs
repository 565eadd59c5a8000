using System.Globalization;

namespace CleanClaim.Billing.Pdf;

/// <summary>A distance on paper in hundredths of a point (a point is 1/72 inch). Whole numbers: a page is the same on every machine.</summary>
public readonly record struct Length(int Hundredths) : IComparable<Length>
{
    public static readonly Length Zero;

    public static Length operator +(Length a, Length b) => new(a.Hundredths + b.Hundredths);
    public static Length operator -(Length a, Length b) => new(a.Hundredths - b.Hundredths);
    public static Length operator -(Length a) => new(-a.Hundredths);
    public static Length operator *(Length a, int factor) => new(a.Hundredths * factor);
    public static Length operator /(Length a, int divisor) => new(a.Hundredths / divisor);
    public static bool operator <(Length a, Length b) => a.Hundredths < b.Hundredths;
    public static bool operator >(Length a, Length b) => a.Hundredths > b.Hundredths;
    public static bool operator <=(Length a, Length b) => a.Hundredths <= b.Hundredths;
    public static bool operator >=(Length a, Length b) => a.Hundredths >= b.Hundredths;

    public int CompareTo(Length other) => Hundredths.CompareTo(other.Hundredths);

    /// <summary>As a number in points, the unit of a PDF page: "12", "7.5", "-0.25".</summary>
    public override string ToString()
    {
        var (whole, rest) = Math.DivRem(Math.Abs(Hundredths), 100);
        var sign = Hundredths < 0 ? "-" : "";
        return rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{rest:00}").TrimEnd('0');
    }
}

public static class Lengths
{
    extension(int number)
    {
        /// <summary>So many points.</summary>
        public Length Pt => new(number * 100);

        /// <summary>So many tenths of a point.</summary>
        public Length TenthsPt => new(number * 10);
    }
}

/// <summary>A colour as a screen shows it, 0 to 255 each.</summary>
public readonly record struct PdfColor(byte Red, byte Green, byte Blue)
{
    public static readonly PdfColor Black;
    public static readonly PdfColor White = new(255, 255, 255);

    /// <summary>The three operands of the colour operators, 0 to 1.</summary>
    public override string ToString() => $"{Part(Red)} {Part(Green)} {Part(Blue)}";

    private static string Part(byte value) =>
        value == 255 ? "1" : string.Create(CultureInfo.InvariantCulture, $"0.{(value * 1000 + 127) / 255:000}");
}

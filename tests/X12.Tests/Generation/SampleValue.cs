using System.Globalization;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>Values that fit a row: its type, length, codes, and the date format that stands before it.</summary>
internal static class SampleValue
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static bool IsFormat(string? text) => text is "D8" or "RD8" or "TM" or "DT" or "D6";

    /// <summary>A value written under a date format that stands before it.</summary>
    public static bool IsDated(ElementUse row, string value) => row.MaxLength == 35 && value.All(c => char.IsAsciiDigit(c) || c == '-') && value.Length >= 4;

    public static string Of(ElementUse row, string before, Random chance)
    {
        if (row.Codes is { } codes) return codes.Codes[chance.Next(codes.Codes.Count)];
        return row.Type switch
        {
            ElementType.Text when IsFormat(before) && row.MaxLength == 35 => Dated(before),
            ElementType.Date => row.MaxLength == 6 ? "260103" : "20260103",
            ElementType.Time => "1200",
            // Amounts of nothing: sums over them hold whatever else stands.
            ElementType.Decimal when row.MaxLength == 18 => "0",
            ElementType.Decimal or ElementType.Whole => new('1', Math.Max(1, row.MinLength)),
            _ => Text(row, chance),
        };
    }

    private static string Dated(string format) => format switch
    {
        "RD8" => "20260103-20260105",
        "TM" => "1200",
        "DT" => "202601031200",
        "D6" => "260103",
        _ => "20260103",
    };

    private static string Text(ElementUse row, Random chance)
    {
        var length = chance.Next(row.MinLength, Math.Min(row.MaxLength, row.MinLength + 9) + 1);
        return string.Create(length, chance, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Letters[random.Next(Letters.Length)];
        });
    }
}

internal static class X12Numbers
{
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

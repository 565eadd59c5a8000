using System.Globalization;

namespace CleanClaim.Sandbox.Reading;

/// <summary>Dates and times as X12 writes them: CCYYMMDD, HHMM with optional seconds.</summary>
internal static class Dates
{
    public static DateOnly? Parse(string text) =>
        text.Length == 8 && text.All(char.IsAsciiDigit)
        && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static bool IsReal(string text) => Parse(text) is not null;

    public static bool IsTime(string text) =>
        text.Length is 4 or 6 or 7 or 8 && text.All(char.IsAsciiDigit)
        && int.Parse(text[..2], CultureInfo.InvariantCulture) < 24 && int.Parse(text[2..4], CultureInfo.InvariantCulture) < 60;

    /// <summary>A D8 date or an RD8 range; null when it is not real or ends before it begins.</summary>
    public static (DateOnly From, DateOnly To)? Period(string format, string text)
    {
        if (format == "D8") return Parse(text) is { } day ? (day, day) : null;
        var ends = text.Split('-');
        if (format != "RD8" || ends.Length != 2) return null;
        return Parse(ends[0]) is { } from && Parse(ends[1]) is { } to && from <= to ? (from, to) : null;
    }

    public static string Format(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

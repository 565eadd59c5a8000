using System.Globalization;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Web.Components;

/// <summary>Dates as people type them, 3/14/86 or March 14 1986, become 1986-03-14; what is no date stays as typed, for the verb to say so.</summary>
public static class DateTyped
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd", "M/d/yyyy", "M/d/yy", "M-d-yyyy", "M-d-yy", "M.d.yyyy", "MMddyyyy", "d MMM yyyy", "MMM d yyyy", "MMMM d yyyy", "MMM d, yyyy", "MMMM d, yyyy", "yyyyMMdd"];

    public static string? ToIso(string? typed) =>
        DateOnly.TryParseExact(typed, Forms, CultureInfo.GetCultureInfo("en-US"), DateTimeStyles.AllowWhiteSpaces, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : typed;

    /// <summary>For a field, as people here type it: 3/14/2026. Empty without a day.</summary>
    public static string InField(DateOnly? day) => day?.ToString("M/d/yyyy", CultureInfo.InvariantCulture) ?? "";

    /// <summary>For people: 14 Mar 2026.</summary>
    public static string Long(DateOnly day) => day.InWords();
}

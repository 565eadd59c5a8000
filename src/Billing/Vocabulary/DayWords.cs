using System.Globalization;

namespace CleanClaim.Billing.Vocabulary;

public static class DayWords
{
    /// <summary>As a sentence names a day: 14 Mar 2026.</summary>
    public static string InWords(this DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}

using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Parties;

/// <summary>Whether a visit or payment of a patient can have been on a day. Said beside the date, before anybody asks who answered for the patient then.</summary>
public static class PossibleDay
{
    /// <summary>Our own limit for what is a slip of the year, not a rule of law.</summary>
    private const int MostYears = 20;

    /// <param name="what">"visit", "payment".</param>
    /// <param name="place">The field of the date.</param>
    /// <returns>Null when it can.</returns>
    public static Fault? Fault(string what, string place, DateOnly day, DateOnly today, DateOnly birth) =>
        day > today ? new(place, $"The {what} on {day.InWords()} lies in the future.", "Correct the date; what has not happened yet is entered on its day.")
        : day < birth ? new(place, $"The {what} on {day.InWords()} lies before the patient's birth on {birth.InWords()}.", "Correct the date, or the birth date of the patient.")
        : day < today.AddYears(-MostYears) ? new(place, $"The {what} on {day.InWords()} is more than {MostYears} years ago.", "Correct the year.") : null;
}

using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Statements;

/// <summary>
/// The practice's statement habits. Cycle and minimum are customs of the trade, not law (MONEY 7): one statement every 28 days,
/// nothing under two dollars, 25 days to pay.
/// </summary>
public sealed record StatementPolicy(int CycleDays, int DaysToPay, Money Minimum)
{
    public static readonly StatementPolicy Default = new(CycleDays: 28, DaysToPay: 25, Minimum: new Money(200));

    /// <summary>Null when a statement is due; else why not, in words.</summary>
    public string? WhyNot(Money owes, DateOnly asOf, DateOnly? last)
    {
        if (owes <= Money.Zero) return "Owes nothing.";
        if (owes < Minimum) return $"Owes {owes.ForPeople()}, less than the smallest amount we bill ({Minimum.ForPeople()}).";
        if (last is { } before && asOf < before.AddDays(CycleDays))
            return $"Got a statement on {before.InWords()}; the next goes out on {before.AddDays(CycleDays).InWords()}.";
        return null;
    }
}

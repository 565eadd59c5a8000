using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>
/// What makes a <see cref="PayerCheck"/> one that was passed on: the money was paid to a sibling practice of the organization, and this much of it is for a claim of the practice whose
/// row it is. It stands in <see cref="PayerCheck.DupSalt"/>, since the payer's trace is the same for the whole check and all that was passed on of it.
/// </summary>
/// <param name="Payee">The practice that the check was paid to.</param>
/// <param name="Whole">The check in that practice's book.</param>
/// <param name="Fact">The answer of the whole check that was passed on; for provider adjustments their remittance.</param>
public sealed record PassedCheck(Id<Practice> Payee, Id<PayerCheck> Whole, long Fact)
{
    private const string Mark = "passed";

    public string Salt => $"{SaltsOf(Payee, Whole)}{Fact}";

    /// <summary>How the salts begin of all that was passed on of a check.</summary>
    public static string SaltsOf(Id<Practice> payee, Id<PayerCheck> whole) => $"{Mark}|{payee}|{whole}|";

    /// <summary>Null for a check that was paid to the practice itself: nearly every one.</summary>
    public static PassedCheck? Of(PayerCheck check) => check.DupSalt.Split('|') is [Mark, var payee, var whole, var fact] ? new PassedCheck(new(Number(payee)), new(Number(whole)), Number(fact)) : null;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

namespace CleanClaim.Billing.Denials;

/// <summary>
/// The three jobs behind a reversal that a later payer had followed (MONEY 3). The payer's own corrected answer does not do them: they stay until the later
/// payer has answered anew, or the reversal is unposted.
/// </summary>
public static class TakenBackWork
{
    /// <summary>What opened them: CLP02 = 22. No adjustment or remark code is written so, since those name a group or begin with a letter.</summary>
    public const string Codes = "22";

    public const string Claim = "reversed", Share = "reversedShare", Statement = "reversedStatement";

    public static bool Is(Denial work) => work.Codes == Codes;
}

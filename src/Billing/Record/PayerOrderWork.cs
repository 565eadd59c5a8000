namespace CleanClaim.Billing.Record;

/// <summary>The job behind coverages that no longer agree with what payers answered: the plan that pays first now is to be billed, or the coverage corrected.</summary>
public static class PayerOrderWork
{
    public const string Kind = "payerOrder";

    /// <summary>A plan that is not in force on the day any more has answered.</summary>
    public const string Ended = "planEnded";

    /// <summary>A plan whose turn it is not any more has a claim of ours and has not answered.</summary>
    public const string Pending = "planPending";

    /// <summary>No plan is in force on the day any more, and one has paid.</summary>
    public const string NoPlan = "noPlan";

    /// <summary>What stands in the place of the payer's codes, of which there are none.</summary>
    public const string Codes = "plans";

    public static bool Is(Denial work) => work.Codes == Codes;
}

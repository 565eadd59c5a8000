namespace CleanClaim.Billing.Record;

/// <summary>The job behind a claim that was taken from the payer that had answered it: its money is to come back.</summary>
public static class VoidWork
{
    /// <summary>What stands in the place of the payer's codes, of which there are none.</summary>
    public const string Codes = "void";

    public static bool Is(Denial work) => work.Codes == Codes;
}

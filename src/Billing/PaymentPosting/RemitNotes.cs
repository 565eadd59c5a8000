using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a person should know of a remittance though nothing of it waits.</summary>
internal static class RemitNotes
{
    /// <summary>Segments that nobody knows, and a count of segments that is not the sender's.</summary>
    public static IEnumerable<string> Of(SetInFile set, ReceivedPayment payment)
    {
        if (set.Miscounted is { } lost) yield return lost;
        foreach (var (id, segment) in payment.Strangers.Take(RemitOutcome.ReasonsShown))
            yield return $"Segment {segment} ({id}) is none that an 835 has. It is kept as it came and moves no money.";
    }

    /// <summary>The lines of a file; where the file may lack another remittance, its last line says so.</summary>
    public static IReadOnlyList<RemitLine> With(List<RemitLine> lines, RemittanceFile file) =>
        file.MayLackMore is { } lacks && lines is [.. var before, var last] ? [.. before, last with { Notes = [.. last.Notes, lacks] }] : lines;

    /// <summary>The check's payer is not registered: under which key its money stands.</summary>
    public static string OnNobodysList(PayerCheck check) =>
        $"{(check.PayerName.Length > 0 ? check.PayerName : "The payer")} is none of your payers by id or name: the check stands under {(check.Trn03.Length > 0 ? check.Trn03 : "a payer without a number (TRN03)")}, its claims under the plans that they belong to.";
}

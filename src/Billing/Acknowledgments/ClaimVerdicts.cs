using CleanClaim.Billing.Record;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Verbs;

namespace CleanClaim.Billing.Acknowledgments;

/// <summary>What an answer means for a claim: the kind of event, in words, and the field to mend where it was stopped.</summary>
public sealed record Verdict(ClaimEventKind Kind, string Detail, string? Field);

/// <summary>Reads answers to claims as decisions. Pure; sources: 005010X231A1 (999), 005010X214 (277CA), X12 code sources 507 and 508.</summary>
public static class ClaimVerdicts
{
    private static readonly string[] Rejecting = ["A3", "A4", "A6", "A7", "A8"];

    /// <summary>
    /// A 277CA's decision on a claim. The payer's own acceptance stops the filing clock, the clearinghouse's only proves the sending (MONEY 8): the
    /// entity of the code says who speaks, else the source of the report.
    /// </summary>
    public static Verdict Of277(string? sourceRole, string? sourceName, X12.Transactions.ClaimStatus claim) =>
        Of277(sourceRole, sourceName, [.. claim.Statuses, .. claim.Lines.SelectMany(l => l.Statuses)], claim.PayerClaimControlNumber);

    /// <summary>The same of what is said of a whole batch, or of all claims of a billing provider.</summary>
    public static Verdict Of277(string? sourceRole, string? sourceName, IReadOnlyList<StatusDecision> decisions, string? number = null)
    {
        var codes = decisions.SelectMany(d => d.Codes).ToList();
        var speaker = sourceName ?? "the receiver";
        var words = string.Join("; ", decisions.SelectMany(d => d.Codes.Select(c => Say(c, d.Message))));
        if (codes.Exists(c => Rejecting.Contains(c.Category)) || decisions.Any(d => d.Action == "U"))
        {
            var mend = codes.Where(c => Rejecting.Contains(c.Category)).Select(c => StatusWords.Of(c.Status)).FirstOrDefault(m => m is { Field.Length: > 0 });
            return new(ClaimEventKind.Rejected, $"Rejected by {(IsPayer(sourceRole, null) ? "the payer" : "the clearinghouse")} {speaker}: {words}.{(mend is null ? "" : $" {mend.Fix}")}", mend?.Field ?? "claim");
        }
        if (codes.Exists(c => c.Category is "A1" or "A2" && IsPayer(sourceRole, c.Entity)))
            return new(ClaimEventKind.PayerAccepted, $"Accepted by the payer {speaker}: {words}.{(number is null ? "" : $" Its number: {number}.")}", null);
        return codes.Exists(c => c.Category is "A0" or "A1" or "A2")
            ? new(ClaimEventKind.ClearinghouseAccepted, $"Taken by the clearinghouse {speaker}: {words}.", null)
            : new(ClaimEventKind.NoteAdded, $"{speaker} says: {words}.", null);
    }

    /// <summary>
    /// A 999's decision on the claims of one transaction set: its own where the answer names it, else the group's. Status E is accepted, with errors that were no reason to stop (005010X231A1, IK501 and AK901).
    /// </summary>
    /// <param name="claims">How many of ours stand or fall with it.</param>
    public static Verdict Of999(Acknowledgment999 answer, TransactionAcknowledgment? transaction, int claims)
    {
        var words = transaction is null ? Words("AK901", answer.Status) : Words(transaction);
        if (transaction?.Accepted ?? answer.Accepted)
            return new(ClaimEventKind.GroupAccepted, transaction is not null && words.Length > 0 ? $"The file passed the receiver's checks with errors (999): {words}. Mend them before the next file." : "The file passed the receiver's checks (999).", null);
        var whole = transaction is null ? "file" : $"transaction {transaction.AnsweredSt}";
        return new(ClaimEventKind.GroupRejected, $"The {whole} was rejected with its {(claims == 1 ? "1 claim" : $"{claims} claims")} (999): {words}.", "claim");
    }

    /// <summary>What the 999 objects to in a transaction, each with segment, element and value as we sent it.</summary>
    public static string Words(TransactionAcknowledgment answer)
    {
        var faults = answer.Faults.SelectMany(f => f.Elements.Count == 0 ? [Segment(f)] : f.Elements.Select(e => $"{Segment(f)}, element {e.Position}{(e.Component is { } c ? $"-{c}" : "")}: {Words("IK403", e.Code)}{(e.BadValue is { } v ? $" \"{v}\"" : "")}"));
        var codes = answer.Codes.Select(c => Words("IK502", c));
        return string.Join("; ", faults.Concat(codes));
    }

    public static string Words(string element, string? code) => code is null ? "no code" : X12.Verbs.Words.Code(element, code) ?? $"code {code}";

    private static string Segment(SegmentFault fault) =>
        $"{fault.SegmentId} at segment {fault.Position}{(fault.Loop is { } loop ? $" (loop {loop})" : "")}: {Words("IK304", fault.Code)}";

    private static bool IsPayer(string? sourceRole, string? entity) => entity is "41" or "AY" or "40" ? false : entity == "PR" || sourceRole == "PR";

    private static string Say(StatusCode code, string? message)
    {
        var what = StatusWords.Of(code.Status)?.Words ?? $"status {code.Status}";
        var category = X12.Verbs.Words.Code("STC", code.Category) ?? code.Category;
        var whose = StatusWords.Entity(code.Entity) is { } entity ? $", {(code.Entity is "PR" or "AY" or "40" ? "by" : "about")} {entity}" : "";
        return $"{category}: {what} ({code.Category}:{code.Status}{whose}){(message is null ? "" : $", \"{message}\"")}";
    }
}

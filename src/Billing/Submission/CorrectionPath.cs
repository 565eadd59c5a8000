using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Submissions;

/// <summary>A claim as one payer got it, and where it stands there.</summary>
/// <param name="Said">The version that was sent.</param>
/// <param name="Status">As <see cref="ClaimStatus"/> has it.</param>
/// <param name="Number">The payer's own number in its answer that stands; null when none does.</param>
/// <param name="TookBack">The payer has taken back what it had answered, and answered nothing since.</param>
/// <param name="VoidStatus">Where the void of it stands; null when none was sent.</param>
public sealed record ClaimThere(Id<Record.Submission> Id, string Pcn, Id<ClaimVersion> VersionId, ClaimSnapshot Said, BilledCoverage To, string Status, string? Number, bool TookBack, string? VoidStatus)
{
    public bool IsPending => ClaimStatus.IsPending(Status) && !TookBack;

    /// <summary>Nothing of it stands with the payer. A rejected corrected claim leaves the answer that it was to correct.</summary>
    public bool NeverCounted => (Status == ClaimStatus.Rejected && Number is null) || TookBack;
}

/// <summary>One claim that a correction sends. <paramref name="About"/>: the one that it replaces or voids; null for a claim that stands alone.</summary>
public sealed record CorrectionStep(string Frequency, BilledCoverage To, ClaimThere? About, Fault? Hold)
{
    public bool IsVoid => Frequency == "8";

    /// <summary>What goes to whom, for a person who is about to apply the correction.</summary>
    public string Words => (IsVoid, Hold) switch
    {
        (true, { } hold) => $"{hold.Message} {hold.Fix}",
        (true, null) => $"A void goes to {To.PayerName}{Numbered}: it takes its answer back.",
        (false, { } hold) => $"{hold.Message} {hold.Fix}",
        (false, null) when Frequency == "7" => $"A corrected claim goes to {To.PayerName}{Numbered}.",
        _ => $"A new claim goes to {To.PayerName}.",
    };

    private string Numbered => About?.Number is { } number ? $" with its number {number}" : "";
}

/// <summary>
/// The path of a correction (MONEY 1.12), pure. Never while the last one is pending. Rejected before the payer had answered: a new claim. Answered, also where a corrected claim was rejected since: a replacement with the payer's latest number; but where payer, member or
/// provider changed, a void to the payer that answered and a new claim to the right one.
/// </summary>
public static class CorrectionPath
{
    /// <param name="now">What the claim says now; its first coverage is to be billed first.</param>
    /// <param name="first">The latest claim that went to a first payer.</param>
    /// <param name="before">What the payer that is first now has of this visit, in whichever turn; null when nothing.</param>
    public static IReadOnlyList<CorrectionStep> Of(ClaimSnapshot now, ClaimThere first, ClaimThere? before)
    {
        var to = now.Coverages[0];
        if (IsSame(first, now)) return [Again(to, first)];
        // Where the payer's other plan has a claim already, it is corrected as another payer's would be.
        var samePayer = first.To.PayerId == to.PayerId && before is null;
        if (first.IsPending) return [new("1", to, null, Awaited(first, samePayer ? $"then a void and a new claim go to {to.PayerName}" : $"then a void goes to {first.Said.NameOf(first.To)} and a new claim to {to.PayerName}"))];
        if (first.NeverCounted) return [samePayer ? new("1", to, first.Status == ClaimStatus.Rejected ? first : null, null) : Beside(to, before)];
        var claim = samePayer ? new CorrectionStep("1", to, null, VoidFirst(first)) : Beside(to, before);
        return VoidOf(first) is { } taking ? [taking, claim] : [claim];
    }

    /// <summary>Payer, member and providers are who they were: what differs may be corrected in the claim that the payer has.</summary>
    public static bool IsSame(ClaimThere sent, ClaimSnapshot now) =>
        (sent.To.PayerId, sent.To.MemberId, sent.Said.Provider.Npi, sent.Said.Practice.Npi, sent.Said.Practice.TaxId)
        == (now.Coverages[0].PayerId, now.Coverages[0].MemberId, now.Provider.Npi, now.Practice.Npi, now.Practice.TaxId);

    /// <summary>The void that the payer of this claim is still to get: none was sent, or the one that was sent was rejected.</summary>
    public static CorrectionStep? VoidOf(ClaimThere sent) => sent.NeverCounted || sent.VoidStatus is not (null or ClaimStatus.Rejected) ? null
        : new("8", sent.To, sent, sent.To.AcceptsReplacement ? null
            : new Fault("claim", $"{sent.Said.NameOf(sent.To)} takes no void claims.", $"Give back what it paid for {sent.Pcn} by its own form or telephone."));

    /// <summary>As <see cref="VoidOf"/>, and while the claim is not answered the void waits: it must name the payer's number.</summary>
    public static CorrectionStep? VoidOnce(ClaimThere sent) => VoidOf(sent) is not { } step ? null : sent.IsPending ? step with { Hold = Awaited(sent, "then its void goes, with the payer's number") } : step;

    private static CorrectionStep Again(BilledCoverage to, ClaimThere sent) =>
        sent.Status == ClaimStatus.Voided ? new("1", to, null, VoidFirst(sent))
        : sent.Status == ClaimStatus.Rejected && sent.NeverCounted ? new("1", to, sent, null)
        : new("7", to, sent, sent.IsPending || sent.TookBack ? Awaited(sent, "a second claim now would be denied as a duplicate") : TakesReplacement(to));

    /// <summary>To a payer that was not the first: new, unless it has answered the visit in another turn.</summary>
    private static CorrectionStep Beside(BilledCoverage to, ClaimThere? before) => before switch
    {
        null or { NeverCounted: true } or { Status: ClaimStatus.Voided } => new("1", to, before is { Status: ClaimStatus.Rejected } ? before : null, null),
        { IsPending: true } => new("7", to, before, Awaited(before, "a second claim now would be denied as a duplicate")),
        _ => new("7", to, before, TakesReplacement(to)),
    };

    /// <summary>The payer must know that the old claim is gone before a new one of the same services comes to it.</summary>
    private static Fault? VoidFirst(ClaimThere sent) => sent switch
    {
        { TookBack: true } or { VoidStatus: ClaimStatus.Accepted or ClaimStatus.Adjudicated } => null,
        { To.AcceptsReplacement: false } => new Fault("claim", $"{sent.Said.NameOf(sent.To)} must take its answer to {sent.Pcn} back before a new claim goes to it.", "Ask for that by its own form or telephone; the new claim goes when its reversal is posted."),
        _ => new Fault("claim", $"{sent.Said.NameOf(sent.To)} gets a void of {sent.Pcn} first.", "The new claim goes when the payer has accepted the void or taken its answer back; before that it would be denied as a duplicate. Where the payer says so by telephone or on its portal, record that on the claim's page (`claim confirm PCN`)."),
    };

    private static Fault Awaited(ClaimThere sent, string then) => new("claim", $"The claim {sent.Pcn} is with {sent.Said.NameOf(sent.To)} and not answered yet.", $"Wait for the answer; {then}.");

    /// <summary>Null when the payer takes replacement claims.</summary>
    internal static Fault? TakesReplacement(BilledCoverage payer) => payer.AcceptsReplacement ? null
        : new Fault("claim", $"{payer.PayerName} takes no replacement claims.", "Ask for a reopening by its own form or telephone, or appeal.");
}

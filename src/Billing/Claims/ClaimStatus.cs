using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.Claims;

/// <summary>
/// The words of CLI.md for where a claim or submission stands: draft, held, ready, sent, accepted, rejected, adjudicated, crossedOver, replaced,
/// voided. Pure folds over events in the order they were recorded; nothing stores a status.
/// </summary>
public static class ClaimStatus
{
    public const string Draft = "draft", Held = "held", Ready = "ready", Sent = "sent", Accepted = "accepted", Rejected = "rejected", Adjudicated = "adjudicated",
        CrossedOver = "crossedOver", Replaced = "replaced", Voided = "voided";

    /// <summary>Where a submission stands: its own events only.</summary>
    public static string OfSubmission(IEnumerable<ClaimEventKind> events) => events.Aggregate(Sent, After);

    /// <summary>Where the claim's latest version stands before it is sent: events without a submission.</summary>
    public static string OfUnsent(IEnumerable<ClaimEventKind> events) => events.Aggregate(Draft, (status, kind) => kind switch
    {
        ClaimEventKind.Built => Draft,
        ClaimEventKind.Held => Held,
        ClaimEventKind.Released => Ready,
        _ => status,
    });

    private static string After(string status, ClaimEventKind kind) => kind switch
    {
        ClaimEventKind.Sent => Sent,
        ClaimEventKind.InterchangeRejected or ClaimEventKind.GroupRejected or ClaimEventKind.Rejected => status is Sent or Accepted ? Rejected : status,
        // A late acknowledgment says nothing about a claim that was answered already.
        ClaimEventKind.PayerAccepted => status == Sent ? Accepted : status,
        ClaimEventKind.Adjudicated => status is Replaced or Voided ? status : Adjudicated,
        ClaimEventKind.Denied => status is Replaced or Voided or CrossedOver ? status : Adjudicated,
        ClaimEventKind.CrossedOver => status is Replaced or Voided ? status : CrossedOver,
        ClaimEventKind.Reversed => status is Adjudicated or CrossedOver ? Accepted : status,
        ClaimEventKind.Replaced => Replaced,
        ClaimEventKind.Voided => Voided,
        // The clearinghouse's word is proof of sending, not of the payer's acceptance (MONEY 8).
        ClaimEventKind.ClearinghouseAccepted or ClaimEventKind.InterchangeAccepted or ClaimEventKind.GroupAccepted => status,
        ClaimEventKind.Built or ClaimEventKind.Held or ClaimEventKind.Released or ClaimEventKind.DenialWorked or ClaimEventKind.NoteAdded => status,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Sent and not answered yet: nothing replaces it now (MONEY 1.12).</summary>
    public static bool IsPending(string status) => status is Sent or Accepted;
}

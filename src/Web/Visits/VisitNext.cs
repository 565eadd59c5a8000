using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using CleanClaim.Web.Host;

namespace CleanClaim.Web.Visits;

/// <summary>What is to be done next with what plans owe for a visit, in the words of Claims and Today, and where.</summary>
/// <param name="Href">Null where it is nobody's act, or not this person's.</param>
/// <param name="By">The day by which, or from which on, it is to be done; null when no clock runs.</param>
public sealed record VisitNext(string Words, string? Href, DateOnly? By)
{
    /// <summary>The payer after the one that answered, whose own claim is ready to go beside what the answer left to work on; null where none is.</summary>
    public (long Payer, VisitNext Step)? ToNextPayer { get; init; }

    /// <summary>What to do about what this payer owes.</summary>
    public VisitNext For(long payer) => ToNextPayer is { } next && next.Payer == payer ? next.Step : this;

    /// <summary>For who may not send.</summary>
    private static readonly VisitNext Waits = new("Billing sends the claim", null, null);

    /// <summary>Null when plans have nothing to do with the visit, or nothing is left to do.</summary>
    internal static async Task<VisitNext?> Of(Desk desk, VisitView view, DateOnly today)
    {
        if (!view.Open.Any(o => o.Account == Account.PayerReceivable) && view.HasPlan) return null;
        if (view.Charges.Count == 0 && view.Claims.Count == 0) return null;
        if (view.Submissions.Count == 0) return await FirstClaim(desk, view);
        var claim = view.Submissions[^1].Sent.ClaimId;
        var (step, nextPayer) = await desk.Read(async tx =>
        {
            var facts = (await ProjectClaims.View(tx, view.Visit.Practice, [claim], today, desk.Cancel))[0];
            return (NextAction.Of(facts), facts.NextPayerDue ? (await StandingAnswers.Of(tx, facts.Claim, desk.Cancel)).LastOrDefault()?.Decision.Next?.PayerId : null);
        });
        var sends = step.Action.StartsWith("Send the claim", StringComparison.Ordinal);
        VisitNext? next = step switch
        {
            { Turn: "us", Action.Length: > 0 } when sends && !desk.May(Right.Submit) => Waits,
            { Turn: "us", Action.Length: > 0 } => new(step.Action, sends ? "/claims" : $"/claims/{claim}", step.DueOn),
            { Turn: "payer", Action.Length: > 0 } => new(step.Action, $"/claims/{claim}", step.DueOn),
            { Turn: "payer" } => new("Wait for the answer; ask the payer when none has come", $"/claims/{claim}", step.DueOn),
            _ => null,
        };
        var sending = desk.May(Right.Submit) ? new VisitNext("Send the claim to the next payer", "/claims", null) : Waits;
        return next is null ? null : next with { ToNextPayer = nextPayer is { } payer ? (payer, sending) : null };
    }

    /// <summary>Whether the claim that never went is ready, or what holds it, as sending would find it now.</summary>
    private static async Task<VisitNext?> FirstClaim(Desk desk, VisitView view)
    {
        if (!desk.May(Right.Submit)) return view.HasPlan ? Waits : null;
        var now = await desk.Work.Rehearse(Right.Submit, desk.Here, tx => SubmitBatch.OfVisit(tx, view.Visit.Id, desk.Cancel), desk.Cancel);
        return now switch
        {
            { Held: [{ Reasons: [var reason, ..] }, ..] } => new($"Mend what holds the claim: {reason.Message}", "/claims", null),
            { Sent.Count: > 0 } => new("Send the claim", "/claims", null),
            _ => null,
        };
    }
}

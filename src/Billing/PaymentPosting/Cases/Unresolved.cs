using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// What no case has moved stays in the payer's receivable and gets an owner: denied, reduced, or the patient's only after review. Nothing
/// denied is written off by itself (MONEY 1.1, 1.5).
/// </summary>
internal static class Unresolved
{
    public static void See(LineDraft line)
    {
        var (claim, spread) = (line.Claim, line.Line);
        Released.Post(line);
        var held = line.Held;
        if (held <= Money.Zero) return;
        var on = claim.Answer.CheckDate;
        var codes = spread.Adjustments.Where(a => !a.Amount.IsZero && (!PricedReasons.Holds(a.Group, a.Reason, on) || Stays(claim, a))).ToList();
        var why = codes.Exists(c => c.Group == "PR" || PaidToPatient.Takes(c)) ? Guarantor.WhyNot(claim) : null;
        var kind = line.Denied ? "denied" : codes.Exists(c => c.Group == "PR") ? Kind(claim) : codes.Count > 0 ? "reduced" : "leftOver";
        var shown = codes.Count > 0 ? codes : [.. spread.Adjustments.Where(a => !a.Amount.IsZero)];
        claim.Open.Add(new OpenAmount(kind, spread.Charge.Id, spread.LineN, string.Join(' ', shown.Select(a => a.Code).Concat(spread.Remarks).Distinct()), held.Cents, why));
    }

    /// <summary>A share that waits for a coverage, since the payer it was forwarded to is not among them, or for a plan that pays before; else one to be reviewed.</summary>
    private static string Kind(ClaimDraft claim) => (claim.Next, Guarantor.Of(claim)) switch
    {
        (null, GuarantorRule.CrossedToUnknown) => Crossover.Coverage,
        (null, GuarantorRule.EarlierPlan) => PlanOrder,
        _ => "review",
    };

    /// <summary>Work of an answer that came while a plan before it has not answered.</summary>
    private const string PlanOrder = "payerOrder";

    /// <summary>A patient share that may not move to anybody (no next payer, guarantor not to be asked).</summary>
    private static bool Stays(ClaimDraft claim, AnswerAdjustment adjustment) =>
        PatientResponsibility.Takes(adjustment) && claim.Next is null && Guarantor.WhyNot(claim) is not null;
}

using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Payers;

/// <summary>What the payers before this one left of a line: their payments, what the last of them gave the patient, by reason, and what it allowed.</summary>
internal sealed record Prior(long Paid, IReadOnlyList<Adjustment> PatientShares, long Allowed)
{
    public long PatientShare => PatientShares.Sum(a => a.Amount);
}

/// <summary>
/// How much a payer adds when others paid before. Each formula is capped by what the last payer left to the patient.
/// standard: the plan's own benefit as if it were alone, so that all plans together pay at most the allowable expense
///   (NAIC Coordination of Benefits Model Regulation, effect on the benefits of a secondary plan).
/// nonDuplication: the plan's own benefit less what was paid before (the carve-out that many self-funded plans write).
/// medicareSecondary: the lowest of charge less paid, Medicare's own benefit, and the higher of both allowed amounts less paid (42 CFR 411.33).
/// supplement: the patient shares of the reasons the policy covers (Medigap pays coinsurance, plan G not the Part B deductible).
/// </summary>
internal static class Coordination
{
    private const string Order = "PSTABCDEFGH";

    public static long Pays(CoordinationMethod method, Plan plan, Prior prior, long charge, long allowed, long ownBenefit)
    {
        var left = prior.PatientShare;
        var pays = method switch
        {
            CoordinationMethod.Standard => ownBenefit,
            CoordinationMethod.NonDuplication => ownBenefit - prior.Paid,
            CoordinationMethod.MedicareSecondary =>
                Math.Min(Math.Min(charge - prior.Paid, ownBenefit), Math.Max(allowed, prior.Allowed) - prior.Paid),
            CoordinationMethod.Supplement => prior.PatientShares.Where(a => plan.CoversPatientReasons.Contains(a.Reason)).Sum(a => a.Amount),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Math.Clamp(pays, 0, Math.Max(0, left));
    }

    /// <summary>The prior answers to one line; null when this payer is the first.</summary>
    public static Prior? Of(SubmittedClaim claim, SubmittedLine line)
    {
        var own = Order.IndexOf(claim.Responsibility, StringComparison.Ordinal);
        var before = claim.OtherPayers.Where(p => p.Paid is not null && Order.IndexOf(p.Responsibility, StringComparison.Ordinal) < own)
            .OrderBy(p => Order.IndexOf(p.Responsibility, StringComparison.Ordinal)).Select(p => LineOf(claim, p, line)).ToList();
        if (before.Count == 0) return null;
        var last = before[^1];
        // What the last payer allowed is what it paid, held back as sequestration (253) and gave the patient.
        var allowed = last.Paid + last.Adjustments.Where(a => a.Group == "PR" || a.Reason == "253").Sum(a => a.Amount);
        return new(before.Sum(l => l.Paid), [.. last.Adjustments.Where(a => a.Group == "PR")], allowed);
    }

    /// <summary>A payer that answered on claim level: its payment and adjustments are laid on the lines in order, each filled to its charge.</summary>
    private static PriorLine LineOf(SubmittedClaim claim, OtherPayer payer, SubmittedLine line)
    {
        if (payer.Lines.Count > 0)
            return payer.Lines.FirstOrDefault(l => l.LineNumber == line.Number) ?? new(line.Number, 0, []);
        var parts = payer.Adjustments.Prepend(new Adjustment("", "", payer.Paid!.Value)).ToList();
        var begins = claim.Lines.TakeWhile(l => l.Number != line.Number).Sum(l => l.Charge);
        var ends = begins + line.Charge;
        long paid = 0, at = 0;
        var adjustments = new List<Adjustment>();
        foreach (var part in parts)
        {
            var share = Math.Max(0, Math.Min(ends, at + part.Amount) - Math.Max(begins, at));
            at += part.Amount;
            if (share == 0) continue;
            if (part.Group.Length == 0) paid = share;
            else adjustments.Add(part with { Amount = share });
        }
        return new(line.Number, paid, adjustments);
    }
}

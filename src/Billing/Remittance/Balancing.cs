using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Remittance;

/// <summary>What does not balance, and where first.</summary>
public sealed record BalanceFault(Money Difference, string At);

/// <summary>The three sums of a remittance (005010X221A1 1.10.2; X12 RFI 2348): line, claim, check. Pure; gives the first difference with its place.</summary>
public static class Balancing
{
    /// <summary>Null when every line and the claim balance. An unreadable amount is a difference of nothing: it cannot be judged, and waits.</summary>
    public static BalanceFault? Of(ReceivedClaim claim)
    {
        if (Unreadable(claim) is { } fault) return new BalanceFault(Money.Zero, $"{fault.Place}: {fault.Message}");
        foreach (var line in claim.Lines)
        {
            var adjusted = claim.Adjustments.Where(a => a.LineN == line.N).Sum(a => a.Amount ?? Money.Zero);
            var (charge, paid) = (line.Charge ?? Money.Zero, line.Paid ?? Money.Zero);
            if (charge - adjusted != paid)
                return new BalanceFault(charge - adjusted - paid, $"segment {line.FromSegment} (SVC, line {line.N}): charge {charge} less adjustments {adjusted} is {charge - adjusted}, but {paid} is paid.");
        }
        var all = claim.Adjustments.Sum(a => a.Amount ?? Money.Zero);
        var (total, claimPaid) = (claim.Charge ?? Money.Zero, claim.Paid ?? Money.Zero);
        if (total - all != claimPaid)
            return new BalanceFault(total - all - claimPaid, $"segment {claim.Where.FromSegment} (CLP): charge {total} less all adjustments {all} is {total - all}, but {claimPaid} is paid.");
        var lines = claim.Lines.Sum(l => l.Charge ?? Money.Zero);
        return claim.Lines.Count == 0 || lines == total ? null
            : new BalanceFault(total - lines, $"segment {claim.Where.FromSegment} (CLP): the charge is {total}, but its lines add up to {lines}.");
    }

    /// <summary>In words with both sums; null when check and detail agree.</summary>
    public static string? Of(ReceivedPayment payment) => payment.Difference.IsZero ? null
        : $"The check is {payment.Amount}, but its claims ({payment.ClaimsPaid}) less its provider adjustments ({payment.Adjusted}) are {payment.ClaimsPaid - payment.Adjusted}: {payment.Difference} differs (BPR02).";

    /// <summary>The first amount of the claim that is missing or not whole cents.</summary>
    public static Fault? Unreadable(ReceivedClaim claim)
    {
        if (claim.Faults.FirstOrDefault(f => f.Place.Contains("CLP", StringComparison.Ordinal) || f.Place.Contains("SVC", StringComparison.Ordinal) || f.Place.Contains("CAS", StringComparison.Ordinal)) is { } fault) return fault;
        var missing = claim.Charge is null ? "CLP03" : claim.Paid is null ? "CLP04" : null;
        return missing is null ? null : new Fault($"segment {claim.Where.FromSegment} {missing}", "The amount is missing.", "Ask the payer for a corrected remittance.");
    }
}

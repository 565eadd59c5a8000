namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A reason code that prices a line rather than denies it, in force on days, with the source that says so.</summary>
/// <param name="Groups">The group codes under which it prices; empty is any.</param>
public sealed record PricedReason(string Reason, IReadOnlyList<string> Groups, DateOnly From, DateOnly? To, string Source);

/// <summary>
/// The priced set of MONEY 1.1: a line is denied when it is paid 0 and carries an adjustment outside of this table. It grows by rows.
/// </summary>
public static class PricedReasons
{
    private static readonly DateOnly Beginning = new(1995, 1, 1);

    public static readonly IReadOnlyList<PricedReason> Table =
    [
        new("45", ["CO", "OA", "PI"], Beginning, null, "CARC 45: charge above the fee schedule or contract; X12 RFI 1696"),
        new("253", [], new(2013, 6, 2), null, "CARC 253: sequestration, 2 U.S.C. 901a; CMS CR 8378"),
        new("59", ["CO", "OA", "PI"], Beginning, null, "CARC 59: multiple or concurrent procedure rules; CMS CR 7564 (therapy)"),
        new("144", [], Beginning, null, "CARC 144: incentive adjustment, as Medicare's for quality (remark N807)"),
        new("237", [], new(2011, 6, 5), null, "CARC 237: legislated or regulatory penalty, as Medicare's for quality (remark N807; 42 CFR 414.1405)"),
        new("1", ["PR"], Beginning, null, "CARC 1: deductible"),
        new("2", ["PR"], Beginning, null, "CARC 2: coinsurance"),
        new("3", ["PR"], Beginning, null, "CARC 3: copayment"),
        new("23", ["OA", "CO"], Beginning, null, "CARC 23: effect of the prior payer; X12 RFI 2535, 1696 (CO-23 is misuse)"),
    ];

    public static bool Holds(string group, string reason, DateOnly on) => Table.Any(row =>
        row.Reason == reason && (row.Groups.Count == 0 || row.Groups.Contains(group, StringComparer.Ordinal)) && on >= row.From && (row.To is null || on <= row.To));

    /// <summary>Denied is derived per line, never from CLP02 (X12 RFI 1423: CLP02 4 means the patient was not recognised).</summary>
    public static bool IsDenied(SpreadLine line, DateOnly on) =>
        line.Paid.IsZero && line.Adjustments.Any(a => !a.Amount.IsZero && !Holds(a.Group, a.Reason, on) && a.Reason != "100");
}

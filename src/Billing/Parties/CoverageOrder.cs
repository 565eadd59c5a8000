using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Parties;

/// <summary>Which of a patient's coverages pay for a service, and in which order.</summary>
public static class CoverageOrder
{
    /// <summary>
    /// The coverages in force on the day, in order. A case pays alone, and the carrier of an injury pays for its case and nothing else (MONEY 5: the case chooses the
    /// payer, not the list); Medicaid is always last (42 CFR 433.139(b)(1): the agency pays what its schedule has beyond the other payer's payment).
    /// </summary>
    /// <param name="ofCase">The payer of the case that the visit belongs to; null for a visit without one.</param>
    public static IEnumerable<(Coverage Coverage, PayerKind Kind)> On(IEnumerable<(Coverage Coverage, PayerKind Kind)> coverages, DateOnly day, Id<Payer>? ofCase) =>
        coverages.Where(c => new DateRange(c.Coverage.From, c.Coverage.To).Holds(day) && (ofCase is { } payer ? c.Coverage.PayerId == payer : !PaysForCasesOnly(c.Kind)))
            .OrderBy(c => c.Kind == PayerKind.Medicaid).ThenBy(c => c.Coverage.Rank).ThenBy(c => c.Coverage.Id);

    /// <summary>Carriers of injuries: they answer for what happened in their case, never for a visit that belongs to none.</summary>
    public static bool PaysForCasesOnly(PayerKind kind) => kind is PayerKind.WorkersComp or PayerKind.Auto;
}

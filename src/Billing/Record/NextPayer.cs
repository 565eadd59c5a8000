using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>
/// A plan as answers and claims name it. <paramref name="CoverageId"/> is null where the payer alone tells which: it covers the patient under one plan. Under several (a child whose parents
/// both have the payer's plan) each is asked in its turn and owes for itself (<see cref="CoverageInOrder.Party"/>).
/// </summary>
public readonly record struct Plan(long? CoverageId, long PayerId);

/// <summary>A coverage of the patient that was in force on the day of service; a list of them is in the order of payment.</summary>
public sealed record CoverageInOrder(Id<Coverage> Id, Id<Payer> PayerId, PayerKind Kind, Party Party)
{
    public CoverageInOrder(Coverage coverage, PayerKind kind) : this(coverage.Id, coverage.PayerId, kind, PlanParties.Of(coverage)) { }

    public Plan Plan => new(Id.Value, PayerId.Value);
}

/// <summary>
/// Who pays after whom: the one answer that posting (whose receivable it becomes) and submission (whose claim is due) share.
/// </summary>
public static class NextPayer
{
    /// <summary>The coverages that pay for a service of that day, in order (<see cref="CoverageOrder"/>); the payer of a case stands alone, registered as a coverage or not.</summary>
    public static IReadOnlyList<CoverageInOrder> InOrder(IEnumerable<(Coverage Coverage, PayerKind Kind)> coverages, DateOnly serviceDate, (Id<Payer> Payer, PayerKind Kind)? ofCase)
    {
        var paying = CoverageOrder.On(coverages, serviceDate, ofCase?.Payer).Select(c => new CoverageInOrder(c.Coverage, c.Kind));
        return ofCase is { } kase ? [paying.FirstOrDefault(OfCase(kase.Payer, kase.Kind))] : [.. paying];
    }

    /// <summary>The payer of a case that is no coverage of the patient.</summary>
    public static CoverageInOrder OfCase(Id<Payer> payer, PayerKind kind) => new(new(0), payer, kind, Party.Payer(payer.Value));

    /// <summary>The coverage whose turn comes after the plan has answered; null when nobody is left. A plan that is not in the list counts as the first.</summary>
    public static CoverageInOrder? After(IReadOnlyList<CoverageInOrder> inOrder, Plan answered) => inOrder.ElementAtOrDefault(Math.Max(0, inOrder.Select(c => c.Plan).PlaceOf(answered)) + 1);

    /// <summary>Where the plan stands in the order of payment: the coverage itself, else the first one of its payer; -1 when it is none of them.</summary>
    public static int PlaceOf(this IEnumerable<Plan> inOrder, Plan plan)
    {
        var plans = inOrder.ToList();
        var itself = plan.CoverageId is null ? -1 : plans.FindIndex(p => p == plan);
        return itself >= 0 ? itself : plans.FindIndex(p => p.PayerId == plan.PayerId);
    }

    /// <summary>The next payer's answer to a claim that the payer before forwarded is awaited this long after that payer's date; then we send our own (MONEY 4).</summary>
    public const int ForwardedDays = 30;

    /// <summary>The first day of our own claim after an answer of <paramref name="answeredOn"/> that said the claim was forwarded.</summary>
    public static DateOnly OwnClaimFrom(DateOnly answeredOn) => answeredOn.AddDays(ForwardedDays);
}

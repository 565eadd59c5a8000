using System.Globalization;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>A coverage as the rules of order look at it, in the place where it stands now.</summary>
/// <param name="Key">The coverage's key.</param>
/// <param name="Name">The payer's name, for the reasons.</param>
public sealed record PlanInOrder(string Key, string Name, PayerKind Kind, Relation Relation, DateOnly SubscriberBirthDate, DateOnly From);

/// <summary>An order that the rules propose. A person decides, or the payer's answer does (MONEY 4).</summary>
/// <param name="Plans">The one that pays first at the head.</param>
/// <param name="Reasons">Why each stands before the next, with the source.</param>
/// <param name="Questions">What the rules cannot know, to be asked of the patient.</param>
public sealed record ProposedOrder(IReadOnlyList<PlanInOrder> Plans, IReadOnlyList<string> Reasons, IReadOnlyList<string> Questions);

/// <summary>
/// In which order several plans of a patient pay, by the rules that are in the record. Between private plans: NAIC Model Regulation 120 (Coordination of Benefits), section 6: who is insured as
/// subscriber before who is insured as dependent; of parents the one whose birthday comes first in the year, by month and day and never by year, on one day the plan held longer; else
/// the longer coverage. Medicaid pays last (42 CFR 433.139), a supplement behind Medicare. Whether Medicare or an employer's plan is first hangs on employment, which is asked (42 CFR 411.172, 411.204, 411.162).
/// </summary>
public static class ProposeOrder
{
    private const string Model = "NAIC Model Regulation 120, section 6";

    /// <summary>Of the coverages in force on the day; those that pay for injuries alone have no place in the order.</summary>
    public static async Task<ProposedOrder> For(Tx tx, Patient patient, DateOnly day, CancellationToken cancel = default)
    {
        var rows = await (from c in tx.Db.Set<Coverage>().AsNoTracking()
                          where c.Practice == patient.Practice && c.PatientId == patient.Id && c.From <= day && (c.To == null || c.To >= day)
                          join p in tx.Db.Set<Payer>() on c.PayerId equals p.Id
                          orderby c.Rank, c.From, c.Id
                          select new { c, p.Name, p.Kind }).ToListAsync(cancel);
        return Of([.. rows.Where(r => !CoverageOrder.PaysForCasesOnly(r.Kind)).Select(r => new PlanInOrder(r.c.Key, r.Name, r.Kind, r.c.Relation, r.c.SubscriberBirthDate, r.c.From))]);
    }

    /// <param name="plans">In the order in which they stand now, which decides where no rule does.</param>
    public static ProposedOrder Of(IReadOnlyList<PlanInOrder> plans)
    {
        var isMedicareFirst = plans.FirstOrDefault(p => p.Kind == PayerKind.Medicare || Step(p) == 0) is not { Kind: not PayerKind.Medicare };
        var ordered = plans.OrderBy(p => p.Kind == PayerKind.Medicare ? (isMedicareFirst ? -1 : 1) : Step(p)).ThenBy(p => p.Relation != Relation.Self)
            .ThenBy(p => p.Relation == Relation.Child ? (p.SubscriberBirthDate.Month * 100) + p.SubscriberBirthDate.Day : 0).ThenBy(p => p.From).ToList();
        return new(ordered, [.. ordered.Zip(ordered.Skip(1)).Select(pair => Reason(pair.First, pair.Second))], [.. Questions(ordered)]);
    }

    /// <summary>0 private plans, 2 a supplement of Medicare, 3 Medicaid.</summary>
    private static int Step(PlanInOrder plan) => plan.Kind switch { PayerKind.Medicaid => 3, PayerKind.Supplement => 2, _ => 0 };

    private static string Reason(PlanInOrder first, PlanInOrder next)
    {
        var before = $"{first.Name} before {next.Name}: ";
        if (next.Kind == PayerKind.Medicaid) return before + "Medicaid pays what is left when every other plan has paid (42 CFR 433.139).";
        if (next.Kind == PayerKind.Supplement) return before + "a supplement pays behind Medicare.";
        if (first.Kind == PayerKind.Medicare || next.Kind == PayerKind.Medicare) return before + "as it stands now; employment decides, see the question.";
        if (first.Relation == Relation.Self && next.Relation != Relation.Self) return before + $"the patient is its subscriber, and a dependent under the other ({Model}).";
        if (first.Relation == Relation.Child && next.Relation == Relation.Child && !IsSameBirthday(first, next))
            return before + $"the birthday of its subscriber, {Birthday(first)}, comes before {Birthday(next)} in the year ({Model}, birthday rule).";
        return before + (first.From == next.From ? "as it stands now; no rule that we know decides it." : $"it has been held longer, since {first.From.InWords()} ({Model}).");
    }

    private static IEnumerable<string> Questions(List<PlanInOrder> plans)
    {
        if (plans.Count(p => p.Relation == Relation.Child && Step(p) == 0 && p.Kind != PayerKind.Medicare) > 1)
            yield return "Does a court decree name the parent whose plan pays? Its plan is first. Do the parents live apart without one? Then the plan of the parent who has custody is, then that of this parent's spouse.";
        if (plans.Any(p => p.Kind == PayerKind.Medicare) && plans.Any(p => p.Kind is PayerKind.Commercial or PayerKind.Other))
            yield return "Does the other plan come from present employment of the patient or a family member? It pays before Medicare from 20 employees on for those over 65 (42 CFR 411.172), from 100 for the disabled (42 CFR 411.204), and for the first 30 months of kidney failure whatever the size (42 CFR 411.162). Else Medicare is first.";
        if (plans.Any(p => p.Kind == PayerKind.Va) && plans.Count > 1)
            yield return "Did the VA authorize this care? Then it pays alone; it does not share a claim with another plan.";
        if (plans.Count(p => p.Relation != Relation.Child && Step(p) == 0 && p.Kind != PayerKind.Medicare) > 1)
            yield return $"Does one of the plans go on from a job that has ended (COBRA, retired)? The plan of present employment is first ({Model}).";
    }

    private static bool IsSameBirthday(PlanInOrder one, PlanInOrder other) => (one.SubscriberBirthDate.Month, one.SubscriberBirthDate.Day) == (other.SubscriberBirthDate.Month, other.SubscriberBirthDate.Day);

    private static string Birthday(PlanInOrder plan) => plan.SubscriberBirthDate.ToString("d MMMM", CultureInfo.InvariantCulture);
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A claim that a person matched an answer to and took it off again: no number leads the answer there any more. Of a sibling practice's claim only the number stands here;
/// <paramref name="Claim"/> is null then.
/// </summary>
internal sealed record TakenOff(Id<Adjudication> Answer, Id<Claim>? Claim, string Pcn, string Why);

/// <summary>
/// What people decided about how answers post. A decision counts until a row of kind "takenBack" names it; no row is ever changed, and which of two rows has
/// the higher id says nothing, since nodes hand out ids in blocks.
/// </summary>
internal static class PersonDecisions
{
    /// <summary>An answer belongs to a claim; <see cref="PersonDecision.Choice"/> is the patient control number that was meant. A sibling practice's claim is named by that alone: no row of one practice points into another's book.</summary>
    public const string Match = "match";
    /// <summary>A patient responsibility code of a charge may move on; <see cref="PersonDecision.Choice"/> is the code ("PR-96").</summary>
    public const string Release = "release";
    /// <summary><see cref="PersonDecision.Choice"/> is the id of the decision that counts no more.</summary>
    public const string TakenBack = "takenBack";

    /// <summary>The matches that count now, in the order they were made.</summary>
    public static async Task<List<PersonDecision>> Matches(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Adjudication>> answers, CancellationToken cancel)
    {
        var ids = answers.Select(a => (Id<Adjudication>?)a).ToList();
        return Counting(await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.AdjudicationId)).ToListAsync(cancel), Match);
    }

    /// <summary>The claims that answers were matched to by a person and taken off again, with the words that say so; the latest last. A match made again stands beside it in <see cref="Matches"/>.</summary>
    public static async Task<List<TakenOff>> TakenOff(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Adjudication>> answers, CancellationToken cancel)
    {
        var ids = answers.Select(a => (Id<Adjudication>?)a).ToList();
        var rows = await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.AdjudicationId) && (d.Kind == Match || d.Kind == TakenBack)).ToListAsync(cancel);
        var matches = rows.Where(r => r.Kind == Match).ToDictionary(r => r.Id.ToString(), StringComparer.Ordinal);
        return [.. rows.Where(r => r.Kind == TakenBack && matches.ContainsKey(r.Choice)).OrderBy(r => r.At).ThenBy(r => r.Id)
            .Select(r => new TakenOff(r.AdjudicationId!.Value, r.ClaimId, Pcn.Fold(matches[r.Choice].Choice), TakenBackWords(matches[r.Choice], r.Actor, r.Reason)))];
    }

    /// <summary>Why an answer waits whose match was taken back.</summary>
    public static string TakenBackWords(PersonDecision match, string actor, string reason) => $"Its match to claim {match.Choice} was taken back by {actor}: {reason}";

    /// <summary>The releases that count now, in the order they were made.</summary>
    public static async Task<List<PersonDecision>> Releases(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel)
    {
        var ids = claims.Select(c => (Id<Claim>?)c).ToList();
        return Counting(await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.ClaimId) && d.ChargeId != null).ToListAsync(cancel), Release);
    }

    /// <summary>The numbers of the write-offs and transfers of the charges that a person took back.</summary>
    public static async Task<HashSet<long>> TakenBackOf(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Charge>> charges, CancellationToken cancel)
    {
        var ids = charges.Select(c => (Id<Charge>?)c).ToList();
        return (await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.AdjudicationId == null && d.ClaimId == null && d.Kind == TakenBack && ids.Contains(d.ChargeId)).Select(d => d.Choice).ToListAsync(cancel))
            .ConvertAll(c => long.Parse(c, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
    }

    /// <summary>A write-off or transfer counts no more.</summary>
    public static void TakeBack(Tx tx, Charge charge, long decision, string reason) => tx.Add(new PersonDecision
    {
        Practice = charge.Practice, Id = tx.NextId<PersonDecision>(), Kind = TakenBack, AdjudicationId = null, ClaimId = null, ChargeId = charge.Id, Choice = $"{decision}", Reason = reason,
        Actor = tx.Actor, At = tx.Now,
    });

    public static PersonDecision TakeBack(Tx tx, PersonDecision decision, string reason) => tx.Add(new PersonDecision
    {
        Practice = decision.Practice, Id = tx.NextId<PersonDecision>(), Kind = TakenBack, AdjudicationId = decision.AdjudicationId, ClaimId = decision.ClaimId, ChargeId = decision.ChargeId,
        Choice = decision.Id.ToString(), Reason = reason, Actor = tx.Actor, At = tx.Now,
    });

    /// <summary>The reason as a person gave it.</summary>
    /// <exception cref="BadInputException">There is none, or it is longer than is kept.</exception>
    public static string Reason(string? reason) => reason?.Trim() switch
    {
        null or "" => throw new BadInputException("reason", "The reason is missing.", "Say in a few words why; it stays with the decision."),
        { Length: > ReasonMax } much => throw new BadInputException("reason", $"The reason has {much.Length} characters; at most {ReasonMax} are kept.", "Shorten it."),
        var text => text,
    };

    public const int ReasonMax = 500;

    private static List<PersonDecision> Counting(List<PersonDecision> rows, string kind)
    {
        var taken = rows.Where(r => r.Kind == TakenBack).Select(r => r.Choice).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(r => r.Kind == kind && !taken.Contains(r.Id.ToString())).OrderBy(r => r.At).ThenBy(r => r.Id)];
    }
}

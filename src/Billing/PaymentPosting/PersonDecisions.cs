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
/// What people decided about how answers post. A decision counts until a row of kind "takenBack" names it; no row is ever changed.
/// </summary>
internal static class PersonDecisions
{
    /// <summary>An answer belongs to a claim; <see cref="PersonDecision.Choice"/> is the patient control number that was meant. A sibling practice's claim is named by that alone: no row of one practice points into another's book.</summary>
    public const string Match = "match";
    /// <summary>A patient responsibility code of a charge may move on; <see cref="PersonDecision.Choice"/> is the code ("PR-96").</summary>
    public const string Release = "release";
    /// <summary>A file that can never post waits no more; <see cref="PersonDecision.Choice"/> is the number of its exception, which is settled by the same word.</summary>
    public const string Aside = "aside";
    /// <summary>A check, or one claim of it, was unposted; <see cref="PersonDecision.Choice"/> is the number of the run that did it.</summary>
    public const string Unpost = "unpost";

    /// <summary>Everything that people decided about these answers, also what they took back.</summary>
    public static async Task<List<PersonDecision>> About(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Adjudication>> answers, CancellationToken cancel)
    {
        var found = new List<PersonDecision>();
        foreach (var part in answers.Select(a => (Id<Adjudication>?)a).Chunk(500)) // a check may have any number
            found.AddRange(await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && part.Contains(d.AdjudicationId)).ToListAsync(cancel));
        return found;
    }

    /// <summary>The matches that count now, in the order they were made.</summary>
    public static async Task<List<PersonDecision>> Matches(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Adjudication>> answers, CancellationToken cancel) =>
        PersonDecision.Counting(await About(tx, practice, answers, cancel), Match);

    /// <summary>The claims that answers were matched to by a person and taken off again, with the words that say so; the latest last. A match made again stands beside it in <see cref="Matches"/>.</summary>
    public static List<TakenOff> TakenOff(IReadOnlyCollection<PersonDecision> rows)
    {
        var matches = rows.Where(r => r.Kind == Match).ToDictionary(r => r.Id.ToString(), StringComparer.Ordinal);
        return [.. rows.Where(r => r.Kind == PersonDecision.TakenBack && matches.ContainsKey(r.Choice)).OrderBy(r => r.At).ThenBy(r => r.Id)
            .Select(r => new TakenOff(r.AdjudicationId!.Value, r.ClaimId, Pcn.Fold(matches[r.Choice].Choice), TakenBackWords(matches[r.Choice], r.Actor, r.Reason)))];
    }

    /// <summary>Which claim an answer is for, and which of its lines are which of the claim's.</summary>
    /// <param name="claim">Null for a claim of a sibling practice, which <paramref name="pcn"/> names alone.</param>
    public static void PutTo(Tx tx, Id<Practice> practice, Id<Adjudication> answer, Id<Claim>? claim, string pcn, IReadOnlyList<LineSaid> lines, string reason, string actor)
    {
        foreach (var (kind, choice) in lines.Select(l => (LineSaid.Kind, l.ToString())).Prepend((Match, pcn)))
            tx.Add(new PersonDecision
            {
                Practice = practice, Id = tx.NextId<PersonDecision>(), Kind = kind, AdjudicationId = answer, ClaimId = claim, ChargeId = null, Choice = choice, Reason = reason, Actor = actor, At = tx.Now,
            });
    }

    /// <summary>Why a run undid what was posted.</summary>
    public static void Unposted(Tx tx, Id<Practice> practice, long run, string reason) => tx.Add(new PersonDecision
    {
        Practice = practice, Id = tx.NextId<PersonDecision>(), Kind = Unpost, AdjudicationId = null, ClaimId = null, ChargeId = null, Choice = $"{run}", Reason = reason, Actor = tx.Actor, At = tx.Now,
    });

    /// <summary>A match counts no more, nor what was said of the lines with it.</summary>
    public static void TakeOff(Tx tx, PersonDecision match, IReadOnlyCollection<PersonDecision> about, string reason)
    {
        foreach (var decision in PersonDecision.Counting(about, LineSaid.Kind).Where(l => l.AdjudicationId == match.AdjudicationId && l.ClaimId == match.ClaimId).Append(match)) TakeBack(tx, decision, reason);
    }

    /// <summary>Why an answer waits whose match was taken back.</summary>
    public static string TakenBackWords(PersonDecision match, string actor, string reason) => $"Its match to claim {match.Choice} was taken back by {actor}: {reason}";

    /// <summary>The releases that count now, in the order they were made.</summary>
    public static async Task<List<PersonDecision>> Releases(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel)
    {
        var ids = claims.Select(c => (Id<Claim>?)c).ToList();
        return PersonDecision.Counting(await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.ClaimId) && d.ChargeId != null).ToListAsync(cancel), Release);
    }

    /// <summary>The numbers of the write-offs and transfers of the charges that a person took back.</summary>
    public static async Task<HashSet<long>> TakenBackOf(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Charge>> charges, CancellationToken cancel)
    {
        var ids = charges.Select(c => (Id<Charge>?)c).ToList();
        return (await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.AdjudicationId == null && d.ClaimId == null && d.Kind == PersonDecision.TakenBack && ids.Contains(d.ChargeId)).Select(d => d.Choice).ToListAsync(cancel))
            .ConvertAll(c => long.Parse(c, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
    }

    /// <summary>A write-off or transfer counts no more.</summary>
    public static void TakeBack(Tx tx, Charge charge, long decision, string reason) => tx.Add(new PersonDecision
    {
        Practice = charge.Practice, Id = tx.NextId<PersonDecision>(), Kind = PersonDecision.TakenBack, AdjudicationId = null, ClaimId = null, ChargeId = charge.Id, Choice = $"{decision}", Reason = reason,
        Actor = tx.Actor, At = tx.Now,
    });

    public static PersonDecision TakeBack(Tx tx, PersonDecision decision, string reason) => tx.Add(new PersonDecision
    {
        Practice = decision.Practice, Id = tx.NextId<PersonDecision>(), Kind = PersonDecision.TakenBack, AdjudicationId = decision.AdjudicationId, ClaimId = decision.ClaimId, ChargeId = decision.ChargeId,
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
}

using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Submissions;

/// <summary>The next payer has the claim from the payer before, which forwarded it on <paramref name="On"/>: our own waits until <paramref name="Until"/>.</summary>
public sealed record Forwarded(string By, string To, DateOnly On, DateOnly Until)
{
    public string Words => $"{By} forwarded the claim itself on {On.InWords()}: the answer of {To} is awaited until {Until.InWords()}.";

    public string Fix => $"Nothing is to be done; from {Until.InWords()} on our own claim goes.";

    /// <summary>What holds our own claim to the payer at a level; null when the payer before did not forward it there, or took that back, or the days are over (MONEY 4).</summary>
    public static Forwarded? Of(ClaimSnapshot snapshot, int level, IReadOnlyList<StandingAnswer> standing, DateOnly today)
    {
        var plans = snapshot.Plans;
        bool IsBefore(StandingAnswer answer) => answer.PlaceIn(plans) is >= 0 and var place && place < level;
        if (standing.LastOrDefault(IsBefore) is not { Forwarded: true, TakesBack: false } last) return null;
        if (plans.PlaceOf(last.Decision.Next!.Plan) != level || today >= NextPayer.OwnClaimFrom(last.Decision.HappenedOn)) return null;
        return new Forwarded(snapshot.NameOf(snapshot.Coverages[last.PlaceIn(plans)]), snapshot.NameOf(snapshot.Coverages[level]), last.Decision.HappenedOn, NextPayer.OwnClaimFrom(last.Decision.HappenedOn));
    }
}

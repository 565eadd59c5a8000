using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Claims;

/// <summary>
/// A later plan that came, ended or changed places after a claim was sent: the claim gets a version that names the plans to come, so that theirs is billed with it. To the first payer it says what it
/// said, so nothing is corrected there: a replacement (frequency 7) for it would be denied as a duplicate.
/// </summary>
public static class LaterPayers
{
    /// <summary>Whether a version was made. The first payer changed: that is a correction, which a person applies (MONEY 1.10).</summary>
    public static async Task<bool> Name(Tx tx, Claim claim, Encounter visit, CancellationToken cancel)
    {
        if (await BuildClaim.Now(tx, visit, cancel) is not { } now) return false;
        var latest = ClaimSnapshot.FromJson((await BuildClaim.LatestVersion(tx, claim, cancel)).Snapshot);
        var known = latest.Coverages.ToDictionary(c => c.CoverageId);
        if (now.Coverages[0].CoverageId != latest.Coverages[0].CoverageId || now.Coverages.Select(c => c.CoverageId).SequenceEqual(latest.Coverages.Select(c => c.CoverageId))) return false;
        // What is known of a plan already stays as it was billed; only who comes when is new.
        var named = latest with { Coverages = [.. now.Coverages.Select(c => known.GetValueOrDefault(c.CoverageId, c))] };
        var added = new NewVersions(tx, await tx.Today(visit.Practice));
        added.Add(visit, claim, named);
        await added.Save(cancel);
        return true;
    }

    /// <summary>Whether two versions of a claim are the same to the payer that is billed first.</summary>
    public static bool IsAllThatDiffers(ClaimVersion was, ClaimVersion now) => was.Id != now.Id && ToFirst(was) == ToFirst(now);

    private static string ToFirst(ClaimVersion version)
    {
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        return (snapshot with { Coverages = [snapshot.Coverages[0]] }).ToJson();
    }
}

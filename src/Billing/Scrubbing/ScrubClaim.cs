using CleanClaim.Billing.Claims;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>A claim as it would go to one payer.</summary>
public sealed record ScrubSubject(Claim Claim, ClaimSnapshot Snapshot, int Level, string Frequency, string? PayerControl);

/// <summary>Runs the rules on claims as they would go to one payer each. Reads only; what a person overrode is marked, not hidden.</summary>
public static class ScrubClaim
{
    /// <summary>The findings of each, in the order of the claims; read in a fixed number of queries a practice and <see cref="ClaimSources.AtOnce"/> claims.</summary>
    public static async Task<List<IReadOnlyList<Finding>>> Run(Tx tx, IReadOnlyList<ScrubSubject> claims, CancellationToken cancel = default)
    {
        var found = new Dictionary<ScrubSubject, IReadOnlyList<Finding>>(ReferenceEqualityComparer.Instance);
        var codes = claims.Count == 0 ? ScrubCodes.Shipped : await ScrubCodes.Of(await CodeLibrary.Open(tx.Work, cancel), cancel);
        foreach (var practice in claims.GroupBy(c => c.Claim.Practice))
        {
            foreach (var part in practice.Chunk(ClaimSources.AtOnce))
            {
                var sources = await ScrubSources.Of(tx, practice.Key, part, codes, cancel);
                foreach (var claim in part) found[claim] = sources.Check(claim);
            }
        }
        return [.. claims.Select(c => found[c])];
    }

    /// <summary>Lets a finding pass, with the reason and the name of who says so.</summary>
    public static async Task Override(Tx tx, Id<Claim> claimId, string ruleId, string place, string reason, CancellationToken cancel = default)
    {
        var claim = await tx.Db.Set<Claim>().FirstOrDefaultAsync(c => c.Id == claimId, cancel) ?? throw new BadInputException("claim", $"There is no claim {claimId}.", "Look it up in the list of claims.");
        if (string.IsNullOrWhiteSpace(reason)) throw new BadInputException("reason", "A reason is needed to let this pass.", "Say why the claim is right as it is.");
        if (!ScrubRules.All.Any(r => r.Id == ruleId)) throw new BadInputException("rule", $"There is no rule {ruleId}.", "Take the id from the finding.");
        if (!ScrubRules.MayPass(ruleId)) throw new BadInputException("rule", $"{ruleId} cannot be let pass: no true claim can be written with it.", "Mend what the finding names.");
        tx.Add(new FindingOverride
        {
            Practice = claim.Practice, Id = tx.NextId<FindingOverride>(), ClaimId = claim.Id, RuleId = ruleId, Place = place, Reason = reason.Trim(), Actor = tx.Actor, At = tx.Now,
        });
        tx.Subject = $"claim {claimId}";
    }
}

using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>What some claims of one practice say now, what has gone of each, and what payers answered; read together.</summary>
internal sealed class SentClaims
{
    private readonly Dictionary<Id<Claim>, ClaimVersion> _versions;
    private readonly ILookup<Id<Claim>, Record.Submission> _submissions;
    private readonly ILookup<Id<Claim>, StandingAnswer> _standing;
    private readonly Dictionary<long, Party> _apart;

    private SentClaims(Dictionary<Id<Claim>, ClaimVersion> versions, ILookup<Id<Claim>, Record.Submission> submissions, ILookup<Id<Claim>, StandingAnswer> standing, Dictionary<long, Party> apart) =>
        (_versions, _submissions, _standing, _apart) = (versions, submissions, standing, apart);

    public static async Task<SentClaims> Of(Tx tx, Id<Practice> practice, IReadOnlyList<Claim> claims, CancellationToken cancel)
    {
        var (ids, patients) = (claims.Select(c => c.Id).ToList(), claims.Select(c => c.PatientId).Distinct().ToList());
        return new SentClaims(
            await BuildClaim.LatestVersions(tx, practice, claims, cancel),
            (await tx.Db.Set<Record.Submission>().AsNoTracking().Where(s => s.Practice == practice && ids.Contains(s.ClaimId)).OrderBy(s => s.Id).ToListAsync(cancel)).ToLookup(s => s.ClaimId),
            await StandingAnswers.Of(tx, practice, ids, cancel),
            await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && c.ApartId != null && patients.Contains(c.PatientId)).ToDictionaryAsync(c => c.Id.Value, PlanParties.Of, cancel));
    }

    /// <summary>The latest version, what it says, every submission in its order, and the answers that stand.</summary>
    public (Id<ClaimVersion> Version, ClaimSnapshot Snapshot, List<Record.Submission> Submissions, IReadOnlyList<StandingAnswer> Standing) this[Claim claim] =>
        (_versions[claim.Id].Id, ClaimSnapshot.FromJson(_versions[claim.Id].Snapshot), [.. _submissions[claim.Id]], [.. _standing[claim.Id]]);

    /// <summary>Under whom the book has what this plan owes: its payer, or the plan itself where the patient has two of the payer.</summary>
    public Party PartyOf(BilledCoverage coverage) => _apart.GetValueOrDefault(coverage.CoverageId, Party.Payer(coverage.PayerId));
}

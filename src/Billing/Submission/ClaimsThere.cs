using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>What the payers have of one claim that was sent: every submission but the voids, which say where the claim that they void stands.</summary>
/// <param name="isCancelled">Nothing of the visit is charged any more.</param>
public sealed class ClaimsThere(IReadOnlyList<(PayerLevel Level, ClaimThere Claim)> all, bool isCancelled)
{
    public bool IsCancelled => isCancelled;

    private IEnumerable<ClaimThere> ToFirstPayers => all.Where(a => a.Level == PayerLevel.P).Select(a => a.Claim);

    /// <summary>The latest that went to a first payer.</summary>
    public ClaimThere First => ToFirstPayers.Last();

    /// <summary>A claim of ours went to this plan.</summary>
    public bool WasAsked(BilledCoverage plan) => all.Any(a => a.Claim.To.CoverageId == plan.CoverageId);

    /// <summary>Claims to later payers whose void went, or is taken, and whose answer is not taken back yet.</summary>
    public IEnumerable<ClaimThere> VoidedLater => all.Where(a => a.Level != PayerLevel.P && a.Claim is { TookBack: false, VoidStatus: not (null or ClaimStatus.Rejected) }).Select(a => a.Claim);

    /// <summary>What a correction sends to whom.</summary>
    public IReadOnlyList<CorrectionStep> Path(ClaimSnapshot now) =>
        CorrectionPath.Of(now, First, all.LastOrDefault(a => a.Claim.To.CoverageId == now.Coverages[0].CoverageId && a.Claim != First).Claim);

    /// <summary>Claims beside which a new one went and whose payer still has them: answered, and neither replaced nor taken back.</summary>
    public IEnumerable<ClaimThere> GivenUp => ToFirstPayers.SkipLast(1).Where(c => c is { TookBack: false, Status: ClaimStatus.Adjudicated or ClaimStatus.CrossedOver or ClaimStatus.Voided });

    /// <summary>These, and whatever was voided: what was paid for it is not to be kept.</summary>
    public IEnumerable<ClaimThere> TakenFromPayers => GivenUp.Concat(all.Select(a => a.Claim).Where(c => c.VoidStatus is not null)).Concat(Voids().Where(v => isCancelled && !v.To.AcceptsReplacement).Select(v => v.About).OfType<ClaimThere>()).Distinct();

    /// <summary>Voids of these that have not gone, or were rejected.</summary>
    public List<CorrectionStep> VoidsLeft() => [.. GivenUp.Select(CorrectionPath.VoidOf).OfType<CorrectionStep>()];

    /// <summary>Where nobody is to be billed any more: the void of every claim that a payer has. One that is not answered yet is waited for.</summary>
    public IReadOnlyList<CorrectionStep> Voids() => [.. all.Select(a => a.Claim).Where(c => c.Status != ClaimStatus.Replaced).Select(CorrectionPath.VoidOnce).OfType<CorrectionStep>()];

    /// <summary>Of a claim that was sent.</summary>
    public static async Task<ClaimsThere> Of(Tx tx, Claim claim, CancellationToken cancel)
    {
        var submissions = await DueClaims.Submissions(tx, claim, cancel);
        var statuses = await DueClaims.StatusesOf(tx, submissions, cancel);
        var said = await DueClaims.SentSnapshots(tx, submissions, cancel);
        var standing = await StandingAnswers.Of(tx, claim, cancel);
        var all = new List<(PayerLevel, ClaimThere)>();
        foreach (var sent in submissions.Where(s => s.Frequency != "8"))
        {
            var voided = submissions.FindLast(s => s.Frequency == "8" && s.ReplacesId == sent.Id);
            var snapshot = said[sent.ClaimVersionId];
            var place = snapshot.Coverages.ToList().FindIndex(c => c.CoverageId == sent.CoverageId.Value);
            var answer = standing.LastOf(snapshot.Plans, place);
            var number = answer is null ? null : await PriorAnswers.NumberOf(tx, claim, answer, cancel);
            // A reversal under the number of another claim says nothing of this one.
            var tookBack = answer is null && standing.LastOrDefault(a => a.PlaceIn(snapshot.Plans) == place) is { TakesBack: true } last && (last.Submission is null || last.Submission == sent.Id || last.Submission == voided?.Id);
            all.Add((sent.Level, new ClaimThere(sent.Id, sent.Pcn, sent.ClaimVersionId, snapshot, snapshot.Coverages[place], statuses[sent.Id], number, tookBack,
                voided is null ? null : statuses[voided.Id])));
        }
        return new ClaimsThere(all, (await CaptureCharge.Standing(tx, claim.Practice, claim.EncounterId, cancel)).Count == 0);
    }
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Denials;

/// <summary>Money that an answer left open with a payer, as posting found it.</summary>
public sealed record OpenedAmount(
    Id<Claim> Claim, Id<Adjudication> Answer, Id<Submission>? Submission, long? ChargeId, int? LineN, string Kind, string Codes, Money Amount, string? Why, DateOnly OpenedOn, DateOnly? DueOn = null);

/// <summary>Makes work of what was denied, reduced or left for review; closes what a later answer or an unposting has overtaken.</summary>
public static class OpenDenials
{
    public static async Task Run(Tx tx, Id<Practice> practice, IReadOnlyList<OpenedAmount> opened, CancellationToken cancel = default)
    {
        var rows = opened.Select(o =>
        {
            var (reason, action) = DenialWords.Of(o.Kind, o.Codes, o.Why, o.OpenedOn);
            return new Denial
            {
                Practice = practice, Id = tx.NextId<Denial>(), ClaimId = o.Claim, AdjudicationId = o.Answer, SubmissionId = o.Submission,
                ChargeId = o.ChargeId is { } charge ? new Id<Charge>(charge) : null, LineN = o.LineN, Codes = o.Codes, Reason = reason, SuggestedAction = action,
                AtStake = o.Amount, OpenedOn = o.OpenedOn, DueOn = o.DueOn,
            };
        }).ToList();
        await tx.AddMany(rows, cancel);
    }

    /// <summary>Closes the open denials of the claims that came from the answers given, or from any answer where a charge is named.</summary>
    public static async Task Close(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, Func<Denial, string?> how, CancellationToken cancel)
    {
        if (claims.Count == 0) return;
        var open = await Open(tx).Where(d => d.Practice == practice && claims.Contains(d.ClaimId)).ToListAsync(cancel);
        var closed = open.Select(d => (d.Id, How: how(d))).Where(d => d.How is not null)
            .Select(d => new DenialClosed { Practice = practice, DenialId = d.Id, How = d.How!, Actor = tx.Actor, At = tx.Now }).ToList();
        await tx.AddMany(closed, cancel);
    }

    /// <summary>
    /// A write-off or transfer that had ended a charge's denial was taken back: the latest one so ended is work again, with what is owed now.
    /// </summary>
    public static async Task Reopen(Tx tx, Id<Practice> practice, Id<Charge> charge, Money owed, DateOnly today, CancellationToken cancel)
    {
        if (owed <= Money.Zero || await Open(tx).AnyAsync(d => d.Practice == practice && d.ChargeId == charge, cancel)) return;
        var ended = await tx.Db.Set<Denial>().AsNoTracking().Where(d => d.Practice == practice && d.ChargeId == charge
            && tx.Db.Set<DenialClosed>().Any(c => c.Practice == practice && c.DenialId == d.Id && (c.How == "writtenOff" || c.How == "moved"))).OrderByDescending(d => d.Id).FirstOrDefaultAsync(cancel);
        if (ended is null) return;
        await Again(tx, ended, owed, today, cancel);
    }

    /// <summary>The same work once more, as a row of its own: what has ended stays ended.</summary>
    internal static async Task<Denial> Again(Tx tx, Denial ended, Money atStake, DateOnly openedOn, CancellationToken cancel)
    {
        var again = new Denial
        {
            Practice = ended.Practice, Id = tx.NextId<Denial>(), ClaimId = ended.ClaimId, AdjudicationId = ended.AdjudicationId, SubmissionId = ended.SubmissionId, ChargeId = ended.ChargeId, LineN = ended.LineN,
            Codes = ended.Codes, Reason = ended.Reason, SuggestedAction = ended.SuggestedAction, AtStake = atStake, OpenedOn = openedOn, DueOn = ended.DueOn,
        };
        await tx.AddMany([again], cancel);
        return again;
    }

    public static IQueryable<Denial> Open(Tx tx) => tx.Db.Set<Denial>().AsNoTracking()
        .Where(d => !tx.Db.Set<DenialClosed>().Any(c => c.Practice == d.Practice && c.DenialId == d.Id));
}

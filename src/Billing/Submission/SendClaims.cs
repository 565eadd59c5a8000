using CleanClaim.Billing.Access;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// Sends all that is due, a part after the other, each a unit of work with files of its own: a copay at the desk never waits for a batch of thousands (DESIGN 3). What a part sent is
/// sent; repeated with the same key after a stop, it goes on where it was stopped.
/// </summary>
public static class SendClaims
{
    /// <summary>Visits and claims looked at in one unit of work: some tenths of a second on SQLite, whose one writer the desk shares.</summary>
    private const int AtOnce = 500;

    /// <param name="key">The caller's own for this act; each part adds its number to it.</param>
    public static Task<SubmitOutcome> Run(Work work, Scope scope, string key, string? payer = null, int atOnce = AtOnce, CancellationToken cancel = default) =>
        InParts((after, part) =>
        {
            var command = new SubmitBatch.Command(payer, after);
            return work.Do(Right.Submit, scope, new Request("claims.submit", part == 0 ? key : $"{key} part {part + 1}", command), tx => SubmitBatch.Run(tx, command, atOnce, cancel), cancel);
        });

    /// <summary>What would go and what is held; nothing of it is kept.</summary>
    public static Task<SubmitOutcome> Rehearse(Work work, Scope scope, string? payer = null, int atOnce = AtOnce, CancellationToken cancel = default) =>
        InParts((after, _) => work.Rehearse(Right.Submit, scope, tx => SubmitBatch.Run(tx, new SubmitBatch.Command(payer, after), atOnce, cancel), cancel));

    private static async Task<SubmitOutcome> InParts(Func<DueUpTo?, int, Task<SubmitOutcome>> send)
    {
        var (files, sent, held) = (new List<SentFile>(), new List<SentClaim>(), new List<HeldClaim>());
        DueUpTo? after = null;
        for (var part = 0; part == 0 || after is not null; part++)
        {
            var outcome = await send(after, part);
            files.AddRange(outcome.Files);
            sent.AddRange(outcome.Sent);
            // A claim that an earlier part holds too is one claim.
            var known = held.Select(h => (h.ClaimId, h.Level)).ToHashSet();
            held.AddRange(outcome.Held.Where(h => !known.Contains((h.ClaimId, h.Level))));
            after = outcome.UpTo;
        }
        return new SubmitOutcome(files, sent, held);
    }
}

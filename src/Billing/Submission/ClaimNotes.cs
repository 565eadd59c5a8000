using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// What a batch adds to the histories of its claims. What holds a claim, and that nothing holds it any more, stands there when it changes, not each time somebody looks.
/// </summary>
internal sealed class ClaimNotes
{
    private readonly Tx _tx;
    private readonly Dictionary<Id<Claim>, (ClaimEventKind Kind, string Detail)> _last = [];
    private readonly Dictionary<Id<Practice>, DateOnly> _today = [];

    private readonly List<ClaimEvent> _events = [];

    private ClaimNotes(Tx tx) => _tx = tx;

    public static async Task<ClaimNotes> Of(Tx tx, IReadOnlyList<DueClaim> due, CancellationToken cancel)
    {
        var notes = new ClaimNotes(tx);
        foreach (var practice in due.GroupBy(d => d.Claim.Practice))
        {
            notes._today[practice.Key] = await tx.Today(practice.Key);
            foreach (var part in practice.Select(d => d.Claim.Id).Distinct().Chunk(ClaimSources.AtOnce))
            {
                var known = await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice.Key && part.Contains(e.ClaimId) && e.SubmissionId == null)
                    .OrderBy(e => e.Id).Select(e => new { e.ClaimId, e.Kind, e.Detail }).ToListAsync(cancel);
                foreach (var e in known) notes._last[e.ClaimId] = (e.Kind, e.Detail);
            }
        }
        return notes;
    }

    public void Note(Claim claim, ClaimEventKind kind, string detail)
    {
        if (_last.TryGetValue(claim.Id, out var last) && last == (kind, detail)) return;
        _events.Add(ClaimEvents.New(_tx, claim, null, kind, _today[claim.Practice], detail));
        _last[claim.Id] = (kind, detail);
    }

    public void Add(Claim claim, Id<Record.Submission> submission, ClaimEventKind kind, DateOnly on, string detail, FileRef source) => _events.Add(ClaimEvents.New(_tx, claim, submission, kind, on, detail, source));

    /// <summary>The submissions that these events are of must stand.</summary>
    public async Task Save(CancellationToken cancel)
    {
        foreach (var practice in _events.GroupBy(e => e.Practice)) await ClaimEvents.AddMany(_tx, practice.Key, [.. practice], practice.Select(e => e.ClaimId), cancel);
    }
}

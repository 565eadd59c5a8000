using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// An answer that a later check has taken back is not unposted alone: the reversal would stand with nothing behind it, and leave a credit in the guarantor's receivable (MONEY 1.6).
/// The later check goes first; a reversal that goes with the same unposting holds nothing up.
/// </summary>
internal static class StandingReversals
{
    private const int Part = 500;

    private sealed record Answered(Id<Practice> Practice, long Fact, string Pcn);

    /// <summary>Refuses to unpost these remittances of a check, or of one of its claims where answers are named.</summary>
    /// <exception cref="BadInputException">A reversal of one of the answers stands in another check.</exception>
    public static async Task Refuse(Tx tx, PayerCheck check, IReadOnlyCollection<Id<RemittanceRow>> remittances, IReadOnlyCollection<Id<Adjudication>>? answers, CancellationToken cancel)
    {
        foreach (var book in (await Going(tx, check, remittances, answers, cancel)).GroupBy(g => g.Practice))
        {
            var going = book.ToDictionary(g => g.Fact);
            foreach (var reversal in await Elsewhere(tx, book.Key, going, cancel))
                if (PostingDecision.FromJson(reversal.Choices) is { Kind: DecisionKind.Reversal, Of: { } of } decision && going.TryGetValue(of, out var answer))
                    throw await Words(tx, check, answer, decision, cancel);
        }
    }

    /// <summary>What stands of the claims that these answers are about, without them. A check of any size: asked for a part at a time, since a statement takes so many parameters and no more.</summary>
    private static async Task<List<PostingDecisionRow>> Elsewhere(Tx tx, Id<Practice> practice, Dictionary<long, Answered> going, CancellationToken cancel)
    {
        var rows = tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication);
        var claims = new HashSet<long?>();
        foreach (var part in going.Keys.Chunk(Part))
            claims.UnionWith(await rows.Where(d => part.Contains(d.FactId) && d.MatchedClaimId != null).Select(d => d.MatchedClaimId).Distinct().ToListAsync(cancel));
        var others = new HashSet<long>();
        foreach (var part in claims.Chunk(Part))
            others.UnionWith((await rows.Where(d => part.Contains(d.MatchedClaimId)).Select(d => d.FactId).Distinct().ToListAsync(cancel)).Where(fact => !going.ContainsKey(fact)));
        var live = new List<PostingDecisionRow>();
        foreach (var part in others.Chunk(Part))
            live.AddRange((await rows.Where(d => part.Contains(d.FactId)).ToListAsync(cancel)).Where(d => claims.Contains(d.MatchedClaimId)).GroupBy(d => d.MatchedClaimId).SelectMany(PostingOrder.Of).Select(p => p.Live).OfType<PostingDecisionRow>());
        return live;
    }

    /// <summary>The posted answers that go with the unposting, in this book and in those of siblings.</summary>
    private static async Task<List<Answered>> Going(Tx tx, PayerCheck check, IReadOnlyCollection<Id<RemittanceRow>> remittances, IReadOnlyCollection<Id<Adjudication>>? answers, CancellationToken cancel)
    {
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == check.Practice && remittances.Contains(a.RemittanceId) && (answers == null || answers.Contains(a.Id)))
            .Select(a => new { a.Id, a.PcnRaw }).ToListAsync(cancel);
        var going = said.ConvertAll(a => new Answered(check.Practice, a.Id.Value, a.PcnRaw));
        foreach (var passed in (await SiblingCheck.All(tx, check, cancel)).Where(p => p.Live && said.Exists(a => a.Id.Value == p.Of.Fact)))
        {
            var (practice, theirs) = (passed.Practice.Id, passed.Check.Id);
            var there = await (from answer in tx.Db.Set<Adjudication>().AsNoTracking()
                               join remittance in tx.Db.Set<RemittanceRow>() on new { answer.Practice, Id = answer.RemittanceId } equals new { remittance.Practice, remittance.Id }
                               where answer.Practice == practice && remittance.CheckId == theirs
                               select new { answer.Id, answer.PcnRaw }).ToListAsync(cancel);
            going.AddRange(there.Select(a => new Answered(practice, a.Id.Value, a.PcnRaw)));
        }
        return going;
    }

    private static async Task<BadInputException> Words(Tx tx, PayerCheck check, Answered answer, PostingDecision reversal, CancellationToken cancel)
    {
        var id = new Id<PayerCheck>(reversal.CheckId!.Value);
        var later = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == answer.Practice && c.Id == id, cancel);
        return new BadInputException("trace", $"Check {later.Trn02} of {later.Date.InWords()} takes back the answer to claim {answer.Pcn} that check {check.Trn02} brought. Nothing was undone.",
            $"Unpost check {later.Trn02} first, then try this again.");
    }
}

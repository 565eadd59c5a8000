using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A claim of a sibling practice that an answer is for.</summary>
internal sealed record SiblingMatch(Practice Practice, Match Match);

/// <summary>
/// The same ways as <see cref="Matching"/>, through the books of sibling practices: a patient control number is unique in the organization, so it names one claim of one practice.
/// Where the actor has no rights only the practice is found, so that the right person can be asked. Another organization is never looked at.
/// </summary>
internal sealed class SiblingMatching(Siblings siblings, IReadOnlyList<TakenOff> off, IReadOnlyDictionary<Id<Adjudication>, string> said, IReadOnlyDictionary<Id<Adjudication>, List<(string Pcn, string How)>> candidates)
{
    private HashSet<(Id<Adjudication>, Id<Claim>)> _never = [];

    public Dictionary<Id<Adjudication>, SiblingMatch> Found { get; } = [];
    public Dictionary<Id<Adjudication>, Practice> Closed { get; } = [];

    public bool Knows(Id<Adjudication> answer) => Found.ContainsKey(answer) || Closed.ContainsKey(answer);

    /// <summary>By a person's word, by our number, by our line number.</summary>
    public async Task ByNumber(Tx tx, List<Adjudication> answers, CancellationToken cancel)
    {
        if (answers.Count == 0 || (siblings.Open.Count == 0 && siblings.Closed.Count == 0)) return;
        var practices = siblings.Open.ToDictionary(p => p.Id);
        var (ids, numbers) = (practices.Keys.ToList(), answers.SelectMany(Numbers).Select(n => n.Pcn).Concat(off.Select(o => o.Pcn)).Where(p => p.Length > 0).Distinct().ToList());
        var sent = ids.Count == 0 || numbers.Count == 0 ? [] : (await tx.Db.Set<Submission>().AsNoTracking().Where(s => ids.Contains(s.Practice) && numbers.Contains(s.PcnFolded))
            .Select(s => new { s.Practice, s.PcnFolded, s.ClaimId, s.Id }).ToListAsync(cancel)).GroupBy(s => s.PcnFolded).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single(), StringComparer.Ordinal);
        _never = off.Where(o => sent.ContainsKey(o.Pcn)).Select(o => (o.Answer, sent[o.Pcn].ClaimId)).ToHashSet();
        foreach (var answer in answers)
            foreach (var (pcn, how) in Numbers(answer))
                if (sent.TryGetValue(pcn, out var s) && (how == Match.Person || !_never.Contains((answer.Id, s.ClaimId))) && Found.TryAdd(answer.Id, new SiblingMatch(practices[s.Practice], new Match(s.ClaimId, s.Id, how)))) break;
        await NameOwners(tx, answers.FindAll(a => !Found.ContainsKey(a.Id)));
    }

    /// <summary>By the payer's number of an earlier answer, one sibling after the other; a number that two of them know names none.</summary>
    public async Task ByPayerControl(Tx tx, List<Adjudication> answers, CancellationToken cancel)
    {
        if (answers.Count == 0) return;
        var hits = new List<(Id<Adjudication> Answer, SiblingMatch Match)>();
        foreach (var practice in siblings.Open)
        {
            var found = new Dictionary<Id<Adjudication>, Match>();
            await Matching.ByPayerControl(tx, practice.Id, answers, found, _never, cancel);
            hits.AddRange(found.Select(f => (f.Key, new SiblingMatch(practice, f.Value))));
        }
        foreach (var hit in hits.GroupBy(h => h.Answer).Where(g => g.Count() == 1)) Found[hit.Key] = hit.Single().Match;
    }

    /// <summary>A person's word leaves no room for another number.</summary>
    private List<(string Pcn, string How)> Numbers(Adjudication answer) => said.TryGetValue(answer.Id, out var pcn) ? [(pcn, Match.Person)] : candidates[answer.Id];

    private async Task NameOwners(Tx tx, List<Adjudication> answers)
    {
        if (siblings.Closed.Count == 0 || answers.Count == 0) return;
        var owners = await siblings.Owners(tx, [.. answers.SelectMany(Numbers).Select(n => n.Pcn).Distinct()]);
        foreach (var answer in answers)
            if (Numbers(answer).Select(n => owners.GetValueOrDefault(n.Pcn)).OfType<Practice>().FirstOrDefault() is { } owner) Closed[answer.Id] = owner;
    }
}

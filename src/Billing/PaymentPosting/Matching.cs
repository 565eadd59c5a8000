using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Which claim an answer is for and how that was found; stored with the decision.</summary>
public sealed record Match(Id<Claim> Claim, Id<Submission>? Submission, string How)
{
    public const string Person = "person";
}

/// <summary>
/// Finds the claims of a chunk of answers with one query per way: by a person's word, by our patient control number (folded), by our line number as it
/// came back (REF 6R), by the payer's own number that an earlier matched answer has.
/// </summary>
internal static class Matching
{
    public static async Task<Dictionary<Id<Adjudication>, Match>> Of(Tx tx, Id<Practice> practice, IReadOnlyList<Adjudication> answers, ILookup<Id<Adjudication>, AdjudicationLine> lines, CancellationToken cancel)
    {
        var found = await ByPerson(tx, practice, answers, cancel);
        var candidates = answers.ToDictionary(a => a.Id, a => Candidates(a, lines[a.Id]));
        var pcns = candidates.Values.SelectMany(c => c).Select(c => c.Pcn).Where(p => p.Length > 0).Distinct().ToList();
        var sent = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && pcns.Contains(s.PcnFolded)).Select(s => new { s.PcnFolded, s.ClaimId, s.Id }).ToListAsync(cancel))
            .ToDictionary(s => s.PcnFolded, StringComparer.Ordinal);
        foreach (var answer in answers.Where(a => !found.ContainsKey(a.Id)))
            foreach (var (pcn, how) in candidates[answer.Id])
                if (sent.TryGetValue(pcn, out var s) && found.TryAdd(answer.Id, new Match(s.ClaimId, s.Id, how))) break;
        await ByPayerControl(tx, practice, [.. answers.Where(a => !found.ContainsKey(a.Id) && a.PayerControl is not null)], found, cancel);
        return found;
    }

    private static List<(string Pcn, string How)> Candidates(Adjudication answer, IEnumerable<AdjudicationLine> lines)
    {
        var result = new List<(string, string)> { (answer.PcnFolded, "patientControlNumber") };
        foreach (var control in lines.Select(l => l.ControlRaw).OfType<string>().Select(Pcn.Fold).Where(c => c.Length is 13 or 14))
            if (!result.Contains((control[..12], "lineControlNumber"))) result.Add((control[..12], "lineControlNumber"));
        return result;
    }

    private static async Task<Dictionary<Id<Adjudication>, Match>> ByPerson(Tx tx, Id<Practice> practice, IReadOnlyList<Adjudication> answers, CancellationToken cancel)
    {
        var decided = await PersonDecisions.Matches(tx, practice, [.. answers.Select(a => a.Id)], cancel);
        var pcns = decided.Select(d => Pcn.Fold(d.Choice)).Where(p => p.Length > 0).ToList();
        var sent = pcns.Count == 0 ? [] : await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && pcns.Contains(s.PcnFolded))
            .Select(s => new { s.PcnFolded, s.ClaimId, s.Id }).ToDictionaryAsync(s => s.PcnFolded, StringComparer.Ordinal, cancel);
        var found = new Dictionary<Id<Adjudication>, Match>();
        foreach (var d in decided)
            if (d is { AdjudicationId: { } answer, ClaimId: { } claim })
                found[answer] = new Match(claim, sent.TryGetValue(Pcn.Fold(d.Choice), out var s) && s.ClaimId == claim ? s.Id : null, Match.Person);
        return found;
    }

    private static async Task ByPayerControl(Tx tx, Id<Practice> practice, List<Adjudication> answers, Dictionary<Id<Adjudication>, Match> found, CancellationToken cancel)
    {
        if (answers.Count == 0) return;
        var controls = answers.Select(a => a.PayerControl).Distinct().ToList();
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && controls.Contains(a.PayerControl)).Select(a => new { a.Id, a.PayerControl }).ToListAsync(cancel);
        var facts = said.ConvertAll(a => a.Id.Value);
        var matched = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && facts.Contains(d.FactId) && d.MatchedClaimId != null && d.MatchHow != null)
            .Select(d => new { d.FactId, d.MatchedClaimId, d.MatchedSubmissionId }).ToListAsync(cancel);
        var earlier = said.Join(matched, a => a.Id.Value, d => d.FactId, (a, d) => new { a.PayerControl, d.MatchedClaimId, d.MatchedSubmissionId }).ToList();
        var byControl = earlier.ToLookup(e => e.PayerControl!, StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var claims = byControl[answer.PayerControl!].Select(e => e.MatchedClaimId).Distinct().ToList();
            if (claims is not [{ } claim]) continue; // a number that two claims share names none
            var submission = byControl[answer.PayerControl!].First().MatchedSubmissionId;
            found[answer.Id] = new Match(new(claim), submission is { } s ? new Id<Submission>(s) : null, "payerControlNumber");
        }
    }
}

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
    public const string OurNumber = "patientControlNumber";
    public const string LineControl = "lineControlNumber";
    public const string PayerControl = "payerControlNumber";
}

/// <summary>What was found for a chunk of answers.</summary>
/// <param name="Found">Claims of the practice itself.</param>
/// <param name="Elsewhere">Claims of sibling practices.</param>
/// <param name="Closed">Of answers that name a claim of a sibling practice where the actor has no rights, that practice.</param>
/// <param name="TakenOff">Of answers that a person took off a claim, why.</param>
/// <param name="Lines">Of answers whose lines a person put on the claim's, which on which.</param>
internal sealed record Matches(
    Dictionary<Id<Adjudication>, Match> Found, Dictionary<Id<Adjudication>, SiblingMatch> Elsewhere, Dictionary<Id<Adjudication>, Practice> Closed, Dictionary<Id<Adjudication>, string> TakenOff,
    ILookup<Id<Adjudication>, LineSaid> Lines);

/// <summary>
/// Finds the claims of a chunk of answers with one query per way: by a person's word, by our patient control number (folded), by our line number as it
/// came back (REF 6R), by the payer's own number that an earlier matched answer has. No number leads an answer to a claim that a person took it off.
/// </summary>
internal static class Matching
{
    public static async Task<Matches> Of(Tx tx, PayerCheck check, IReadOnlyList<Adjudication> answers, ILookup<Id<Adjudication>, AdjudicationLine> lines, CancellationToken cancel)
    {
        var practice = check.Practice;
        var decided = await PersonDecisions.About(tx, practice, [.. answers.Select(a => a.Id)], cancel);
        var (found, said) = await ByPerson(tx, practice, PersonDecision.Counting(decided, PersonDecisions.Match), cancel);
        var off = PersonDecisions.TakenOff(decided);
        var never = off.Where(t => t.Claim is not null).Select(t => (t.Answer, t.Claim!.Value)).ToHashSet();
        var candidates = answers.ToDictionary(a => a.Id, a => Candidates(a, lines[a.Id]));
        var pcns = candidates.Values.SelectMany(c => c).Select(c => c.Pcn).Where(p => p.Length > 0).Distinct().ToList();
        var sent = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && pcns.Contains(s.PcnFolded)).Select(s => new { s.PcnFolded, s.ClaimId, s.Id }).ToListAsync(cancel))
            .ToDictionary(s => s.PcnFolded, StringComparer.Ordinal);
        foreach (var answer in answers.Where(a => !found.ContainsKey(a.Id) && !said.ContainsKey(a.Id)))
            foreach (var (pcn, how) in candidates[answer.Id])
                if (sent.TryGetValue(pcn, out var s) && !never.Contains((answer.Id, s.ClaimId)) && found.TryAdd(answer.Id, new Match(s.ClaimId, s.Id, how))) break;
        var siblings = new SiblingMatching(await SiblingsFor(tx, check, found.Count < answers.Count, cancel), off, said, candidates);
        await siblings.ByNumber(tx, [.. answers.Where(a => !found.ContainsKey(a.Id))], cancel);
        List<Adjudication> Left() => [.. answers.Where(a => !found.ContainsKey(a.Id) && !siblings.Knows(a.Id) && a.PayerControl is not null)];
        await ByPayerControl(tx, practice, Left(), found, never, cancel);
        await siblings.ByPayerControl(tx, Left(), cancel);
        return new Matches(found, siblings.Found, siblings.Closed, off.GroupBy(t => t.Answer).ToDictionary(g => g.Key, g => g.Last().Why), LineSaid.Counting(decided));
    }

    /// <summary>What a sibling passed on goes nowhere else.</summary>
    private static async Task<Siblings> SiblingsFor(Tx tx, PayerCheck check, bool needed, CancellationToken cancel) =>
        needed && PassedCheck.Of(check) is null ? await Siblings.Of(tx, check.Practice, cancel) : new Siblings([], []);

    private static List<(string Pcn, string How)> Candidates(Adjudication answer, IEnumerable<AdjudicationLine> lines)
    {
        var result = new List<(string, string)> { (answer.PcnFolded, Match.OurNumber) };
        foreach (var control in lines.Select(l => l.ControlRaw).OfType<string>().Select(Pcn.Fold).Where(c => c.Length is 13 or 14))
            if (!result.Contains((control[..12], Match.LineControl))) result.Add((control[..12], Match.LineControl));
        return result;
    }

    /// <summary>The claims of the practice that a person named; and the numbers (folded) of sibling practices' claims that one named.</summary>
    private static async Task<(Dictionary<Id<Adjudication>, Match> Found, Dictionary<Id<Adjudication>, string> Elsewhere)> ByPerson(Tx tx, Id<Practice> practice, List<PersonDecision> decided, CancellationToken cancel)
    {
        var pcns = decided.Select(d => Pcn.Fold(d.Choice)).Where(p => p.Length > 0).ToList();
        var sent = pcns.Count == 0 ? [] : await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && pcns.Contains(s.PcnFolded))
            .Select(s => new { s.PcnFolded, s.ClaimId, s.Id }).ToDictionaryAsync(s => s.PcnFolded, StringComparer.Ordinal, cancel);
        var (found, elsewhere) = (new Dictionary<Id<Adjudication>, Match>(), new Dictionary<Id<Adjudication>, string>());
        foreach (var d in decided)
        {
            var answer = d.AdjudicationId!.Value;
            if (d.ClaimId is not { } claim) elsewhere[answer] = Pcn.Fold(d.Choice);
            else found[answer] = new Match(claim, sent.TryGetValue(Pcn.Fold(d.Choice), out var s) && s.ClaimId == claim ? s.Id : null, Match.Person);
        }
        return (found, elsewhere);
    }

    /// <summary>
    /// The claim of the earlier answers that the payer gave the same number, as our numbers or a person found it. What was only found by the payer's number itself proves nothing,
    /// and where a person has spoken of an earlier answer, that word counts and not its numbers.
    /// </summary>
    public static async Task ByPayerControl(Tx tx, Id<Practice> practice, List<Adjudication> answers, Dictionary<Id<Adjudication>, Match> found, HashSet<(Id<Adjudication>, Id<Claim>)> never, CancellationToken cancel)
    {
        if (answers.Count == 0) return;
        var controls = answers.Select(a => a.PayerControl).Distinct().ToList();
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && controls.Contains(a.PayerControl)).Select(a => new { a.Id, a.PayerControl }).ToListAsync(cancel);
        var facts = said.ConvertAll(a => a.Id.Value);
        var matched = (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && facts.Contains(d.FactId) && d.MatchedClaimId != null
                && d.MatchHow != null && d.MatchHow != Match.PayerControl).Select(d => new { d.FactId, d.MatchedClaimId, d.MatchedSubmissionId, d.MatchHow }).ToListAsync(cancel))
            .ConvertAll(d => (Answer: new Id<Adjudication>(d.FactId), Claim: new Id<Claim>(d.MatchedClaimId!.Value), d.MatchedSubmissionId, ByPerson: d.MatchHow == Match.Person));
        if (matched.Count == 0) return;
        var earlier = matched.Select(m => m.Answer).Distinct().ToList();
        var decided = await PersonDecisions.About(tx, practice, earlier, cancel);
        var spoken = PersonDecision.Counting(decided, PersonDecisions.Match).ToLookup(d => d.AdjudicationId!.Value, d => d.ClaimId);
        var off = PersonDecisions.TakenOff(decided).Select(t => (t.Answer, t.Claim)).ToHashSet();
        var standing = matched.Where(m => spoken[m.Answer].Any() ? spoken[m.Answer].Contains(m.Claim) : !m.ByPerson && !off.Contains((m.Answer, (Id<Claim>?)m.Claim)));
        var byControl = standing.Join(said, m => m.Answer, a => a.Id, (m, a) => (a.PayerControl, m.Answer, m.Claim, m.MatchedSubmissionId)).ToLookup(e => e.PayerControl!, StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var others = byControl[answer.PayerControl!].Where(e => e.Answer != answer.Id).ToList();
            if (others.Select(e => e.Claim).Distinct().ToList() is not [var claim] || never.Contains((answer.Id, claim))) continue; // a number that two claims share names none
            found[answer.Id] = new Match(claim, others[0].MatchedSubmissionId is { } s ? new Id<Submission>(s) : null, Match.PayerControl);
        }
    }
}

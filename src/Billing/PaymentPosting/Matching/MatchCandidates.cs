using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Finds claims that a waiting answer may be for: by member id and name, by day and charge, by payer and charge; the best agreement first.</summary>
public static class MatchCandidates
{
    private const int Shown = 8;
    private const int EachWay = 40;

    /// <summary>Empty when the exception is of no single answer, or the answer does not add up and so cannot post to any claim. Claims of sibling practices stand beside the payee's own.</summary>
    public static async Task<IReadOnlyList<MatchCandidate>> For(Tx tx, WaitingMoney waiting, CancellationToken cancel = default)
    {
        if (waiting is not { Check: { } check, Said: { Answer.DifferenceAt: null } said }) return [];
        var siblings = (await Siblings.Of(tx, check.Practice, cancel)).Open;
        List<Id<Practice>> ours = [check.Practice, .. siblings.Select(p => p.Id)];
        var claims = (await ByPatient(tx, said.Answer, ours, cancel)).Union(await ByDayAndCharge(tx, said, ours, cancel)).Union(await ByPayerAndCharge(tx, said.Answer, check.PayerId, ours, cancel)).ToList();
        var compared = new List<MatchCandidate>();
        foreach (var book in claims.GroupBy(c => c.Practice))
            compared.AddRange(await Compare(tx, check, book.Key, siblings.FirstOrDefault(p => p.Id == book.Key)?.Name, said, [], [.. book.Select(c => c.Claim)], null, hold: false, cancel));
        return [.. compared.OrderBy(c => c.Refused is not null).ThenByDescending(c => c.Agreement).ThenBy(c => c.Sibling is not null).ThenByDescending(c => c.ServiceDate).Take(Shown)];
    }

    /// <summary>The claim with this patient control number beside the answer; <paramref name="lines"/> as a person puts them.</summary>
    /// <exception cref="BadInputException">No claim of ours has the number, or it is in a book where the actor has no rights.</exception>
    public static async Task<MatchCandidate> One(Tx tx, WaitingMoney waiting, string pcn, IReadOnlyList<LineSaid> lines, bool hold = false, CancellationToken cancel = default)
    {
        if (waiting is not { Check: { } check, Said: { } said }) throw new BadInputException("exception", "This is no answer to one claim, so there is nothing to match.", "Mend the reason, then post the file again.");
        var folded = Pcn.Fold(pcn);
        var named = folded.Length == 0 ? [] : await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.PcnFolded == folded).ToListAsync(cancel);
        var siblings = await Siblings.Of(tx, check.Practice, cancel);
        if ((named.Find(s => s.Practice == check.Practice) ?? named.FirstOrDefault()) is { } one)
            return (await Compare(tx, check, one.Practice, siblings.Open.FirstOrDefault(p => p.Id == one.Practice)?.Name, said, lines, [one.ClaimId], one, hold, cancel))[0];
        if ((await siblings.Owners(tx, [folded])).TryGetValue(folded, out var owner))
            throw new BadInputException("claim", $"{pcn} is a claim of {owner.Name}, another practice of ours, where {tx.Actor} has no rights.",
                $"Have it matched by somebody with rights for both practices: {await Siblings.WhoMay(tx, Right.Post, [check.Practice, owner.Id], cancel)}.");
        throw new BadInputException("claim", folded.Length == 0 ? "The claim's number is missing." : $"No claim of ours has the number {pcn}.", "Copy the control number from the claim's page.");
    }

    private static async Task<List<MatchCandidate>> Compare(Tx tx, PayerCheck whole, Id<Practice> practice, string? sibling, AnswerAsSaid said, IReadOnlyList<LineSaid> lines, List<Id<Claim>> claims, Submission? named, bool hold, CancellationToken cancel)
    {
        var check = practice == whole.Practice ? whole : RecordPassed.CheckOf(tx, whole, practice, said.Answer.Id.Value, said.Answer.Paid);
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == whole.Practice && r.Id == said.Answer.RemittanceId, cancel);
        var facts = await ChunkFacts.Beside(tx, check, remittance, said, lines, claims, hold, cancel);
        return [.. (await Sent(tx, check, claims, named, cancel)).Select(s => MatchComparison.Of(facts, said, s) with { Sibling = sibling })];
    }

    /// <summary>Of each claim the submission that the payer answers: the latest one to it, else the one that was named, else the latest.</summary>
    private static async Task<List<SentTo>> Sent(Tx tx, PayerCheck check, List<Id<Claim>> claims, Submission? named, CancellationToken cancel)
    {
        var practice = check.Practice;
        var all = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && claims.Contains(s.ClaimId)).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(cancel)).ToLookup(s => s.ClaimId);
        var chosen = claims.Where(all.Contains).Select(c => named is not null && named.PayerId == check.PayerId ? named : all[c].LastOrDefault(s => s.PayerId == check.PayerId) ?? named ?? all[c].Last()).ToList();
        var ids = chosen.ConvertAll(s => (Id<Submission>?)s.Id);
        var events = (await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice && ids.Contains(e.SubmissionId)).OrderBy(e => e.Id).Select(e => new { e.SubmissionId, e.Kind }).ToListAsync(cancel))
            .ToLookup(e => e.SubmissionId!.Value, e => e.Kind);
        var people = await (from claim in tx.Db.Set<Claim>().AsNoTracking()
                            where claim.Practice == practice && claims.Contains(claim.Id)
                            join patient in tx.Db.Set<Patient>() on new { claim.Practice, Id = claim.PatientId } equals new { patient.Practice, patient.Id }
                            select new { claim.Id, patient.LastName, patient.FirstName, patient.NameKey }).ToDictionaryAsync(p => p.Id, cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        return chosen.ConvertAll(s => new SentTo(s, $"{people[s.ClaimId].LastName}, {people[s.ClaimId].FirstName}", people[s.ClaimId].NameKey, payers[s.PayerId], ClaimStatus.OfSubmission(events[s.Id])));
    }

    private static async Task<List<ClaimPlace>> ByPatient(Tx tx, Adjudication answer, List<Id<Practice>> ours, CancellationToken cancel)
    {
        var patients = answer.MemberId is not { } member ? [] : await tx.Db.Set<Coverage>().AsNoTracking().Where(c => ours.Contains(c.Practice) && c.MemberId == member).Select(c => c.PatientId).Distinct().Take(EachWay).ToListAsync(cancel);
        if (answer.PatientName is { } name && Patient.FoldName(name.Split(',')[0], "").Trim() is { Length: > 0 } from)
        {
            // A range over the folded key, never LIKE: under row-level security only plain comparisons reach the index.
            var to = from[..^1] + (char)(from[^1] + 1);
            patients.AddRange(await tx.Db.Set<Patient>().AsNoTracking().Where(p => ours.Contains(p.Practice) && string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, to) < 0).Select(p => p.Id).Take(EachWay).ToListAsync(cancel));
        }
        if (patients.Count == 0) return [];
        return await (from claim in tx.Db.Set<Claim>().AsNoTracking()
                      where ours.Contains(claim.Practice) && patients.Contains(claim.PatientId)
                      join visit in tx.Db.Set<Encounter>() on new { claim.Practice, Id = claim.EncounterId } equals new { visit.Practice, visit.Id }
                      orderby visit.Date descending
                      select new ClaimPlace(claim.Practice, claim.Id)).Take(EachWay).ToListAsync(cancel);
    }

    private static async Task<List<ClaimPlace>> ByDayAndCharge(Tx tx, AnswerAsSaid said, List<Id<Practice>> ours, CancellationToken cancel)
    {
        var days = said.Lines.Select(l => l.ServiceFrom).Append(said.Answer.ServiceFrom).OfType<DateOnly>().Distinct().ToList();
        var charge = said.Answer.Charge.Abs;
        return await (from visit in tx.Db.Set<Encounter>().AsNoTracking()
                      where ours.Contains(visit.Practice) && days.Contains(visit.Date)
                      join claim in tx.Db.Set<Claim>() on new { visit.Practice, EncounterId = visit.Id } equals new { claim.Practice, claim.EncounterId }
                      where tx.Db.Set<Submission>().Any(s => s.Practice == claim.Practice && s.ClaimId == claim.Id && s.Charge == charge)
                      select new ClaimPlace(claim.Practice, claim.Id)).Take(EachWay).ToListAsync(cancel);
    }

    private static async Task<List<ClaimPlace>> ByPayerAndCharge(Tx tx, Adjudication answer, Id<Payer>? sender, List<Id<Practice>> ours, CancellationToken cancel)
    {
        if (sender is not { } payer) return [];
        var charge = answer.Charge.Abs;
        return await tx.Db.Set<Submission>().AsNoTracking().Where(s => ours.Contains(s.Practice) && s.PayerId == payer && s.Charge == charge).OrderByDescending(s => s.Id).Select(s => new ClaimPlace(s.Practice, s.ClaimId)).Take(EachWay).ToListAsync(cancel);
    }

    private sealed record ClaimPlace(Id<Practice> Practice, Id<Claim> Claim);
}

using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Denials;

/// <summary>
/// Open work with what hangs on it now. Of a denied line that is what its payer still owes for the line, never more than was denied; several pieces of work of one line share it, the oldest
/// first. Credits, and jobs that no line hangs on, stand as they were found. Example: 60.00 denied, 40.00 of it written off: 20.00 at stake.
/// </summary>
public sealed record OpenWork(Denial Denial, Money AtStake)
{
    private const int Part = 5_000;

    /// <summary>A part of what was denied is settled since.</summary>
    public bool IsPart => AtStake != Denial.AtStake;

    /// <summary>
    /// The work as it stands, oldest first. Work of a line for which its payer owes nothing any more is left out; where the visit was corrected it stays until the corrected claim is on its way.
    /// </summary>
    public static async Task<List<OpenWork>> Of(Tx tx, IQueryable<Denial> open, CancellationToken cancel)
    {
        var work = await open.OrderBy(d => d.Id).ToListAsync(cancel);
        var found = new List<OpenWork>();
        foreach (var practice in work.GroupBy(d => d.Practice)) found.AddRange(await Stands(tx, practice.Key, [.. practice], cancel));
        return [.. found.OrderBy(w => w.Denial.Id)];
    }

    private static async Task<List<OpenWork>> Stands(Tx tx, Id<Practice> practice, List<Denial> work, CancellationToken cancel)
    {
        var lines = await Lines(tx, practice, [.. work.Where(OfLine).Select(d => d.ChargeId!.Value).Distinct()], cancel);
        var insurers = await Insurers(tx, practice, [.. work.Where(d => OfLine(d) && lines[d.ChargeId!.Value].Owed.Count > 1).Select(d => d.AdjudicationId.Value).Distinct()], cancel);
        var taken = new Dictionary<(Id<Encounter>, int, Party?), Money>();
        var stands = new List<OpenWork>();
        var voided = work.Where(VoidWork.Is).Select(d => d.AdjudicationId).ToHashSet();
        foreach (var denial in work)
        {
            // What was paid for a void charge is one thing to be done: once the claim is taken back, the money that is to come back.
            if (denial is { ChargeId: not null, AtStake.IsNegative: true } && voided.Contains(denial.AdjudicationId)) continue;
            if (!OfLine(denial))
            {
                stands.Add(new OpenWork(denial, denial.AtStake));
                continue;
            }
            var (line, insurer) = (lines[denial.ChargeId!.Value], insurers.TryGetValue(denial.AdjudicationId.Value, out var party) ? party : (Party?)null);
            var its = line.Owed.FindAll(b => b.Party == insurer);
            var owed = (its.Count > 0 ? its : line.Owed).Sum(b => b.Amount);
            if (owed <= Money.Zero && !line.IsVoid) continue;
            var key = (line.Visit, line.Number, insurer);
            var before = taken.GetValueOrDefault(key);
            var part = Money.Max(Money.Zero, Money.Min(denial.AtStake, owed - before));
            taken[key] = before + part;
            stands.Add(new OpenWork(denial, part));
        }
        return stands;
    }

    private static bool OfLine(Denial denial) => denial is { ChargeId: not null, AtStake.IsNegative: false };

    private sealed record Line(Id<Encounter> Visit, int Number, bool IsVoid, List<OpenBalance> Owed);

    /// <summary>By charge the line of the visit that it is or was on, with what plans owe for it; a correction charges the line anew.</summary>
    private static async Task<Dictionary<Id<Charge>, Line>> Lines(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Charge>> charges, CancellationToken cancel)
    {
        var lines = new Dictionary<Id<Charge>, Line>();
        foreach (var some in charges.Chunk(Part))
        {
            var all = await (from denied in tx.Db.Set<Charge>().AsNoTracking()
                             where denied.Practice == practice && some.Contains(denied.Id)
                             join charge in tx.Db.Set<Charge>() on new { denied.Practice, denied.EncounterId, denied.Line } equals new { charge.Practice, charge.EncounterId, charge.Line }
                             select new { Denied = denied.Id, charge.Id, charge.EncounterId, charge.Line, charge.VoidsChargeId }).ToListAsync(cancel);
            var owed = (await OpenBalances.About(tx, practice, [.. all.Select(c => $"charge:{c.Id}").Distinct()], cancel)).Where(b => b.Account == Account.PayerReceivable).ToLookup(b => b.ChargeId);
            foreach (var line in all.GroupBy(c => c.Denied))
                lines[line.Key] = new Line(line.First().EncounterId, line.First().Line, StandingCharges.IsTakenBack(line.Count(c => c.VoidsChargeId == line.Key)), [.. line.SelectMany(c => owed[c.Id.Value])]);
        }
        return lines;
    }

    /// <summary>Whose receivable these answers moved; read only where several owe for a line.</summary>
    private static async Task<Dictionary<long, Party>> Insurers(Tx tx, Id<Practice> practice, IReadOnlyList<long> answers, CancellationToken cancel)
    {
        var insurers = new Dictionary<long, Party>();
        foreach (var some in answers.Chunk(Part))
        {
            var decided = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && some.Contains(d.FactId) && d.Generation % 2 == 1)
                .OrderBy(d => d.Generation).Select(d => new { d.FactId, d.Choices }).ToListAsync(cancel);
            foreach (var one in decided)
                if (PostingDecision.FromJson(one.Choices).Insurer is { } insurer) insurers[one.FactId] = insurer;
        }
        return insurers;
    }
}

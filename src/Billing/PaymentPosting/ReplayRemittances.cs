using System.Text.Json;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A fact whose stored decision does not give the entry that the book has.</summary>
public sealed record Drift(FactKind Fact, long Id, int Generation, string What);

/// <summary><paramref name="Facts"/> were projected again; with no drift the book is exactly what its decisions say.</summary>
public sealed record Replayed(int Facts, IReadOnlyList<Drift> Drifts);

/// <summary>Projects every stored decision again, in memory, and compares with the journal by fact, account, party, charge and cent, over all months.</summary>
public static class ReplayRemittances
{
    private const int Batch = 500;
    private const int Shown = 100;

    /// <summary>The facts whose entries are projected from a stored decision.</summary>
    public static readonly IReadOnlyList<FactKind> Kinds = [FactKind.Check, FactKind.Adjudication, FactKind.ProviderAdjustment, FactKind.RunRemainder];

    public static async Task<Replayed> Run(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var (facts, drifts) = (0, new List<Drift>());
        foreach (var kind in Kinds)
            for (var after = 0L; ;)
            {
                var ids = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == kind && d.FactId > after).OrderBy(d => d.FactId).Select(d => d.FactId).Distinct().Take(Batch).ToListAsync(cancel);
                if (ids.Count == 0) break;
                facts += await Compare(tx, practice, kind, ids, drifts, cancel);
                after = ids.Max();
            }
        return new Replayed(facts, drifts.Count > Shown ? drifts.GetRange(0, Shown) : drifts);
    }

    private static async Task<int> Compare(Tx tx, Id<Practice> practice, FactKind kind, List<long> ids, List<Drift> drifts, CancellationToken cancel)
    {
        var decisions = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == kind && ids.Contains(d.FactId)).ToListAsync(cancel);
        var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.FactKind == kind && ids.Contains(e.FactId)).Select(e => new { e.Id, e.FactId, e.Generation }).ToListAsync(cancel);
        var entryIds = entries.ConvertAll(e => e.Id);
        var lines = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && entryIds.Contains(l.EntryId)).ToListAsync(cancel)).ToLookup(l => l.EntryId);
        var booked = entries.ToDictionary(e => (e.FactId, e.Generation), e => Sorted(lines[e.Id].Select(l => Text(l.Account, l.Detail, l.PartyKind, l.PartyId, l.ChargeId, l.Amount))));
        var byFact = decisions.ToLookup(d => d.FactId);
        foreach (var row in decisions)
        {
            // An undoing has no lines of its own: the book must hold the mirror of what it undoes.
            var undoes = row.Generation % 2 == 0 ? byFact[row.FactId].FirstOrDefault(d => d.Generation == row.Generation - 1) ?? row : row;
            var sign = row.Generation % 2 == 0 ? -1 : 1;
            var expected = Sorted(Projected(undoes, practice).Select(l => Text(l.Account, l.Detail, l.Party.Kind, l.Party.Id, l.ChargeId, l.Amount * sign)));
            var actual = booked.GetValueOrDefault((row.FactId, row.Generation)) ?? [];
            if (!expected.SequenceEqual(actual, StringComparer.Ordinal))
                drifts.Add(new Drift(kind, row.FactId, row.Generation, $"decided: {string.Join(", ", expected.Except(actual))}; booked: {string.Join(", ", actual.Except(expected))}"));
        }
        foreach (var (fact, generation) in booked.Keys.Where(k => !byFact[k.FactId].Any(d => d.Generation == k.Generation)))
            drifts.Add(new Drift(kind, fact, generation, "booked without a decision"));
        return ids.Count;
    }

    /// <summary>Nothing where the stored decision cannot be read or does not balance: somebody altered it, and the book differs.</summary>
    private static IReadOnlyList<JournalLine> Projected(PostingDecisionRow row, Id<Practice> practice)
    {
        try
        {
            return Project.Of(row.FactKind, row.FactId, row.Generation, row.PolicyVersion, PostingDecision.FromJson(row.Choices), practice.Value)?.Lines ?? [];
        }
        catch (Exception e) when (e is UnbalancedEntryException or JsonException)
        {
            return [];
        }
    }

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private static string Text(Account account, string? detail, PartyKind party, long id, long? charge, Money amount) => $"{Chart.Key(account, detail)} {party} {id} charge {charge} {amount}";
}

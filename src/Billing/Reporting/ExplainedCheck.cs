using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>A remittance of a check: the terms of its equation, BPR02 = sum of CLP04 - sum of PLB (DESIGN law 4).</summary>
/// <param name="State">"live", "undone" (posted once and taken back) or "not posted".</param>
public sealed record ExplainedRemittance(string? File, string State, int Claims, Money ClaimsPaid, Money ProviderAdjustments, Money Difference);

/// <summary>An entry of the check that is no claim's: its own, a provider adjustment's, what a run left unapplied, the bank's.</summary>
/// <param name="Entry">The last one that was laid; null where none was.</param>
public sealed record ExplainedPart(string What, string State, ShownEntry? Entry);

/// <summary>Everything of one check: whether it adds up, its own entries, and every claim's answer with whether it is posted.</summary>
public sealed record ExplainedCheck(
    PayerCheck Check, string State, IReadOnlyList<ExplainedRemittance> Remittances, IReadOnlyList<ExplainedPart> Parts, Money InTransit, Money Banked, Money Unapplied, IReadOnlyList<ExplainedAnswer> Answers)
{
    /// <summary>Key of the practice in whose book it stands.</summary>
    public required string Practice { get; init; }
    /// <summary>Key of the sibling practice that the money was paid to, where this much of the check was passed on.</summary>
    public required string? PaidTo { get; init; }

    public const string Live = "live", Undone = "undone", NotPosted = "not posted";

    /// <summary>Every check with this trace number, its answers in the order of the file; what was passed on to a sibling practice in both books.</summary>
    /// <exception cref="BadInputException">No check has it.</exception>
    public static async Task<IReadOnlyList<ExplainedCheck>> Of(Tx tx, string trace, CancellationToken cancel = default)
    {
        var checks = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Trn02 == trace).OrderBy(c => c.Practice).ThenBy(c => c.Id).ToListAsync(cancel);
        if (checks.Count == 0) throw new BadInputException("check", $"No check has the trace number {trace}.", "Take the number (TRN02) from the remittance or the page of the check.");
        var explained = new List<ExplainedCheck>();
        foreach (var check in checks) explained.Add(await One(tx, check, cancel));
        return explained;
    }

    private static async Task<ExplainedCheck> One(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        var practice = check.Practice;
        var remittances = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check.Id).OrderBy(r => r.Id).ToListAsync(cancel);
        var ids = remittances.ConvertAll(r => r.Id);
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.RemittanceId)).OrderBy(a => a.RemittanceId).ThenBy(a => a.Ordinal).ToListAsync(cancel);
        var adjustments = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.RemittanceId)).OrderBy(a => a.Id).ToListAsync(cancel);
        var decided = await Decided(tx, practice, FactKind.Adjudication, [.. answers.Select(a => a.Id.Value)], cancel);
        var waits = (await Exceptions.Open(tx).Where(e => e.Practice == practice && e.AdjudicationId != null && e.RemittanceId != null && ids.Contains(e.RemittanceId.Value)).ToListAsync(cancel)).ToLookup(e => e.AdjudicationId!.Value, e => e.Reason);
        var explained = new List<ExplainedAnswer>();
        foreach (var answer in answers)
            explained.Add((await Explanation.Answer(tx, answer, cancel)) with
            {
                State = StateOf(decided.GetValueOrDefault(answer.Id.Value)),
                Waits = waits[answer.Id].FirstOrDefault(),
                Findings = decided.GetValueOrDefault(answer.Id.Value) is { } row && row.Generation % 2 == 1 ? PostingDecision.FromJson(row.Choices).Findings : [],
            });
        var parts = await PartsOf(tx, check, adjustments, cancel);
        var states = answers.Zip(explained).ToLookup(a => a.First.RemittanceId, a => a.Second.State);
        var open = (await OpenBalances.About(tx, practice, [$"check:{check.Id}"], cancel)).ToLookup(b => b.Account, b => b.Amount);
        var keys = await tx.Db.Set<Practice>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Key, cancel);
        var banked = (await tx.Db.Set<DepositItem>().AsNoTracking().Where(i => i.Practice == practice && i.CheckId == check.Id).Select(i => i.Amount).ToListAsync(cancel)).Sum();
        return new ExplainedCheck(check, parts[0].State,
            [.. remittances.Select(r => new ExplainedRemittance(r.FileSha256, Together(states[r.Id].Concat(r.Claims == 0 ? [parts[0].State] : [])), r.Claims, r.ClaimsPaid, r.ProviderAdjustments, r.Difference))],
            parts, open[Account.PaymentsInTransit].Sum(), banked, -open[Account.UnappliedPayerCash].Sum(), explained)
        {
            Practice = keys[practice], PaidTo = PassedCheck.Of(check) is { } passed ? keys[passed.Payee] : null,
        };
    }

    /// <summary>The check's own entry first, then its provider adjustments, what runs left unapplied, and the bank's lines.</summary>
    private static async Task<List<ExplainedPart>> PartsOf(Tx tx, PayerCheck check, List<ProviderAdjustment> adjustments, CancellationToken cancel)
    {
        var practice = check.Practice;
        var deposits = await DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == practice && i.CheckId == check.Id).Select(i => i.DepositId.Value).Distinct().ToListAsync(cancel);
        var left = await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && l.CheckId == check.Id.Value && l.Account == Account.UnappliedPayerCash).Select(l => l.EntryId).Distinct().ToListAsync(cancel);
        var remainders = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.FactKind == FactKind.RunRemainder && left.Contains(e.Id)).Select(e => e.FactId).Distinct().ToListAsync(cancel);
        List<ExplainedPart> parts = [.. await Of(tx, practice, FactKind.Check, [(check.Id.Value, "the check")], cancel)];
        parts.AddRange(await Of(tx, practice, FactKind.ProviderAdjustment, [.. adjustments.Select(a => (a.Id.Value, $"PLB {a.Reason} {a.ReferenceRaw}".TrimEnd() + $" {a.Amount}"))], cancel));
        parts.AddRange((await Of(tx, practice, FactKind.RunRemainder, [.. remainders.Order().Select(r => (r, "what is not applied"))], cancel)).Where(p => p.State == Live));
        parts.AddRange(await Of(tx, practice, FactKind.Deposit, [.. deposits.Order().Select(d => (d, "the bank"))], cancel));
        return parts;
    }

    private static async Task<List<ExplainedPart>> Of(Tx tx, Id<Practice> practice, FactKind kind, List<(long Fact, string What)> facts, CancellationToken cancel)
    {
        var ids = facts.ConvertAll(f => f.Fact);
        var entries = (await BookBalances.Entries(tx, practice, await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.FactKind == kind && ids.Contains(e.FactId)).Select(e => e.Id).ToListAsync(cancel), cancel))
            .ToLookup(e => e.FactId);
        var decided = await Decided(tx, practice, kind, ids, cancel);
        return facts.ConvertAll(f => new ExplainedPart(f.What, kind == FactKind.Deposit ? Live : StateOf(decided.GetValueOrDefault(f.Fact)), entries[f.Fact].Where(e => e.Reverses is null).MaxBy(e => e.Generation)));
    }

    private static async Task<Dictionary<long, PostingDecisionRow>> Decided(Tx tx, Id<Practice> practice, FactKind kind, List<long> facts, CancellationToken cancel) =>
        (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == kind && facts.Contains(d.FactId)).ToListAsync(cancel)).GroupBy(d => d.FactId).ToDictionary(g => g.Key, g => g.MaxBy(d => d.Generation)!);

    private static string StateOf(PostingDecisionRow? last) => last is null ? NotPosted : last.Generation % 2 == 1 ? Live : Undone;

    private static string Together(IEnumerable<string?> states)
    {
        var all = states.ToHashSet();
        return all.Contains(Live) ? Live : all.Contains(Undone) ? Undone : NotPosted;
    }
}

using CleanClaim.Billing;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Payments;

/// <param name="PaidTo">The sibling practice that the check was paid to, when this is our part of it.</param>
public sealed record CheckRow(PayerCheck Check, CheckStanding Standing, Money InTransit, Money Unapplied, string? PaidTo);

/// <summary>What the payments page shows: checks, and the queue of what did not post.</summary>
/// <param name="InQueue">What waits in all, of which <paramref name="Waiting"/> is a part.</param>
public sealed record PaymentView(Paged<CheckRow> Checks, Paged<WaitingItem> Waiting, QueueTotal InQueue)
{
    /// <param name="from">The waiting thing that the queue begins with; null for its beginning.</param>
    /// <param name="check">The check that the list begins with; null for the latest.</param>
    public static async Task<PaymentView> Of(Tx tx, Id<Practice> practice, long? from, long? check, CancellationToken cancel) =>
        new(await PartOfChecks(tx, practice, check, cancel), await WaitingItems.Page(tx, practice, from, cancel: cancel), await Exceptions.Total(tx, practice));

    /// <summary>The latest first.</summary>
    private static async Task<Paged<CheckRow>> PartOfChecks(Tx tx, Id<Practice> practice, long? from, CancellationToken cancel)
    {
        var all = tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice);
        var id = new Id<PayerCheck>(from ?? 0);
        var (onward, back) = (all, (IQueryable<PayerCheck>?)null);
        if (await all.FirstOrDefaultAsync(c => c.Id == id, cancel) is { } first)
        {
            onward = all.Where(c => c.Date < first.Date || (c.Date == first.Date && c.Id <= id));
            back = all.Where(c => c.Date > first.Date || (c.Date == first.Date && c.Id > id)).OrderBy(c => c.Date).ThenBy(c => c.Id);
        }
        var part = await Paging.Cut(all, onward.OrderByDescending(c => c.Date).ThenByDescending(c => c.Id), back, c => c.Id.Value, cancel: cancel);
        return part.As(await Rows(tx, practice, part.Rows, cancel));
    }

    /// <summary>Those of a practice whose money is on its way to the bank, the latest first.</summary>
    public static async Task<IReadOnlyList<CheckRow>> OnTheirWay(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var abouts = await (from now in tx.Db.Set<OpenItemNow>().AsNoTracking()
                            where now.Practice == practice && now.Account == Account.PaymentsInTransit && now.Amount != Money.Zero
                            join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                            select item.About).Distinct().ToListAsync(cancel);
        var ids = abouts.Where(a => a.StartsWith("check:", StringComparison.Ordinal)).Select(a => new Id<PayerCheck>(long.Parse(a.AsSpan("check:".Length), System.Globalization.CultureInfo.InvariantCulture))).ToList();
        var checks = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && ids.Contains(c.Id)).OrderByDescending(c => c.Date).ThenByDescending(c => c.Id).ToListAsync(cancel);
        return [.. (await Rows(tx, practice, checks, cancel)).Where(c => !c.InTransit.IsZero)];
    }

    private static async Task<IReadOnlyList<CheckRow>> Rows(Tx tx, Id<Practice> practice, IReadOnlyList<PayerCheck> checks, CancellationToken cancel)
    {
        var ids = checks.Select(c => (long?)c.Id.Value).ToList();
        var lines = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => ids.Contains(l.CheckId)).Select(l => new { l.CheckId, l.Account, l.Amount }).ToListAsync(cancel)).ToLookup(l => l.CheckId!.Value);
        var standing = await CheckStanding.Of(tx, practice, [.. checks.Select(c => c.Id)], cancel);
        var payees = await tx.Db.Set<Practice>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        Money Sum(PayerCheck check, Account account) => lines[check.Id.Value].Where(l => l.Account == account).Sum(l => l.Amount);
        return [.. checks.Select(c => new CheckRow(c, standing[c.Id], Sum(c, Account.PaymentsInTransit), -Sum(c, Account.UnappliedPayerCash), PassedCheck.Of(c) is { } passed ? payees[passed.Payee] : null))];
    }
}

public sealed record AnswerRow(Adjudication Answer, IReadOnlyList<AdjudicationLine> Lines, IReadOnlyList<Adjustment> Adjustments, IReadOnlyList<Remark> Remarks, long? ClaimId, PostingException? Waits)
{
    /// <summary>A person put it to its claim; the exception under which it waited.</summary>
    public Id<PostingException>? ByHand { get; init; }
    /// <summary>The practice that it was passed on to, whose claim it is, and the check over it there.</summary>
    public (Practice Practice, long Check)? PassedTo { get; init; }
    /// <summary>What posting it found worth saying: an adjustment that repeats what was taken already, a reversal that differs.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];
}

/// <summary>One check with everything its remittances say.</summary>
public sealed record CheckView(PayerCheck Check, CheckStanding Standing, IReadOnlyList<RemittanceRow> Remittances, IReadOnlyList<AnswerRow> Answers, IReadOnlyList<ProviderAdjustment> ProviderAdjustments, CheckParts Parts)
{
    public bool Live => Standing.State is CheckState.Posted or CheckState.Partly;

    private const int MostShown = 500;

    /// <summary>What waits of the check though it is no one claim's: its sum, money that the bank has and nothing explains, a provider adjustment.</summary>
    public IReadOnlyList<PostingException> Waiting { get; init; } = [];
    /// <summary>A run over it that has not ended.</summary>
    public HalfDoneRun? HalfDone { get; init; }
    /// <summary>The sibling practice that the check was paid to, when this is our part of it.</summary>
    public Practice? PaidTo { get; init; }
    public IReadOnlyList<BetweenPractices> Between { get; init; } = [];
    /// <summary>The bank's lines that are its money, and those of nobody that may be.</summary>
    public (IReadOnlyList<Deposit> Its, IReadOnlyList<Deposit> MayBe) AtTheBank { get; init; } = ([], []);

    /// <summary>Every unposting by a person, the latest first.</summary>
    public IReadOnlyList<UnpostedBy> Unposted { get; init; } = [];

    /// <summary>Where the answer stands in the file of its own remittance.</summary>
    public string Place(Adjudication answer) => $"/files/{Remittances.First(r => r.Id == answer.RemittanceId).FileSha256}#s{answer.FromSegment}";

    public static async Task<CheckView?> Of(Tx tx, Id<PayerCheck> id, CancellationToken cancel)
    {
        var check = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancel);
        if (check is null) return null;
        var practice = check.Practice;
        var remittances = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == id).OrderBy(r => r.Id).ToListAsync(cancel);
        var parts = await CheckParts.Of(tx, check, cancel);
        // What was replaced is told in a line; the claims shown are those of what is posted, or of all when nothing is.
        var remittanceIds = remittances.Select(r => r.Id).Where(r => parts.Posted.Count == 0 || parts.Posted.Contains(r)).ToList();
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && remittanceIds.Contains(a.RemittanceId)).OrderBy(a => a.RemittanceId).ThenBy(a => a.Ordinal).Take(MostShown).ToListAsync(cancel);
        var ids = answers.Select(a => a.Id).ToList();
        var lines = (await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && ids.Contains(l.AdjudicationId)).OrderBy(l => l.N).ToListAsync(cancel)).ToLookup(l => l.AdjudicationId);
        var adjustments = (await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.AdjudicationId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.AdjudicationId);
        var remarks = (await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && ids.Contains(r.AdjudicationId)).ToListAsync(cancel)).ToLookup(r => r.AdjudicationId);
        var factIds = ids.Select(i => i.Value).ToList();
        var decisions = (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && factIds.Contains(d.FactId)).ToListAsync(cancel))
            .GroupBy(d => d.FactId).ToDictionary(g => g.Key, g => g.OrderBy(d => d.Generation).Last());
        var exceptions = (await tx.Db.Set<PostingException>().AsNoTracking().Where(e => e.Practice == practice && e.RemittanceId != null && remittanceIds.Contains(e.RemittanceId.Value) && e.AdjudicationId != null).OrderBy(e => e.Id).ToListAsync(cancel)).ToLookup(e => e.AdjudicationId!.Value);
        var all = remittances.ConvertAll(r => (Id<RemittanceRow>?)r.Id);
        var waiting = await Exceptions.Open(tx).Where(e => e.Practice == practice && all.Contains(e.RemittanceId)).OrderBy(e => e.Id).ToListAsync(cancel);
        var open = waiting.Select(e => e.Id).ToHashSet();
        bool ByHand(Adjudication a) => decisions.GetValueOrDefault(a.Id.Value) is { MatchHow: Match.Person } d && d.Generation % 2 == 1;
        var passed = await PostedElsewhere.Of(tx, practice, factIds, cancel);
        var practices = await tx.Db.Set<Practice>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var providers = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(p => p.Practice == practice && remittanceIds.Contains(p.RemittanceId)).ToListAsync(cancel);
        return new CheckView(check, (await CheckStanding.Of(tx, practice, [id], cancel))[id], remittances,
            [.. answers.Select(a => new AnswerRow(a, [.. lines[a.Id]], [.. adjustments[a.Id]], [.. remarks[a.Id]], decisions.GetValueOrDefault(a.Id.Value)?.MatchedClaimId, exceptions[a.Id].LastOrDefault(e => open.Contains(e.Id)))
            {
                ByHand = ByHand(a) ? exceptions[a.Id].LastOrDefault()?.Id : null, PassedTo = passed.TryGetValue(a.Id.Value, out var to) ? (practices[new(to.Practice)], to.Check) : null,
                Findings = decisions.GetValueOrDefault(a.Id.Value) is { } posted && posted.Generation % 2 == 1 ? PostingDecision.FromJson(posted.Choices).Findings : [],
            })], providers, parts)
        {
            HalfDone = await PostingRuns.HalfDone(tx, practice, id, cancel), PaidTo = await SiblingCheck.PayeeOf(tx, check, cancel), Between = await BetweenPractices.Of(tx, check, cancel),
            Waiting = waiting.FindAll(e => e.AdjudicationId is null), AtTheBank = (await BankLines.OfCheck(tx, check, cancel), await BankLines.ForCheck(tx, check, cancel)),
            Unposted = await UnpostedBy.Of(tx, practice, id, cancel),
        };
    }
}

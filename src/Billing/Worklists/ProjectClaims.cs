using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Worklists;

/// <summary>
/// How many claims were folded again and compared with what is kept, how many are due to be folded anew, of how many what is kept is the advice of a later day, and what differs in words.
/// </summary>
public sealed record ComparedAdvice(long Claims, long Due, long Later, IReadOnlyList<string> Differences);

/// <summary>
/// Folds claims whose facts moved, or whose day has come, into claim_now. Read in bulk; a page that shows one claim calls <see cref="View"/> and the same fold.
/// </summary>
public static class ProjectClaims
{
    private const int Most = 200;

    /// <summary>Drains up to 200 touched or waking claims of a practice; returns how many it folded, 0 when nothing is left.</summary>
    public static async Task<int> Run(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var today = await tx.Today(practice);
        var marks = await tx.Db.Set<Touched>().Where(t => t.Practice == practice).OrderBy(t => t.Id).Take(Most * 4).ToListAsync(cancel);
        var claims = marks.Select(m => m.ClaimId).Distinct().Take(Most).ToList();
        if (claims.Count < Most)
        {
            var waking = await tx.Db.Set<ClaimNow>().Where(c => c.Practice == practice && c.WakeOn != null && c.WakeOn <= today).OrderBy(c => c.WakeOn).Select(c => c.ClaimId).Take(Most - claims.Count).ToListAsync(cancel);
            claims = [.. claims.Union(waking)];
        }
        if (claims.Count == 0) return 0;
        await MoneyToComeBack.Review(tx, practice, claims, cancel);
        await BilledInOrder.Review(tx, practice, claims, cancel);
        await Fold(tx, practice, claims, today, cancel);
        tx.Db.RemoveRange(marks.Where(m => claims.Contains(m.ClaimId)));
        return claims.Count;
    }

    /// <summary>
    /// Folds every claim again and compares with what is kept. Left out, and counted apart, are claims that are to be folded anew anyway: their facts moved, their day has come, or the rules have changed since.
    /// What a later day's fold gives is no difference: the clock of a practice folder goes back and forth.
    /// </summary>
    public static async Task<ComparedAdvice> Compare(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var (compared, due, later, differences, today) = (0L, 0L, 0L, new List<string>(), await tx.Today(practice));
        var moved = (await tx.Db.Set<Touched>().AsNoTracking().Where(t => t.Practice == practice).Select(t => t.ClaimId).Distinct().ToListAsync(cancel)).ToHashSet();
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == practice).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel);
        foreach (var part in claims.Chunk(Most))
        {
            var kept = await tx.Db.Set<ClaimNow>().AsNoTracking().Where(c => c.Practice == practice && part.Contains(c.ClaimId)).ToDictionaryAsync(c => c.ClaimId, cancel);
            var settled = part.Where(c => !moved.Contains(c) && (kept.GetValueOrDefault(c) is not { } row || (row.FoldVersion == NextAction.FoldVersion && !(row.WakeOn <= today)))).ToList();
            due += part.Length - settled.Count;
            compared += settled.Count;
            var (odd, found) = (new List<ClaimView>(), new Dictionary<Id<Claim>, string>());
            foreach (var view in await View(tx, practice, settled, today, cancel))
            {
                var (step, row) = (NextAction.Of(view), kept.GetValueOrDefault(view.Claim.Id));
                if (row is null) differences.Add($"claim {view.Claim.Id}: no advice is kept");
                else if (!Gives(view, row))
                {
                    odd.Add(view);
                    found[view.Claim.Id] = $"claim {view.Claim.Id}: kept {row.Status}, {row.Turn}, \"{row.NextAction}\", {row.AtStake}; folded {NextAction.StatusOf(view)}, {step.Turn}, \"{step.Action}\", {step.AtStake}";
                }
            }
            foreach (var claim in await OfLaterDays(tx, practice, odd, kept, cancel)) later += found.Remove(claim) ? 1 : 0;
            differences.AddRange(found.Values);
        }
        return new ComparedAdvice(compared, due, later, differences);
    }

    private static bool Gives(ClaimView view, ClaimNow row)
    {
        var step = NextAction.Of(view);
        return (row.Status, row.Turn, row.NextAction, row.DueOn, row.WakeOn, row.AtStake) == (NextAction.StatusOf(view), step.Turn, step.Action, step.DueOn, NextAction.WakeOn(view, step), step.AtStake);
    }

    /// <summary>The claims whose kept advice is that of a later day: it changes without a new fact only on the days on which it wakes, one after the other.</summary>
    private static async Task<List<Id<Claim>>> OfLaterDays(Tx tx, Id<Practice> practice, List<ClaimView> odd, Dictionary<Id<Claim>, ClaimNow> kept, CancellationToken cancel)
    {
        var found = new List<Id<Claim>>();
        while (odd.Count > 0)
        {
            var stillOdd = new List<ClaimView>();
            foreach (var waking in odd.GroupBy(view => NextAction.WakeOn(view, NextAction.Of(view))))
            {
                if (waking.Key is not { } day) continue;
                foreach (var view in await View(tx, practice, [.. waking.Select(v => v.Claim.Id)], day, cancel))
                    if (Gives(view, kept[view.Claim.Id])) found.Add(view.Claim.Id);
                    else stillOdd.Add(view);
            }
            odd = stillOdd;
        }
        return found;
    }

    /// <summary>Folds the claims given, whoever asks.</summary>
    public static async Task Fold(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Claim>> claims, DateOnly today, CancellationToken cancel = default)
    {
        var known = await tx.Db.Set<ClaimNow>().Where(c => c.Practice == practice && claims.Contains(c.ClaimId)).ToDictionaryAsync(c => c.ClaimId, cancel);
        foreach (var view in await View(tx, practice, claims, today, cancel))
        {
            var step = NextAction.Of(view);
            if (!known.TryGetValue(view.Claim.Id, out var row))
                tx.Add(row = new ClaimNow { Practice = practice, ClaimId = view.Claim.Id, Status = "", Turn = "", NextAction = "", DueOn = null, WakeOn = null, AtStake = Money.Zero, FoldVersion = 0 });
            (row.Status, row.Turn, row.NextAction, row.DueOn, row.WakeOn, row.AtStake, row.FoldVersion) =
                (NextAction.StatusOf(view), step.Turn, step.Action, step.DueOn, NextAction.WakeOn(view, step), step.AtStake, NextAction.FoldVersion);
        }
    }

    public static async Task<IReadOnlyList<ClaimView>> View(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Claim>> ids, DateOnly today, CancellationToken cancel = default)
    {
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == practice && ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(cancel);
        var visitIds = claims.Select(c => c.EncounterId).Distinct().ToList();
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && visitIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        var events = (await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice && ids.Contains(e.ClaimId)).OrderBy(e => e.Id).ToListAsync(cancel)).ToLookup(e => e.ClaimId);
        var sent = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && ids.Contains(s.ClaimId)).OrderBy(s => s.Id).ToListAsync(cancel)).ToLookup(s => s.ClaimId);
        var denials = (await OpenWork.Of(tx, OpenDenials.Open(tx).Where(d => d.Practice == practice && ids.Contains(d.ClaimId)), cancel)).ToLookup(w => w.Denial.ClaimId);
        var charges = (await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && visitIds.Contains(c.EncounterId)).Select(c => new { c.Id, c.EncounterId, c.VoidsChargeId }).ToListAsync(cancel)).ToLookup(c => c.EncounterId);
        var open = (await OpenBalances.About(tx, practice, [.. charges.SelectMany(c => c).Select(c => $"charge:{c.Id}")], cancel)).Where(b => !b.Amount.IsZero).ToLookup(b => b.About);
        var filing = await tx.Db.Set<Payer>().AsNoTracking().Select(p => new { p.Id, p.FilingDays }).ToDictionaryAsync(p => p.Id, p => p.FilingDays, cancel);
        var answers = await StandingAnswers.Of(tx, practice, ids, cancel);
        var views = claims.ConvertAll(claim =>
        {
            var mine = sent[claim.Id].Select(s => new SentClaim(s, ClaimStatus.OfSubmission(events[claim.Id].Where(e => e.SubmissionId == s.Id).Select(e => e.Kind)), DateOnly.FromDateTime(s.At.ToDateTimeOffset().UtcDateTime))).ToList();
            var items = charges[claim.EncounterId].SelectMany(c => open[$"charge:{c.Id}"]).ToList();
            var gone = charges[claim.EncounterId].Where(c => c.VoidsChargeId is not null).CountBy(c => c.VoidsChargeId!.Value.Value).Where(c => StandingCharges.IsTakenBack(c.Value)).Select(c => c.Key).ToHashSet();
            var turn = NextTurn(answers[claim.Id], items, mine);
            // A void beside a claim that stands says nothing of where that claim is.
            if (mine.Exists(s => s is { Submission.Frequency: not "8", Status: not ClaimStatus.Voided })) mine = [.. mine.OrderBy(s => s.Submission.Frequency != "8")];
            return new ClaimView
            {
                Claim = claim, ServiceDate = visits[claim.EncounterId].Date, Today = today, Events = [.. events[claim.Id]], Sent = mine, Denials = [.. denials[claim.Id]], Open = items,
                FilingDays = mine.Count > 0 ? filing.GetValueOrDefault(mine[0].Submission.PayerId) : null,
                NextPayerDue = turn is { } due && due <= today, ForwardedUntil = turn is { } wait && wait > today ? wait : null,
                VoidTaken = mine is [.., { Submission: { Frequency: "8", ReplacesId: { } replaced } taking }] && IsTaken([.. answers[claim.Id]], taking.Id, replaced),
                Void = gone, Cancelled = charges[claim.EncounterId].Where(c => c.VoidsChargeId is null).All(c => gone.Contains(c.Id.Value)),
            };
        });
        return await WithPlans(tx, practice, await WithCorrections(tx, practice, views, cancel), visits, cancel);
    }

    /// <summary>Whose plans have all ended since, of answered claims of which a payer still owes something.</summary>
    private static async Task<IReadOnlyList<ClaimView>> WithPlans(Tx tx, Id<Practice> practice, List<ClaimView> views, Dictionary<Id<Encounter>, Encounter> visits, CancellationToken cancel)
    {
        bool IsAsked(ClaimView v) => v.Sent is [.., { } last] && (v.VoidTaken || !ClaimStatus.IsPending(last.Status)) && v.With(Account.PayerReceivable) > Money.Zero && visits[v.Claim.EncounterId].CaseId is null;
        var patients = views.Where(IsAsked).Select(v => v.Claim.PatientId).Distinct().ToList();
        if (patients.Count == 0) return views;
        var plans = (await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && patients.Contains(c.PatientId)).Select(c => new { c.PatientId, c.From, c.To }).ToListAsync(cancel)).ToLookup(c => c.PatientId);
        return views.ConvertAll(v => IsAsked(v) && plans[v.Claim.PatientId].All(p => p.From > v.ServiceDate || p.To < v.ServiceDate) ? v with { NoPlan = true } : v);
    }

    /// <summary>Only claims that the first payer has answered and whose visit may say otherwise since are looked at; that is few of many.</summary>
    private static async Task<List<ClaimView>> WithCorrections(Tx tx, Id<Practice> practice, List<ClaimView> views, CancellationToken cancel)
    {
        var answered = views.Where(v => (v.Void.Count > 0 || v.With(Account.PayerReceivable) > Money.Zero) && v.Sent.Any(s => s.Submission.Level == PayerLevel.P && IsDoneWith(v, s))).Select(v => v.Claim.Id).ToList();
        if (answered.Count == 0) return views;
        var lines = (await (from line in tx.Db.Set<ClaimLine>().AsNoTracking()
                            join version in tx.Db.Set<ClaimVersion>() on new { line.Practice, Id = line.ClaimVersionId } equals new { version.Practice, version.Id }
                            where version.Practice == practice && answered.Contains(version.ClaimId)
                            select new { version.ClaimId, version.Id, version.Version, line.ChargeId }).ToListAsync(cancel)).ToLookup(l => l.ClaimId);
        var due = await VoidsDue(tx, practice, [.. views.Where(v => v.Cancelled && answered.Contains(v.Claim.Id)).Select(v => v.Claim)], cancel);
        return views.ConvertAll(view =>
        {
            if (!answered.Contains(view.Claim.Id)) return view;
            if (view.Cancelled) return view with { VoidIsDue = due.Contains(view.Claim.Id) };
            // A correction waits for the answer of the first payer to what it has (MONEY 1.12).
            var last = view.Sent.Last(s => s.Submission is { Level: PayerLevel.P, Frequency: not "8" });
            if (!IsDoneWith(view, last)) return view;
            var went = view.Sent.Select(s => s.Submission.ClaimVersionId).ToHashSet();
            var billed = lines[view.Claim.Id].Where(l => went.Contains(l.Id)).Select(l => l.ChargeId.Value).ToHashSet();
            var late = view.Open.Where(o => o.Account == Account.PayerReceivable && o.Amount > Money.Zero && !billed.Contains(o.ChargeId)).ToList();
            var latest = lines[view.Claim.Id].Where(l => l.Version == view.Claim.Version).ToList();
            return view with
            {
                Unbilled = late.Sum(o => o.Amount),
                BillsVoid = lines[view.Claim.Id].Any(l => l.Id == last.Submission.ClaimVersionId && view.Void.Contains(l.ChargeId.Value)),
                CorrectionIsBuilt = latest.TrueForAll(l => !went.Contains(l.Id) && !view.Void.Contains(l.ChargeId.Value)) && late.TrueForAll(o => latest.Exists(l => l.ChargeId.Value == o.ChargeId)),
            };
        });
    }

    /// <summary>The payer has answered the claim, or has taken its void: what it is sent next waits for nothing.</summary>
    private static bool IsDoneWith(ClaimView view, SentClaim sent) => sent.Status is ClaimStatus.Adjudicated or ClaimStatus.CrossedOver
        || (sent.Status == ClaimStatus.Voided && (view.VoidTaken || view.Sent.Any(s => s is { Submission.Frequency: "8", Status: ClaimStatus.Accepted } && s.Submission.ReplacesId == sent.Submission.Id)));

    /// <summary>The payer has taken back what it had answered to the voided claim, under the number of that or of the void.</summary>
    private static bool IsTaken(List<StandingAnswer> answers, Id<Submission> taking, Id<Submission> voided) =>
        answers.Exists(a => a.TakesBack && (a.Submission == voided || a.Submission == taking)) && !answers.Counting().Exists(a => a.Submission == voided);

    private static async Task<HashSet<Id<Claim>>> VoidsDue(Tx tx, Id<Practice> practice, List<Claim> cancelled, CancellationToken cancel)
    {
        var due = new HashSet<Id<Claim>>();
        foreach (var claim in cancelled)
            if ((await ClaimsThere.Of(tx, claim, cancel)).Voids().Any(v => v.Hold is null)) due.Add(claim.Id);
        return due;
    }

    /// <summary>It went to the plan as the first, and the plan has taken its answer to it back: as a later one it was sent nothing.</summary>
    private static bool IsTakenBackAsFirst(SentClaim sent, List<StandingAnswer> answers) =>
        sent.Submission.Level == PayerLevel.P && answers.Exists(a => a.TakesBack && a.Submission == sent.Submission.Id) && !answers.Counting().Exists(a => a.Submission == sent.Submission.Id);

    /// <summary>From which day on a claim of ours to the next payer is due: the latest answer left it something, and it was sent nothing yet. Null when none is.</summary>
    private static DateOnly? NextTurn(IEnumerable<StandingAnswer> answers, List<OpenBalance> open, List<SentClaim> sent)
    {
        var all = answers.ToList();
        if (all.Counting().LastOrDefault() is not { Decision.Next: { } next } last) return null;
        var owed = open.Where(i => i.Account == Account.PayerReceivable && i.Party == next.Party).Sum(i => i.Amount);
        if (owed <= Money.Zero || sent.Exists(s => s.Submission.CoverageId.Value == next.CoverageId && s is { Submission.Frequency: not "8", Status: not ClaimStatus.Voided } && !IsTakenBackAsFirst(s, all))) return null;
        return next.OwnClaim ? DateOnly.MinValue : Record.NextPayer.OwnClaimFrom(last.Decision.HappenedOn);
    }
}

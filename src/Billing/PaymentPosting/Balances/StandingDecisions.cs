using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A write-off or transfer that nobody took back. <see cref="Stands"/> is as much of it as the debt that it was decided about.</summary>
internal sealed record StandingDecision(FactKind Kind, long Id, Charge Charge, Encounter Visit, Party From, Party? To, Money Amount, Instant At, Func<Money, int, JournalEntry> Entry)
{
    public required JournalEntryRow Last { get; init; }
    public required Money Stood { get; init; }
    public Money Stands { get; set; }
}

/// <summary>
/// People's decisions about a debt stand as far as the debt does. Where the answer behind it is unposted, taken back or decided anew, what is too much of a write-off or transfer is taken
/// back by an entry of its own, the latest decision first, so that no credit is left in the receivable (MONEY 3; DESIGN law 3: the decision remains, its projection follows the facts).
/// Where the debt is back, so are they, the oldest first.
/// </summary>
internal sealed class StandingDecisions
{
    private readonly List<StandingDecision> _decisions;
    private readonly Dictionary<(long Charge, Party Party), Money> _balances = [];
    private readonly Dictionary<long, PostingDecision> _saidOf = [];
    /// <summary>Debts that may have gone with the answers. Not that of a plan whose answer posts: below zero it has paid too much, which stands as its credit.</summary>
    private readonly HashSet<(long Charge, Party Party)> _gone = [];
    /// <summary>Debts that may be back.</summary>
    private readonly HashSet<(long Charge, Party Party)> _due = [];

    private IReadOnlySet<(long Charge, Party From)> _lifted = _none;
    private static readonly HashSet<(long Charge, Party From)> _none = [];
    private readonly bool _undone;

    private StandingDecisions(List<StandingDecision> decisions, bool undone) => (_decisions, _undone) = (decisions, undone);

    /// <summary>Those about the charges whose debts these answers moved; null where there are none.</summary>
    /// <param name="undone">The answers are not posted any more: what guarantors still owe for other answers is left as it is.</param>
    /// <param name="known">Where they were read in this transaction already, perhaps with others.</param>
    /// <param name="lifted">Debts that the answers found as if nothing of them had been decided (<see cref="Cases.GivesWay"/>).</param>
    public static async Task<StandingDecisions?> Of(Tx tx, Id<Practice> practice, IEnumerable<PostingDecision> said, bool undone, CancellationToken cancel, IReadOnlySet<(long Charge, Party From)>? lifted = null,
        IReadOnlyList<StandingDecision>? known = null)
    {
        var moved = said.SelectMany(d => d.Lines.Where(l => l.ChargeId is not null && l.Account is Account.GuarantorReceivable or Account.PayerReceivable).Select(l => (Said: d, Charge: l.ChargeId!.Value, l.Party))).ToList();
        var charges = moved.Select(m => m.Charge).Union((lifted ?? _none).Select(l => l.Charge)).Select(c => new Id<Charge>(c)).ToList();
        if (charges.Count == 0 || (known ?? await Read(tx, practice, charges, cancel)) is not { Count: > 0 } decisions) return null;
        var standing = new StandingDecisions([.. decisions], undone) { _lifted = lifted ?? _none };
        foreach (var (decision, charge, party) in moved)
        {
            standing._saidOf[charge] = decision;
            standing._due.Add((charge, party));
            if (undone || party != decision.Insurer || standing._lifted.Contains((charge, party))) standing._gone.Add((charge, party));
        }
        standing.Know(await OpenBalances.About(tx, practice, charges.ConvertAll(c => $"charge:{c}"), cancel));
        return standing;
    }

    /// <summary>Those about charges that are void now, whoever owed them; null where there are none.</summary>
    /// <param name="open">What is open of these charges.</param>
    public static async Task<StandingDecisions?> OfVoid(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Charge>> charges, IReadOnlyList<OpenBalance> open, CancellationToken cancel)
    {
        if (await Read(tx, practice, charges, cancel) is not { Count: > 0 } decisions) return null;
        var standing = new StandingDecisions(decisions, undone: false);
        standing.Know(open);
        standing._gone.UnionWith(standing._balances.Keys.Where(k => charges.Contains(new(k.Charge))));
        return standing;
    }

    private void Know(IEnumerable<OpenBalance> open)
    {
        foreach (var balance in open.Where(b => b.Account is Account.GuarantorReceivable or Account.PayerReceivable)) _balances[(balance.ChargeId, balance.Party)] = balance.Amount;
    }

    /// <summary>The decisions about the charges that nobody took back, oldest first.</summary>
    public static async Task<List<StandingDecision>> Read(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Charge>> charges, CancellationToken cancel)
    {
        var offs = await tx.Db.Set<WriteOff>().AsNoTracking().Where(w => w.Practice == practice && charges.Contains(w.ChargeId)).ToListAsync(cancel);
        var moves = await tx.Db.Set<Transfer>().AsNoTracking().Where(t => t.Practice == practice && charges.Contains(t.ChargeId)).ToListAsync(cancel);
        if (offs.Count + moves.Count == 0) return [];
        var back = await PersonDecisions.TakenBackOf(tx, practice, charges, cancel);
        var of = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && charges.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var visitIds = of.Values.Select(c => c.EncounterId).Distinct().ToList();
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && visitIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        var facts = offs.Select(w => w.Id.Value).Concat(moves.Select(t => t.Id.Value)).Where(id => !back.Contains(id)).ToList();
        var entries = (await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && (e.FactKind == FactKind.WriteOff || e.FactKind == FactKind.Transfer) && facts.Contains(e.FactId))
            .OrderBy(e => e.Generation).ToListAsync(cancel)).ToLookup(e => e.FactId);
        var live = entries.Select(e => e.Last()).Where(e => e.Reverses is null).Select(e => e.Id).ToList();
        var sums = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && live.Contains(l.EntryId)).Select(l => new { l.EntryId, l.Amount }).ToListAsync(cancel))
            .Where(l => !l.Amount.IsNegative).GroupBy(l => l.EntryId).ToDictionary(g => g.Key, g => g.Sum(l => l.Amount));

        StandingDecision One(FactKind kind, long id, Id<Charge> on, Party from, Party? to, Money amount, Func<Charge, Encounter, string, Money, int, JournalEntry> entry)
        {
            var (charge, first, last) = (of[on], entries[id].First(), entries[id].Last());
            var stands = sums.GetValueOrDefault(last.Id);
            return new StandingDecision(kind, id, charge, visits[charge.EncounterId], from, to, amount, first.RecordedAt, (part, generation) => entry(charge, visits[charge.EncounterId], first.Source, part, generation))
            {
                Last = last, Stood = stands, Stands = stands,
            };
        }
        return
        [
            .. offs.Where(w => !back.Contains(w.Id.Value))
                .Select(w => One(FactKind.WriteOff, w.Id.Value, w.ChargeId, new(w.PartyKind, w.PartyId), null, w.Amount, (c, v, source, part, n) => BalanceEntries.Of(w, part, n, c, v, source)))
                .Concat(moves.Where(t => !back.Contains(t.Id.Value)).Select(t =>
                    One(FactKind.Transfer, t.Id.Value, t.ChargeId, new(t.FromKind, t.FromId), new(t.ToKind, t.ToId), t.Amount, (c, v, source, part, n) => BalanceEntries.Of(t, part, n, c, v, source))))
                .OrderBy(d => d.At).ThenBy(d => d.Id),
        ];
    }

    /// <summary>Takes back what is more than the debt: of the latest first; what a transfer had brought goes with it.</summary>
    public void Cut() => Fit([.. Enumerable.Reverse(_decisions)], _gone, d => Money.Min(d.Stands, -Owed(d)), back: false);

    /// <summary>What was taken back of them counts again as far as there is debt: of the oldest first.</summary>
    public void Restore() => Fit(_decisions, _due, d => Money.Min(d.Amount - d.Stands, Owed(d)), back: true);

    /// <summary>Until nothing changes any more: a transfer moves the debt of another decision.</summary>
    private void Fit(List<StandingDecision> order, HashSet<(long, Party)> debts, Func<StandingDecision, Money> most, bool back)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var decision in order.Where(d => debts.Contains((d.Charge.Id.Value, d.From))))
            {
                var part = most(decision);
                if (part <= Money.Zero) continue;
                Move(decision, back ? part : -part);
                if (decision.To is { } to) debts.Add((decision.Charge.Id.Value, to));
                changed = true;
            }
        }
    }

    /// <summary>What guarantors owe now for these charges, and for those where a transfer to them came or went.</summary>
    public List<GuarantorMove> Owing(IReadOnlyList<GuarantorMove> moves)
    {
        var now = moves.Select(m => _balances.TryGetValue((m.ChargeId, Party.Guarantor(m.AccountId)), out var owed) ? m with { Balance = owed } : m).ToList();
        foreach (var (charge, party) in _due.Union(_gone).Where(m => m.Party.Kind == PartyKind.Guarantor && !moves.Any(n => n.ChargeId == m.Charge && n.AccountId == m.Party.Id)))
        {
            if (_undone && !Balance(charge, party).IsNegative) continue;
            // Of a void charge no answer says whose it is: its visit is that of the decisions about it.
            var (claim, visit, provider) = _saidOf.TryGetValue(charge, out var said) ? (said.ClaimId, said.EncounterId!.Value, said.ProviderId!.Value) : (null, _decisions[0].Visit.Id.Value, _decisions[0].Visit.ProviderId.Value);
            now.Add(new GuarantorMove(charge, claim, visit, provider, party.Id, Balance(charge, party), CausedBy: null, _undone ? MayTake.WhatItHad : MayTake.WhatIsFree));
        }
        return now;
    }

    /// <summary>The guarantors' accounts of these charges and decisions.</summary>
    public IEnumerable<long> Accounts => _decisions.SelectMany(d => new[] { d.From, d.To ?? d.From }).Concat(_due.Select(m => m.Party)).Where(p => p.Kind == PartyKind.Guarantor).Select(p => p.Id).Distinct();

    /// <summary>A receipt met a part of what the guarantor owes, or below zero was given back.</summary>
    public void Met(GuarantorMove move, Money amount) => _balances[(move.ChargeId, Party.Guarantor(move.AccountId))] = Balance(move.ChargeId, Party.Guarantor(move.AccountId)) - amount;

    /// <summary>Where nothing is left with a plan because such a decision is back, or outlasts the plan's answer, its denial is no work any more.</summary>
    public async Task CloseDenials(Tx tx, CancellationToken cancel)
    {
        foreach (var decision in _decisions.Where(d => d.From.IsInsurer && (d.Stands > d.Stood || (d.Stands > Money.Zero && _lifted.Contains((d.Charge.Id.Value, d.From))))))
            await DecideBalance.CloseDenials(tx, decision.Charge, decision.To is null ? "writtenOff" : "moved", cancel);
    }

    /// <summary>The entries of what changed: the last one of a decision mirrored, and one of what stands now.</summary>
    public async Task Write(Tx tx, Id<Practice> practice, DateOnly bookedOn, CancellationToken cancel)
    {
        var changed = _decisions.FindAll(d => d.Stands != d.Stood);
        await Journal.Reverse(tx, practice, bookedOn, [.. changed.Where(d => d.Stood > Money.Zero).Select(d => d.Last.Id)], "the answer behind this debt changed", cancel);
        await Journal.Record(tx, practice, bookedOn, [.. changed.Where(d => d.Stands > Money.Zero).Select(d => d.Entry(d.Stands, d.Last.Generation + (d.Stood > Money.Zero ? 2 : 1)))], cancel);
    }

    private Money Owed(StandingDecision decision) => Balance(decision.Charge.Id.Value, decision.From);

    private Money Balance(long charge, Party party) => _balances.GetValueOrDefault((charge, party));

    private void Move(StandingDecision decision, Money part)
    {
        var charge = decision.Charge.Id.Value;
        decision.Stands += part;
        _balances[(charge, decision.From)] = Balance(charge, decision.From) - part;
        if (decision.To is { } to) _balances[(charge, to)] = Balance(charge, to) + part;
    }
}

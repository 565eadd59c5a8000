using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// What accounts' receipts hold, and what was applied of them or given back. What a charge is to have of a receipt follows from the applications that new facts and people made, of which the cause stands;
/// those that an unposting or a reposting made say only where the money is meanwhile.
/// </summary>
internal sealed class HeldMoney
{
    /// <summary>How money was applied: a debt arose and went; or it was given back by an unposting and taken again.</summary>
    public const string Arose = "debtArose", Gone = "debtGone", Undone = "unposted", Again = "again";

    private readonly Dictionary<Id<Receipt>, List<ReceiptApplication>> _applied = [];
    private Dictionary<Id<Receipt>, Money> _givenBack = [];
    private HashSet<long> _unposted = [];

    /// <summary>Those that were not returned, oldest first.</summary>
    public List<Receipt> Receipts { get; private set; } = [];

    public static async Task<HeldMoney> Read(Tx tx, Id<Practice> practice, IReadOnlyCollection<long> accounts, CancellationToken cancel)
    {
        var held = new HeldMoney();
        var of = accounts.Select(a => new Id<GuarantorAccount>(a)).ToList();
        if (of.Count > 0)
            held.Receipts = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && of.Contains(r.AccountId)
                && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == practice && x.ReceiptId == r.Id)).OrderBy(r => r.TakenOn).ThenBy(r => r.Id).ToListAsync(cancel);
        if (held.Receipts.Count == 0) return held;
        var ids = held.Receipts.ConvertAll(r => r.Id);
        var applied = await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.ReceiptId)).OrderBy(a => a.Id).ToListAsync(cancel);
        foreach (var row in applied) held.Add(row);
        held._givenBack = (await tx.Db.Set<RefundPart>().AsNoTracking().Where(p => p.Practice == practice && ids.Contains(p.ReceiptId)).Select(p => new { p.ReceiptId, p.Amount }).ToListAsync(cancel))
            .GroupBy(p => p.ReceiptId).ToDictionary(g => g.Key, g => g.Sum(p => p.Amount));
        var causes = applied.Select(a => a.CausedBy).OfType<long>().Distinct().ToList();
        held._unposted = causes.Count == 0 ? [] : await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && causes.Contains(d.FactId))
            .GroupBy(d => d.FactId).Where(g => g.Max(d => d.Generation) % 2 == 0).Select(g => g.Key).ToHashSetAsync(cancel);
        return held;
    }

    public void Add(ReceiptApplication row)
    {
        if (!_applied.TryGetValue(row.ReceiptId, out var rows)) _applied[row.ReceiptId] = rows = [];
        rows.Add(row);
    }

    public Money Applied(Receipt receipt, Id<Charge> charge) => Of(receipt).Where(a => a.ChargeId == charge).Sum(a => a.Amount);

    /// <summary>What it still holds ahead: neither applied nor given back.</summary>
    public Money Rest(Receipt receipt) => receipt.Amount - Of(receipt).Sum(a => a.Amount) - _givenBack.GetValueOrDefault(receipt.Id);

    /// <summary>Those that hold something ahead, oldest first.</summary>
    public List<(Receipt Receipt, Money Held)> Ahead() => [.. Receipts.Select(r => (r, Held: Rest(r))).Where(r => r.Held > Money.Zero)];

    /// <summary>What the charge had of the receipt while the answers that stand now stood, as far as it lacks it and takes nothing that another charge is to have.</summary>
    public Money Had(Receipt receipt, Id<Charge> charge)
    {
        var lacks = Lacks(receipt, charge, a => a.CausedBy is not { } cause || !_unposted.Contains(cause));
        return lacks.IsZero ? lacks : Money.Min(lacks, Money.Max(Lacks(receipt, charge, _ => true), Free(receipt, charge)));
    }

    /// <summary>What the receipt holds without what its other charges are to have once every answer is posted again.</summary>
    public Money Free(Receipt receipt, Id<Charge> charge) =>
        Rest(receipt) - Of(receipt).Select(a => a.ChargeId).Distinct().Where(c => c != charge).Sum(c => Lacks(receipt, c, _ => true));

    private Money Lacks(Receipt receipt, Id<Charge> charge, Func<ReceiptApplication, bool> counts)
    {
        var due = Of(receipt).Where(a => a.ChargeId == charge && a.How is not (Undone or Again) && counts(a)).Aggregate(Money.Zero, (sum, a) => Money.Max(Money.Zero, sum + a.Amount));
        return Money.Max(Money.Zero, due - Applied(receipt, charge));
    }

    private List<ReceiptApplication> Of(Receipt receipt) => _applied.GetValueOrDefault(receipt.Id) ?? [];
}

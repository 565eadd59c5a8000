using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A refund of which no money of the guarantor covers this much: the payment that it came from came back, and they have had it twice.</summary>
public sealed record UncoveredRefund(Refund Refund, Money Amount);

/// <summary>
/// Where a refund's money came from. A part moves what a receipt held ahead to refunds payable, from where the refund pays it out; a receipt that comes back takes its parts with it, and the
/// refund's item stands open until other money of the guarantor covers it (MONEY 1.9: in a column of its own, never off a debt).
/// </summary>
internal static class RefundParts
{
    public const string Given = "given", TakenBack = "takenBack", Returned = "returned", Covered = "covered";
    private const string About = "refund:";

    /// <summary>What the item of a refund is called in the book.</summary>
    public static string ItemOf(Id<Refund> refund) => $"{About}{refund}";

    public static async Task Book(Tx tx, Id<Practice> practice, DateOnly bookedOn, Refund refund, IReadOnlyList<(Receipt Receipt, Money Amount)> parts, string how, CancellationToken cancel)
    {
        var rows = parts.Select(p => (p.Receipt, Part: new RefundPart
        {
            Practice = practice, Id = tx.NextId<RefundPart>(), RefundId = refund.Id, ReceiptId = p.Receipt.Id, Amount = p.Amount, MovedOn = how == Given ? refund.PaidOn : bookedOn, How = how,
        })).ToList();
        await tx.AddMany([.. rows.Select(r => r.Part)], cancel);
        await Journal.Record(tx, practice, bookedOn, rows.ConvertAll(r => Entry(r.Part, r.Receipt)), cancel);
    }

    public static JournalEntry Entry(RefundPart part, Receipt receipt)
    {
        var guarantor = Party.Guarantor(receipt.AccountId.Value);
        JournalLine Line(Account account, Money amount, string about) => new(account, guarantor, amount) { About = about, EncounterId = receipt.EncounterId?.Value };
        return JournalEntry.Of(FactKind.RefundPart, part.Id.Value, generation: 1, part.MovedOn, $"refund {part.RefundId} from receipt {receipt.Id}", policyVersion: 1,
            [Line(Account.PatientPrepayments, part.Amount, Applications.PrepaidFor(receipt)), Line(Account.RefundsPayablePatient, -part.Amount, ItemOf(part.RefundId))])!;
    }

    /// <summary>Every part that a receipt still has in a refund is put back: of one refund, or of one receipt.</summary>
    /// <returns>How much was put back.</returns>
    public static async Task<Money> PutBack(Tx tx, Id<Practice> practice, IQueryable<RefundPart> which, DateOnly bookedOn, string how, CancellationToken cancel)
    {
        var net = (await which.AsNoTracking().Where(p => p.Practice == practice).ToListAsync(cancel)).GroupBy(p => (p.RefundId, p.ReceiptId)).Select(g => (g.Key.RefundId, g.Key.ReceiptId, Amount: g.Sum(p => p.Amount)))
            .Where(p => !p.Amount.IsZero).OrderBy(p => p.RefundId.Value).ThenBy(p => p.ReceiptId.Value).ToList();
        var (refundIds, receiptIds) = (net.ConvertAll(p => p.RefundId), net.ConvertAll(p => p.ReceiptId));
        var refunds = await tx.Db.Set<Refund>().AsNoTracking().Where(r => r.Practice == practice && refundIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);
        var receipts = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && receiptIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);
        foreach (var refund in net.GroupBy(p => p.RefundId))
            await Book(tx, practice, bookedOn, refunds[refund.Key], [.. refund.Select(p => (receipts[p.ReceiptId], -p.Amount))], how, cancel);
        return net.Sum(p => p.Amount);
    }

    /// <summary>Of the account, or of all: what was given back and no money of theirs covers, the oldest refund first.</summary>
    public static async Task<List<UncoveredRefund>> Uncovered(Tx tx, Id<Practice> practice, Id<GuarantorAccount>? account, CancellationToken cancel)
    {
        var all = from now in tx.Db.Set<OpenItemNow>().AsNoTracking()
                  join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                  where now.Practice == practice && now.Account == Account.RefundsPayablePatient && now.PartyKind == PartyKind.Guarantor && now.Amount > Money.Zero
                  select new { item.About, now.PartyId, now.Amount };
        if (account is { } one)
        {
            var party = one.Value;
            all = all.Where(o => o.PartyId == party);
        }
        var open = (await all.ToListAsync(cancel)).ToDictionary(o => new Id<Refund>(long.Parse(o.About.AsSpan(About.Length), CultureInfo.InvariantCulture)), o => o.Amount);
        if (open.Count == 0) return [];
        var ids = open.Keys.ToList();
        var refunds = await tx.Db.Set<Refund>().AsNoTracking().Where(r => r.Practice == practice && ids.Contains(r.Id)).OrderBy(r => r.PaidOn).ThenBy(r => r.Id).ToListAsync(cancel);
        return refunds.ConvertAll(r => new UncoveredRefund(r, open[r.Id]));
    }

    /// <summary>What the guarantor has had twice is covered by what we hold of theirs for no visit, or for one that needs it no more, the oldest first.</summary>
    /// <returns>How much of which receipt covers it now.</returns>
    public static async Task<List<(Receipt Receipt, Money Amount)>> Cover(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, DateOnly bookedOn, CancellationToken cancel)
    {
        var (open, made) = (await Uncovered(tx, practice, account, cancel), new List<(Receipt Receipt, Money Amount)>());
        if (open.Count == 0) return made;
        var held = (await HeldMoney.Read(tx, practice, [account.Value], cancel)).Ahead();
        var settled = await Settled(tx, practice, [.. held.Select(h => h.Receipt.EncounterId).OfType<Id<Encounter>>().Distinct()], cancel);
        held.RemoveAll(h => h.Receipt.EncounterId is { } visit && !settled.Contains(visit));
        foreach (var (refund, amount) in open)
        {
            var parts = Take(held, amount);
            await Book(tx, practice, bookedOn, refund, parts, Covered, cancel);
            held = held.ConvertAll(h => (h.Receipt, h.Held - parts.Where(p => p.Receipt.Id == h.Receipt.Id).Sum(p => p.Amount)));
            made.AddRange(parts);
        }
        return made;
    }

    /// <summary>Visits that were charged and of which nothing is open, with a plan or with the guarantor.</summary>
    private static async Task<HashSet<Id<Encounter>>> Settled(Tx tx, Id<Practice> practice, List<Id<Encounter>> visits, CancellationToken cancel)
    {
        var numbers = visits.ConvertAll(v => (long?)v.Value);
        var charged = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && visits.Contains(c.EncounterId)).Select(c => c.EncounterId).Distinct().ToListAsync(cancel);
        var lines = await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && numbers.Contains(l.EncounterId) && (l.Account == Account.PayerReceivable || l.Account == Account.GuarantorReceivable))
            .Select(l => new { l.EncounterId, l.OpenItemId, l.Amount }).ToListAsync(cancel);
        return [.. charged.Except(lines.GroupBy(l => (l.EncounterId, l.OpenItemId)).Where(g => g.Sum(l => l.Amount) > Money.Zero).Select(g => new Id<Encounter>(g.Key.EncounterId!.Value)))];
    }

    /// <summary>Pure: the amount out of what receipts hold, in their order; less where they hold less.</summary>
    public static List<(Receipt Receipt, Money Amount)> Take(IReadOnlyList<(Receipt Receipt, Money Held)> held, Money amount)
    {
        var (rest, parts) = (amount, new List<(Receipt, Money)>());
        foreach (var (receipt, holds) in held)
        {
            var part = Money.Min(rest, holds);
            if (part.IsZero) continue;
            parts.Add((receipt, part));
            rest -= part;
        }
        return parts;
    }
}

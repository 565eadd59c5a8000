using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Statements;

/// <summary>Why a part of a charge is the guarantor's, in words, and how much became theirs for it before they paid.</summary>
public sealed record WhyOwed(string Words, Money Amount);

/// <summary>One charge as the books have it for its guarantor; the parts lead from what was charged to what is owed.</summary>
/// <param name="WithPlan">What plans owe for the charge; below zero where they have paid more of it than they owed.</param>
public sealed record ChargeBalance(
    Charge Charge, Encounter Visit, Money Charged, Money PlanPaid, Money PlanDiscount, Money TakenOff, Money WithPlan, Money YouPaid, Money YouOwe,
    DateOnly? OwedSince, IReadOnlyList<WhyOwed> Why);

/// <summary>What a guarantor's account holds on a day: debts by charge, money held ahead, and credits, each in its own column (MONEY 1.9).</summary>
public sealed record GuarantorBalance(IReadOnlyList<ChargeBalance> Charges, Money Prepaid, Money Credit)
{
    /// <summary>What they were given back of a payment that came back after that, and no money of theirs covers: theirs to send, and in no charge.</summary>
    public Money GivenTwice { get; init; }

    public Money Owes => Charges.Where(c => !c.YouOwe.IsNegative).Sum(c => c.YouOwe);
}

/// <summary>Reads guarantor balances from the journal alone, as of any day.</summary>
public static class GuarantorBalances
{
    private static readonly Account[] Discounts = [Account.Contractual, Account.Sequestration, Account.PaymentReduction, Account.Incentive];
    private static readonly Account[] TakenOff = [Account.SelfPayDiscount, Account.WriteOff, Account.BadDebt, Account.EstimateAdjustment];
    private static readonly FactKind[] Payments = [FactKind.Receipt, FactKind.ReceiptApplication, FactKind.Refund];

    public static async Task<GuarantorBalance> Of(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, DateOnly asOf, CancellationToken cancel = default)
    {
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && e.AccountId == account).ToDictionaryAsync(e => e.Id, cancel);
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && visits.Keys.Contains(c.EncounterId)).ToListAsync(cancel);
        var lines = await LinesOf(tx, practice, charges.Select(c => c.Id.Value).ToList(), asOf, cancel);
        var byCharge = lines.ToLookup(l => l.Charge);
        var balances = charges.OrderBy(c => visits[c.EncounterId].Date).ThenBy(c => c.Line)
            .Select(c => Fold(c, visits[c.EncounterId], account, [.. byCharge[c.Id.Value]])).ToList();
        return new GuarantorBalance(balances, -await Sum(tx, practice, account, Account.PatientPrepayments, asOf), new Money(balances.Where(b => b.YouOwe.IsNegative).Sum(b => -b.YouOwe.Cents)))
        {
            GivenTwice = Money.Max(Money.Zero, await Sum(tx, practice, account, Account.RefundsPayablePatient, asOf)),
        };
    }

    private sealed record Line(long Charge, Account Account, PartyKind PartyKind, long Party, Money Amount, FactKind Fact, DateOnly Booked, string? Detail);

    private static async Task<List<Line>> LinesOf(Tx tx, Id<Practice> practice, List<long> charges, DateOnly asOf, CancellationToken cancel) =>
        await (from line in tx.Db.Set<JournalLineRow>().AsNoTracking()
               join entry in tx.Db.Set<JournalEntryRow>() on new { line.Practice, Id = line.EntryId } equals new { entry.Practice, entry.Id }
               where line.Practice == practice && line.ChargeId != null && charges.Contains(line.ChargeId.Value) && line.BookedOn <= asOf
               orderby line.Id
               select new Line(line.ChargeId!.Value, line.Account, line.PartyKind, line.PartyId, line.Amount, entry.FactKind, line.BookedOn, line.Detail)).ToListAsync(cancel);

    private static ChargeBalance Fold(Charge charge, Encounter visit, Id<GuarantorAccount> account, IReadOnlyList<Line> lines)
    {
        Money Sum(Func<Line, bool> which) => lines.Where(which).Sum(l => l.Amount);
        bool Mine(Line l) => l.Account == Account.GuarantorReceivable && l.PartyKind == PartyKind.Guarantor && l.Party == account.Value;

        var charged = -Sum(l => l.Account == Account.GrossCharges);
        var discount = Sum(l => Discounts.Contains(l.Account));
        var takenOff = Sum(l => TakenOff.Contains(l.Account));
        var withPlan = Sum(l => l.Account == Account.PayerReceivable);
        var youOwe = Sum(Mine);
        var youPaid = -Sum(l => Mine(l) && Payments.Contains(l.Fact));
        var debts = lines.Where(l => Mine(l) && !Payments.Contains(l.Fact)).ToList();
        return new ChargeBalance(charge, visit, charged, charged - discount - takenOff - withPlan - youPaid - youOwe, discount, takenOff, withPlan, youPaid, youOwe,
            debts.Count == 0 ? null : debts[0].Booked, Why(debts));
    }

    /// <summary>The reasons that stand: of a debt that was taken back its mirror has the same words.</summary>
    private static IReadOnlyList<WhyOwed> Why(List<Line> debts) =>
        [.. debts.Where(l => l.Detail is not null).GroupBy(l => l.Detail!).Select(g => new WhyOwed(g.Key, g.Sum(l => l.Amount))).Where(w => w.Amount > Money.Zero)];

    private static async Task<Money> Sum(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, Account of, DateOnly asOf) => new(await tx.Session.Number(
        "select sum(amount_cents) from journal_line where org = @p0 and practice = @p1 and account = @p2 and party_kind = @p3 and party_id = @p4 and booked_on <= @p5",
        tx.Scope.Org.Value, practice.Value, (short)of, (short)PartyKind.Guarantor, account.Value, asOf));
}

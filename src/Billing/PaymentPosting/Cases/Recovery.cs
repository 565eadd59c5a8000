using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// WO, and 72 or B2 for our refund (MONEY 1.7, 3): WO below zero, reversed but not collected yet, is a refund we owe; WO above zero collects it. A recovery that
/// nothing explains waits in recoupment clearing until the payer's letter is typed in. Our refund that crossed the recovery settles it once.
/// </summary>
internal sealed class Recovery(ProviderAdjustmentState state)
{
    private readonly List<(string About, Money Owed)> _owed = [.. state.RefundsOwed];
    private readonly List<DecidedLine> _taken = [];

    public IReadOnlyList<DecidedLine> Takes(ProviderAdjustmentFacts plb, List<string> findings)
    {
        if (plb.Amount.IsNegative)
        {
            _owed.Add((About(plb.Reference), -plb.Amount));
            return [Refund(About(plb.Reference), plb.Amount)];
        }
        var lines = new List<DecidedLine>();
        var rest = plb.Amount;
        foreach (var (about, owed) in InOrder(plb))
        {
            var part = Money.Min(rest, owed);
            if (part.IsZero) break;
            Settle(about, part);
            lines.Add(Refund(about, part));
            rest -= part;
        }
        if (!rest.IsZero)
        {
            lines.Add(Unexplained(plb with { Amount = rest }, state));
            findings.Add(state.Settled.Contains(About(plb.Reference), StringComparer.Ordinal)
                ? $"The payer recovers {rest} under {plb.Reference}, which was paid back before: paid back twice. Ask for it."
                : $"The payer recovers {rest} without a reversal: which claim it is about stands in the payer's letter alone.");
        }
        _taken.AddRange(lines);
        return lines;
    }

    /// <summary>72 and B2 below zero: the payer returns what it had recovered, since our refund came too. It goes back to where the recovery of this remittance went.</summary>
    public IReadOnlyList<DecidedLine> RefundArrived(ProviderAdjustmentFacts plb, List<string> findings)
    {
        var lines = new List<DecidedLine>();
        var rest = plb.Amount;
        foreach (var taken in _taken.Where(t => plb.Amount.IsNegative && t.Amount > Money.Zero).ToList())
        {
            var part = Money.Min(-rest, taken.Amount);
            if (part.IsZero) break;
            lines.Add(taken with { Cents = -part.Cents });
            rest += part;
        }
        if (rest.IsZero) return lines;
        lines.Add(Unexplained(plb with { Amount = rest }, state));
        findings.Add($"It goes with no recovery of this remittance: {rest} waits in recoupment clearing until it is known what it is for.");
        return lines;
    }

    public static DecidedLine Unexplained(ProviderAdjustmentFacts plb, ProviderAdjustmentState state) =>
        new(Account.RecoupmentClearing, state.CheckParty.Kind, state.CheckParty.Id, plb.Amount.Cents) { About = About(plb.Reference) };

    /// <summary>The same reference first, then one of exactly this amount, then the oldest of equal or smaller amounts only when the reference is missing.</summary>
    private List<(string About, Money Owed)> InOrder(ProviderAdjustmentFacts plb)
    {
        var same = _owed.Where(o => o.About == About(plb.Reference) && o.Owed > Money.Zero).ToList();
        if (same.Count > 0) return same;
        var exact = _owed.FindIndex(o => o.Owed == plb.Amount);
        if (exact >= 0) return [_owed[exact]];
        return plb.Reference is null ? [.. _owed.Where(o => o.Owed > Money.Zero)] : [];
    }

    private void Settle(string about, Money part)
    {
        var i = _owed.FindIndex(o => o.About == about && o.Owed >= part);
        _owed[i] = (about, _owed[i].Owed - part);
    }

    private DecidedLine Refund(string about, Money amount) =>
        new(Account.RefundsPayablePayer, state.CheckParty.Kind, state.CheckParty.Id, amount.Cents) { About = about };

    /// <summary>Takebacks are followed by the payer's reference, folded as control numbers are; without one by the payer.</summary>
    public static string About(string? reference) => reference is null ? "reference:none" : $"reference:{Pcn.Fold(reference)}";
}

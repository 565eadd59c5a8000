using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// WO, and 72 or B2 for our refund (MONEY 1.7, 3): WO below zero, reversed but not collected yet, is a refund we owe; WO above zero collects it. A recovery that
/// nothing explains waits in recoupment clearing until the payer's letter is typed in. Our refund that crossed the recovery settles it once: 72 says what of our check the payer accepted
/// and stands against the WO, B2 what we had sent beyond that (005010X221A1 1.10.2.17; X12 RFI 758). So a recovery is given back at most once, whether its 72 and B2 come in its own check or in later ones.
/// </summary>
internal sealed class Recovery(ProviderAdjustmentState state)
{
    /// <summary>A recovery that may still be given back: under which reference, where it went, and how much is left of it.</summary>
    private sealed record Taken(string? Reference, DecidedLine Line, Money Left);

    private readonly List<(string About, Money Owed)> _owed = [.. state.RefundsOwed];
    private readonly List<Taken> _taken = [];
    /// <summary>What earlier checks took of refunds that we owed.</summary>
    private readonly List<Taken> _earlier = [.. state.Recovered.Select(r => new Taken(r.Reference, new DecidedLine(Account.RefundsPayablePayer, state.CheckParty.Kind, state.CheckParty.Id, r.Left.Cents) { About = r.About }, r.Left))];
    private readonly Dictionary<string, Money> _waiting = state.Waiting.ToDictionary(StringComparer.Ordinal);

    public IReadOnlyList<DecidedLine> Takes(ProviderAdjustmentFacts plb, List<string> findings)
    {
        if (plb.Amount.IsNegative)
        {
            _owed.Add((About(plb.Reference), -plb.Amount));
            return [Refund(About(plb.Reference), plb.Amount)];
        }
        var lines = new List<DecidedLine>();
        // Its 72 came before it, in another check, and waits: the two stand against each other.
        var given = AgainstWaiting(plb.Reference, plb.Amount);
        var rest = plb.Amount - given;
        foreach (var (about, owed) in rest.IsZero ? [] : InOrder(plb with { Amount = rest }))
        {
            var part = Money.Min(rest, owed);
            if (part.IsZero) break;
            Settle(about, part);
            lines.Add(Refund(about, part));
            rest -= part;
        }
        if (!(rest + given).IsZero)
        {
            lines.Add(Unexplained(plb with { Amount = rest + given }, state));
            findings.Add(state.Settled.Contains(About(plb.Reference), StringComparer.Ordinal)
                ? $"The payer recovers {rest + given} under {plb.Reference}, which was paid back before: paid back twice. Ask for it."
                : $"The payer recovers {rest + given} without a reversal: which claim it is about stands in the payer's letter alone.");
        }
        _taken.AddRange(lines.Select(l => new Taken(plb.Reference, l, l.Amount)));
        return lines;
    }

    /// <summary>
    /// 72 and B2 below zero: the payer gives back what it had recovered, since our refund came too. It goes to where that recovery went: one of the same reference, here or in an earlier check;
    /// else another of this remittance, since the payer may name our check here.
    /// </summary>
    public IReadOnlyList<DecidedLine> RefundArrived(ProviderAdjustmentFacts plb, List<string> findings)
    {
        var (lines, about) = (new List<DecidedLine>(), About(plb.Reference));
        var (rest, waits) = (plb.Amount, Money.Zero);
        if (rest.IsNegative)
        {
            rest += GiveBack(_taken, t => About(t.Reference) == about, -rest, lines);
            if (plb.Reference is not null) rest += GiveBack(_earlier, t => About(t.Reference) == about, -rest, lines);
            waits = AgainstWaiting(plb.Reference, rest);
            rest -= waits;
            rest += GiveBack(_taken, _ => true, -rest, lines);
        }
        if ((rest + waits).IsZero) return lines;
        lines.Add(Unexplained(plb with { Amount = rest + waits }, state));
        findings.Add(plb.Amount.IsNegative
            ? $"The payer gives back {-(rest + waits)} of a refund of ours, and it goes with no recovery of this remittance: it waits in recoupment clearing until it is known which refund it answers."
            : $"The payer takes {rest} for a refund: it waits in recoupment clearing until it is known what it is for.");
        return lines;
    }

    /// <summary>What of an amount stands against the balance of the other sign that waits under the reference; that much waits no more.</summary>
    private Money AgainstWaiting(string? reference, Money amount)
    {
        if (reference is null || !_waiting.TryGetValue(About(reference), out var waiting) || waiting.IsZero || waiting.IsNegative == amount.IsNegative) return Money.Zero;
        var part = amount.IsNegative ? -Money.Min(-amount, waiting) : Money.Min(amount, -waiting);
        _waiting[About(reference)] = waiting + part;
        return part;
    }

    /// <summary>Gives back up to <paramref name="most"/> of these recoveries; returns how much.</summary>
    private static Money GiveBack(List<Taken> from, Func<Taken, bool> which, Money most, List<DecidedLine> lines)
    {
        var left = most;
        for (var i = 0; i < from.Count; i++)
            if (which(from[i])) left -= Take(from, i, lines, left);
        return most - left;
    }

    private static Money Take(List<Taken> from, int at, List<DecidedLine> lines, Money rest)
    {
        var part = Money.Min(rest, from[at].Left);
        from[at] = from[at] with { Left = from[at].Left - part };
        if (!part.IsZero) lines.Add(from[at].Line with { Cents = -part.Cents });
        return part;
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

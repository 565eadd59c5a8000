using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A PLB as it stands: positive reduces the check.</summary>
public sealed record ProviderAdjustmentFacts(long Id, string Reason, string? Reference, Money Amount);

/// <summary>What is known when a check's provider adjustments are decided: the check and the payer's open takebacks by reference.</summary>
public sealed record ProviderAdjustmentState
{
    public required Party CheckParty { get; init; }
    public required long CheckId { get; init; }
    public required DateOnly CheckDate { get; init; }
    public string Source { get; init; } = "";
    /// <summary>Refunds we owe the payer, oldest first: what an item is about, and how much is owed (positive).</summary>
    public IReadOnlyList<(string About, Money Owed)> RefundsOwed { get; init; } = [];
    /// <summary>What the payer carried forward and has not taken off a check yet.</summary>
    public Money Carried { get; init; }
    /// <summary>Items of refunds payable or recoupment clearing that were settled to zero: a second recovery of one is "paid back twice".</summary>
    public IReadOnlyList<string> Settled { get; init; } = [];
    /// <summary>Of refunds that we owed, what earlier checks recovered and nothing has given back: under which reference, of which item, how much.</summary>
    public IReadOnlyList<(string Reference, string About, Money Left)> Recovered { get; init; } = [];
    /// <summary>What waits in recoupment clearing by what the item is about: recovered above zero, given back without a recovery below.</summary>
    public IReadOnlyDictionary<string, Money> Waiting { get; init; } = new Dictionary<string, Money>();
}

/// <summary>
/// PLB -> entry lines: each reason to the account that is its own, with the right sign (FACTS 6.4 as corrected in 0; MONEY 1.7, 3).
/// A positive amount reduces the check: credit clearing, debit the account.
/// </summary>
public static class ProviderAdjustmentPosting
{
    /// <summary>Decides the PLBs of one remittance in order: recoveries before refunds acknowledged, so that both sides of a crossed refund meet.</summary>
    public static IReadOnlyList<(ProviderAdjustmentFacts Facts, PostingDecision Decision)> Decide(IReadOnlyList<ProviderAdjustmentFacts> adjustments, ProviderAdjustmentState state)
    {
        var (recovery, forward) = (new Recovery(state), new ForwardBalance(state));
        return [.. adjustments.OrderBy(a => a.Reason is "72" or "B2").ThenBy(a => a.Id).Select(a => (a, One(a, state, recovery, forward)))];
    }

    private static PostingDecision One(ProviderAdjustmentFacts plb, ProviderAdjustmentState state, Recovery recovery, ForwardBalance forward)
    {
        var findings = new List<string>();
        var targets = plb.Reason switch
        {
            "WO" => recovery.Takes(plb, findings),
            "72" or "B2" => recovery.RefundArrived(plb, findings),
            _ => [OwnAccount(plb, state, forward, findings)],
        };
        var lines = targets.Append(new DecidedLine(Account.RemittanceClearing, state.CheckParty.Kind, state.CheckParty.Id, -plb.Amount.Cents)).ToList();
        return new PostingDecision
        {
            Kind = DecisionKind.ProviderAdjustment, HappenedOn = state.CheckDate, Source = $"{state.Source} PLB {plb.Reason} {plb.Reference}".TrimEnd(), CheckId = state.CheckId,
            PayerId = state.CheckParty.Kind == PartyKind.Payer ? state.CheckParty.Id : null, Lines = lines, Findings = findings,
        };
    }

    private static DecidedLine OwnAccount(ProviderAdjustmentFacts plb, ProviderAdjustmentState state, ForwardBalance forward, List<string> findings)
    {
        if (ForwardBalance.Takes(plb.Reason)) return forward.Line(plb, findings);
        if (Withholding.Takes(plb.Reason)) return Withholding.Line(plb, state);
        if (PayerIncome.Line(plb) is { } income) return income;
        findings.Add($"PLB {plb.Reason} has no account of its own here: {plb.Amount} waits in recoupment clearing until the payer's letter explains it.");
        return Recovery.Unexplained(plb, state);
    }
}

using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>The entry lines of one charge while the posting cases lay them. Everything comes out of the answering payer's receivable.</summary>
internal sealed class LineDraft(ClaimDraft claim, SpreadLine line, Balances balances)
{
    private readonly Party _payer = Party.Payer(claim.Answer.PayerId.Value);

    public ClaimDraft Claim => claim;
    public SpreadLine Line => line;
    public bool Denied { get; } = PricedReasons.IsDenied(line, claim.Answer.CheckDate);

    /// <summary>What the payer's receivable still holds for this charge, as far as it is the answering plan's; below zero when more came than was owed.</summary>
    public Money Held => claim.Held(balances, line.Charge.Id);

    /// <summary>Moves an amount out of the payer's receivable to where it now belongs, however much is there.</summary>
    public void Move(Money amount, DecidedLine to)
    {
        if (amount.IsZero) return;
        Lay(new DecidedLine(Account.PayerReceivable, _payer.Kind, _payer.Id, -amount.Cents) { ChargeId = line.Charge.Id });
        Lay(to with { Cents = amount.Cents, ChargeId = line.Charge.Id });
    }

    /// <summary>As <see cref="Move"/>, at most what is left; an amount below zero gives back and has no limit. The rest is a memo.</summary>
    public Money MoveAtMostHeld(AnswerAdjustment adjustment, DecidedLine to)
    {
        var amount = adjustment.Amount.IsNegative ? adjustment.Amount : Money.Min(adjustment.Amount, Money.Max(Held, Money.Zero));
        Move(amount, to);
        if (amount != adjustment.Amount) claim.Repeated(this, adjustment, adjustment.Amount - amount);
        return amount;
    }

    /// <summary>The patient's share goes on to the next plan. Where that is another plan of the same payer, no money moves: it is that plan's turn to be asked for it.</summary>
    public void MoveToNextPlan(AnswerAdjustment adjustment, CoverageInOrder next)
    {
        if (next.PayerId != claim.Answer.PayerId)
        {
            MoveAtMostHeld(adjustment, To(Account.PayerReceivable, Party.Payer(next.PayerId.Value)) with { AgeFrom = claim.Facts.ServiceDate });
            return;
        }
        var amount = Money.Min(adjustment.Amount, Money.Max(Held, Money.Zero));
        if (amount.IsZero) return;
        claim.Passed.Add(new PassedShare(line.Charge.Id, amount.Cents));
    }

    public void Lay(DecidedLine decided)
    {
        claim.Lines.Add(decided);
        balances.Apply([decided]);
    }

    public static DecidedLine To(Account account, Party party) => new(account, party.Kind, party.Id, 0);

    /// <summary>Income, contra income and expense belong to the practice; the journal row names it already.</summary>
    public static DecidedLine To(Account account, string? detail = null) => new(account, PartyKind.Practice, 0, 0) { Detail = detail };
}

/// <summary>An answer while it is being decided: what its lines add up to.</summary>
/// <param name="before">What is open before it; null where it moves nothing by what is held.</param>
internal sealed class ClaimDraft(ClaimFacts facts, Answer answer, Balances? before = null)
{
    /// <summary>Of each charge what other plans of the payer hold; empty where it has one plan.</summary>
    private readonly Dictionary<long, Money> _elsewhere = answer.CoverageId is null || before is null ? [] : facts.Charges.DistinctBy(c => c.Id).ToDictionary(c => c.Id, c => Elsewhere(facts, answer, before, c.Id));

    public ClaimFacts Facts => facts;
    public Answer Answer => answer;
    public List<DecidedLine> Lines { get; } = [];
    public List<OpenAmount> Open { get; } = [];
    public List<string> Findings { get; } = [];
    public NextTurn? Next { get; set; }
    /// <summary>Who pays after the plan that answers; null when nobody is left.</summary>
    public CoverageInOrder? NextPlan { get; } = NextPayer.After(facts.Coverages, answer.Plan);

    public List<PassedShare> Passed { get; } = [];
    public List<long> Unanswered { get; } = [];

    /// <summary>What of the payer's receivable for a charge is the answering plan's now; all of it where the payer has one plan (<see cref="OtherPlan"/>).</summary>
    public Money Held(Balances balances, long charge) =>
        balances.Of(Account.PayerReceivable, Party.Payer(answer.PayerId.Value), charge) - _elsewhere.GetValueOrDefault(charge) - Passed.Where(p => p.ChargeId == charge).Sum(p => new Money(p.Cents));

    private static Money Elsewhere(ClaimFacts facts, Answer answer, Balances before, long charge)
    {
        var plans = facts.Coverages.Select(c => c.Plan).Where(p => p.PayerId == answer.PayerId.Value).ToList();
        var counting = facts.Answers.Select(a => (a.AdjudicationId, a.Decision)).ToList();
        Money Share(Plan plan) => OtherPlan.Share(counting, facts.HandedOn, plan, charge);
        return plans.Count < 2 || plans[0] == answer.Plan ? plans.Skip(1).Sum(Share) : before.Of(Account.PayerReceivable, Party.Payer(answer.PayerId.Value), charge) - Share(answer.Plan);
    }

    /// <summary>MONEY 1.2: a payer that repeats what another has already adjusted takes nothing a second time.</summary>
    public void Repeated(LineDraft line, AnswerAdjustment adjustment, Money rest) =>
        Findings.Add($"Line {line.Line.Charge.Line}: {rest} of {adjustment.Code} {adjustment.Amount} moved nothing; {(line.Line.Charge.IsVoid ? "the charge is void since: it owes nothing that could be taken off or asked for" : "that much was already adjusted, paid or owed by someone else (payer repeats prior adjustments)")}.");

    public PostingDecision Decided(DecisionKind kind, long? of = null) => new()
    {
        Kind = kind, HappenedOn = answer.CheckDate, Source = answer.Source, ClaimId = facts.ClaimId, EncounterId = facts.EncounterId,
        ProviderId = facts.ProviderId, CheckId = answer.CheckId, PayerId = answer.PayerId.Value, CoverageId = answer.CoverageId?.Value, Of = of, Lines = Lines, Open = Open, Findings = Findings, Next = Next, Passed = Passed.Count == 0 ? null : Passed,
        Unanswered = Unanswered.Count == 0 ? null : Unanswered,
    };
}

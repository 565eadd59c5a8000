using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>The entry lines of one charge while the posting cases lay them. Everything comes out of the answering payer's receivable.</summary>
internal sealed class LineDraft(ClaimDraft claim, SpreadLine line, Balances balances)
{
    private readonly Party _payer = Party.Payer(claim.Answer.PayerId.Value);
    private readonly Money _ofLaterPlans = claim.OfLaterPlans(line.Charge.Id);
    private Money _passed;

    public ClaimDraft Claim => claim;
    public SpreadLine Line => line;
    public bool Denied { get; } = PricedReasons.IsDenied(line, claim.Answer.CheckDate);

    /// <summary>What the payer's receivable still holds for this charge, without what is a later plan's of the same payer; below zero when more came than was owed.</summary>
    public Money Held => balances.Of(Account.PayerReceivable, _payer, line.Charge.Id) - _ofLaterPlans - _passed;

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
        _passed += amount;
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
internal sealed class ClaimDraft(ClaimFacts facts, Answer answer)
{
    public ClaimFacts Facts => facts;
    public Answer Answer => answer;
    public List<DecidedLine> Lines { get; } = [];
    public List<OpenAmount> Open { get; } = [];
    public List<string> Findings { get; } = [];
    public NextTurn? Next { get; set; }
    /// <summary>Who pays after the plan that answers; null when nobody is left.</summary>
    public CoverageInOrder? NextPlan { get; } = NextPayer.After(facts.Coverages, answer.Plan);

    public List<PassedShare> Passed { get; } = [];

    /// <summary>What of the payer's receivable of a charge is with plans that it is asked under later: left to them and not answered for, below zero where their answers took more.</summary>
    public Money OfLaterPlans(long charge)
    {
        if (answer.CoverageId is null) return Money.Zero;
        var later = facts.Coverages.Skip(facts.Coverages.Select(c => c.Plan).PlaceOf(answer.Plan) + 1).Where(c => c.PayerId == answer.PayerId).Select(c => (long?)c.Id.Value).ToHashSet();
        if (later.Count == 0) return Money.Zero;
        var left = facts.Answers.Select(a => a.Decision).Where(d => later.Contains(d.Next?.CoverageId)).SelectMany(d => d.Passed ?? []).Where(p => p.ChargeId == charge).Sum(p => new Money(p.Cents));
        return left + facts.Answers.Select(a => a.Decision).Where(d => later.Contains(d.CoverageId)).SelectMany(d => d.Lines)
            .Where(l => l.ChargeId == charge && l.Account == Account.PayerReceivable && l.Party == Party.Payer(answer.PayerId.Value)).Sum(l => l.Amount);
    }

    /// <summary>MONEY 1.2: a payer that repeats what another has already adjusted takes nothing a second time.</summary>
    public void Repeated(LineDraft line, AnswerAdjustment adjustment, Money rest) =>
        Findings.Add($"Line {line.Line.Charge.Line}: {rest} of {adjustment.Code} {adjustment.Amount} moved nothing; that much was already adjusted, paid or owed by someone else (payer repeats prior adjustments).");

    public PostingDecision Decided(DecisionKind kind, long? of = null) => new()
    {
        Kind = kind, HappenedOn = answer.CheckDate, Source = answer.Source, ClaimId = facts.ClaimId, EncounterId = facts.EncounterId,
        ProviderId = facts.ProviderId, CheckId = answer.CheckId, PayerId = answer.PayerId.Value, CoverageId = answer.CoverageId?.Value, Of = of, Lines = Lines, Open = Open, Findings = Findings, Next = Next, Passed = Passed.Count == 0 ? null : Passed,
    };
}

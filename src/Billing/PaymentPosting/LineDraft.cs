using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>The entry lines of one charge while the posting cases lay them. Everything comes out of the answering payer's receivable.</summary>
internal sealed class LineDraft(ClaimDraft claim, SpreadLine line, Balances balances)
{
    private readonly Party _payer = claim.Answer.Insurer;

    public ClaimDraft Claim => claim;
    public SpreadLine Line => line;
    public bool Denied { get; } = PricedReasons.IsDenied(line, claim.Answer.CheckDate);

    /// <summary>What the payer's receivable still holds for this charge; below zero when more came than was owed.</summary>
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

    /// <summary>The patient's share goes on to the next plan.</summary>
    public void MoveToNextPlan(AnswerAdjustment adjustment, CoverageInOrder next) =>
        MoveAtMostHeld(adjustment, To(Account.PayerReceivable, next.Party) with { AgeFrom = claim.Facts.ServiceDate });

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

    public List<long> Unanswered { get; } = [];

    /// <summary>What the receivable of the plan that answers holds for a charge now.</summary>
    public Money Held(Balances balances, long charge) => balances.Of(Account.PayerReceivable, answer.Insurer, charge);

    /// <summary>MONEY 1.2: a payer that repeats what another has already adjusted takes nothing a second time.</summary>
    public void Repeated(LineDraft line, AnswerAdjustment adjustment, Money rest) =>
        Findings.Add($"Line {line.Line.Charge.Line}: {rest} of {adjustment.Code} {adjustment.Amount} moved nothing; {(line.Line.Charge.IsVoid ? "the charge is void since: it owes nothing that could be taken off or asked for" : "that much was already adjusted, paid or owed by someone else (payer repeats prior adjustments)")}.");

    public PostingDecision Decided(DecisionKind kind, long? of = null) => new()
    {
        Kind = kind, HappenedOn = answer.CheckDate, Source = answer.Source, ClaimId = facts.ClaimId, EncounterId = facts.EncounterId,
        ProviderId = facts.ProviderId, CheckId = answer.CheckId, PayerId = answer.PayerId.Value, CoverageId = answer.CoverageId?.Value, ApartId = PlanParties.ApartOf(answer.Insurer),
        Of = of, Lines = Lines, Open = Open, Findings = Findings, Next = Next,
        Unanswered = Unanswered.Count == 0 ? null : Unanswered,
    };
}

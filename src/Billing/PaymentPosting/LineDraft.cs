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

    /// <summary>What the payer's receivable still holds for this charge; below zero when more came than was owed.</summary>
    public Money Held => balances.Of(Account.PayerReceivable, _payer, line.Charge.Id);

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

    /// <summary>MONEY 1.2: a payer that repeats what another has already adjusted takes nothing a second time.</summary>
    public void Repeated(LineDraft line, AnswerAdjustment adjustment, Money rest) =>
        Findings.Add($"Line {line.Line.Charge.Line}: {rest} of {adjustment.Code} {adjustment.Amount} moved nothing; that much was already adjusted, paid or owed by someone else (payer repeats prior adjustments).");

    public PostingDecision Decided(DecisionKind kind, long? of = null) => new()
    {
        Kind = kind, HappenedOn = answer.CheckDate, Source = answer.Source, ClaimId = facts.ClaimId, EncounterId = facts.EncounterId,
        ProviderId = facts.ProviderId, CheckId = answer.CheckId, PayerId = answer.PayerId.Value, Of = of, Lines = Lines, Open = Open, Findings = Findings, Next = Next,
    };
}

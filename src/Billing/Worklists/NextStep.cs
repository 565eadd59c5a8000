using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Worklists;

/// <summary>One thing that could be done next, as a stage proposes it. <paramref name="Rank"/> decides between stages; lower comes first.</summary>
public sealed record NextStep(int Rank, string Turn, string Action, DateOnly? DueOn, Money AtStake);

/// <summary>A submission with where it stands and when it left.</summary>
public sealed record SentClaim(Submission Submission, string Status, DateOnly SentOn);

/// <summary>What the fold over a claim sees: its story, where its money is, its open denials and exceptions.</summary>
public sealed record ClaimView
{
    public required Claim Claim { get; init; }
    public required DateOnly ServiceDate { get; init; }
    public required DateOnly Today { get; init; }
    public required IReadOnlyList<ClaimEvent> Events { get; init; }
    public required IReadOnlyList<SentClaim> Sent { get; init; }
    public required IReadOnlyList<OpenWork> Denials { get; init; }
    /// <summary>Receivables of its charges that are not zero, by account and party.</summary>
    public required IReadOnlyList<OpenBalance> Open { get; init; }
    /// <summary>Filing limit of the first payer in days; null when not known, so that no clock is claimed.</summary>
    public required int? FilingDays { get; init; }
    /// <summary>Whose claim is due next after the last answer, when it is our turn to send it.</summary>
    public required bool NextPayerDue { get; init; }
    /// <summary>The next payer has the claim from the payer before, and its answer is awaited until this day; null when it is not.</summary>
    public DateOnly? ForwardedUntil { get; init; }

    /// <summary>What payers owe for charges that stand on no claim that went, though the claim was answered: entered or corrected since.</summary>
    public Money Unbilled { get; init; }
    /// <summary>The claim that the first payer answered has a charge that is void since.</summary>
    public bool BillsVoid { get; init; }
    /// <summary>The corrected claim is built and waits to be sent.</summary>
    public bool CorrectionIsBuilt { get; init; }
    /// <summary>Charges of the visit that are void: removed, replaced, or all of them.</summary>
    public IReadOnlySet<long> Void { get; init; } = new HashSet<long>();
    /// <summary>Nothing of the visit is charged any more.</summary>
    public bool Cancelled { get; init; }
    /// <summary>A void of the cancelled visit's claim is to go: the payer has answered it and takes voids.</summary>
    public bool VoidIsDue { get; init; }

    /// <summary>The reversal of what the latest void takes back is posted: it needs no acknowledgment any more.</summary>
    public bool VoidTaken { get; init; }
    /// <summary>No plan is in force on the day any more, and payers owe something of the visit that they are not to be asked for.</summary>
    public bool NoPlan { get; init; }

    /// <summary>What is owed in the account; a credit of one party or charge takes nothing off what is owed for another (MONEY 1.9).</summary>
    public Money With(Account account) => Open.Where(o => o.Account == account && !o.Amount.IsNegative).Sum(o => o.Amount);

    /// <summary>What payers have paid for charges that are void now, as an amount below zero: the answer to a corrected claim or a void settles it.</summary>
    public Money CreditOfVoid => Open.Where(o => o.Account == Account.PayerReceivable && o.Amount.IsNegative && Void.Contains(o.ChargeId)).Sum(o => o.Amount);
}

/// <summary>
/// The ranking: each stage proposes its own step from the facts, pure; the one of the lowest rank is the claim's next action. A rule lives with its stage's
/// words; this table only orders them.
/// </summary>
public static class NextAction
{
    private const string SendNow = "Send the claim", SendAgain = "Correct the rejected claim and send it again", AskThePayer = "Ask the payer where the claim is", FindOutWhy = "Find out why this is still open with the payer",
        AskAboutVoid = "Ask the payer whether it has taken the void, and record its word", FindCredit = "A credit stands: find out who overpaid";
    /// <summary>What a plan was billed for is nobody's but the guarantor's: "open claims that say otherwise" moves it.</summary>
    public const string AskGuarantor = "No plan is in force on the day: correct the coverage, or ask the guarantor (the claim says otherwise than the record)";
    /// <summary>Steps that no other queue shows: a claim that is ready or held, a denied line and what the guarantor owes have one of their own, and a credit that an answer opened too.</summary>
    internal static readonly string[] FollowUp = [SendAgain, AskThePayer, FindOutWhy, AskAboutVoid, BillMissing, BillLess, FindCredit, AskGuarantor];
    /// <summary>A charge entered after the claim was answered.</summary>
    public const string BillMissing = "Make the corrected claim: a charge of the visit is on none that went";
    /// <summary>A charge taken off the visit after the claim was answered.</summary>
    public const string BillLess = "Make the corrected claim: a charge of it is taken off the visit";
    /// <summary>The visit was cancelled after the payer had answered; the void is among the claims that are ready to go.</summary>
    public const string SendVoid = "Send the void: the visit was cancelled";

    /// <summary>The claim's page asks for a corrected claim.</summary>
    public static bool AsksForCorrection(NextStep step) => step.Action is BillMissing or BillLess;

    /// <summary>It is about what a plan owes, or has paid too much, and not about one claim that went.</summary>
    internal static bool IsAboutOpenItem(NextStep step) => step.Action is FindOutWhy or FindCredit or AskGuarantor;

    /// <summary>Raised when a rule changes, so that stored advice is folded anew.</summary>
    public const int FoldVersion = 10;
    /// <summary>A payer that has not answered by then is asked (HIPAA claim status inquiry is usual after 30 days).</summary>
    private const int AskAfterDays = 30;

    private static readonly Func<ClaimView, NextStep?>[] Stages = [Submission, Rejected, NextPayer, Denied, BilledOtherwise, VoidSilent, Credit, Waiting, Guarantor, Nothing];

    /// <summary>The status of the claim as a whole: of its latest submission, else of its unsent version.</summary>
    public static string StatusOf(ClaimView view) => view.Sent.Count > 0 ? view.Sent[^1].Status : ClaimStatus.OfUnsent(view.Events.Select(e => e.Kind));

    public static NextStep Of(ClaimView view) => Stages.Select(stage => stage(view)).OfType<NextStep>().OrderBy(s => s.Rank).First();

    /// <summary>The next day on which the answer can change without a new fact; null when only a fact can change it.</summary>
    public static DateOnly? WakeOn(ClaimView view, NextStep step)
    {
        if (step.Turn != "payer" || view.ForwardedUntil is not null) return step.DueOn is { } due && due > view.Today ? due : null;
        return view.Sent.Count > 0 && view.Sent[^1].SentOn.AddDays(AskAfterDays) is var ask && ask > view.Today ? ask : null;
    }

    private static NextStep? Submission(ClaimView view)
    {
        // What a person wrote off or moved is asked of no plan, nor is a visit that was cancelled.
        if (view.Sent.Count > 0 || view.With(Account.PayerReceivable) <= Money.Zero) return null;
        var status = StatusOf(view);
        var due = view.FilingDays is { } days ? view.ServiceDate.AddDays(days) : (DateOnly?)null;
        return new NextStep(10, "us", status == ClaimStatus.Held ? "Mend what holds the claim" : SendNow, due, view.With(Account.PayerReceivable));
    }

    private static NextStep? Rejected(ClaimView view)
    {
        if (StatusOf(view) != ClaimStatus.Rejected || view.Cancelled) return null;
        // A rejection was never an answer: the first filing clock keeps running (MONEY 8).
        var due = view.FilingDays is { } days ? view.ServiceDate.AddDays(days) : (DateOnly?)null;
        var builtAnew = view.Events.Reverse().TakeWhile(e => e.SubmissionId != view.Sent[^1].Submission.Id).Any(e => e.Kind == ClaimEventKind.Built);
        return new NextStep(5, "us", builtAnew ? SendNow : SendAgain, due, view.With(Account.PayerReceivable));
    }

    private static NextStep? NextPayer(ClaimView view) => !view.NextPayerDue ? null : new NextStep(20, "us", "Send the claim to the next payer", null, view.With(Account.PayerReceivable));

    private static NextStep? Denied(ClaimView view)
    {
        // A corrected claim on its way does the rest; a payer that took its answer back, or has a void and our money, is asked all the same.
        var corrected = view.Sent is [.., { } last] && ClaimStatus.IsPending(last.Status) && last.Submission.Frequency != "1";
        var denials = view.Denials.Where(w => !IsCreditOfVoid(view, w) && (!corrected || TakenBackWork.IsAnswer(w.Denial) || VoidWork.Is(w.Denial))).OrderByDescending(w => w.AtStake).ToList();
        return denials.Count == 0 ? null : new NextStep(15, "us", view.NoPlan && denials[0].Denial.ChargeId is not null ? AskGuarantor : denials[0].Denial.SuggestedAction, denials.Min(w => w.Denial.DueOn), AtStake(denials));
    }

    /// <summary>A credit takes nothing off what is denied (MONEY 1.9); where nothing is denied, it is what there is.</summary>
    private static Money AtStake(List<OpenWork> work) => work.Where(w => !w.AtStake.IsNegative).Sum(w => w.AtStake) is { IsZero: false } denied ? denied : work.Sum(w => w.AtStake);

    /// <summary>The corrected claim, or the void, asks the payer to settle it; the other queues show its amount.</summary>
    private static bool IsCreditOfVoid(ClaimView view, OpenWork work) => work.AtStake.IsNegative && work.Denial.ChargeId is { } charge && view.Void.Contains(charge.Value);

    private static NextStep? BilledOtherwise(ClaimView view)
    {
        if (view.VoidIsDue) return new NextStep(18, "us", SendVoid, null, Money.Zero);
        if (view.Cancelled || (view.Unbilled <= Money.Zero && !view.BillsVoid)) return null;
        return new NextStep(18, "us", view.CorrectionIsBuilt ? SendNow : view.Unbilled > Money.Zero ? BillMissing : BillLess, null, view.Unbilled);
    }

    /// <summary>A void that nobody acknowledged, and beside which nothing stands: a new claim to that payer waits for it. Where it paid, asking for the money is the work (<see cref="Denied"/>).</summary>
    private static NextStep? VoidSilent(ClaimView view)
    {
        if (view.VoidTaken || view.Sent is not [.., { Submission.Frequency: "8", Status: ClaimStatus.Sent } last] || view.Denials.Any(w => VoidWork.Is(w.Denial))) return null;
        var (ask, open) = (last.SentOn.AddDays(AskAfterDays), view.With(Account.PayerReceivable) + view.With(Account.GuarantorReceivable));
        return ask <= view.Today ? new NextStep(22, "us", AskAboutVoid, ask, open) : new NextStep(22, "payer", "", ask, open);
    }

    private static NextStep? Credit(ClaimView view)
    {
        var credit = view.Open.Where(o => o.Amount.IsNegative).Sum(o => o.Amount) - (IsPending(view) ? view.CreditOfVoid : Money.Zero);
        return credit.IsZero ? null : new NextStep(25, "us", FindCredit, null, credit);
    }

    private static bool IsPending(ClaimView view) => !view.VoidTaken && view.Sent is [.., { } last] && ClaimStatus.IsPending(last.Status);

    private static NextStep? Waiting(ClaimView view)
    {
        var owed = view.With(Account.PayerReceivable);
        var settles = IsPending(view) && (view.Cancelled || !view.CreditOfVoid.IsZero);
        if ((owed <= Money.Zero && !settles) || view.Sent.Count == 0) return null;
        if (view.ForwardedUntil is { } until) return new NextStep(50, "payer", "Wait for the next payer's answer to the forwarded claim, then send our own", until, owed);
        var last = view.Sent[^1];
        if (!IsPending(view) && last.Status != ClaimStatus.CrossedOver) return new NextStep(45, "us", view.NoPlan ? AskGuarantor : FindOutWhy, null, owed);
        var ask = last.SentOn.AddDays(AskAfterDays);
        return ask <= view.Today ? new NextStep(30, "us", AskThePayer, ask, owed) : new NextStep(50, "payer", view.Cancelled ? "Wait for the answer; then the void of the cancelled visit goes" : "", ask, owed);
    }

    private static NextStep? Guarantor(ClaimView view)
    {
        var owed = view.With(Account.GuarantorReceivable);
        return owed <= Money.Zero ? null : new NextStep(60, "guarantor", "", null, owed);
    }

    private static NextStep Nothing(ClaimView view) => new(90, "nobody", "", null, Money.Zero);
}

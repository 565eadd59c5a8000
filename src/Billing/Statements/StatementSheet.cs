using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Statements;

/// <summary>
/// Everything a guarantor's statement says, ready to be drawn: no look-up and no sum is left to the page. What the aging boxes
/// hold is what the visits' lines hold; a credit or a payment ahead stands beside them and is never taken off.
/// </summary>
public sealed record StatementSheet
{
    public StatementSheet(IReadOnlyList<SheetVisit> visits, SheetAging aging)
    {
        (Visits, Aging) = (visits, aging);
        if (YouOwe != aging.Total)
            throw new ArgumentException($"The lines ask for {YouOwe}, the aging boxes hold {aging.Total}.", nameof(aging));
    }

    public required SheetParty Practice { get; init; }
    public required string PracticePhone { get; init; }
    public required SheetParty Guarantor { get; init; }

    /// <summary>The statement's own number; the guarantor gives it with a payment.</summary>
    public required string Number { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required DateOnly DueOn { get; init; }

    /// <summary>The visits with something to pay, oldest first.</summary>
    public IReadOnlyList<SheetVisit> Visits { get; }
    public SheetAging Aging { get; }

    /// <summary>"your plan", or "the plan" where the guarantor is not its member, as an employer.</summary>
    public string Plan { get; init; } = "your plan";

    /// <summary>Money we hold that is to be given back or applied; zero or more.</summary>
    public Money Credit { get; init; }

    /// <summary>Paid at the desk for visits that are not settled yet; zero or more.</summary>
    public Money Prepaid { get; init; }

    /// <summary>What we gave back of a payment that came back to us after that; zero or more, and in no visit.</summary>
    public Money GivenTwice { get; init; }

    /// <summary>One sentence each.</summary>
    public required IReadOnlyList<string> HowToPay { get; init; }

    /// <summary>One sentence each: whom to ask, by when, what happens meanwhile.</summary>
    public required IReadOnlyList<string> HowToDispute { get; init; }

    public Money YouOwe => Total(line => line.YouOwe);

    public Money Total(Func<SheetLine, Money> amount) =>
        Visits.SelectMany(visit => visit.Lines).Select(amount).Aggregate(Money.Zero, (sum, one) => sum + one);
}

/// <summary>A name over its postal address.</summary>
public sealed record SheetParty(string Name, IReadOnlyList<string> AddressLines);

public sealed record SheetVisit(DateOnly Date, string Patient, string Provider, IReadOnlyList<SheetLine> Lines);

/// <summary>
/// One charge in words a patient understands. Charged, less everything that came off it, and with what a plan paid above what it owed, is what the guarantor owes: a line that does
/// not add up cannot be made. Example: 80.00 charged, 50.00 paid by a plan that owed nothing of it: 80.00 - 50.00 + 50.00 = 80.00.
/// </summary>
public sealed record SheetLine
{
    public SheetLine(string words, string code, Money charged, Money planPaid, Money planDiscount, Money youPaid, Money youOwe,
        Money stillWithPlan = default, Money takenOff = default, Money planPaidOver = default)
    {
        if (stillWithPlan.IsNegative || planPaidOver.IsNegative || charged - planPaid - planDiscount - youPaid - stillWithPlan - takenOff + planPaidOver != youOwe)
            throw new ArgumentException($"{code}: what was paid, taken off or is still open does not lead from {charged} to {youOwe}.", nameof(youOwe));
        (Words, Code, Charged, PlanPaid, PlanDiscount, YouPaid, YouOwe) = (words, code, charged, planPaid, planDiscount, youPaid, youOwe);
        (StillWithPlan, TakenOff, PlanPaidOver) = (stillWithPlan, takenOff, planPaidOver);
    }

    public string Words { get; }

    /// <summary>The procedure code, so that the line can be found on the plan's own letter.</summary>
    public string Code { get; }
    public Money Charged { get; }
    public Money PlanPaid { get; }

    /// <summary>What the plan's contract takes off; nobody pays it.</summary>
    public Money PlanDiscount { get; }
    public Money YouPaid { get; }
    public Money YouOwe { get; }

    /// <summary>What a plan has not answered yet; it is not asked for here. Zero or more.</summary>
    public Money StillWithPlan { get; }

    /// <summary>Of <see cref="PlanPaid"/>, what is above what plans owed for the charge: theirs until it is found out, and nobody's payment. Zero or more.</summary>
    public Money PlanPaidOver { get; }

    /// <summary>What the practice gave up: a discount of its own, or a write-off.</summary>
    public Money TakenOff { get; }

    /// <summary>Why this is the guarantor's to pay: "This is your plan's copay for the visit."</summary>
    public string? Why { get; init; }
}

/// <summary>What the guarantor owes by its age in days since it became theirs (MONEY 1.9).</summary>
public sealed record SheetAging(Money UpTo30, Money From31To60, Money From61To90, Money Over90)
{
    public Money Total => UpTo30 + From31To60 + From61To90 + Over90;
}

using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Statements;

/// <summary>Invented statements: a child's acupuncture visit that the father pays for, and ten weeks of them.</summary>
internal static class Samples
{
    public static StatementSheet Short(string patient = "Mia Park") => Sheet("1042",
    [
        new SheetVisit(new DateOnly(2026, 11, 3), patient, "Lena Ortiz, LAc",
        [
            new SheetLine("Acupuncture, first 15 minutes", "97810", new Money(9500), new Money(4258), new Money(3000), new Money(1000), new Money(1242))
            {
                Why = "Your plan paid 80% of its price. The other 20%, and the copay you paid at the desk, are your part.",
            },
            new SheetLine("Acupuncture, each further 15 minutes", "97811", new Money(7500), Money.Zero, new Money(5000), Money.Zero, new Money(2500))
            {
                Why = "Your plan puts this toward your deductible: the amount you pay each year before it pays.",
            },
        ]),
    ], new SheetAging(new Money(3742), Money.Zero, Money.Zero, Money.Zero));

    public static StatementSheet Long()
    {
        var visits = Enumerable.Range(0, 10).Select(week => new SheetVisit(new DateOnly(2026, 3, 2).AddDays(week * 7), "Mia Park", "Lena Ortiz, LAc",
        [
            new SheetLine("Acupuncture with electrical stimulation, first 15 minutes of contact with you", "97813", new Money(11000), new Money(6000), new Money(2600), Money.Zero, new Money(1200), stillWithPlan: new Money(1200))
            {
                Why = "This is your copay for the visit.",
            },
            new SheetLine("Acupuncture, each further 15 minutes", "97811", new Money(7500), new Money(4000), new Money(3000), Money.Zero, Money.Zero, takenOff: new Money(500)),
        ])).ToList();
        return Sheet("1043", visits, new SheetAging(new Money(2400), new Money(4800), new Money(4800), Money.Zero)) with
        {
            Credit = new Money(1200),
            Prepaid = new Money(4000),
        };
    }

    public static StatementSheet Sheet(string number, IReadOnlyList<SheetVisit> visits, SheetAging aging) => new(visits, aging)
    {
        Practice = new SheetParty("Harbor Lane Acupuncture", ["1200 W Fulton St, Suite 210", "Chicago, IL 60607"]),
        PracticePhone = "(312) 555-0142",
        Guarantor = new SheetParty("Daniel Park", ["418 N Oakley Blvd, Apt 3", "Chicago, IL 60612"]),
        Number = number,
        IssuedOn = new DateOnly(2026, 11, 20),
        DueOn = new DateOnly(2026, 12, 18),
        HowToPay =
        [
            "By phone: call (312) 555-0142, Monday to Friday, 9 to 5.",
            "By mail: send a check with the slip below.",
            "At the desk: cash, check or card.",
            "If this is hard to pay at once, call us. We can make a plan with you.",
        ],
        HowToDispute =
        [
            "Call us or write to us before the date above. Say which line you mean.",
            "While we look at it, we do not ask you for that amount.",
            "If you think your plan should have paid, you may ask your plan to look again. We help you with it.",
        ],
    };
}

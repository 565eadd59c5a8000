using CleanClaim.Billing;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Web.Visits;

/// <summary>Which of a visit's amounts is asked about: one charge's, one party's in one account, or all that is open.</summary>
public sealed record ExplainQuestion(short? Account = null, short? Kind = null, long? Party = null, long? Charge = null)
{
    public bool Concerns(LineView line, Id<Encounter> visit) => line.IsOpenOf(visit)
        && (Account is null || (short)line.Line.Account == Account) && (Kind is null || (short)line.Line.PartyKind == Kind)
        && (Party is null || line.Line.PartyId == Party) && (Charge is null || line.Line.ChargeId == Charge);
}

/// <summary>One entry on the way: its lines that move the amount, what they stand against, and what is open after it.</summary>
public sealed record ExplainStep(EntryView Entry, IReadOnlyList<LineView> Lines, IReadOnlyList<LineView> Against, Money Balance);

/// <summary>From an amount to the entries that make it, each with its fact and the place in the file (DESIGN law 9).</summary>
public sealed record ExplainView(VisitView Visit, string Title, IReadOnlyList<ExplainStep> Steps)
{
    public static ExplainView Of(VisitView visit, ExplainQuestion question)
    {
        var (steps, balance) = (new List<ExplainStep>(), Money.Zero);
        foreach (var entry in visit.Entries)
        {
            var lines = entry.Lines.Where(l => question.Concerns(l, visit.Visit.Id)).ToList();
            if (lines.Count == 0) continue;
            balance += lines.Sum(l => l.Line.Amount);
            var against = entry.Lines.Except(lines).Where(l => question.Charge is null || l.Line.ChargeId is null || l.Line.ChargeId == question.Charge).ToList();
            steps.Add(new ExplainStep(entry, lines, against, balance));
        }
        return new ExplainView(visit, TitleOf(visit, question), steps);
    }

    private static string TitleOf(VisitView visit, ExplainQuestion question) =>
        question.Charge is { } charge ? $"How line {visit.Charges.FirstOrDefault(c => c.Id.Value == charge)?.Code ?? "of the visit"} came to this"
        : question.Account is { } account ? $"How it came to this: {AccountWords.Of((Account)account)}"
        : "How the visit came to this";
}

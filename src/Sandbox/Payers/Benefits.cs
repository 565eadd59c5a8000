using CleanClaim.Sandbox.Configuration;

namespace CleanClaim.Sandbox.Payers;

/// <summary>What a person has used, added up from the answers that stand: never a counter, so a reversal gives back by itself.</summary>
internal sealed class Benefits(IEnumerable<AdjudicatedClaim> standing, string personKey)
{
    private readonly List<AdjudicatedLine> lines = [.. standing.Where(c => c.PersonKey == personKey).SelectMany(c => c.Lines)];

    public void Add(AdjudicatedLine line) => lines.Add(line);

    public long DeductibleUsed(int year) => lines.Where(l => l.Line.From.Year == year).Sum(l => l.Deductible);

    public long CopayTaken(DateOnly day) => lines.Where(l => l.Line.From == day).Sum(l => l.Copay);

    /// <summary>Days of the calendar year, other than <paramref name="day"/>, on which one of the limited codes was covered.</summary>
    public int VisitsBeside(VisitLimit limit, DateOnly day) =>
        lines.Where(l => !l.Denied && l.Line.From.Year == day.Year && l.Line.From != day && limit.Codes.Contains(l.Line.Code))
            .Select(l => l.Line.From).Distinct().Count();
}

using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>One charge of the claim, as the claim version that was sent has it.</summary>
/// <param name="IsVoid">The visit was corrected since, or cancelled: the charge owes nothing any more.</param>
public sealed record ChargeFacts(long Id, int Line, string Code, Money Amount, bool IsVoid = false);

/// <summary><paramref name="Charged"/> is what the payer says was charged; <paramref name="Control"/> our line number as it came back (REF 6R).</summary>
public sealed record AnswerLine(int N, string Code, string? SubmittedCode, Money Charged, Money Paid, string? Control)
{
    /// <summary>The claim's line that a person says it is.</summary>
    public int? Said { get; init; }
}

/// <summary>A line of an answer and the claim's line that it is put on; null where nothing leads it to one.</summary>
/// <param name="Proposed">Only the charge speaks for it, so a person has to say it.</param>
public sealed record PlacedLine(AnswerLine Line, ChargeFacts? Charge, bool Proposed = false);

/// <summary>
/// Which line of the claim each line of an answer is: by a person's word, by our line number as it came back (REF 6R), by code and amount, by code alone, or as the only one left of the
/// same amount. Pure.
/// </summary>
public static class LinePlaces
{
    public static IReadOnlyList<PlacedLine> Of(IReadOnlyList<ChargeFacts> charges, IReadOnlyList<AnswerLine> lines)
    {
        // What a person has said comes first, so that no code leads another line there.
        var taken = lines.Where(l => l.Said is not null).Select(l => BySaid(charges, l)).OfType<ChargeFacts>().Select(c => c.Id).ToHashSet();
        var placed = new List<PlacedLine>();
        foreach (var line in lines)
        {
            var charge = line.Said is null ? Match(charges, line, taken) : BySaid(charges, line);
            if (charge is not null) taken.Add(charge.Id);
            placed.Add(new PlacedLine(line, charge));
        }
        return placed;
    }

    /// <summary>Lines without a place, on the one free line of the claim with the same charge: for a person to see and say.</summary>
    public static IReadOnlyList<PlacedLine> Propose(IReadOnlyList<ChargeFacts> charges, IReadOnlyList<PlacedLine> placed)
    {
        var free = charges.Where(c => !placed.Any(p => p.Charge?.Id == c.Id)).ToList();
        var open = placed.Where(p => p.Charge is null).ToList();
        ChargeFacts? Alone(PlacedLine line)
        {
            var same = free.FindAll(c => c.Amount == line.Line.Charged.Abs);
            return same.Count == 1 && open.Count(p => p.Line.Charged.Abs == same[0].Amount) == 1 ? same[0] : null;
        }
        return [.. placed.Select(p => p.Charge is null && Alone(p) is { } charge ? p with { Charge = charge, Proposed = true } : p)];
    }

    /// <summary>What is wrong with what a person said of the lines; null when it can be.</summary>
    public static Fault? WhyNot(IReadOnlyList<ChargeFacts> charges, IReadOnlyList<int> lines, IReadOnlyList<LineSaid> said)
    {
        if (said.FirstOrDefault(s => !lines.Contains(s.Answer)) is { } unknown)
            return new Fault("line", $"The answer has no line {unknown.Answer}.", lines.Count == 0 ? "It has no lines at all, so it is spread over the claim's: name none." : $"Its lines are {string.Join(", ", lines)}.");
        if (said.FirstOrDefault(s => !charges.Any(c => c.Line == s.Claim)) is { } none)
            return new Fault("line", $"The claim has no line {none.Claim}.", $"Its lines are {string.Join(", ", charges.Select(c => $"{c.Line} ({c.Code}, {c.Amount.ForPeople()})"))}.");
        return said.GroupBy(s => s.Answer).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? new Fault("line", $"Line {twice.Key} of the answer is put to {twice.Count()} lines.", "Put it to one; several lines of the answer may be the same line of the claim.") : null;
    }

    /// <summary>How a line of an answer is named in a sentence.</summary>
    public static string Named(AnswerLine line) => $"line {line.N} ({line.SubmittedCode ?? line.Code}, {line.Charged.ForPeople()})";

    private static ChargeFacts? BySaid(IReadOnlyList<ChargeFacts> charges, AnswerLine line) => charges.FirstOrDefault(c => c.Line == line.Said);

    private static ChargeFacts? Match(IReadOnlyList<ChargeFacts> charges, AnswerLine line, HashSet<long> taken)
    {
        if (ByControl(charges, line.Control) is { } byControl) return byControl;
        var code = line.SubmittedCode ?? line.Code;
        var free = charges.Where(c => !taken.Contains(c.Id)).ToList();
        var charged = line.Charged.Abs; // a reversal repeats the charge below zero
        return free.Find(c => c.Code == code && c.Amount == charged) ?? free.Find(c => c.Code == code)
            ?? (free.Count == 1 && free[0].Amount == charged ? free[0] : null) ?? charges.FirstOrDefault(c => c.Code == code);
    }

    /// <summary>REF 6R as we sent it: patient control number of 12 characters, then the line's number.</summary>
    private static ChargeFacts? ByControl(IReadOnlyList<ChargeFacts> charges, string? control)
    {
        var folded = control is null ? "" : Pcn.Fold(control);
        if (folded.Length is < 13 or > 14 || !int.TryParse(folded.AsSpan(12), System.Globalization.CultureInfo.InvariantCulture, out var n)) return null;
        return charges.FirstOrDefault(c => c.Line == n);
    }
}

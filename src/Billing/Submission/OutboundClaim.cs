using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Submissions;

/// <summary>One CAS triplet of a payer that answered before; carried on unchanged (FACTS 6.1).</summary>
public sealed record PriorAdjustment(string Group, string Reason, Money Amount, string? Quantity);

/// <summary>What a payer before decided on one of our lines, and on which day.</summary>
public sealed record PriorLine(int N, DateOnly On, Money Paid, string? Units, IReadOnlyList<PriorAdjustment> Adjustments);

/// <summary>A prior payer's answer to the claim, as it stands in the record. <paramref name="Level"/> is the payer's place in the coverages.</summary>
public sealed record PriorAnswer(
    int Level, DateOnly On, Money Paid, string? PayerControl, IReadOnlyList<PriorAdjustment> Adjustments, IReadOnlyList<string> Remarks, IReadOnlyList<PriorLine> Lines)
{
    /// <summary>
    /// What does not add up, in words; null when all does: every line is answered, each line's charge is its paid amount and adjustments, and the payer's total is
    /// the sum of the lines less the claim's own adjustments (005010X222A1 1.4.4; X12 RFI 1137). An answer without lines is one to the whole claim.
    /// </summary>
    public string? Imbalance(ClaimSnapshot claim)
    {
        var payer = claim.Coverages[Level].PayerName;
        var unanswered = LeftOut(claim).Select(l => $"line {l.N} ({l.Code}, {l.Charge})").ToList();
        if (unanswered.Count > 0) return $"{payer} has not answered {string.Join(" and ", unanswered)}: ask it for that. The next payer gets the answers to all lines together.";
        foreach (var line in Lines)
        {
            var charge = claim.Lines[line.N - 1].Charge;
            var told = line.Paid + line.Adjustments.Sum(a => a.Amount);
            if (told != charge) return $"{payer}'s answer to line {line.N} adds up to {told}, the charge is {charge}.";
        }
        var paid = Lines.Count > 0 ? Lines.Sum(l => l.Paid) - Adjustments.Sum(a => a.Amount) : claim.Charge - Adjustments.Sum(a => a.Amount);
        return paid == Paid ? null : $"{payer} says it paid {Paid}, its detail adds up to {paid}.";
    }

    /// <summary>Whether some of the claim's lines are not answered.</summary>
    public bool LeavesOut(ClaimSnapshot claim) => LeftOut(claim).Any();

    /// <summary>
    /// With what an earlier answer says of lines that this one leaves out. Where the earlier one answered a line of this one too and adjusted the claim as a whole, nobody can say which part of
    /// that was for which line, so it stays out.
    /// </summary>
    public PriorAnswer With(PriorAnswer earlier)
    {
        var added = earlier.Lines.Where(l => !Answers(l.N)).ToList();
        var whole = added.Count == earlier.Lines.Count;
        if (added.Count == 0 || (!whole && earlier.Adjustments.Count > 0)) return this;
        return this with
        {
            Paid = Paid + (whole ? earlier.Paid : added.Sum(l => l.Paid)),
            Adjustments = [.. Adjustments, .. earlier.Adjustments],
            Remarks = [.. Remarks.Union(earlier.Remarks)],
            Lines = [.. Lines.Concat(added).OrderBy(l => l.N)],
        };
    }

    private IEnumerable<BilledLine> LeftOut(ClaimSnapshot claim) => Lines.Count == 0 ? [] : claim.Lines.Where(l => !l.Charge.IsZero && !Answers(l.N));

    private bool Answers(int line) => Lines.Any(l => l.N == line);
}

/// <summary>A claim ready to be written: the snapshot, to which payer, under which control number, with what the payers before it answered.</summary>
public sealed record OutboundClaim(ClaimSnapshot Claim, int Level, string Pcn, string Frequency, string? PayerControl, IReadOnlyList<PriorAnswer> Prior)
{
    public BilledCoverage Coverage => Claim.Coverages[Level];

    /// <summary>SBR01: P, S, T, then A for a fourth payer and on.</summary>
    public static string Responsibility(int level) => level < 3 ? "PST"[level].ToString() : ((char)('A' + level - 3)).ToString();
}

/// <summary>The two ends of a file of claims: who sends, who receives, and the numbers of its envelope.</summary>
public sealed record ClaimFileEnds
{
    public required string SubmitterId { get; init; }
    public required string ReceiverId { get; init; }
    public required string ReceiverName { get; init; }
    public required DateOnly Date { get; init; }
    public required TimeOnly Time { get; init; }
    /// <summary>ISA13, and GS06: one group a file.</summary>
    public required int ControlNumber { get; init; }
    /// <summary>ISA15 T: sandbox partners get test files.</summary>
    public required bool IsTest { get; init; }

    /// <summary>ST02 of the n-th transaction, from 1.</summary>
    public static string St(int n) => n.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
}

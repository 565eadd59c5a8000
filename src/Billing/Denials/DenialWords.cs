using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.Denials;

/// <summary>A code's meaning and the usual way on, in our own short words, in force on days.</summary>
/// <param name="Codes">"CO-197" or a bare reason ("197") for any group; several joined by a blank.</param>
public sealed record CodeWords(string Codes, string Meaning, string Action, string Source, DateOnly? From = null, DateOnly? To = null);

/// <summary>Reason and suggested action of a denial in words. Remark codes speak before reason codes where they know more.</summary>
public static partial class DenialWords
{
    public static (string Reason, string Action) Of(string kind, string codes, string? why, DateOnly on)
    {
        // The 22 of a reversal is a claim status, "plans" and a void are ours: they say nothing beyond the words.
        var parts = TakenBackWork.Is(codes) || codes == VoidWork.Codes || codes == PayerOrderWork.Codes ? [] : codes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var reasons = parts.Where(p => p.Contains('-', StringComparison.Ordinal)).Select(p => (Code: p, Words: Find(Reasons, p, on))).ToList();
        var remarks = parts.Where(p => !p.Contains('-', StringComparison.Ordinal)).Select(p => (Code: p, Words: Find(Remarks, p, on))).ToList();
        var said = reasons.Concat(remarks).Select(r => r.Words is { } w ? $"{w.Meaning} ({r.Code})" : $"code {r.Code}, which is not in our list").ToList();
        var speaking = remarks.Select(r => r.Words).OfType<CodeWords>().FirstOrDefault(w => w.Action.Length > 0) ?? reasons.Select(r => r.Words).OfType<CodeWords>().FirstOrDefault();
        var opening = kind switch
        {
            "denied" => "Denied: ",
            "reduced" => "Paid less: ",
            "review" => "Called the patient's, to be reviewed: ",
            "credit" or "creditOfVoid" => "Credit: ",
            "coverage" => "Forwarded: ",
            "unanswered" or "outOfTurn" => "Not answered: ",
            PayerOrderWork.Kind or PayerOrderWork.Ended or PayerOrderWork.Pending or PayerOrderWork.NoPlan => "Coverages changed: ",
            VoidWork.Codes => "To be taken back: ",
            TakenBackWork.Claim or TakenBackWork.Share or TakenBackWork.Statement or TakenBackWork.Answer => "Taken back: ",
            _ => "Left over: ",
        };
        var reason = opening + (why is { } w ? w + (said.Count > 0 ? $" The payer's code: {Sentence(said)}" : "") : said.Count > 0 ? Sentence(said) : "the payer's answer leaves an amount that nobody answers for.");
        if (kind == "coverage") return (reason, Fallback(kind));
        return (reason, why is not null && speaking is null ? Fallback(kind) : speaking?.Action ?? Fallback(kind));
    }

    /// <summary>What a reason ("CO-45") or remark ("N130") code means on the day; null when it is not in our list.</summary>
    public static string? Meaning(string code, DateOnly on) => Find(code.Contains('-', StringComparison.Ordinal) ? Reasons : Remarks, code, on)?.Meaning;

    private static string Sentence(List<string> said) => string.Join("; ", said) + ".";

    private static string Fallback(string kind) => kind switch
    {
        "coverage" => "Compare with the patient's card and add or correct the coverage: the share then goes to that payer by itself.",
        PayerOrderWork.NoPlan => "Correct the coverage if it is wrong. If it is right, take the claim back from the payer (void) on the claim's page; when its reversal is posted, the guarantor is asked.",
        PayerOrderWork.Ended => "Correct the coverage if it is wrong. If it is right, take the claim back from the payer (void) on the claim's page, or wait until it takes its answer back: when its reversal is posted, the share goes on by itself.",
        PayerOrderWork.Pending => "Correct the coverage if it is wrong. If it is right, wait for the answer; where none will come, move the share on the visit's page to whoever is to pay it.",
        PayerOrderWork.Kind => "Correct the coverage if it is wrong. If it is right, apply it on the patient's page (Open claims that say otherwise): the plan that has answered gets a void, and the one that pays before it now is asked.",
        "unanswered" => "Ask the payer for its answer to this line. If it has answered it with another one, ask for a corrected answer that says what it pays for each.",
        "outOfTurn" => "Post its remittance when it comes, or ask the payer for it. If it does not cover the patient, correct the coverages: the plan that has answered then counts as the first.",
        "credit" => "Find out who overpaid; refund or have it taken back.",
        "creditOfVoid" => "Make the corrected claim, or send the void where nothing of the visit is left: the payer's answer to it settles the credit.",
        TakenBackWork.Claim => "Send the next payer a corrected claim with the new answer.",
        TakenBackWork.Share => "Once the next payer has answered anew, compare the share with what the patient paid: give back what is over, ask for what is missing.",
        TakenBackWork.Statement => "Once the next payer has answered anew, send the guarantor a statement that shows the new answers.",
        TakenBackWork.Answer => "Ask the payer why, or wait for its corrected answer.",
        VoidWork.Codes => "Post the payer's reversal when it comes; when it has not come by the day, ask the payer, or give the money back by its own form. A new claim to it waits until it has taken the void: where it says so by telephone or on its portal, record that on the claim's page.",
        "review" => "Decide with the stated test (waiver or notice signed before the service, eligibility run again) before the patient is billed.",
        _ => "Look the code up in the payer's manual, then correct, appeal or write off.",
    };

    private static CodeWords? Find(IReadOnlyList<CodeWords> table, string code, DateOnly on)
    {
        var bare = code[(code.IndexOf('-', StringComparison.Ordinal) + 1)..];
        bool InForce(CodeWords w) => (w.From is null || on >= w.From) && (w.To is null || on <= w.To);
        return table.FirstOrDefault(w => InForce(w) && w.Codes.Split(' ').Contains(code, StringComparer.Ordinal))
            ?? table.FirstOrDefault(w => InForce(w) && w.Codes.Split(' ').Contains(bare, StringComparer.Ordinal));
    }
}

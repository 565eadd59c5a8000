using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// Whether an answer can be for the claim that its numbers name. A number alone moves no money: the payer must be one of the patient's, the patient must not be
/// somebody else, and no more may be answered than was charged. What does not fit waits for a person, whose word then counts.
/// </summary>
internal static class Belonging
{
    /// <summary>Null when it fits; else why not, in words. <paramref name="payer"/> is who sent the check, null when on nobody's list; <paramref name="whose"/> claim it is.</summary>
    public static string? WhyNot(ClaimFacts claim, Adjudication answer, Match match, Id<Payer>? payer, string whose = "ours")
    {
        if (payer is { } sender && !claim.SentTo.Contains(sender) && claim.Coverages.All(c => c.PayerId != sender))
            return $"{Leads(match, answer)} a claim of {whose}, but this payer is none of the patient's plans and was sent no claim.";
        if (answer.PatientName is { } named && IsAnother(claim.PatientName, named))
            return $"{Leads(match, answer)} a claim of {whose}, but the answer is for {named}, who is not its patient.";
        var charged = claim.Charges.Sum(c => c.Amount);
        // A payer may answer a claim in parts; never for more than it is, and a payer's own number alone must fit to the cent.
        if (answer.Charge.Abs > charged || (match.How == Match.PayerControl && answer.Charge.Abs != charged))
            return $"The answer is for a charge of {answer.Charge.ForPeople()}; the claim found by {Found(match)}{(whose == "ours" ? "" : $", of {whose},")} is {charged.ForPeople()}.";
        return null;
    }

    /// <summary>Another person: neither a part of the last name nor of the first is in the name that the payer gives. One of both may have changed, or be misspelt.</summary>
    private static bool IsAnother(string ours, string theirs)
    {
        var given = Parts(Patient.FoldName(theirs, ""));
        return ours.Length > 0 && given.Count > 0 && !Parts(ours).Overlaps(given);
    }

    private static HashSet<string> Parts(string name) => [.. name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length > 1)];

    private static string Found(Match match) => match.How == Match.PayerControl ? "the payer's number" : "our number";

    private static string Leads(Match match, Adjudication answer) => match.How switch
    {
        Match.PayerControl => $"The payer's number {answer.PayerControl} is that of an earlier answer to",
        Match.LineControl => $"A line of the answer {answer.PcnRaw} has the number of a line of",
        _ => $"The number {answer.PcnRaw} names",
    };
}

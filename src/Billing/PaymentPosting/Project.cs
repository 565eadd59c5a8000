using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Decision -> journal entry. Pure, so that a replay of stored decisions gives the same book to the cent (DESIGN law 3).</summary>
public static class Project
{
    /// <summary>Null when the fact moves no money (a full denial).</summary>
    public static JournalEntry? Of(FactKind kind, long factId, int generation, int policyVersion, PostingDecision decision, long practice) =>
        JournalEntry.Of(kind, factId, generation, decision.HappenedOn, decision.Source, policyVersion, decision.Lines.Select(line => Line(line, decision, practice)));

    private static JournalLine Line(DecidedLine line, PostingDecision decision, long practice) =>
        // A practice without an id is the one whose book it is; another one is named (due to, due from).
        new(line.Account, line.Party == Party.Practice(0) ? Party.Practice(practice) : line.Party, line.Amount)
        {
            Detail = line.Detail, ChargeId = line.ChargeId, AgeFrom = line.AgeFrom, About = About(line, decision),
            ClaimId = decision.ClaimId, EncounterId = decision.EncounterId, ProviderId = decision.ProviderId, CheckId = decision.CheckId,
        };

    private static string? About(DecidedLine line, PostingDecision decision)
    {
        if (line.About is not null || !Chart.HasItems(line.Account)) return line.About;
        return line.Account switch
        {
            Account.PayerReceivable or Account.GuarantorReceivable or Account.LienReceivable or Account.AgencyReceivable => $"charge:{line.ChargeId}",
            Account.PatientPrepayments => $"visit:{decision.EncounterId}",
            _ => $"check:{decision.CheckId}",
        };
    }
}

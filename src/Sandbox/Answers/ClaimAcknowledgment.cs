using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Answers;

/// <summary>Why a claim never enters adjudication: claim status category and code, and whom it concerns (IL, QC, PR …).</summary>
internal sealed record Rejection(string Category, string Status, string Entity, string Words);

/// <summary>One claim's verdict; accepted claims carry the payer's claim number.</summary>
internal sealed record ClaimVerdict(SubmittedClaim Claim, Rejection? Rejection, string ClaimNumber);

/// <summary>Who speaks in a 277CA: AY the clearinghouse, PR the payer.</summary>
internal sealed record InformationSource(string Entity, string Name, string Id);

/// <summary>The 277CA to the claims of one transaction: A2 accepted into adjudication, or rejected before it. Source: 005010X214.</summary>
internal static class ClaimAcknowledgment
{
    public const string Version = "005010X214";

    public static string Write(InformationSource source, IReadOnlyList<ClaimVerdict> verdicts, DateOnly today, long control)
    {
        var submission = verdicts[0].Claim.Submission;
        var date = Dates.Format(today);
        var edi = new Edi().Add("ST", "277", "0001", Version)
            .Add("BHT", "0085", "08", Edi.Number(control), date, Addressing.Hour, "TH")
            .Add("HL", "1", "", "20", "1")
            .Add("NM1", source.Entity, "2", Edi.Data(source.Name), "", "", "", "", source.Entity == "PR" ? "PI" : "46", source.Id)
            .Add("TRN", "1", Edi.Number(control))
            .Add("DTP", "050", "D8", date)
            .Add("DTP", "009", "D8", date)
            .Add("HL", "2", "1", "21", "1")
            .Add("NM1", "41", "2", Edi.Data(submission.SubmitterName), "", "", "", "", "46", Edi.Data(submission.SubmitterId))
            .Add("TRN", "2", Edi.Data(submission.BatchReference, 50))
            .Add("STC", "A1:19:" + source.Entity, date, "WQ", Cents.Format(verdicts.Sum(v => v.Claim.TotalCharge)));
        Totals(edi, verdicts, "90", "AA");
        var hl = 2;
        foreach (var provider in verdicts.GroupBy(v => v.Claim.Billing.Npi))
        {
            var parent = ++hl;
            Provider(edi, parent, [.. provider]);
            foreach (var verdict in provider) Patient(edi, ++hl, parent, verdict, date);
        }
        return edi.Transaction("0001");
    }

    private static void Provider(Edi edi, int hl, List<ClaimVerdict> verdicts)
    {
        var billing = verdicts[0].Claim.Billing;
        edi.Add("HL", Edi.Number(hl), "2", "19", "1")
            .Add("NM1", "85", "2", Edi.Data(billing.Name), "", "", "", "", "XX", billing.Npi)
            .Add("TRN", "1", "0")
            .Add("STC", "A1:19:PR", "", "WQ", Cents.Format(verdicts.Sum(v => v.Claim.TotalCharge)));
        Totals(edi, verdicts, "QA", "QC");
    }

    /// <summary>Accepted and rejected claims, counted and summed.</summary>
    private static void Totals(Edi edi, IReadOnlyList<ClaimVerdict> verdicts, string accepted, string rejected)
    {
        var good = verdicts.Where(v => v.Rejection is null).ToList();
        var bad = verdicts.Where(v => v.Rejection is not null).ToList();
        if (good.Count > 0) edi.Add("QTY", accepted, Edi.Number(good.Count));
        if (bad.Count > 0) edi.Add("QTY", rejected, Edi.Number(bad.Count));
        if (good.Count > 0) edi.Add("AMT", "YU", Cents.Format(good.Sum(v => v.Claim.TotalCharge)));
        if (bad.Count > 0) edi.Add("AMT", "YY", Cents.Format(bad.Sum(v => v.Claim.TotalCharge)));
    }

    private static void Patient(Edi edi, int hl, int parent, ClaimVerdict verdict, string date)
    {
        var claim = verdict.Claim;
        var status = verdict.Rejection is { } no ? Edi.Composite(no.Category, no.Status, no.Entity) : "A2:20:PR";
        edi.Add("HL", Edi.Number(hl), Edi.Number(parent), "PT")
            .Add("NM1", "QC", "1", Edi.Data(claim.Patient.LastName), Edi.Data(claim.Patient.FirstName, 35), Edi.Data(claim.Patient.MiddleName, 25), "", "", "MI", Edi.Data(claim.MemberId, 80))
            .Add("TRN", "2", Edi.Data(claim.PatientControlNumber, 50))
            .Add("STC", status, date, verdict.Rejection is null ? "WQ" : "U", Cents.Format(claim.TotalCharge));
        if (verdict.ClaimNumber.Length > 0) edi.Add("REF", "1K", verdict.ClaimNumber);
        edi.Add("DTP", "472", claim.From == claim.To ? "D8" : "RD8",
            claim.From == claim.To ? Dates.Format(claim.From) : $"{Dates.Format(claim.From)}-{Dates.Format(claim.To)}");
    }
}

using System.Globalization;
using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Payers;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Answers;

/// <summary>One PLB entry: positive takes off the check.</summary>
internal sealed record ProviderAdjustment(string Reason, string Reference, long Amount);

/// <summary>One check with its detail: BPR02 = sum of CLP04 - sum of PLB. Source: 005010X221A1 1.10.2.</summary>
internal sealed record RemittanceAdvice(
    Payer Payer, Payee Payee, IReadOnlyList<AdjudicatedClaim> Claims, IReadOnlyList<ProviderAdjustment> ProviderAdjustments, string Trace, DateOnly Date)
{
    public const string Version = "005010X221A1";

    public long Amount => Claims.Sum(c => c.Paid) - ProviderAdjustments.Sum(a => a.Amount);

    /// <summary>BPR02 as told; a payer that misbehaves tells a cent more than the detail makes.</summary>
    public long Told { get; init; } = -1;
    public long Check => Told >= 0 ? Told : Amount;

    /// <summary>Claims, by number, whose first line is told a cent off.</summary>
    public IReadOnlySet<string> CentOff { get; init; } = new HashSet<string>();
    public bool UnknownSegment { get; init; }

    public string Write(string st)
    {
        var edi = new Edi().Add("ST", "835", st);
        Financial(edi);
        edi.Add("TRN", "1", Trace, "1" + Payer.TaxId).Add("DTM", "405", Dates.Format(Date));
        edi.Add("N1", "PR", Edi.Data(Payer.Name)).Add("N3", Payer.Address.Line1).Add("N4", Payer.Address.City, Payer.Address.State, Payer.Address.Zip)
            .Add("REF", "2U", Payer.PayerId).Add("PER", "BL", "PROVIDER SUPPORT", "TE", Payer.Phone);
        edi.Add("N1", "PE", Edi.Data(Payee.Name), "XX", Payee.Npi).Add("N3", Edi.Data(Payee.Line1, 55))
            .Add("N4", Edi.Data(Payee.City, 30), Payee.State, Payee.Zip).Add("REF", "TJ", Payee.TaxId);
        if (Claims.Count > 0) edi.Add("LX", "1");
        foreach (var claim in Claims) Claim(edi, claim);
        foreach (var few in ProviderAdjustments.Chunk(6))
            edi.Add("PLB", [Payee.Npi, Dates.Format(new DateOnly(Date.Year, 12, 31)), .. few.SelectMany(a => (string[])[Edi.Composite(a.Reason, a.Reference), Cents.Format(a.Amount)])]);
        return edi.Transaction(st);
    }

    /// <summary>ACH with CCD+ when money moves, NON when none does. The account numbers are invented.</summary>
    private void Financial(Edi edi)
    {
        if (Check > 0)
            edi.Add("BPR", "I", Cents.Format(Check), "C", "ACH", "CCP", "01", "011000015", "DA", "700100" + Payer.PayerId, "1" + Payer.TaxId, "", "01", "021000021", "DA", "5550001", Dates.Format(Date));
        else
            edi.Add("BPR", "I", Cents.Format(Check), "C", "NON", "", "", "", "", "", "", "", "", "", "", "", Dates.Format(Date));
    }

    private void Claim(Edi edi, AdjudicatedClaim answer)
    {
        var claim = answer.Claim;
        var reversal = answer.Status == "22";
        edi.Add("CLP", Edi.Data(claim.PatientControlNumber, 38), answer.Status, Cents.Format(answer.Charge), Cents.Format(answer.Paid),
            reversal || answer.PatientResponsibility == 0 ? "" : Cents.Format(answer.PatientResponsibility),
            Payer.RemittanceFiling, answer.ClaimNumber, claim.PlaceOfService, claim.Frequency);
        edi.Add("NM1", "QC", "1", Edi.Data(claim.Patient.LastName), Edi.Data(claim.Patient.FirstName, 35), Edi.Data(claim.Patient.MiddleName, 25), "", "", "MI", Edi.Data(claim.MemberId, 80));
        if (!claim.PatientIsSubscriber)
            edi.Add("NM1", "IL", "1", Edi.Data(claim.Subscriber.LastName), Edi.Data(claim.Subscriber.FirstName, 35), "", "", "", "MI", Edi.Data(claim.MemberId, 80));
        if (claim.RenderingNpi != Payee.Npi) edi.Add("NM1", "82", "1", "", "", "", "", "", "XX", claim.RenderingNpi);
        if (answer.ForwardedTo.Length > 0) edi.Add("NM1", "TT", "2", Edi.Data(answer.ForwardedName), "", "", "", "", "PI", answer.ForwardedTo);
        if (answer.PriorityName.Length > 0) edi.Add("NM1", "PR", "2", Edi.Data(answer.PriorityName), "", "", "", "", "PI", answer.PriorityPayer);
        if (answer.ClaimRemarks.Count > 0) edi.Add("MOA", ["", "", .. answer.ClaimRemarks.Take(5)]);
        if (answer.Corrects.Length > 0 && !reversal) edi.Add("REF", "F8", answer.Corrects);
        edi.Add("DTM", "232", Dates.Format(claim.From)).Add("DTM", "233", Dates.Format(claim.To));
        if (!reversal && answer.Lines.Sum(l => l.Allowed ?? 0) is > 0 and var covered) edi.Add("AMT", "AU", Cents.Format(covered));
        foreach (var line in answer.Lines) Line(edi, line, reversal, CentOff.Contains(answer.ClaimNumber) && ReferenceEquals(line, answer.Lines[0]));
    }

    private void Line(Edi edi, AdjudicatedLine answer, bool reversal, bool centOff)
    {
        var line = answer.Line;
        edi.Add("SVC", Edi.Composite(["HC", line.Code, .. line.Modifiers]), Cents.Format(line.Charge), Cents.Format(answer.Paid), "", line.Units);
        if (line.From == line.To) edi.Add("DTM", "472", Dates.Format(line.From));
        else edi.Add("DTM", "150", Dates.Format(line.From)).Add("DTM", "151", Dates.Format(line.To));
        if (UnknownSegment) edi.Add("ZZZ", "SANDBOX", "A SEGMENT NOBODY KNOWS");
        foreach (var group in answer.Adjustments.GroupBy(a => a.Group))
            foreach (var few in group.Chunk(6))
            {
                string[] reasons = [.. few.SelectMany(a => (string[])[a.Reason, Cents.Format(a.Amount - (centOff && ReferenceEquals(a, answer.Adjustments[0]) ? 1 : 0)), ""])];
                edi.Add("CAS", [group.Key, .. reasons]);
            }
        if (line.ControlNumber.Length > 0) edi.Add("REF", "6R", Edi.Data(line.ControlNumber, 50));
        if (!reversal && answer.Allowed is { } allowed) edi.Add("AMT", "B6", Cents.Format(allowed));
        foreach (var remark in answer.Remarks) edi.Add("LQ", "HE", remark);
    }

    /// <summary>The line of the bank's file: date, description with the CCD+ addenda, amount, trace, originator.</summary>
    public string BankDescription => string.Create(CultureInfo.InvariantCulture, $"{Edi.Data(Payer.Name).ToUpperInvariant()} HCCLAIMPMT TRN*1*{Trace}*1{Payer.TaxId}\\");
}

using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "claim" of <c>to-json</c>.</summary>
internal static class ClaimJson
{
    public static void Claim(JsonLines json, Claim claim)
    {
        json.Begin("claim"u8, claim.Unread, claim.Where);
        json.Text("transaction"u8, KindOf(claim));
        json.Text("st"u8, claim.Envelope.St);
        json.Text("usage"u8, claim.Batch.Usage);
        json.Text("batch"u8, claim.Batch.Reference);
        json.Text("patientControlNumber"u8, claim.PatientControlNumber);
        json.Money("totalCharge"u8, claim.TotalCharge, "CLM02", claim.Where);
        json.Text(claim.PlaceQualifier == "A" ? "typeOfBill"u8 : "placeOfService"u8, claim.Place);
        json.Text("frequency"u8, claim.Frequency);
        json.Text("originalReference"u8, claim.OriginalReference);
        json.Text("admissionType"u8, claim.AdmissionType);
        json.Text("admissionSource"u8, claim.AdmissionSource);
        json.Text("patientStatus"u8, claim.PatientStatus);
        Dental(json, claim);
        Flags(json, claim);
        Parties(json, claim);
        json.Texts("diagnoses"u8, [.. claim.Diagnoses.Select(d => d.Code)]);
        if (claim.Diagnoses.Any(d => d.PresentOnAdmission is not null)) json.Texts("presentOnAdmission"u8, [.. claim.Diagnoses.Select(d => d.PresentOnAdmission ?? "")]);
        json.Objects("otherCodes"u8, claim.OtherCodes, static (json, c) =>
        {
            json.Text("qualifier"u8, c.Qualifier);
            json.Text("code"u8, c.Code);
            json.Date("from"u8, c.From);
            json.Date("to"u8, c.To);
            json.Quantity("amount"u8, c.Amount);
            json.Text("presentOnAdmission"u8, c.PresentOnAdmission);
        });
        json.Dates(claim.Dates);
        json.References(claim.References);
        json.Amounts(claim.Amounts);
        json.Quantities(claim.Quantities);
        Notes(json, claim.Notes);
        var charge = KindOf(claim) switch { "837I" => "SV203", "837D" => "SV302", _ => "SV102" };
        json.OpenArray("lines"u8);
        foreach (var line in claim.Lines) Line(json, line, charge);
        json.CloseArray();
        json.OpenArray("otherPayers"u8);
        foreach (var payer in claim.OtherPayers) OtherPayer(json, claim, payer);
        json.CloseArray();
        json.Kept(claim.Kept);
        json.End();
    }

    /// <summary>837P, 837I or 837D by the version of the guide; where that does not say, by the kind of lines.</summary>
    private static string KindOf(Claim claim)
    {
        var version = claim.Envelope.ImplementationReference + " " + claim.Envelope.Version;
        if (version.Contains("X222", StringComparison.Ordinal) || version.Contains("X098", StringComparison.Ordinal)) return "837P";
        if (version.Contains("X223", StringComparison.Ordinal) || version.Contains("X096", StringComparison.Ordinal)) return "837I";
        if (version.Contains("X224", StringComparison.Ordinal) || version.Contains("X097", StringComparison.Ordinal)) return "837D";
        if (claim.Lines.Any(l => l.RevenueCode is not null)) return "837I";
        return claim.Lines.Any(l => l.Procedure?.Qualifier == "AD") ? "837D" : "837P";
    }

    private static void Flags(JsonLines json, Claim claim)
    {
        json.Text("providerSignature"u8, claim.ProviderSignature);
        json.Text("assignment"u8, claim.Assignment);
        json.Text("benefitsAssigned"u8, claim.BenefitsAssigned);
        json.Text("release"u8, claim.Release);
        if (claim.RelatedCauses.Count > 0) json.Texts("relatedCauses"u8, claim.RelatedCauses);
        json.Text("accidentState"u8, claim.AccidentState);
        json.Text("delayReason"u8, claim.DelayReason);
    }

    private static void Dental(JsonLines json, Claim claim)
    {
        json.Text("submissionReason"u8, claim.SubmissionReason);
        json.Object("orthodontics"u8, claim.Orthodontics, static (json, orthodontics) =>
        {
            json.Quantity("months"u8, orthodontics.Months);
            json.Quantity("monthsLeft"u8, orthodontics.MonthsLeft);
            json.Text("description"u8, orthodontics.Description);
        });
        json.Objects("teeth"u8, claim.Teeth, static (json, t) =>
        {
            json.Text("tooth"u8, t.Tooth);
            json.Text("status"u8, t.Status);
        });
    }

    private static void Parties(JsonLines json, Claim claim)
    {
        json.Provider("submitter"u8, claim.Batch.Submitter);
        json.Provider("receiver"u8, claim.Batch.Receiver);
        json.Provider("billingProvider"u8, claim.BillingProvider);
        json.Provider("payTo"u8, claim.PayTo);
        json.Provider("payToPlan"u8, claim.PayToPlan);
        json.Object("subscriber"u8, claim.Subscriber is { Person: not null } subscriber ? subscriber : null, static (json, subscriber) =>
        {
            json.PersonFields(subscriber.Person!);
            json.Text("group"u8, subscriber.GroupNumber);
            json.Text("plan"u8, subscriber.GroupName);
        });
        if (claim.Patient is { } patient)
        {
            json.OpenObject("patient"u8);
            json.PersonFields(patient);
            json.Text("relationship"u8, claim.Dependent?.Relationship ?? claim.Subscriber?.Relationship);
            json.CloseObject();
        }

        json.Payer("payer"u8, claim.Payer);
        json.Text("responsibility"u8, claim.Subscriber?.Responsibility);
        json.Text("filing"u8, claim.Subscriber?.Filing);
        json.Objects("providers"u8, claim.Providers, JsonFacts.ProviderFields);
    }

    private static void Notes(JsonLines json, IReadOnlyList<(string Kind, string Text)> notes) => json.Objects("notes"u8, notes, static (json, n) =>
    {
        json.Text("kind"u8, n.Kind);
        json.Text("text"u8, n.Text);
    });

    private static void Line(JsonLines json, ClaimLine line, string chargeElement)
    {
        json.OpenItem();
        json.Text("number"u8, line.Number);
        json.Procedure(line.Procedure);
        json.Text("revenueCode"u8, line.RevenueCode);
        json.Money("charge"u8, line.Charge, chargeElement, line.Where);
        json.Text("unit"u8, line.Unit);
        json.Quantity("units"u8, line.Units);
        json.Text("placeOfService"u8, line.Place);
        if (line.OralCavity.Count > 0) json.Texts("oralCavity"u8, line.OralCavity);
        json.Text("prosthesis"u8, line.Prosthesis);
        json.Objects("teeth"u8, line.Teeth, static (json, t) =>
        {
            json.Text("tooth"u8, t.Tooth);
            json.Texts("surfaces"u8, t.Surfaces);
        });
        json.Integers("pointers"u8, line.Pointers);
        json.Date("from"u8, line.From);
        json.Date("to"u8, line.To);
        json.Text("controlNumber"u8, line.ControlNumber);
        json.Dates([.. line.Dates.Where(d => d.Qualifier != "472")]);
        json.References(line.References);
        json.Amounts(line.Amounts);
        json.Quantities(line.Quantities);
        Notes(json, line.Notes);
        json.Objects("providers"u8, line.Providers, JsonFacts.ProviderFields);
        json.Objects("adjudications"u8, line.Adjudications, Adjudication);
        json.Kept(line.Kept);
        json.CloseObject();
    }

    private static void Adjudication(JsonLines json, LineAdjudication adjudication)
    {
        json.Text("payerId"u8, adjudication.PayerId);
        json.Procedure(adjudication.Procedure);
        json.Money("paid"u8, adjudication.Paid, "SVD02", adjudication.Where);
        json.Quantity("units"u8, adjudication.Units);
        json.Text("bundledLine"u8, adjudication.BundledLine);
        json.Date("adjudicatedOn"u8, adjudication.AdjudicatedOn);
        json.Money("patientLiability"u8, adjudication.RemainingLiability, "AMT02", adjudication.Where);
        json.Adjustments(adjudication.Adjustments);
        json.Kept(adjudication.Kept);
    }

    private static void OtherPayer(JsonLines json, Claim claim, OtherPayer payer)
    {
        json.OpenItem();
        json.Text("responsibility"u8, payer.Subscriber.Responsibility);
        json.Text("payerId"u8, payer.Payer?.Id);
        json.Text("name"u8, payer.Payer?.LastName);
        json.Text("filing"u8, payer.Subscriber.Filing);
        json.Text("relationship"u8, payer.Subscriber.Relationship);
        json.Money("paid"u8, payer.Paid, "AMT02", payer.Where);
        json.Date("adjudicatedOn"u8, payer.AdjudicatedOn);
        json.Person("subscriber"u8, payer.Subscriber.Person);
        json.Adjustments(payer.Adjustments);
        json.Amounts(payer.Amounts);
        if (payer.Remarks.Count > 0) json.Texts("remarks"u8, [.. payer.Remarks.Select(r => r.Code)]);
        var decided = claim.Lines.SelectMany(l => l.Adjudications.Where(a => a.PayerId == payer.Payer?.Id).Select(a => (Line: l, Decision: a))).ToList();
        json.Objects("lines"u8, decided, static (json, d) =>
        {
            json.Text("number"u8, d.Line.Number);
            json.Text("controlNumber"u8, d.Line.ControlNumber);
            Adjudication(json, d.Decision);
        }, evenIfEmpty: true);
        json.Objects("providers"u8, payer.Providers, JsonFacts.ProviderFields);
        json.Kept([.. new[] { payer.Coverage, payer.Inpatient, payer.Outpatient }.OfType<SegmentText>(), .. payer.Kept]);
        json.CloseObject();
    }
}

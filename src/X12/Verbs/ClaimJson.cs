using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "claim" of <c>to-json</c>.</summary>
internal static class ClaimJson
{
    public static JsonLine Claim(Claim claim)
    {
        var json = new JsonLine("claim", claim.Unread);
        json.Text("transaction", KindOf(claim));
        json.Text("st", claim.Envelope.St);
        json.Text("usage", claim.Batch.Usage);
        json.Text("batch", claim.Batch.Reference);
        json.Text("patientControlNumber", claim.PatientControlNumber);
        json.Money("totalCharge", claim.TotalCharge, "CLM02", claim.Where);
        json.Text(claim.PlaceQualifier == "A" ? "typeOfBill" : "placeOfService", claim.Place);
        json.Text("frequency", claim.Frequency);
        json.Text("originalReference", claim.OriginalReference);
        json.Text("admissionType", claim.AdmissionType);
        json.Text("admissionSource", claim.AdmissionSource);
        json.Text("patientStatus", claim.PatientStatus);
        Dental(json, claim);
        Flags(json, claim);
        Parties(json, claim);
        json.Texts("diagnoses", claim.Diagnoses.Select(d => d.Code));
        if (claim.Diagnoses.Any(d => d.PresentOnAdmission is not null)) json.Texts("presentOnAdmission", claim.Diagnoses.Select(d => d.PresentOnAdmission ?? ""));
        json.Objects("otherCodes", claim.OtherCodes, c =>
        {
            json.Text("qualifier", c.Qualifier);
            json.Text("code", c.Code);
            json.Date("from", c.From);
            json.Date("to", c.To);
            json.Quantity("amount", c.Amount);
            json.Text("presentOnAdmission", c.PresentOnAdmission);
        });
        json.Dates(claim.Dates);
        json.References(claim.References);
        json.Amounts(claim.Amounts);
        json.Quantities(claim.Quantities);
        Notes(json, claim.Notes);
        var charge = KindOf(claim) switch { "837I" => "SV203", "837D" => "SV302", _ => "SV102" };
        json.Objects("lines", claim.Lines, l => Line(json, l, charge), evenIfEmpty: true);
        json.Objects("otherPayers", claim.OtherPayers, p => OtherPayer(json, claim, p), evenIfEmpty: true);
        json.Kept(claim.Kept);
        return json;
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

    private static void Flags(JsonLine json, Claim claim)
    {
        json.Text("providerSignature", claim.ProviderSignature);
        json.Text("assignment", claim.Assignment);
        json.Text("benefitsAssigned", claim.BenefitsAssigned);
        json.Text("release", claim.Release);
        if (claim.RelatedCauses.Count > 0) json.Texts("relatedCauses", claim.RelatedCauses);
        json.Text("accidentState", claim.AccidentState);
        json.Text("delayReason", claim.DelayReason);
    }

    private static void Dental(JsonLine json, Claim claim)
    {
        json.Text("submissionReason", claim.SubmissionReason);
        if (claim.Orthodontics is { } orthodontics)
            json.Object("orthodontics", () =>
            {
                json.Quantity("months", orthodontics.Months);
                json.Quantity("monthsLeft", orthodontics.MonthsLeft);
                json.Text("description", orthodontics.Description);
            });
        json.Objects("teeth", claim.Teeth, t =>
        {
            json.Text("tooth", t.Tooth);
            json.Text("status", t.Status);
        });
    }

    private static void Parties(JsonLine json, Claim claim)
    {
        json.Provider("submitter", claim.Batch.Submitter);
        json.Provider("receiver", claim.Batch.Receiver);
        json.Provider("billingProvider", claim.BillingProvider);
        json.Provider("payTo", claim.PayTo);
        json.Provider("payToPlan", claim.PayToPlan);
        json.Person("subscriber", claim.Subscriber?.Person, () =>
        {
            json.Text("group", claim.Subscriber?.GroupNumber);
            json.Text("plan", claim.Subscriber?.GroupName);
        });
        json.Person("patient", claim.Patient, () => json.Text("relationship", claim.Dependent?.Relationship ?? claim.Subscriber?.Relationship));
        json.Payer("payer", claim.Payer);
        json.Text("responsibility", claim.Subscriber?.Responsibility);
        json.Text("filing", claim.Subscriber?.Filing);
        json.Objects("providers", claim.Providers, json.ProviderFields);
    }

    private static void Notes(JsonLine json, IReadOnlyCollection<(string Kind, string Text)> notes) => json.Objects("notes", notes, n =>
    {
        json.Text("kind", n.Kind);
        json.Text("text", n.Text);
    });

    private static void Line(JsonLine json, ClaimLine line, string chargeElement)
    {
        json.Text("number", line.Number);
        json.Procedure(line.Procedure);
        json.Text("revenueCode", line.RevenueCode);
        json.Money("charge", line.Charge, chargeElement, line.Where);
        json.Text("unit", line.Unit);
        json.Quantity("units", line.Units);
        json.Text("placeOfService", line.Place);
        if (line.OralCavity.Count > 0) json.Texts("oralCavity", line.OralCavity);
        json.Text("prosthesis", line.Prosthesis);
        json.Objects("teeth", line.Teeth, t =>
        {
            json.Text("tooth", t.Tooth);
            json.Texts("surfaces", t.Surfaces);
        });
        json.Integers("pointers", line.Pointers);
        json.Date("from", line.From);
        json.Date("to", line.To);
        json.Text("controlNumber", line.ControlNumber);
        json.Dates([.. line.Dates.Where(d => d.Qualifier != "472")]);
        json.References(line.References);
        json.Amounts(line.Amounts);
        json.Quantities(line.Quantities);
        Notes(json, line.Notes);
        json.Objects("providers", line.Providers, json.ProviderFields);
        json.Objects("adjudications", line.Adjudications, a => Adjudication(json, a));
        json.Kept(line.Kept);
    }

    private static void Adjudication(JsonLine json, LineAdjudication adjudication)
    {
        json.Text("payerId", adjudication.PayerId);
        json.Procedure(adjudication.Procedure);
        json.Money("paid", adjudication.Paid, "SVD02", adjudication.Where);
        json.Quantity("units", adjudication.Units);
        json.Text("bundledLine", adjudication.BundledLine);
        json.Date("adjudicatedOn", adjudication.AdjudicatedOn);
        json.Money("patientLiability", adjudication.RemainingLiability, "AMT02", adjudication.Where);
        json.Adjustments(adjudication.Adjustments);
        json.Kept(adjudication.Kept);
    }

    private static void OtherPayer(JsonLine json, Claim claim, OtherPayer payer)
    {
        json.Text("responsibility", payer.Subscriber.Responsibility);
        json.Text("payerId", payer.Payer?.Id);
        json.Text("name", payer.Payer?.LastName);
        json.Text("filing", payer.Subscriber.Filing);
        json.Text("relationship", payer.Subscriber.Relationship);
        json.Money("paid", payer.Paid, "AMT02", payer.Where);
        json.Date("adjudicatedOn", payer.AdjudicatedOn);
        json.Person("subscriber", payer.Subscriber.Person);
        json.Adjustments(payer.Adjustments);
        json.Amounts(payer.Amounts);
        if (payer.Remarks.Count > 0) json.Texts("remarks", payer.Remarks.Select(r => r.Code));
        var decided = claim.Lines.SelectMany(l => l.Adjudications.Where(a => a.PayerId == payer.Payer?.Id).Select(a => (Line: l, Decision: a))).ToList();
        json.Objects("lines", decided, d =>
        {
            json.Text("number", d.Line.Number);
            json.Text("controlNumber", d.Line.ControlNumber);
            Adjudication(json, d.Decision);
        }, evenIfEmpty: true);
        json.Objects("providers", payer.Providers, json.ProviderFields);
        json.Kept([.. new[] { payer.Coverage, payer.Inpatient, payer.Outpatient }.OfType<SegmentText>(), .. payer.Kept]);
    }
}

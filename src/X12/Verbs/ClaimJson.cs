using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "claim" of <c>to-json</c>.</summary>
internal static class ClaimJson
{
    public static void Claim(JsonLines json, ClaimView claim, ClaimObjects objects)
    {
        var where = claim.Where;
        json.Begin("claim"u8, [], where);
        Fields(json, claim);
        if (json.IsUnclear)
        {
            json.TakeBack();
            json.Begin("claim"u8, objects.Claim(claim).Unread, where);
            Fields(json, claim);
        }

        json.End();
    }

    private static void Fields(JsonLines json, ClaimView claim)
    {
        json.Text("transaction"u8, KindOf(claim));
        json.Text("st"u8, claim.Envelope.St);
        json.Text("usage"u8, claim.Usage);
        json.Text("batch"u8, claim.BatchReference);
        json.Seen(claim.BatchCreated.Date);
        json.Text("patientControlNumber"u8, claim.PatientControlNumber);
        json.Money("totalCharge"u8, claim.TotalCharge);
        json.Text(claim.PlaceQualifier.SequenceEqual("A"u8) ? "typeOfBill"u8 : "placeOfService"u8, claim.Place);
        json.Text("frequency"u8, claim.Frequency);
        json.Text("originalReference"u8, claim.OriginalReference);
        json.Text("admissionType"u8, claim.AdmissionType);
        json.Text("admissionSource"u8, claim.AdmissionSource);
        json.Text("patientStatus"u8, claim.PatientStatus);
        Dental(json, claim);
        Flags(json, claim);
        Parties(json, claim);
        Codes(json, claim);
        json.Dates(claim.Dates);
        json.References(claim.References);
        json.Amounts(claim.Amounts);
        json.Quantities(claim.Quantities);
        Notes(json, claim.Notes);
        json.OpenArray("lines"u8);
        foreach (var line in claim.Lines) ClaimLineJson.Line(json, line);
        json.CloseArray();
        json.OpenArray("otherPayers"u8);
        foreach (var payer in claim.OtherPayers) OtherPayerJson.OtherPayer(json, claim, payer);
        json.CloseArray();
        Kept(json, claim);
    }

    /// <summary>837P, 837I or 837D by the version of the guide; where that does not say, by the kind of lines.</summary>
    private static ReadOnlySpan<byte> KindOf(ClaimView claim)
    {
        if (Is(claim.Envelope, "X222", "X098")) return "837P"u8;
        if (Is(claim.Envelope, "X223", "X096")) return "837I"u8;
        if (Is(claim.Envelope, "X224", "X097")) return "837D"u8;
        var isDental = false;
        foreach (var line in claim.Lines)
        {
            if (!line.RevenueCode.IsEmpty) return "837I"u8;
            isDental |= line.Procedure.Qualifier.SequenceEqual("AD"u8);
        }

        return isDental ? "837D"u8 : "837P"u8;
    }

    private static bool Is(Envelope envelope, string guide, string older) =>
        envelope.ImplementationReference.Contains(guide, StringComparison.Ordinal) || envelope.Version.Contains(guide, StringComparison.Ordinal)
        || envelope.ImplementationReference.Contains(older, StringComparison.Ordinal) || envelope.Version.Contains(older, StringComparison.Ordinal);

    private static void Flags(JsonLines json, ClaimView claim)
    {
        json.Text("providerSignature"u8, claim.ProviderSignature);
        json.Text("assignment"u8, claim.Assignment);
        json.Text("benefitsAssigned"u8, claim.BenefitsAssigned);
        json.Text("release"u8, claim.Release);
        json.Texts("relatedCauses"u8, claim.RelatedCauses, countMax: 3);
        json.Text("accidentState"u8, claim.AccidentState);
        json.Text("delayReason"u8, claim.DelayReason);
    }

    private static void Dental(JsonLines json, ClaimView claim)
    {
        json.Text("submissionReason"u8, claim.SubmissionReason);
        if (claim.Orthodontics is { IsPresent: true } dn1)
        {
            json.OpenObject("orthodontics"u8);
            json.Quantity("months"u8, new Field(dn1, 1));
            json.Quantity("monthsLeft"u8, new Field(dn1, 2));
            json.Text("description"u8, dn1[4]);
            json.CloseObject();
        }

        json.Rows("teeth"u8, claim.Teeth, static (json, dn2) =>
        {
            json.Text("tooth"u8, dn2[1]);
            json.Text("status"u8, dn2[2]);
        });
    }

    private static void Parties(JsonLines json, ClaimView claim)
    {
        Above(json, claim);
        Persons(json, claim);
        var subscriber = claim.Subscriber;
        json.Payer("payer"u8, claim.Payer);
        json.Text("responsibility"u8, subscriber.Responsibility);
        json.Text("filing"u8, subscriber.Filing);
        json.Providers("providers"u8, claim.Providers);
    }

    /// <summary>The ends of the wire and the billing provider, who are the same on claim after claim.</summary>
    private static void Above(JsonLines json, ClaimView claim)
    {
        if (json.Again(claim.Segments, claim.BatchVersion)) return;
        var mark = json.Mark;
        json.Provider("submitter"u8, claim.Submitter);
        json.Provider("receiver"u8, claim.Receiver);
        json.Provider("billingProvider"u8, claim.BillingProvider);
        json.Provider("payTo"u8, claim.PayTo);
        json.Provider("payToPlan"u8, claim.PayToPlan);
        json.Remember(claim.Segments, claim.BatchVersion, mark);
    }

    private static void Persons(JsonLines json, ClaimView claim)
    {
        var subscriber = claim.Subscriber;
        int from = 0, to = 0;
        if (subscriber.Person is { IsPresent: true } insured)
        {
            json.OpenObject("subscriber"u8);
            from = json.Mark;
            json.PersonFields(insured);
            to = json.Mark;
            json.Text("group"u8, subscriber.GroupNumber);
            json.Text("plan"u8, subscriber.GroupName);
            json.CloseObject();
        }

        var dependent = claim.Dependent;
        if (!dependent.IsPresent && to == 0) return;
        json.OpenObject("patient"u8);
        if (dependent.IsPresent) json.PersonFields(dependent);
        else json.Again(from, to);
        json.Text("relationship"u8, claim.DependentFacts is { IsPresent: true } pat && pat.Has(1) ? pat[1] : subscriber.Relationship);
        json.CloseObject();
    }

    private static void Codes(JsonLines json, ClaimView claim)
    {
        bool hasPresence = false, hasOthers = false;
        json.OpenArray("diagnoses"u8);
        foreach (var hi in claim.Codes)
            foreach (var code in new CodesView(hi))
            {
                json.Seen(code.Days);
                json.Seen(code.Amount.Number);
                if (code.IsDiagnosis) json.Item(code.Code);
                hasPresence |= code.IsDiagnosis && !code.PresentOnAdmission.IsEmpty;
                hasOthers |= !code.IsDiagnosis;
            }

        json.CloseArray();
        if (hasPresence) Presence(json, claim.Codes);
        if (hasOthers) OtherCodes(json, claim.Codes);
    }

    private static void Presence(JsonLines json, SegmentRows rows)
    {
        json.OpenArray("presentOnAdmission"u8);
        foreach (var hi in rows)
            foreach (var code in new CodesView(hi))
                if (code.IsDiagnosis) json.Item(code.PresentOnAdmission);
        json.CloseArray();
    }

    private static void OtherCodes(JsonLines json, SegmentRows rows)
    {
        json.OpenArray("otherCodes"u8);
        foreach (var hi in rows)
            foreach (var code in new CodesView(hi))
            {
                if (code.IsDiagnosis) continue;
                json.OpenItem();
                json.Text("qualifier"u8, code.Qualifier);
                json.Text("code"u8, code.Code);
                json.Days(code.Days);
                json.Quantity("amount"u8, code.Amount);
                json.Text("presentOnAdmission"u8, code.PresentOnAdmission);
                json.CloseObject();
            }

        json.CloseArray();
    }

    public static void Notes(JsonLines json, SegmentRows rows) => json.Rows("notes"u8, rows, static (json, row) =>
    {
        var note = new NoteView(row);
        json.Text("kind"u8, note.Kind);
        json.Text("text"u8, note.Text);
    });

    private static void Kept(JsonLines json, ClaimView claim)
    {
        var above = claim.KeptAbove;
        if (above.Count == 0 && claim.Kept.IsEmpty) return;
        json.OpenArray("segments"u8);
        foreach (var kept in above)
        {
            json.OpenItem();
            JsonFacts.KeptFields(json, kept);
            json.CloseObject();
        }

        foreach (var kept in claim.Kept) json.KeptItem(kept);
        json.CloseArray();
    }
}

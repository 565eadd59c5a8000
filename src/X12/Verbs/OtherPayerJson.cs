using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>Another payer of the line "claim", with what it decided.</summary>
internal static class OtherPayerJson
{
    public static void OtherPayer(JsonLines json, ClaimView claim, OtherPayerView payer)
    {
        var subscriber = payer.Subscriber;
        var named = payer.Payer;
        json.OpenItem();
        json.Text("responsibility"u8, subscriber.Responsibility);
        json.Text("payerId"u8, named.Identifier);
        json.Text("name"u8, named.LastName);
        json.Text("filing"u8, subscriber.Filing);
        json.Text("relationship"u8, subscriber.Relationship);
        json.Money("paid"u8, payer.Paid);
        json.Date("adjudicatedOn"u8, payer.AdjudicatedOn.Day);
        foreach (var date in payer.Dates) json.Seen(new DateView(date).Days);
        json.Person("subscriber"u8, subscriber.Person);
        json.Adjustments(payer.Adjustments);
        json.Amounts(payer.Amounts);
        Remarks(json, payer);
        Decided(json, claim, named.Identifier);
        json.Providers("providers"u8, payer.Providers);
        json.Seen(named.BirthDate.Date);
        Kept(json, payer);
        json.CloseObject();
    }

    private static void Remarks(JsonLines json, OtherPayerView payer)
    {
        var hasSome = false;
        foreach (var mia in payer.Inpatient) hasSome = Remarks(json, mia, Remark.OfInpatient, hasSome);
        foreach (var moa in payer.Outpatient) hasSome = Remarks(json, moa, Remark.OfOutpatient, hasSome);
        if (hasSome) json.CloseArray();
    }

    private static bool Remarks(JsonLines json, SegmentView segment, int[] elements, bool hasSome)
    {
        foreach (var element in elements)
        {
            if (!segment.Has(element)) continue;
            if (!hasSome) json.OpenArray("remarks"u8);
            hasSome = true;
            json.Item(segment[element]);
        }

        return hasSome;
    }

    /// <summary>What this payer decided, line by line.</summary>
    private static void Decided(JsonLines json, ClaimView claim, ReadOnlySpan<byte> payerId)
    {
        json.OpenArray("lines"u8);
        foreach (var line in claim.Lines)
            foreach (var adjudication in line.Adjudications)
            {
                if (!adjudication.PayerId.SequenceEqual(payerId)) continue;
                json.OpenItem();
                json.Text("number"u8, line.Number);
                json.Text("controlNumber"u8, line.ControlNumber);
                ClaimLineJson.Adjudication(json, adjudication);
                json.CloseObject();
            }

        json.CloseArray();
    }

    private static void Kept(JsonLines json, OtherPayerView payer)
    {
        if (!payer.Coverage.IsPresent && payer.Inpatient.IsEmpty && payer.Outpatient.IsEmpty && payer.Kept.IsEmpty) return;
        json.OpenArray("segments"u8);
        json.KeptItem(payer.Coverage);
        json.KeptItem(payer.Inpatient.Last);
        json.KeptItem(payer.Outpatient.Last);
        foreach (var kept in payer.Kept) json.KeptItem(kept);
        json.CloseArray();
    }
}

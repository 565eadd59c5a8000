using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>A service line of the line "claim", with what other payers decided on it.</summary>
internal static class ClaimLineJson
{
    public static void Line(JsonLines json, ClaimLineView line)
    {
        json.OpenItem();
        json.Text("number"u8, line.Number);
        json.Procedure(line.Procedure);
        json.Text("revenueCode"u8, line.RevenueCode);
        json.Money("charge"u8, line.Charge);
        json.Text("unit"u8, line.Unit);
        json.Quantity("units"u8, line.Units);
        json.Text("placeOfService"u8, line.Place);
        json.Texts("oralCavity"u8, line.OralCavity);
        json.Text("prosthesis"u8, line.Prosthesis);
        json.Rows("teeth"u8, line.Teeth, static (json, too) =>
        {
            json.Text("tooth"u8, too[2]);
            json.Texts("surfaces"u8, Composites.Of(too, 3), evenIfEmpty: true);
        });
        json.Integers("pointers"u8, line.Pointers);
        Dates(json, line);
        json.References(line.References);
        json.Amounts(line.Amounts);
        json.Quantities(line.Quantities);
        ClaimJson.Notes(json, line.Notes);
        json.Providers("providers"u8, line.Providers);
        Adjudications(json, line);
        json.Rows("segments"u8, line.Kept, ViewJson.KeptFields);
        json.CloseObject();
    }

    /// <summary>The day of service has fields of its own.</summary>
    private static void Dates(JsonLines json, ClaimLineView line)
    {
        json.Days(line.ServiceDate.Days);
        json.Text("controlNumber"u8, line.ControlNumber);
        var hasOthers = false;
        foreach (var date in line.Dates)
        {
            json.Seen(new DateView(date).Days);
            if (date.Is(1, "472"u8)) continue;
            if (!hasOthers) json.OpenArray("dates"u8);
            hasOthers = true;
            json.OpenItem();
            ViewJson.DateFields(json, date);
            json.CloseObject();
        }

        if (hasOthers) json.CloseArray();
    }

    private static void Adjudications(JsonLines json, ClaimLineView line)
    {
        if (line.Adjudications.Count == 0) return;
        json.OpenArray("adjudications"u8);
        foreach (var adjudication in line.Adjudications)
        {
            json.OpenItem();
            Adjudication(json, adjudication);
            json.CloseObject();
        }

        json.CloseArray();
    }

    public static void Adjudication(JsonLines json, AdjudicationView adjudication)
    {
        json.Text("payerId"u8, adjudication.PayerId);
        json.Procedure(adjudication.Procedure);
        json.Money("paid"u8, adjudication.Paid);
        json.Quantity("units"u8, adjudication.Units);
        json.Text("bundledLine"u8, adjudication.BundledLine);
        json.Seen(adjudication.AdjudicatedOn.Days);
        json.Date("adjudicatedOn"u8, adjudication.AdjudicatedOn.Day);
        json.Money("patientLiability"u8, adjudication.RemainingLiability);
        json.Adjustments(adjudication.Adjustments);
        json.Rows("segments"u8, adjudication.Kept, ViewJson.KeptFields);
    }
}

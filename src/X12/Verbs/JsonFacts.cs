using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>How the facts that every transaction shares look in JSON.</summary>
internal static class JsonFacts
{
    public static void Person(this JsonLines json, ReadOnlySpan<byte> name, Party? party) => json.Object(name, party, PersonFields);

    public static void PersonFields(this JsonLines json, Party party)
    {
        json.Text(party.IdQualifier == "XX" ? "npi"u8 : "memberId"u8, party.Id);
        json.Text("idQualifier"u8, party.IdQualifier);
        json.Text("lastName"u8, party.LastName);
        json.Text("firstName"u8, party.FirstName);
        json.Text("middleName"u8, party.MiddleName);
        json.Text("suffix"u8, party.Suffix);
        json.Date("birthDate"u8, party.BirthDate);
        json.Text("gender"u8, party.Gender);
        json.Address(party.Address);
        json.References(party.References);
    }

    public static void Provider(this JsonLines json, ReadOnlySpan<byte> name, Party? party) => json.Object(name, party, ProviderFields);

    public static void ProviderFields(this JsonLines json, Party party)
    {
        json.Text("role"u8, party.Role);
        json.Text("npi"u8, party.Npi);
        json.Text("taxId"u8, party.TaxId);
        json.Text("name"u8, NameOf(party));
        if (party.IdQualifier is not ("XX" or "FI")) json.Text("id"u8, party.Id);
        json.Text("taxonomy"u8, party.Taxonomy);
        json.Address(party.Address);
        json.References(party.References);
    }

    public static void Payer(this JsonLines json, ReadOnlySpan<byte> name, Party? party) => json.Object(name, party, static (json, party) =>
    {
        json.Text("id"u8, party.Id);
        json.Text("name"u8, NameOf(party));
        json.References(party.References);
    });

    /// <summary>An organization's name, or a person's as "Last, First".</summary>
    public static string? NameOf(Party? party) =>
        party?.LastName is null || party.FirstName is null ? party?.LastName : $"{party.LastName}, {party.FirstName}";

    public static void Address(this JsonLines json, PostalAddress? address) => json.Object("address"u8, address, static (json, address) =>
    {
        json.Text("line1"u8, address.Line1);
        json.Text("line2"u8, address.Line2);
        json.Text("city"u8, address.City);
        json.Text("state"u8, address.State);
        json.Text("zip"u8, address.Zip);
        json.Text("country"u8, address.Country);
    });

    public static void References(this JsonLines json, IReadOnlyList<Reference> references) => json.Objects("references"u8, references, static (json, r) =>
    {
        json.Text("qualifier"u8, r.Qualifier);
        json.Text("value"u8, r.Value);
    });

    public static void Amounts(this JsonLines json, IReadOnlyList<QualifiedAmount> amounts) => json.Objects("amounts"u8, amounts, static (json, a) =>
    {
        json.Text("qualifier"u8, a.Qualifier);
        json.Money("amount"u8, a.Amount, "AMT02", a.Where);
    });

    public static void Quantities(this JsonLines json, IReadOnlyList<QualifiedQuantity> quantities) => json.Objects("quantities"u8, quantities, static (json, q) =>
    {
        json.Text("qualifier"u8, q.Qualifier);
        json.Quantity("quantity"u8, q.Quantity);
    });

    public static void Dates(this JsonLines json, IReadOnlyList<QualifiedDate> dates) => json.Objects("dates"u8, dates, JsonFacts.DateFields);

    public static void DateFields(this JsonLines json, QualifiedDate date)
    {
        json.Text("qualifier"u8, date.Qualifier);
        json.Date("from"u8, date.From);
        json.Date("to"u8, date.To);
    }

    public static void Traces(this JsonLines json, IReadOnlyList<Trace> traces) => json.Objects("traces"u8, traces, static (json, t) =>
    {
        json.Text("kind"u8, t.Kind);
        json.Text("number"u8, t.Number);
        json.Text("originator"u8, t.Originator);
        json.Text("supplement"u8, t.Supplement);
    });

    public static void Rejections(this JsonLines json, IReadOnlyList<Rejection> rejections) => json.Objects("rejections"u8, rejections, static (json, r) =>
    {
        json.Flag("validRequest"u8, r.IsValid);
        json.Text("reason"u8, r.Reason);
        json.Text("followUp"u8, r.FollowUp);
    });

    public static void Deliveries(this JsonLines json, IReadOnlyList<ServiceDelivery> deliveries) => json.Objects("deliveries"u8, deliveries, static (json, d) =>
    {
        json.Text("quantityQualifier"u8, d.Qualifier);
        json.Quantity("quantity"u8, d.Quantity);
        json.Text("unit"u8, d.Unit);
        json.Quantity("every"u8, d.Every);
        json.Text("period"u8, d.Period);
        json.Quantity("periods"u8, d.Periods);
        json.Text("days"u8, d.Days);
        json.Text("times"u8, d.Times);
    });

    public static void Adjustments(this JsonLines json, IReadOnlyList<Adjustment> adjustments) => json.Objects("adjustments"u8, adjustments, static (json, a) =>
    {
        json.Text("group"u8, a.Group);
        json.Text("reason"u8, a.Reason);
        json.Money("amount"u8, a.Amount, "CAS", a.Where);
        json.Quantity("quantity"u8, a.Quantity);
    }, evenIfEmpty: true);

    public static void Procedure(this JsonLines json, Procedure? procedure)
    {
        json.Text("qualifier"u8, procedure?.Qualifier);
        json.Text("code"u8, procedure?.Code);
        json.Texts("modifiers"u8, procedure?.Modifiers ?? []);
        json.Text("description"u8, procedure?.Description);
    }

    /// <summary>Segments without a field of their own, as they stand.</summary>
    public static void Kept(this JsonLines json, IReadOnlyList<SegmentText> kept) => json.Objects("segments"u8, kept, KeptFields);

    public static void KeptFields(JsonLines json, SegmentText kept)
    {
        json.Text("id"u8, kept.Id);
        json.Texts("elements"u8, kept.Elements);
    }
}

using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>How the facts that every transaction shares look in JSON.</summary>
internal static class JsonFacts
{
    public static void Person(this JsonLine json, string name, Party? party, Action? more = null)
    {
        if (party is null) return;
        json.Object(name, () =>
        {
            json.Text(party.IdQualifier == "XX" ? "npi" : "memberId", party.Id);
            json.Text("idQualifier", party.IdQualifier);
            json.Text("lastName", party.LastName);
            json.Text("firstName", party.FirstName);
            json.Text("middleName", party.MiddleName);
            json.Text("suffix", party.Suffix);
            json.Date("birthDate", party.BirthDate);
            json.Text("gender", party.Gender);
            json.Address(party.Address);
            json.References(party.References);
            more?.Invoke();
        });
    }

    public static void Provider(this JsonLine json, string name, Party? party)
    {
        if (party is not null) json.Object(name, () => json.ProviderFields(party));
    }

    public static void ProviderFields(this JsonLine json, Party party)
    {
        json.Text("role", party.Role);
        json.Text("npi", party.Npi);
        json.Text("taxId", party.TaxId);
        json.Text("name", NameOf(party));
        if (party.IdQualifier is not ("XX" or "FI")) json.Text("id", party.Id);
        json.Text("taxonomy", party.Taxonomy);
        json.Address(party.Address);
        json.References(party.References);
    }

    public static void Payer(this JsonLine json, string name, Party? party)
    {
        if (party is null) return;
        json.Object(name, () =>
        {
            json.Text("id", party.Id);
            json.Text("name", NameOf(party));
            json.References(party.References);
        });
    }

    /// <summary>An organization's name, or a person's as "Last, First".</summary>
    public static string? NameOf(Party? party) =>
        party?.LastName is null || party.FirstName is null ? party?.LastName : $"{party.LastName}, {party.FirstName}";

    public static void Address(this JsonLine json, PostalAddress? address)
    {
        if (address is null) return;
        json.Object("address", () =>
        {
            json.Text("line1", address.Line1);
            json.Text("line2", address.Line2);
            json.Text("city", address.City);
            json.Text("state", address.State);
            json.Text("zip", address.Zip);
            json.Text("country", address.Country);
        });
    }

    public static void References(this JsonLine json, IReadOnlyCollection<Reference> references) => json.Objects("references", references, r =>
    {
        json.Text("qualifier", r.Qualifier);
        json.Text("value", r.Value);
    });

    public static void Amounts(this JsonLine json, IReadOnlyCollection<QualifiedAmount> amounts) => json.Objects("amounts", amounts, a =>
    {
        json.Text("qualifier", a.Qualifier);
        json.Money("amount", a.Amount, "AMT02", a.Where);
    });

    public static void Quantities(this JsonLine json, IReadOnlyCollection<QualifiedQuantity> quantities) => json.Objects("quantities", quantities, q =>
    {
        json.Text("qualifier", q.Qualifier);
        json.Quantity("quantity", q.Quantity);
    });

    public static void Dates(this JsonLine json, IReadOnlyCollection<QualifiedDate> dates) => json.Objects("dates", dates, json.DateFields);

    public static void DateFields(this JsonLine json, QualifiedDate date)
    {
        json.Text("qualifier", date.Qualifier);
        json.Date("from", date.From);
        json.Date("to", date.To);
    }

    public static void Traces(this JsonLine json, IReadOnlyCollection<Trace> traces) => json.Objects("traces", traces, t =>
    {
        json.Text("kind", t.Kind);
        json.Text("number", t.Number);
        json.Text("originator", t.Originator);
        json.Text("supplement", t.Supplement);
    });

    public static void Rejections(this JsonLine json, IReadOnlyCollection<Rejection> rejections) => json.Objects("rejections", rejections, r =>
    {
        json.Flag("validRequest", r.IsValid);
        json.Text("reason", r.Reason);
        json.Text("followUp", r.FollowUp);
    });

    public static void Deliveries(this JsonLine json, IReadOnlyCollection<ServiceDelivery> deliveries) => json.Objects("deliveries", deliveries, d =>
    {
        json.Text("quantityQualifier", d.Qualifier);
        json.Quantity("quantity", d.Quantity);
        json.Text("unit", d.Unit);
        json.Quantity("every", d.Every);
        json.Text("period", d.Period);
        json.Quantity("periods", d.Periods);
        json.Text("days", d.Days);
        json.Text("times", d.Times);
    });

    public static void Adjustments(this JsonLine json, IReadOnlyCollection<Adjustment> adjustments) => json.Objects("adjustments", adjustments, a =>
    {
        json.Text("group", a.Group);
        json.Text("reason", a.Reason);
        json.Money("amount", a.Amount, "CAS", a.Where);
        json.Quantity("quantity", a.Quantity);
    }, evenIfEmpty: true);

    public static void Procedure(this JsonLine json, Procedure? procedure)
    {
        json.Text("qualifier", procedure?.Qualifier);
        json.Text("code", procedure?.Code);
        json.Texts("modifiers", procedure?.Modifiers ?? []);
        json.Text("description", procedure?.Description);
    }

    /// <summary>Segments without a field of their own, as they stand.</summary>
    public static void Kept(this JsonLine json, IReadOnlyCollection<SegmentText> kept) => json.Objects("segments", kept, s =>
    {
        json.Text("id", s.Id);
        json.Texts("elements", s.Elements);
    });
}

using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>How the facts that claims and their payments share look in JSON.</summary>
internal static class ViewJson
{
    public static void Person(this JsonLines json, ReadOnlySpan<byte> name, PartyView party)
    {
        if (!party.IsPresent) return;
        json.OpenObject(name);
        json.PersonFields(party);
        json.CloseObject();
    }

    public static void PersonFields(this JsonLines json, PartyView party)
    {
        json.Text(party.IdQualifier.SequenceEqual("XX"u8) ? "npi"u8 : "memberId"u8, party.Identifier);
        json.Text("idQualifier"u8, party.IdQualifier);
        json.Text("lastName"u8, party.LastName);
        json.Text("firstName"u8, party.FirstName);
        json.Text("middleName"u8, party.MiddleName);
        json.Text("suffix"u8, party.Suffix);
        json.Date("birthDate"u8, party.BirthDate.Date);
        json.Text("gender"u8, party.Gender);
        json.Address(party.Address);
        json.References(party.References);
    }

    public static void Provider(this JsonLines json, ReadOnlySpan<byte> name, PartyView party)
    {
        if (!party.IsPresent) return;
        json.OpenObject(name);
        json.ProviderFields(party);
        json.CloseObject();
    }

    public static void Providers(this JsonLines json, ReadOnlySpan<byte> name, Parts<PartyView> parties)
    {
        if (parties.Count == 0) return;
        json.OpenArray(name);
        foreach (var party in parties)
        {
            json.OpenItem();
            json.ProviderFields(party);
            json.CloseObject();
        }

        json.CloseArray();
    }

    public static void ProviderFields(this JsonLines json, PartyView party)
    {
        var (isNpi, isTaxId) = (party.IdQualifier.SequenceEqual("XX"u8), party.IdQualifier.SequenceEqual("FI"u8));
        json.Text("role"u8, party.Role);
        if (isNpi) json.Text("npi"u8, party.Identifier);
        json.Text("taxId"u8, isTaxId ? party.Identifier : party.TaxReference);
        json.NameOf(party);
        if (!isNpi && !isTaxId) json.Text("id"u8, party.Identifier);
        json.Text("taxonomy"u8, party.Taxonomy);
        json.Address(party.Address);
        json.References(party.References);
        json.Seen(party.BirthDate.Date);
    }

    public static void Payer(this JsonLines json, ReadOnlySpan<byte> name, PartyView party)
    {
        if (!party.IsPresent) return;
        json.OpenObject(name);
        json.Text("id"u8, party.Identifier);
        json.NameOf(party);
        json.References(party.References);
        json.Seen(party.BirthDate.Date);
        json.CloseObject();
    }

    /// <summary>An organization's name, or a person's as "Last, First".</summary>
    private static void NameOf(this JsonLines json, PartyView party)
    {
        if (party.LastName.IsEmpty) return;
        json.Text("name"u8, party.LastName, ", "u8, party.FirstName);
    }

    private static void Address(this JsonLines json, AddressView address)
    {
        if (!address.IsPresent) return;
        json.OpenObject("address"u8);
        json.Text("line1"u8, address.Line1);
        json.Text("line2"u8, address.Line2);
        json.Text("city"u8, address.City);
        json.Text("state"u8, address.State);
        json.Text("zip"u8, address.Zip);
        json.Text("country"u8, address.Country);
        json.CloseObject();
    }

    // What nearly every line has is written in loops of its own, for a call by a delegate costs as much as a short value.
    public static void References(this JsonLines json, SegmentRows rows)
    {
        if (rows.IsEmpty) return;
        json.OpenArray("references"u8);
        foreach (var row in rows)
        {
            var reference = new ReferenceView(row);
            json.OpenItem();
            json.Text("qualifier"u8, reference.Qualifier);
            json.Text("value"u8, reference.Value);
            json.CloseObject();
        }

        json.CloseArray();
    }

    public static void Amounts(this JsonLines json, SegmentRows rows)
    {
        if (rows.IsEmpty) return;
        json.OpenArray("amounts"u8);
        foreach (var row in rows)
        {
            var amount = new AmountView(row);
            json.OpenItem();
            json.Text("qualifier"u8, amount.Qualifier);
            json.Money("amount"u8, amount.Amount);
            json.CloseObject();
        }

        json.CloseArray();
    }

    public static void Quantities(this JsonLines json, SegmentRows rows) => json.Rows("quantities"u8, rows, static (json, row) =>
    {
        var quantity = new QuantityView(row);
        json.Text("qualifier"u8, quantity.Qualifier);
        json.Quantity("quantity"u8, quantity.Quantity);
    });

    public static void Dates(this JsonLines json, SegmentRows rows) => json.Rows("dates"u8, rows, DateFields);

    public static void DateFields(JsonLines json, SegmentView row)
    {
        var date = new DateView(row);
        json.Text("qualifier"u8, date.Qualifier);
        json.Days(date.Days);
    }

    public static void Days(this JsonLines json, Values.Parsed<Values.DateSpan> days)
    {
        if (!json.Seen(days).HasValue) return;
        json.Date("from"u8, days.Value.From);
        json.Date("to"u8, days.Value.To);
    }

    public static void Adjustments(this JsonLines json, SegmentRows rows)
    {
        json.OpenArray("adjustments"u8);
        foreach (var row in rows)
            foreach (var adjustment in new AdjustmentsView(row))
            {
                json.OpenItem();
                json.Text("group"u8, adjustment.Group);
                json.Text("reason"u8, adjustment.Reason);
                json.Money("amount"u8, adjustment.Amount);
                json.Quantity("quantity"u8, adjustment.Quantity);
                json.CloseObject();
            }

        json.CloseArray();
    }

    public static void Procedure(this JsonLines json, ProcedureView procedure)
    {
        json.Text("qualifier"u8, procedure.Qualifier);
        json.Text("code"u8, procedure.Code);
        json.OpenArray("modifiers"u8);
        json.Modifiers(procedure);
        json.CloseArray();
        json.Text("description"u8, procedure.Description);
    }

    /// <summary>Nothing where there are none.</summary>
    public static void Modifiers(this JsonLines json, ReadOnlySpan<byte> name, ProcedureView procedure)
    {
        var hasSome = false;
        for (var i = 1; i <= procedure.ModifiersMax; i++) hasSome |= !procedure.Modifier(i).IsEmpty;
        if (!hasSome) return;
        json.OpenArray(name);
        json.Modifiers(procedure);
        json.CloseArray();
    }

    private static void Modifiers(this JsonLines json, ProcedureView procedure)
    {
        for (var i = 1; i <= procedure.ModifiersMax; i++)
            if (procedure.Modifier(i) is { IsEmpty: false } modifier) json.Item(modifier);
    }

    /// <summary>The components that are there; nothing where there are none.</summary>
    public static void Texts(this JsonLines json, ReadOnlySpan<byte> name, CompositeView parts, int countMax = int.MaxValue, bool evenIfEmpty = false)
    {
        if (parts.IsEmpty && !evenIfEmpty) return;
        var isOpen = evenIfEmpty;
        if (evenIfEmpty) json.OpenArray(name);
        for (var i = 1; i <= Math.Min(parts.Count, countMax); i++)
        {
            if (parts[i] is not { IsEmpty: false } part) continue;
            if (!isOpen) json.OpenArray(name);
            isOpen = true;
            json.Item(part);
        }

        if (isOpen) json.CloseArray();
    }

    /// <summary>A segment as it stands; nothing for one that is not there.</summary>
    public static void KeptItem(this JsonLines json, SegmentView segment)
    {
        if (!segment.IsPresent) return;
        json.OpenItem();
        KeptFields(json, segment);
        json.CloseObject();
    }

    public static void KeptFields(JsonLines json, SegmentView segment)
    {
        json.Text("id"u8, SegmentFacts.IdOf(segment));
        json.OpenArray("elements"u8);
        for (var i = 1; i <= segment.Count; i++) json.Item(segment[i]);
        json.CloseArray();
    }
}

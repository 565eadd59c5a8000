using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;

namespace CleanClaim.Web.Patients;

/// <summary>Between a coverage and the fields of <see cref="CoverageFields"/>.</summary>
internal static class CoverageTyped
{
    /// <param name="within">What stands before each field's name, with its dot.</param>
    public static CoverageForm Of(FormState form, string within)
    {
        var relation = form.Text($"{within}relation") ?? "self";
        if (relation == "self" && form.Typed($"{within}subscriber."))
            form.Refuse(new Fault($"{within}relation", "A subscriber is named, and the patient is said to be the subscriber.", "Choose what the patient is to the subscriber, or clear the subscriber's fields."));
        return new CoverageForm
        {
            Plan = form.Text($"{within}plan"), MemberId = form.Text($"{within}memberId"), Group = form.Text($"{within}group"), Relation = relation,
            Order = form.Whole($"{within}order"),
            From = DateTyped.ToIso(form.Text($"{within}from")), To = DateTyped.ToIso(form.Text($"{within}to")), Subscriber = relation == "self" ? null : Subscriber(form, $"{within}subscriber"),
        };
    }

    /// <summary>Without a street of their own the subscriber lives with the patient.</summary>
    private static SubscriberForm Subscriber(FormState form, string name) => new()
    {
        LastName = form.Text($"{name}.lastName"), FirstName = form.Text($"{name}.firstName"), BirthDate = DateTyped.ToIso(form.Text($"{name}.birthDate")), Sex = form.Text($"{name}.sex"),
        Address = AddressTyped.OrNull(form, $"{name}.address"),
    };

    public static FormState Filled(Coverage c)
    {
        var form = new FormState
        {
            ["memberId"] = c.MemberId, ["group"] = c.GroupNumber ?? "", ["plan"] = c.Plan ?? "", ["order"] = c.Rank.ToString(CultureInfo.InvariantCulture), ["relation"] = c.Relation.ToString().ToLowerInvariant(),
            ["from"] = c.From == Fields.SinceEver ? "" : DateTyped.InField(c.From), ["to"] = DateTyped.InField(c.To), ["version"] = c.Version.ToString(CultureInfo.InvariantCulture),
        };
        if (c.Relation == Relation.Self) return form;
        (form["subscriber.lastName"], form["subscriber.firstName"]) = (c.SubscriberLastName, c.SubscriberFirstName);
        (form["subscriber.birthDate"], form["subscriber.sex"]) = (DateTyped.InField(c.SubscriberBirthDate), c.SubscriberSex);
        AddressTyped.Fill(form, "subscriber.address", c.SubscriberAddress);
        return form;
    }
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Web.Components;

/// <summary>Between an address and the fields of <see cref="AddressFields"/>.</summary>
internal static class AddressTyped
{
    public static AddressForm Of(FormState form, string name) => new()
    {
        Line1 = form.Text($"{name}.line1"), Line2 = form.Text($"{name}.line2"), City = form.Text($"{name}.city"), State = form.Text($"{name}.state"), Zip = form.Text($"{name}.zip"),
    };

    /// <summary>Null when nothing of it was typed; what is typed in part is told as missing in part.</summary>
    public static AddressForm? OrNull(FormState form, string name) => form.Typed($"{name}.") ? Of(form, name) : null;

    public static void Fill(FormState form, string name, Address address)
    {
        (form[$"{name}.line1"], form[$"{name}.line2"]) = (address.Line1, address.Line2 ?? "");
        (form[$"{name}.city"], form[$"{name}.state"], form[$"{name}.zip"]) = (address.City, address.State, address.Zip);
    }
}

using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

public sealed record PracticeForm
{
    public string? Key { get; init; }
    public string? Name { get; init; }
    public string? Npi { get; init; }
    public string? TaxId { get; init; }
    public string? Taxonomy { get; init; }
    public string? Zone { get; init; }
    public AddressForm? Address { get; init; }
    public string? Phone { get; init; }
}

public static class AddPractice
{
    public static async Task<Saved> Run(Tx tx, PracticeForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var name = fields.Text("name", "name of the practice", form.Name, 60);
        var (npi, taxId, taxonomy) = (fields.Npi("npi", form.Npi), fields.TaxId("taxId", form.TaxId), fields.Taxonomy("taxonomy", form.Taxonomy));
        var zone = Zone(fields, form.Zone);
        var address = fields.Address("address", form.Address);
        var phone = fields.Phone("phone", form.Phone) ?? "";
        if (phone.Length == 0) fields.Add("phone", "The telephone number is missing.", "Payers call it: every claim file names one.");
        var known = form.Key is null ? null : await tx.Db.Set<Practice>().FirstOrDefaultAsync(p => p.Key == form.Key, cancel);
        fields.ThrowIfAny();

        if (known is null)
        {
            var id = tx.NextId<Practice>();
            var added = tx.Add(new Practice
            {
                Id = id, Key = form.Key ?? $"practice{id}", Name = name, Npi = npi, TaxId = taxId, Taxonomy = taxonomy, Zone = zone, Address = address, Phone = phone,
            });
            tx.Subject = $"practice {id}";
            return new Saved(id.Value, added.Key, SavedHow.Added);
        }
        var changed = new Edit()
            .Field("name", known.Name, name, v => known.Name = v).Field("npi", known.Npi, npi, v => known.Npi = v).Field("taxId", known.TaxId, taxId, v => known.TaxId = v)
            .Field("taxonomy", known.Taxonomy, taxonomy, v => known.Taxonomy = v).Field("zone", known.Zone, zone, v => known.Zone = v)
            .Field("address", known.Address, address, v => known.Address = v).Field("phone", known.Phone, phone, v => known.Phone = v).Apply();
        tx.Subject = $"practice {known.Id}";
        return new Saved(known.Id.Value, known.Key, Saved.HowOf(false, changed));
    }

    private static string Zone(Fields fields, string? raw)
    {
        var zone = raw?.Trim() ?? "";
        if (zone.Length == 0 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
            fields.Add("zone", zone.Length == 0 ? "The time zone is missing." : $"\"{zone}\" is no time zone.", "Use its IANA name, for example America/Chicago.");
        return zone;
    }
}

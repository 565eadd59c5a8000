using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

public sealed record ParticipationForm
{
    public string? Payer { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
}

public sealed record ProviderForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? Npi { get; init; }
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? Taxonomy { get; init; }
    public string? License { get; init; }
    /// <summary>With which payers the provider takes part, and when; written by <see cref="Contracts.SetParticipation"/>.</summary>
    public IReadOnlyList<ParticipationForm>? Participation { get; init; }
    /// <summary>The version that the editor had before them; null: no matter which.</summary>
    public int? Version { get; init; }
}

public static class AddProvider
{
    /// <param name="tx">The transaction.</param>
    /// <param name="form">The provider as given.</param>
    /// <param name="fields">What was found of the rest of the form before: all faults are told at once.</param>
    /// <param name="cancel">Ends it early.</param>
    internal static async Task<Saved> Run(Tx tx, ProviderForm form, Fields fields, CancellationToken cancel)
    {
        var practice = await PartyQueries.Practice(tx, fields, "practice", form.Practice, cancel);
        var npi = fields.Npi("npi", form.Npi);
        var (last, first) = (fields.Text("lastName", "last name", form.LastName, 60), fields.Text("firstName", "first name", form.FirstName, 35));
        var (taxonomy, license) = (fields.Taxonomy("taxonomy", form.Taxonomy), fields.TextOrNull("license", "license number", form.License, 50));
        var known = practice is null || form.Key is null ? null
            : await tx.Db.Set<Provider>().FirstOrDefaultAsync(p => p.Practice == practice.Id && p.Key == form.Key, cancel);
        if (practice is not null && await Bearer(tx, practice.Id, npi, known?.Id, cancel) is { } bearer)
            fields.Add("npi", $"This is the NPI of {bearer.FirstName} {bearer.LastName}.", "One person has one NPI: use that provider, or type the other one's NPI.");
        fields.ThrowIfAny();

        if (known is null)
        {
            var id = tx.NextId<Provider>();
            var added = tx.Add(new Provider
            {
                Practice = practice!.Id, Id = id, Key = form.Key ?? $"provider{id}", Npi = npi, LastName = last, FirstName = first, Taxonomy = taxonomy, License = license,
            });
            tx.Subject = $"provider {id}";
            return new Saved(id.Value, added.Key, SavedHow.Added);
        }
        var changed = new Edit()
            .Field("npi", known.Npi, npi, v => known.Npi = v).Field("lastName", known.LastName, last, v => known.LastName = v)
            .Field("firstName", known.FirstName, first, v => known.FirstName = v).Field("taxonomy", known.Taxonomy, taxonomy, v => known.Taxonomy = v)
            .Field("license", known.License, license, v => known.License = v).Apply(form.Version, known.Version);
        if (changed) known.Version++;
        tx.Subject = $"provider {known.Id}";
        return new Saved(known.Id.Value, known.Key, Saved.HowOf(false, changed), known.Version);
    }

    /// <summary>Another provider of the practice who has this NPI: it belongs to one person for good (45 CFR 162.406, 162.408).</summary>
    private static async Task<Provider?> Bearer(Tx tx, Id<Practice> practice, string npi, Id<Provider>? known, CancellationToken cancel) =>
        (await tx.Db.Set<Provider>().AsNoTracking().Where(p => p.Practice == practice && p.Npi == npi).ToListAsync(cancel)).Find(p => p.Id != known);
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>A provider with the payers they take part with: the object of the book file, and the form of the page. One version counts the edits of both.</summary>
public static class EnrolProvider
{
    public static async Task<Saved> Run(Tx tx, ProviderForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var takesPart = form.Participation is null ? null : await SetParticipation.Check(tx, fields, form.Participation, cancel);
        var saved = await Save(tx, form, fields, takesPart, cancel);
        if (takesPart is null) return saved;
        await tx.Db.SaveChangesAsync(cancel);
        var id = new Id<Provider>(saved.Id);
        var provider = await tx.Db.Set<Provider>().FirstAsync(p => p.Id == id, cancel);
        if (!await SetParticipation.Run(tx, provider, takesPart, cancel) || saved.How != SavedHow.Unchanged) return saved;
        provider.Version++;
        return saved with { How = SavedHow.Changed, Version = provider.Version };
    }

    /// <exception cref="StaleEditException">Somebody changed the provider or a participation since: both versions of each.</exception>
    private static async Task<Saved> Save(Tx tx, ProviderForm form, Fields fields, IReadOnlyList<SetParticipation.Wanted>? takesPart, CancellationToken cancel)
    {
        try
        {
            return await AddProvider.Run(tx, form, fields, cancel);
        }
        catch (StaleEditException stale) when (takesPart is not null)
        {
            var provider = await tx.Db.Set<Provider>().AsNoTracking().FirstAsync(p => p.Key == form.Key && tx.Db.Set<Practice>().Any(x => x.Id == p.Practice && x.Key == form.Practice), cancel);
            throw new StaleEditException(form.Version!.Value, stale.CurrentVersion, [.. stale.Differences, .. await SetParticipation.Differences(tx, provider, takesPart, cancel)], stale.By);
        }
    }
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>A provider with the payers they take part with: the object of the book file, and the form of the page.</summary>
public static class EnrolProvider
{
    public static async Task<Saved> Run(Tx tx, ProviderForm form, CancellationToken cancel = default)
    {
        var saved = await AddProvider.Run(tx, form, cancel);
        if (form.Participation is null) return saved;
        await tx.Db.SaveChangesAsync(cancel);
        var id = new Id<Provider>(saved.Id);
        var practice = await tx.Db.Set<Provider>().Where(p => p.Id == id).Select(p => p.Practice).FirstAsync(cancel);
        var written = await SetParticipation.Run(tx, practice, id, form.Participation, cancel);
        return saved with { How = saved.How == SavedHow.Unchanged && written ? SavedHow.Changed : saved.How };
    }
}

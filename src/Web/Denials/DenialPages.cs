using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Denials;

public sealed record DenialRow(OpenWork Work, string Patient)
{
    public Denial Denial => Work.Denial;
}

/// <summary>Lines that a payer did not pay, as work: what it says in words, what to do, how much hangs on it.</summary>
internal static class DenialPages
{
    public static void MapDenials(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/denials", async (Desk desk, long? from) =>
        {
            var (rows, all) = await desk.Read(tx => Open(tx, from, desk.Cancel));
            return new RazorComponentResult<DenialList>(new { Rows = rows, AtStake = all });
        }).Needs(Right.See);
    }

    /// <summary>A part of the queue, the most at stake first, and what is at stake in all of it.</summary>
    private static async Task<(Paged<DenialRow> Rows, IReadOnlyList<Money> AtStake)> Open(Tx tx, long? from, CancellationToken cancel)
    {
        var work = await OpenWork.Of(tx, OpenDenials.Open(tx), cancel);
        var stands = work.ToDictionary(w => w.Denial.Id);
        // A few at most: work that ended in the book and not by a word.
        var atZero = (await OpenDenials.Open(tx).Select(d => d.Id).ToListAsync(cancel)).FindAll(d => !stands.ContainsKey(d));
        var open = OpenDenials.Open(tx).Where(d => !atZero.Contains(d.Id));
        var id = new Id<Denial>(from ?? 0);
        var (onward, back) = (open, (IQueryable<Denial>?)null);
        if (await open.FirstOrDefaultAsync(d => d.Id == id, cancel) is { } first)
        {
            onward = open.Where(d => d.AtStake < first.AtStake || (d.AtStake == first.AtStake && d.Id >= id));
            back = open.Where(d => d.AtStake > first.AtStake || (d.AtStake == first.AtStake && d.Id < id)).OrderBy(d => d.AtStake).ThenByDescending(d => d.Id);
        }
        var part = await Paging.Cut(open, onward.OrderByDescending(d => d.AtStake).ThenBy(d => d.Id), back, d => d.Id.Value, cancel: cancel);
        return (part.As(await Rows(tx, part.Rows, stands, cancel)), work.ConvertAll(w => w.AtStake));
    }

    private static async Task<IReadOnlyList<DenialRow>> Rows(Tx tx, IReadOnlyList<Denial> denials, Dictionary<Id<Denial>, OpenWork> work, CancellationToken cancel)
    {
        var claimIds = denials.Select(d => d.ClaimId).Distinct().ToList();
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => claimIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.PatientId, cancel);
        var patientIds = claims.Values.Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => patientIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.LastName}, {p.FirstName}", cancel);
        return [.. denials.Select(d => new DenialRow(work[d.Id], patients[claims[d.ClaimId]]))];
    }
}

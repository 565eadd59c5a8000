using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Denials;

public sealed record DenialRow(Denial Denial, string Patient);

/// <summary>Lines that a payer did not pay, as work: what it says in words, what to do, how much hangs on it.</summary>
internal static class DenialPages
{
    public static void MapDenials(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/denials", async (Desk desk) => new RazorComponentResult<DenialList>(new { Rows = await desk.Read(tx => Open(tx, desk.Cancel)) })).Needs(Right.See);
    }

    private static async Task<IReadOnlyList<DenialRow>> Open(Tx tx, CancellationToken cancel)
    {
        var denials = await OpenDenials.Open(tx).OrderBy(d => d.Id).Take(200).ToListAsync(cancel);
        var claimIds = denials.Select(d => d.ClaimId).Distinct().ToList();
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => claimIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.PatientId, cancel);
        var patientIds = claims.Values.Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => patientIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.LastName}, {p.FirstName}", cancel);
        return [.. denials.OrderByDescending(d => d.AtStake.Cents).Select(d => new DenialRow(d, patients[claims[d.ClaimId]]))];
    }
}

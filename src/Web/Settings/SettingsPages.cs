using CleanClaim.Billing.Access;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Settings;

/// <summary>How the practice is set up: what it charges, who treats, who pays. Everybody sees it; who administers changes it.</summary>
internal static class SettingsPages
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings", Show).Needs(Right.See);
        routes.MapFees();
        routes.MapProviders();
        routes.MapPayers();
    }

    private static async Task<IResult> Show(Desk desk)
    {
        var practice = await desk.Practice();
        var (fees, providers, payers) = await desk.Read(async tx => (
            await tx.Db.Set<Fee>().Where(f => f.Practice == practice.Id).Select(f => new { f.Code, f.Modifiers }).Distinct().CountAsync(desk.Cancel),
            await tx.Db.Set<Provider>().CountAsync(p => p.Practice == practice.Id, desk.Cancel), await tx.Db.Set<Payer>().CountAsync(desk.Cancel)));
        return new RazorComponentResult<SettingsPage>(new { Practice = practice, Fees = fees, Providers = providers, Payers = payers });
    }
}

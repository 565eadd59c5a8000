using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Access;

/// <summary>Opens another practice's book for the rest of the session; every page shows that one.</summary>
internal static class PracticeSwitch
{
    public static void MapPracticeSwitch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/practice", async (Desk desk, HttpContext http, [FromForm] string? practice, [FromForm] string? to) =>
        {
            var chosen = desk.Books.All.FirstOrDefault(p => p.Key == practice)
                ?? throw new BadInputException("practice", $"No practice \"{practice}\" is open to you.", $"Choose one of {string.Join(", ", desk.Books.All.Select(p => p.Name))}, or ask the owner of the organization for the right.");
            await Session.Open(http, chosen);
            return Results.LocalRedirect(SignIn.Local(to));
        }).Needs(Right.See);
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CleanClaim.Web.Access;

/// <summary>Where no practice is open, every address answers with the one page that says so and what to do: a form that could not be kept is not shown.</summary>
internal static class NoPractice
{
    private static readonly string[] Always = ["/sign-in", "/sign-out", "/assets", "/health"];

    public static Task Tell(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<OpenBooks>() is not { Open: null } || http.User.Identity is not { IsAuthenticated: true, Name: { } email } || Always.Any(a => http.Request.Path.StartsWithSegments(a, StringComparison.Ordinal))) return next(http);
        return new RazorComponentResult<NoPracticePage>(new { Email = email }).ExecuteAsync(http);
    }
}

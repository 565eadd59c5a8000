using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Access;

/// <summary>Sign-in with a password. The same answer for an unknown address, a wrong password and a locked account, in the same time.</summary>
internal static class SignIn
{
    private const int TriesBeforeLock = 5;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);
    private static readonly PasswordHasher<AppUser> Hasher = new();
    // Compared when there is no such user, so that the time tells nothing.
    private static readonly string Decoy = Hasher.HashPassword(null!, Guid.NewGuid().ToString());

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (string? returnUrl) => Page(returnUrl, null, null)).Open("the way in");
        routes.MapPost("/sign-in", Post).Open("the way in");
        routes.MapPost("/sign-out", async (HttpContext http, [FromForm] string? from) =>
        {
            await http.SignOutAsync();
            return Results.Redirect("/sign-in");
        }).Needs(Right.See);
        routes.MapGet("/not-allowed", () => new RazorComponentResult<Trouble>(new { Title = "This needs another right", Text = "Your role does not include this. Ask the owner of the organization." }) { StatusCode = 403 }).Needs(Right.See);
    }

    /// <param name="kept">What was typed when the session had ended; it goes on after the sign-in.</param>
    public static RazorComponentResult Page(string? returnUrl, string? email, string? fault, KeptForm? kept = null) =>
        new RazorComponentResult<SignInPage>(new { ReturnUrl = Local(returnUrl), Email = email, Fault = fault, Kept = kept });

    private static async Task<IResult> Post([FromForm] string email, [FromForm] string password, [FromForm] string? returnUrl, IFormCollection posted, Work work, KeptForms forms, HttpContext http, CancellationToken cancel)
    {
        var kept = forms.Brought(posted);
        if (await Check(work, email.Trim().ToLowerInvariant(), password, cancel) is not { } known)
            return Page(returnUrl, email, "The address and the password do not belong together, or the account is locked for a while after several wrong tries.", kept);
        var drawn = forms.Opened(kept?.Seal);
        var open = drawn is { Practice: { Length: > 0 } practice } ? new Id<Practice>(long.Parse(practice, System.Globalization.CultureInfo.InvariantCulture)) : (Id<Practice>?)null;
        await Session.Begin(http, Session.Principal(known.User, known.Member, open));
        if (kept is not null && drawn?.Email == known.User.Email) return KeptFormPages.Resume(kept, "You are signed in again");
        return Results.LocalRedirect(Local(returnUrl));
    }

    private static async Task<(AppUser User, Membership Member)?> Check(Work work, string email, string password, CancellationToken cancel)
    {
        var now = Instant.Of(work.Clock.GetUtcNow());
        var user = await work.Global(write: true, async db =>
        {
            var user = await db.Set<AppUser>().FirstOrDefaultAsync(u => u.Email == email, cancel);
            var right = Hasher.VerifyHashedPassword(null!, user?.PasswordHash ?? Decoy, password) != PasswordVerificationResult.Failed;
            if (user is null || user.LockedUntil?.CompareTo(now) > 0) return null;
            user.FailedSignIns = right ? 0 : user.FailedSignIns + 1;
            user.LockedUntil = user.FailedSignIns >= TriesBeforeLock ? now.Plus(Lock) : null;
            return right && user.PasswordHash is not null ? user : null;
        }, cancel);
        if (user is null) return null;
        foreach (var org in user.Orgs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var scope = Scope.System(new(long.Parse(org, System.Globalization.CultureInfo.InvariantCulture)));
            if (await work.Read(scope, tx => tx.Db.Set<Membership>().AsNoTracking().FirstOrDefaultAsync(m => m.Email == email, cancel), cancel) is { } member) return (user, member);
        }
        return null;
    }

    /// <summary>An address of ours; the first page for any other.</summary>
    public static string Local(string? url) => url is { Length: > 0 } && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) ? url : "/";
}

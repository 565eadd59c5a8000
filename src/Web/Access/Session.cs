using System.Globalization;
using System.Security.Claims;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanClaim.Web.Access;

/// <summary>Who is signed in, as the cookie says; the database is asked again on each request, so that a changed password or a lost membership ends the session.</summary>
public static class Session
{
    private const string OrgClaim = "org";
    private const string StampClaim = "stamp";
    private const string OpenClaim = "practice";
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    public static readonly AuthorizationPolicy SignedIn = new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build();

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "cleanclaim";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = Idle;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/not-allowed";
        cookie.Events.OnValidatePrincipal = Validate;
    }

    public static ClaimsPrincipal Principal(AppUser user, Membership member, Id<Practice>? open = null) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, user.Email), new Claim(OrgClaim, member.Org.ToString()), new Claim(StampClaim, user.SecurityStamp),
        new Claim(ClaimTypes.Role, member.Role.ToString()), new Claim("practices", member.Practices), new Claim(OpenClaim, open?.ToString() ?? ""),
    ], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>The session goes on with this practice's book open; it is kept in the sealed cookie, so that any node knows it and no browser can choose another.</summary>
    public static Task Open(HttpContext http, Practice practice)
    {
        var claims = http.User.Claims.Where(c => c.Type != OpenClaim).Append(new Claim(OpenClaim, practice.Id.ToString()));
        return Begin(http, new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
    }

    /// <summary>The page of this very answer is drawn for who is signed in from now on: the proof in its forms is theirs.</summary>
    public static Task Begin(HttpContext http, ClaimsPrincipal principal)
    {
        http.User = principal;
        return http.SignInAsync(principal);
    }

    public static Role? RoleOf(ClaimsPrincipal user) => Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : null;

    /// <summary>The scope of the signed-in person.</summary>
    public static Scope ScopeOf(ClaimsPrincipal user)
    {
        var practices = (user.FindFirstValue("practices") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => new Id<Practice>(long.Parse(p, CultureInfo.InvariantCulture))).ToList();
        return new Scope(OrgOf(user), practices.Count == 0 ? null : practices, user.Identity!.Name!, RoleOf(user)!.Value);
    }

    private static Id<Organization> OrgOf(ClaimsPrincipal user) => new(long.Parse(user.FindFirstValue(OrgClaim)!, CultureInfo.InvariantCulture));

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var work = context.HttpContext.RequestServices.GetRequiredService<Work>();
        var (email, stamp) = (context.Principal!.Identity!.Name, context.Principal.FindFirstValue(StampClaim));
        var user = await work.Global(write: false, db => db.Set<AppUser>().AsNoTracking().FirstOrDefaultAsync(u => u.Email == email));
        var (member, practices) = user is null || user.SecurityStamp != stamp ? (null, [])
            : await work.Read(Scope.System(OrgOf(context.Principal)), async tx => (await tx.Db.Set<Membership>().AsNoTracking().FirstOrDefaultAsync(m => m.Email == email),
                await tx.Db.Set<Practice>().AsNoTracking().OrderBy(p => p.Id).ToListAsync()));
        if (member is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
            return;
        }
        var books = OpenBooks.Of(member, practices, context.Principal.FindFirstValue(OpenClaim));
        context.HttpContext.Features.Set(books);
        context.ReplacePrincipal(Principal(user!, member, books.Open?.Id));
    }
}

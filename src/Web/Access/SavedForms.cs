using System.Globalization;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CleanClaim.Web.Access;

/// <summary>
/// What became of the forms by which this browser added something. Such a form carries its key in its address, so that Back, or the address once more, leads to what was saved and never to an
/// empty form that would add it twice. Without the cookie the key does the same when the form is sent: once.
/// </summary>
public sealed class SavedForms(IDataProtectionProvider protection)
{
    public const string Name = "form";
    private const string Cookie = "cleanclaim.saved";
    /// <summary>Back goes a few steps; a cookie is no archive.</summary>
    private const int Remembered = 8;

    private readonly ITimeLimitedDataProtector _saved = protection.CreateProtector("saved").ToTimeLimitedDataProtector();

    /// <summary>The key in the address of a form that is shown; null where there is none of ours.</summary>
    public static string? KeyOf(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Query[Name].ToString() is var key && Guid.TryParseExact(key, "N", out _) ? key : null;

    /// <summary>Shows the form under a key of its own; one that was saved is not shown again.</summary>
    public async ValueTask<object?> Show(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (KeyOf(http) is not { } key)
            return Results.LocalRedirect($"{http.Request.Path}{http.Request.QueryString.Add(Name, Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture))}");
        return Where(http, key) is { } saved ? Again(http, saved) : await next(context);
    }

    /// <summary>Sends the form, and remembers where what it saved stands.</summary>
    public async ValueTask<object?> Send(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = (await http.Request.ReadFormAsync(http.RequestAborted))["key"].ToString();
        if (Where(http, key) is { } before) return Again(http, before);
        var result = await next(context);
        if (result is RedirectHttpResult { Url: { } to } && Guid.TryParseExact(key, "N", out _))
            http.Response.Cookies.Append(Cookie, _saved.Protect(string.Join('\n', [$"{key} {to.Split('?')[0]}", .. Known(http).Take(Remembered - 1)]), TimeSpan.FromHours(24)),
                new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, IsEssential = true });
        return result;
    }

    private static IResult Again(HttpContext http, string saved) =>
        Results.LocalRedirect($"{saved}?done={((Desk)http.RequestServices.GetService(typeof(Desk))!).Note("That form is saved already: this is what it made. Nothing was added twice.")}");

    private string? Where(HttpContext http, string key) => Known(http).FirstOrDefault(k => key.Length > 0 && k.StartsWith(key + " ", StringComparison.Ordinal)) is { } line ? SignIn.Local(line[(key.Length + 1)..]) : null;

    private string[] Known(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[Cookie] is { Length: > 0 } cookie ? _saved.Unprotect(cookie).Split('\n') : [];
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return [];
        }
    }
}

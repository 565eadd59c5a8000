using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Access;

/// <summary>A form that could not be taken because the session or the open practice changed meanwhile: everything that was typed, for whom and for which book.</summary>
/// <param name="To">Where it was sent.</param>
/// <param name="Files">Fields that held files, which no page can keep: they are chosen again.</param>
public sealed record KeptForm(string To, string Seal, IReadOnlyList<(string Name, string Value)> Fields, IReadOnlyList<string> Files);

/// <summary>
/// Nothing typed is ever lost (UI.md): a form that arrives after its session has ended comes back through the sign-in, and one that arrives while another practice is
/// open is asked about. Only a form that this program drew for the same person is kept so: the seal in it says for whom and for which book.
/// </summary>
public sealed class KeptForms(IDataProtectionProvider protection)
{
    /// <summary>What every form carries in this field.</summary>
    public const string SealField = "seal";
    private const string Prefix = "kept.";
    private const string Token = "__RequestVerificationToken";
    /// <summary>A larger body is no typed form; it is not read before somebody has signed in.</summary>
    private const long LongestTyped = 1_000_000;
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly ITimeLimitedDataProtector _seals = protection.CreateProtector("form").ToTimeLimitedDataProtector();

    public string SealOf(string email, Id<Practice>? practice) => _seals.Protect($"{practice}\n{email}", Life);

    /// <summary>For whom and for which practice the form was drawn; null for one that is not ours, or too old.</summary>
    public (string Email, string Practice)? Opened(string? seal)
    {
        try
        {
            return string.IsNullOrEmpty(seal) ? null : _seals.Unprotect(seal).Split('\n') is [var practice, var email] ? (email, practice) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The form as it was sent; null when it is none of ours.</summary>
    public async Task<KeptForm?> Sent(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || !(http.Request.ContentLength <= LongestTyped)) return null;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Opened(form[SealField]) is null) return null;
        var fields = form.Where(f => f.Key != Token).SelectMany(f => f.Value.Select(v => (f.Key, v ?? ""))).ToList();
        return new KeptForm($"{http.Request.Path}{http.Request.QueryString}", form[SealField].ToString(), fields, [.. form.Files.Select(f => f.Name).Distinct()]);
    }

    /// <summary>The fields by which a page carries a kept form on.</summary>
    public static IEnumerable<(string Name, string Value)> Carried(KeptForm kept) =>
        [("keptTo", kept.To), .. kept.Files.Select(f => ("keptFile", f)), .. kept.Fields.Select(f => (Prefix + f.Name, f.Value))];

    /// <summary>What such a page brought, for the one whom its seal names; null when it carries no form.</summary>
    public KeptForm? Brought(IFormCollection form)
    {
        var seal = form[Prefix + SealField].ToString();
        if (Opened(seal) is null) return null;
        var fields = form.Where(f => f.Key.StartsWith(Prefix, StringComparison.Ordinal)).SelectMany(f => f.Value.Select(v => (f.Key[Prefix.Length..], v ?? ""))).ToList();
        return new KeptForm(SignIn.Local(form["keptTo"]), seal, fields, [.. form["keptFile"].OfType<string>()]);
    }

    /// <summary>Stands between authentication and authorization: whoever lost the session signs in and goes on.</summary>
    public static async Task Keep(HttpContext http, RequestDelegate next, KeptForms forms)
    {
        var open = http.Features.Get<OpenBooks>();
        if (await forms.Sent(http) is not { } kept) await next(http);
        else if (http.User.Identity?.IsAuthenticated != true) await SignIn.Page("/", null, "Your session has ended, and nothing was sent. Sign in: what you typed goes on.", kept).ExecuteAsync(http);
        else if (forms.Opened(kept.Seal) is { } drawn && (drawn.Practice != $"{open?.Open?.Id}" || drawn.Email != http.User.Identity.Name)) await Ask(http, kept, drawn, open);
        else await next(http);
    }

    private static Task Ask(HttpContext http, KeptForm kept, (string Email, string Practice) drawn, OpenBooks? open)
    {
        var (mine, practice) = (drawn.Email == http.User.Identity!.Name, open?.All.FirstOrDefault(p => p.Id.ToString() == drawn.Practice));
        http.Response.StatusCode = StatusCodes.Status409Conflict;
        return new RazorComponentResult<ResumePage>(new
        {
            Kept = mine && practice is not null ? kept : null, Practice = practice, Title = mine ? $"{open?.Open?.Name} is open now" : "Somebody else has signed in",
            Text = mine && practice is not null ? $"This form is of {practice.Name}. Nothing was sent yet." : "Nothing was sent. Sign in again as the one who typed it, or begin anew.",
        }).ExecuteAsync(http);
    }
}

/// <summary>Goes on with a kept form in the practice that it was typed for.</summary>
internal static class KeptFormPages
{
    public static void MapKeptForms(this IEndpointRouteBuilder routes) => routes.MapPost("/practice/resume", async (Desk desk, HttpContext http, IFormCollection posted, KeptForms forms) =>
    {
        var practice = desk.Books.All.FirstOrDefault(p => p.Key == posted["practice"]);
        if (practice is null || forms.Brought(posted) is not { } kept || forms.Opened(kept.Seal)?.Email != http.User.Identity!.Name) return Results.LocalRedirect("/");
        await Session.Open(http, practice);
        return Resume(kept, $"{practice.Name} is open again");
    }).Needs(Billing.Access.Right.See);

    /// <summary>The page that sends what was typed, now that it can be taken.</summary>
    public static IResult Resume(KeptForm kept, string title) =>
        new RazorComponentResult<ResumePage>(new { Kept = kept, Title = title, Text = kept.Files.Count > 0 ? "What you typed is still here. Choose the file again, since a page cannot keep it." : "What you typed is still here." });
}

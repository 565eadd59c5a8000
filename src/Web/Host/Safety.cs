using CleanClaim.Billing;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Access;
using CleanClaim.Web.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace CleanClaim.Web.Host;

/// <summary>Headers that keep a page to itself, and a plain page for what went wrong: what was kept, what to do. Never a stack trace.</summary>
internal sealed partial class Safety(RequestDelegate next, ILogger<Safety> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        try
        {
            await next(http);
            if (http.Response is { StatusCode: 400, HasStarted: false, ContentLength: null, ContentType: null }) await Say(http, 400, "This page was too old", "Nothing was sent. Go back, reload the page, and send it again.");
            if (http.Response is { StatusCode: 404, HasStarted: false, ContentLength: null }) await Say(http, 404, "There is nothing here", "The address may be mistyped, or the row belongs to another practice.", Elsewhere(http));
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await Answer(http, e);
        }
    }

    private async Task Answer(HttpContext http, Exception e)
    {
        switch (e)
        {
            case NotAllowedException: await Say(http, 403, "This needs another right", e.Message); break;
            case KeyReusedException: await Say(http, 422, "This form was sent before", "What you sent the first time was kept. Go back, reload the page, and send it again."); break;
            case BadInputException bad: await Say(http, 400, "That could not be taken", string.Join(' ', bad.Faults.Select(f => $"{f.Message} {f.Fix}"))); break;
            case BadHttpRequestException: await Say(http, 400, "That request could not be read", "Go back, reload the page, and try again."); break;
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested: break;
            default:
                Failed(log, e, http.Request.Method, http.Request.Path);
                await Say(http, 500, "Something broke on our side", "Nothing was half done: what you sent either was kept whole or not at all. Try again; if it stays, tell the operator the time of day.");
                break;
        }
    }

    /// <summary>Where a page that was asked for may stand instead.</summary>
    private static List<Practice> Elsewhere(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Features.Get<OpenBooks>() is { } books ? [.. books.All.Where(p => p.Id != books.Open?.Id)] : [];

    private static async Task Say(HttpContext http, int status, string title, string text, IReadOnlyList<Practice>? elsewhere = null)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
        var page = new RazorComponentResult<Trouble>(new { Title = title, Text = text, Elsewhere = elsewhere ?? [], Address = $"{http.Request.Path}{http.Request.QueryString}" }) { StatusCode = status };
        await page.ExecuteAsync(http);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, Exception e, string method, PathString path);
}

using CleanClaim.Billing;
using CleanClaim.Web.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanClaim.Web.Host;

/// <summary>
/// What the web door needs from whoever starts it. <paramref name="KeysFolder"/> keeps the session keys; <paramref name="Exchange"/> is one round with
/// every trading partner, in words for the page, null where the program cannot (no partner's transport).
/// </summary>
public sealed record WebSettings(Work Work, string KeysFolder, IReadOnlyList<string> Urls, Func<Scope, CancellationToken, Task<IReadOnlyList<string>>>? Exchange = null);

/// <summary>The web app, put together: read it as its table of contents.</summary>
public static class WebHost
{
    public static WebApplication Build(WebSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel => { kestrel.AddServerHeader = false; kestrel.Limits.MaxRequestBodySize = Limits.UploadBytes; });
        // Standard output belongs to the command that serves; what is logged goes to standard error.
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(settings).AddSingleton(settings.Work).AddHttpContextAccessor().AddScoped<Desk>().AddSingleton<KeptForms>().AddSingleton<SavedForms>();
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().SetApplicationName("CleanClaim").PersistKeysToFileSystem(Directory.CreateDirectory(settings.KeysFolder));
        builder.Services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "cleanclaim.form");
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Session.Configure);
        // Every route needs a signed-in person unless it says otherwise; which right it needs stands on the route.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(Session.SignedIn);

        var app = builder.Build();
        app.UseMiddleware<Safety>();
        app.UseAuthentication();
        app.Use((http, next) => KeptForms.Keep(http, next, app.Services.GetRequiredService<KeptForms>()));
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(NoPractice.Tell);

        app.MapAssets();
        app.MapHealth();
        app.MapSignIn();
        app.MapPracticeSwitch();
        app.MapKeptForms();
        app.MapPages();
        return app;
    }
}

/// <summary>Bounds on what a browser may send.</summary>
public static class Limits
{
    public const long UploadBytes = 256L * 1024 * 1024;
}

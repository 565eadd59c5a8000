using System.Reflection;
using System.Security.Cryptography;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;

namespace CleanClaim.Web.Host;

/// <summary>The right that a route needs; a test lists every route and fails on one that names none and is not open by name.</summary>
public sealed record RightNeeded(Right Right);

/// <summary>A route that people who are not signed in may use, and why.</summary>
public sealed record OpenToAll(string Why);

public static class Routes
{
    /// <summary>Denies the route to roles without the right; <see cref="Work"/> checks again.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Right right) where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(new RightNeeded(right));
        return route.RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireAssertion(context =>
            Session.RoleOf(context.User) is { } role && Rights.Allows(role, right)));
    }

    /// <summary>A form: shown at its address, and sent to the same one. One that adds something ("…/new") adds it once, whatever the browser's Back shows (<see cref="SavedForms"/>).</summary>
    public static void MapForm(this IEndpointRouteBuilder routes, string address, Right right, Delegate show, Delegate send)
    {
        var (get, post) = (routes.MapGet(address, show).Needs(right), routes.MapPost(address, send).Needs(right));
        if (!address.EndsWith("/new", StringComparison.Ordinal)) return;
        var forms = routes.ServiceProvider.GetRequiredService<SavedForms>();
        get.AddEndpointFilter(forms.Show);
        post.AddEndpointFilter(forms.Send);
    }

    public static TBuilder Open<TBuilder>(this TBuilder route, string why) where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(new OpenToAll(why));
        return route.AllowAnonymous();
    }

    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => "ok").Open("a process monitor asks it");
        routes.MapGet("/health/ready", async (Work work, CancellationToken cancel) =>
        {
            await work.Global(write: false, _ => Task.FromResult(true), cancel);
            return "ok";
        }).Open("a balancer asks it");
    }

    /// <summary>Styles and scripts, embedded in the program; their address carries a hash of the content, so browsers may keep them.</summary>
    internal static void MapAssets(this IEndpointRouteBuilder routes)
    {
        var types = new FileExtensionContentTypeProvider();
        routes.MapGet("/assets/{**path}", (string path, HttpContext http) =>
        {
            if (typeof(Routes).Assembly.GetManifestResourceStream("wwwroot/" + path) is not { } asset) return Results.NotFound();
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Stream(asset, types.TryGetContentType(path, out var type) ? type : "application/octet-stream");
        }).Open("styles and scripts hold no data");
    }
}

/// <summary>Addresses of embedded files with their content hash.</summary>
public static class EmbeddedAssets
{
    private static readonly Dictionary<string, string> Known = typeof(EmbeddedAssets).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("wwwroot/", StringComparison.Ordinal)).ToDictionary(n => n["wwwroot/".Length..], Address, StringComparer.Ordinal);

    public static string Of(string path) => Known[path];

    private static string Address(string name)
    {
        using var stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(name)!;
        return $"/assets/{name["wwwroot/".Length..]}?v={Convert.ToHexStringLower(SHA256.HashData(stream))[..12]}";
    }
}

using System.Net;
using CleanClaim.Billing;
using CleanClaim.Billing.Storage;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanClaim.Browser.Tests;

/// <summary>Every route denies by default: it names the right it needs, or says why it is open to all.</summary>
public sealed class RouteTests
{
    [Fact]
    public async Task Every_route_names_its_right_or_why_it_is_open_and_denies_who_is_not_signed_in()
    {
        var path = Directory.CreateTempSubdirectory("cleanclaim-routes-").FullName;
        await using (var folder = await DataFolder.TryOpen(path, Migrations.Sqlite.Steps.All, TimeProvider.System))
        {
            await using var app = WebHost.Build(new WebSettings(new Work(folder!.Database, folder.Vault, TimeProvider.System), Path.Combine(path, "keys", "sessions"), ["http://127.0.0.1:0"]));
            await app.StartAsync();
            var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
            Assert.True(routes.Count > 25, $"Only {routes.Count} routes were found.");
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
            foreach (var route in routes) await Denies(client, route);
            await app.StopAsync();
        }
        Directory.Delete(path, recursive: true);
    }

    private static async Task Denies(HttpClient client, RouteEndpoint route)
    {
        var (right, open) = (route.Metadata.GetMetadata<RightNeeded>(), route.Metadata.GetMetadata<OpenToAll>());
        Assert.True(right is null != (open is null), $"{route.DisplayName} names {(right is null ? "no right and no reason to be open" : "a right and is open too")}.");
        if (open is not null) return;
        foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
        {
            var address = string.Join('/', route.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))));
            using var request = new HttpRequestMessage(new HttpMethod(method), "/" + address);
            using var answer = await client.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/sign-in", StringComparison.Ordinal), $"{method} /{address} answered {answer.StatusCode}.");
        }
    }
}

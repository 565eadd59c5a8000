using CleanClaim.Testing;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>
/// Pictures for people who look, taken only when CLEANCLAIM_WRITE_IMAGES asks, so that a test run leaves the checkout as it was: 1 renews those
/// that the documents show (docs/images), a folder's name takes every page at its full length into that folder.
/// </summary>
internal static class Pictures
{
    private static readonly string[] Shown = ["today", "visit", "claims", "denials", "today-390"];

    public static async Task Take(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_WRITE_IMAGES") is not { Length: > 0 } asked) return;
        if (asked == "1" && !Shown.Contains(name)) return;
        var folder = Directory.CreateDirectory(asked == "1" ? Checkout.PathTo("docs", "images") : asked).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = asked != "1" });
    }
}

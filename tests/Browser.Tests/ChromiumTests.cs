using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

public sealed class ChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task The_browser_types_clicks_and_photographs_a_page()
    {
        var page = await chromium.NewPageAsync(theme: ColorScheme.Dark);
        await page.SetContentAsync("""
            <label>Member id <input id="member"></label>
            <button onclick="answer.textContent = 'Member ' + member.value + (matchMedia('(prefers-color-scheme: dark)').matches ? ' at night' : '')">Find</button>
            <output id="answer"></output>
            """);
        await page.GetByLabel("Member id").FillAsync("W*12~34");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();

        Assert.Equal("Member W*12~34 at night", await page.Locator("output").TextContentAsync());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await page.ScreenshotAsync())[..4]);
    }
}

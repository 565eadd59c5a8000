using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>Every page of a clinic at work, for everybody: axe silent in both themes, no sideways scroll on a phone, usable without script.</summary>
public sealed class LooksTests(Chromium chromium, TwoPractices clinic) : IClassFixture<Chromium>, IClassFixture<TwoPractices>
{
    [ChromiumFact]
    public async Task Axe_finds_nothing_on_any_page_in_light_and_in_dark()
    {
        var hands = await Hands.At(chromium, clinic);
        var found = new List<string>(await InBothThemes(hands, "sign-in"));
        await hands.SignIn(Clinic.Password);
        await hands.Sees("Today");
        await EveryPage.PutToWork(hands);
        foreach (var (name, reach) in EveryPage.All)
        {
            await reach(hands);
            found.AddRange(await InBothThemes(hands, name));
        }
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    [ChromiumFact]
    public async Task On_a_phone_no_page_scrolls_sideways()
    {
        var hands = await Hands.SignedIn(chromium, clinic, width: 390);
        await EveryPage.PutToWork(hands);
        var wide = new List<string>();
        foreach (var (name, reach) in EveryPage.All)
        {
            await reach(hands);
            await Pictures.Take(hands.Page, $"{name}-390");
            var width = await hands.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 390) wide.Add($"{name} is {width} px wide");
            var cut = await hands.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('table:has(.queue-row) td.money')].filter(cell => cell.getBoundingClientRect().right > innerWidth).map(cell => cell.innerText)");
            if (cut.Length > 0) wide.Add($"{name} cuts off {string.Join(", ", cut)}");
        }
        Assert.Empty(wide);
    }

    [ChromiumFact]
    public async Task Every_page_works_without_script()
    {
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = "en-US" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(clinic.Address);
        var hands = new Hands(page);
        await hands.SignIn(Clinic.Password);
        await hands.Sees("Today");
        await EveryPage.PutToWork(hands);
        foreach (var (_, reach) in EveryPage.All) await reach(hands);
        await EveryPage.ToPatient(hands);
        await hands.Click("Take a payment");
        await hands.Type("Amount", "3.00");
        await hands.Click("Take the payment");
        await hands.Reads("3.00 taken");
    }

    /// <summary>A theme changes colours and nothing else, so in the dark only these are looked at.</summary>
    private static async Task<IEnumerable<string>> InBothThemes(Hands hands, string name)
    {
        await Pictures.Take(hands.Page, name);
        var light = await Violations(hands, $"{name}, light", new AxeRunOptions());
        await hands.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Pictures.Take(hands.Page, $"{name}-dark");
        var dark = await Violations(hands, $"{name}, dark", new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } });
        await hands.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return light.Concat(dark);
    }

    private static async Task<IEnumerable<string>> Violations(Hands hands, string where, AxeRunOptions options)
    {
        var result = await hands.Page.RunAxe(options);
        return result.Violations.Select(v => $"{where}: {v.Id} ({v.Help}) at {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}");
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>What a person does with a page: clicks, types, presses keys, looks. After the first page no address is entered.</summary>
internal sealed class Hands(IPage page)
{
    // The machine that runs the tests may be busy: waiting is no failure.
    private const float Patience = 30_000;

    public IPage Page => page;

    /// <summary>The only address that is entered: the program's own.</summary>
    public static async Task<Hands> At(Chromium chromium, Clinic clinic, int width = 1280)
    {
        var page = await chromium.NewPageAsync(width);
        page.SetDefaultTimeout(Patience);
        page.SetDefaultNavigationTimeout(Patience);
        await page.GotoAsync(clinic.Address);
        return new Hands(page);
    }

    public static async Task<Hands> SignedIn(Chromium chromium, Clinic clinic, int width = 1280)
    {
        var hands = await At(chromium, clinic, width);
        await hands.SignIn(Clinic.Password);
        await hands.Sees("Today");
        return hands;
    }

    public async Task SignIn(string password)
    {
        await Type("E-mail address", Clinic.Email);
        await Type("Password", password);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Types into the field with this label, over what stands in it; within a group of fields when it is named.</summary>
    public async Task Type(string label, string text, string? group = null)
    {
        var field = Within(group).GetByLabel(label).First;
        await field.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        if (text.Length == 0) await page.Keyboard.PressAsync("Delete");
        else await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Chooses in a list by typing the beginning of the choice.</summary>
    public async Task Choose(string label, string choice, string? group = null)
    {
        var list = Within(group).GetByLabel(label).First;
        await list.PressSequentiallyAsync(choice);
        Assert.StartsWith(choice, await list.EvaluateAsync<string>("list => list.selectedOptions[0].text"), StringComparison.Ordinal);
    }

    public Task Open(string summary, string? group = null) => Within(group).GetByText(summary).First.ClickAsync();

    /// <summary>Presses the button or follows the link whose words begin so.</summary>
    /// <exception cref="TimeoutException">There is none; the message holds what the page says instead.</exception>
    public async Task Click(string words)
    {
        try
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = Beginning(words) }).Or(page.GetByRole(AriaRole.Link, new() { NameRegex = Beginning(words) })).First.ClickAsync();
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Nothing to press says \"{words}\" on {page.Url}, which says: {await page.Locator("body").InnerTextAsync()}", e);
        }
    }

    /// <summary>Chooses files for the field with this label, as they lie on the desk, and presses the button beside it.</summary>
    public async Task Bring(string label, string button, params (string Name, string Text)[] files)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByLabel(label).ClickAsync());
        await chooser.SetFilesAsync(files.Select(f => new FilePayload { Name = f.Name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(f.Text) }));
        await Click(button);
    }

    /// <summary>Waits until the field is marked wrong: the words stand beside it and in the summary, and what was typed is still in it.</summary>
    public async Task FaultAt(string field, string typed, string says)
    {
        var input = page.Locator($"[id='{field}']");
        await Telling(() => Assertions.Expect(input).ToHaveAttributeAsync("aria-invalid", "true", new() { Timeout = Patience }));
        await Reads("Nothing was kept yet");
        Assert.Contains(says, await page.Locator($"[id='{field}-error']").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(typed, await input.InputValueAsync());
        await Assertions.Expect(page.Locator($"a[href='#{field}']").First).ToBeVisibleAsync();
    }

    /// <summary>Goes to a part of the program by the rail.</summary>
    public async Task Go(string place)
    {
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = place, Exact = true }).ClickAsync();
        await Sees(place);
    }

    /// <summary>Waits until the page's title says so.</summary>
    public Task Sees(string title) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(title, new() { Timeout = Patience });

    /// <summary>Waits until the words stand somewhere on the page, with any space between them.</summary>
    public Task Reads(string words) => Telling(() => Assertions.Expect(page.Locator("body")).ToContainTextAsync(words, new() { Timeout = Patience }));

    /// <summary>The first row of a table that holds the words.</summary>
    public ILocator Row(string words) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = words }).First;

    /// <summary>Waits until a row with the words says this too.</summary>
    public Task RowSays(string words, string says) => Telling(() => Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = words }).Filter(new() { HasText = says }).First).ToBeVisibleAsync(new() { Timeout = Patience }));

    /// <summary>A failure tells what the page says instead.</summary>
    private async Task Telling(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (PlaywrightException e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{page.Url} says: {await page.Locator("body").InnerTextAsync()}", e);
        }
    }

    private ILocator Within(string? group) => group is null ? page.Locator("main") : page.GetByRole(AriaRole.Group, new() { Name = group, Exact = true });

    private static Regex Beginning(string words) => new("^" + Regex.Escape(words), RegexOptions.None, TimeSpan.FromSeconds(1));
}

using CleanClaim.Testing;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>
/// A real Chromium for the tests of a class: the one the system has installed, with a fresh and empty profile.
/// Playwright's driver and its own node come with its package; nothing is downloaded.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    // No GPU, no sandbox of its own (the tests may run as root), and no request that the page did not make.
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Why browser tests are skipped; null when Chromium is installed, and always null under CI=true.</summary>
    public static string? MissingReason =>
        ContinuousIntegration.IsOn || FindProgram() is not null
            ? null
            : "Chromium is not installed (Debian: apt-get install chromium; CLEANCLAIM_CHROMIUM names the program)";

    public async Task InitializeAsync()
    {
        if (MissingReason is not null)
            return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindProgram() ?? throw new InvalidOperationException("Chromium is not installed: run ./test as root once, or install chromium."),
            Headless = true,
            Args = Flags,
        });
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page in a context of its own: no cookie of another test, a size, a theme.</summary>
    public async Task<IPage> NewPageAsync(int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme,
            Locale = "en-US",
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await context.NewPageAsync();
    }

    private static string? FindProgram()
    {
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin");
        return folders
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }, Path.Combine)
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>A fact in a real browser, skipped with the reason where Chromium is not installed; under CI=true it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.MissingReason;
}

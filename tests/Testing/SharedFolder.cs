namespace CleanClaim.Testing;

/// <summary>
/// The folder `shared` beside the checkout: files that others wrote and official code sets, which are not ours to ship.
/// The environment variable CLEANCLAIM_SHARED names another place.
/// </summary>
public static class SharedFolder
{
    /// <summary>The folder, or null when it is not there; tests that need it then count as skipped.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Why tests that need the folder are skipped; null when it is there.</summary>
    public static string? MissingReason =>
        Root is null ? "the folder ../shared is not beside this checkout (CLEANCLAIM_SHARED names another place)" : null;

    public static string PathTo(params string[] parts) =>
        Path.Combine([Root ?? throw new DirectoryNotFoundException(MissingReason), .. parts]);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_SHARED") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(Checkout.Root); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "corpus") is var corpus && Directory.Exists(corpus))
                return Path.GetDirectoryName(corpus);
        return null;
    }
}

/// <summary>A fact about files in ../shared, skipped with the reason where that folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedFolder.MissingReason;
}

/// <summary>A theory about files in ../shared, skipped with the reason where that folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedFolder.MissingReason;
}

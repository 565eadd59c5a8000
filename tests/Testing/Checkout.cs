namespace CleanClaim.Testing;

/// <summary>The checkout these tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder that holds CleanClaim.slnx, found by walking up from the test's own assembly.</summary>
    public static string Root { get; } = Find();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CleanClaim.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No CleanClaim.slnx above {AppContext.BaseDirectory}.");
    }
}

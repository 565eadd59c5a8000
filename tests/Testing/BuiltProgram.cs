namespace CleanClaim.Testing;

/// <summary>The program as it was built, in its own folder: there stands what the build compiled ahead.</summary>
public static class BuiltProgram
{
    public static string Dll { get; } = In("src", "Cli", "cleanclaim.dll");

    /// <summary>The program that the crash harness kills.</summary>
    public static string CrashHostDll { get; } = In("tests", "CrashHost", "CleanClaim.CrashHost.dll");

    /// <summary>In the configuration that the tests were built in.</summary>
    private static string In(string place, string project, string dll) =>
        Checkout.PathTo(place, project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", dll);
}

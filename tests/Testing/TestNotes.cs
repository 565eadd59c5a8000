namespace CleanClaim.Testing;

/// <summary>Lines that ./test prints after its results: how many files were read, how often a process was killed.</summary>
public static class TestNotes
{
    private static readonly Lock OneAtATime = new();

    public static void Add(string line)
    {
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_TEST_NOTES") is not { Length: > 0 } file)
            return;
        lock (OneAtATime)
            File.AppendAllText(file, line.ReplaceLineEndings(" ") + "\n");
    }
}

/// <summary>`./test --long` asks for the long rounds.</summary>
public static class LongRun
{
    public static bool IsAsked => Environment.GetEnvironmentVariable("CLEANCLAIM_LONG") == "1";
}

/// <summary>Continuous integration has every tool: what is missing there is a failure, not a skip.</summary>
public static class ContinuousIntegration
{
    public static bool IsOn => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}

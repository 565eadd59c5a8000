namespace CleanClaim.Conventions.Tests.Samples;

/// <summary>A fault on purpose: the time of the machine.</summary>
internal static class Watch
{
    public static DateTime Read() => DateTime.UtcNow;
}

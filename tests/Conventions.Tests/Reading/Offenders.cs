namespace CleanClaim.Conventions.Tests.Reading;

/// <summary>Fails with every offender on a line of its own, and with what to do about them.</summary>
public static class Offenders
{
    public static void None(IEnumerable<string> offenders, string cure)
    {
        var all = offenders.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} found. {cure}\n  {string.Join("\n  ", all)}");
    }
}

namespace CleanClaim.Conventions.Tests.Samples;

/// <summary>A fault on purpose: fractions where money may come by.</summary>
internal sealed class Fraction
{
    public decimal? Rate { get; set; }

    public static long Half(double amount) => (long)amount;

    public static long InPassing(long cents) => (long)(cents * 0.8);
}

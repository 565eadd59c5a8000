namespace CleanClaim.Sandbox.Tests;

public sealed class StandsAloneTests
{
    [Fact]
    public void The_sandbox_references_nothing_of_ours_so_that_two_readings_can_disagree() =>
        Assert.DoesNotContain(typeof(SandboxDoor).Assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("CleanClaim", StringComparison.Ordinal));
}

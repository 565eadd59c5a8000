using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>STYLE 8: time comes in at the door as a value. Nothing in src asks the machine what time it is; Billing not even a TimeProvider of its own.</summary>
public sealed class ClockTests
{
    private static readonly string[] Clocks = ["DateTime.get_Now", "DateTime.get_UtcNow", "DateTime.get_Today", "DateTimeOffset.get_Now", "DateTimeOffset.get_UtcNow"];

    [Fact]
    public void Nobody_reads_the_machines_clock() =>
        Offenders.None(Product.Assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => Reads(type, Clocks)), "Take the time as a value, or a TimeProvider at the door.");

    [Fact]
    public void Below_the_door_nobody_makes_a_clock() =>
        Offenders.None(Product.Billing.GetTypes().Concat(Product.X12.GetTypes()).SelectMany(type => Reads(type, ["TimeProvider.get_System"])), "The door gives the clock.");

    [Fact]
    public void A_look_at_the_clock_is_found() =>
        Assert.Equal(["Watch reads DateTime.get_UtcNow"], Reads(typeof(Samples.Watch), Clocks));

    private static IEnumerable<string> Reads(Type type, string[] clocks) =>
        from method in Instructions.MethodsOf(type)
        from instruction in Instructions.Of(method)
        let name = $"{instruction.Member?.DeclaringType?.Name}.{instruction.Member?.Name}"
        where clocks.Contains(name)
        select $"{type.Name} reads {name}";
}

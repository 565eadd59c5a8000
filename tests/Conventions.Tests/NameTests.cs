using System.Runtime.CompilerServices;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>STYLE 5: names are the field's own words. An ending that fits anything says nothing.</summary>
public sealed class NameTests
{
    private static readonly string[] Banned = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Service", "Common", "Base", "Dto", "Impl"];

    /// <summary>Words of the trade that end so.</summary>
    private static readonly string[] OfTheTrade = ["PlaceOfService", "DateOfService", "LevelOfService"];

    [Fact]
    public void Types_are_named_for_what_they_are() =>
        Offenders.None(Product.Assemblies.SelectMany(assembly => assembly.GetTypes()).Select(NameOf).OfType<string>().Where(IsEmpty), "Say what it is.");

    [Theory]
    [InlineData("ClaimManager", true)]
    [InlineData("RemittanceService", true)]
    [InlineData("PatientDto", true)]
    [InlineData("PlaceOfService", false)]
    [InlineData("Knowledgebase", false)]
    [InlineData("RemittanceBalancing", false)]
    public void An_empty_name_is_found(string name, bool empty) => Assert.Equal(empty, IsEmpty(name));

    private static bool IsEmpty(string name) => !OfTheTrade.Contains(name) && Banned.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static string? NameOf(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.Contains('<', StringComparison.Ordinal) ? null : type.Name.Split('`')[0];
}

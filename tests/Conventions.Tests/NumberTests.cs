using System.Reflection;
using System.Reflection.Emit;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>DESIGN law 5: money is whole cents. No float and no decimal in src/Billing, not even on the way.</summary>
public sealed class NumberTests
{
    /// <summary>Types that use a fraction for something that is not money, each with its reason. The list may only shrink.</summary>
    private static readonly Dictionary<string, string> Allowed = [];

    private static readonly Type[] Fractions = [typeof(decimal), typeof(double), typeof(float), typeof(Half)];

    private static readonly OpCode[] MakeFraction = [OpCodes.Ldc_R4, OpCodes.Ldc_R8, OpCodes.Conv_R4, OpCodes.Conv_R8, OpCodes.Conv_R_Un];

    [Fact]
    public void Billing_counts_in_whole_numbers()
    {
        var types = Product.Billing.GetTypes().Where(type => !Allowed.ContainsKey(Outermost(type).FullName!));
        Offenders.None(types.SelectMany(UsesOfFractions), "Count in cents, or in whole numbers of a smaller unit.");
    }

    [Fact]
    public void A_type_that_no_longer_needs_a_fraction_leaves_the_list() =>
        Assert.All(Allowed.Keys, name => Assert.NotEmpty(TypeReferences.WithNested(Product.Billing.GetType(name, throwOnError: true)!).SelectMany(UsesOfFractions)));

    [Fact]
    public void A_fraction_is_found_in_a_field_a_signature_and_in_passing()
    {
        Assert.Equal(["Fraction.Half", "Fraction.InPassing", "Fraction.Rate", "Fraction.set_Rate"],
            UsesOfFractions(typeof(Samples.Fraction)).Where(use => !use.Contains("get_", StringComparison.Ordinal) && !use.Contains('<', StringComparison.Ordinal))
                .Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(UsesOfFractions(typeof(Billing.Vocabulary.Money)));
    }

    private static IEnumerable<string> UsesOfFractions(Type type) =>
        Instructions.FieldsOf(type).Where(field => IsFraction(field.FieldType)).Select(field => $"{Place(type)}.{field.Name}")
            .Concat(Instructions.PropertiesOf(type).Where(property => IsFraction(property.PropertyType)).Select(property => $"{Place(type)}.{property.Name}"))
            .Concat(Instructions.MethodsOf(type).Where(UsesFraction).Select(method => $"{Place(type)}.{method.Name}"));

    private static string Place(Type type) => type.DeclaringType is { } outer ? $"{Place(outer)}.{type.Name}" : type.Name;

    private static bool UsesFraction(MethodBase method) =>
        method.GetParameters().Any(parameter => IsFraction(parameter.ParameterType))
        || IsFraction((method as MethodInfo)?.ReturnType)
        || (method.GetMethodBody()?.LocalVariables ?? []).Any(local => IsFraction(local.LocalType))
        || Instructions.Of(method).Any(instruction => MakeFraction.Contains(instruction.Code) || instruction.Member?.DeclaringType == typeof(decimal));

    private static bool IsFraction(Type? type) => type is not null && Fractions.Contains(Nullable.GetUnderlyingType(type) ?? type);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}

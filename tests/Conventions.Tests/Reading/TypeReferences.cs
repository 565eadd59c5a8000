using System.Reflection;

namespace CleanClaim.Conventions.Tests.Reading;

/// <summary>Every type that a type speaks of: in its base, fields, signatures, attributes and in each instruction of its methods.</summary>
public static class TypeReferences
{
    public static IEnumerable<Type> Of(Type type) =>
        Named(type).OfType<Type>().SelectMany(Flatten).Distinct();

    /// <summary>The type and what is nested in it: lambdas, iterators and async methods are classes inside.</summary>
    public static IEnumerable<Type> WithNested(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<Type?> Named(Type type)
    {
        yield return type.BaseType;
        foreach (var one in type.GetInterfaces())
            yield return one;
        foreach (var attribute in type.CustomAttributes)
            yield return attribute.AttributeType;
        foreach (var field in Instructions.FieldsOf(type))
            yield return field.FieldType;
        foreach (var one in Instructions.MethodsOf(type).SelectMany(NamedBy))
            yield return one;
    }

    private static IEnumerable<Type?> NamedBy(MethodBase method)
    {
        foreach (var parameter in method.GetParameters())
            yield return parameter.ParameterType;
        yield return (method as MethodInfo)?.ReturnType;
        foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
            yield return local.LocalType;
        foreach (var instruction in Instructions.Of(method))
        {
            yield return instruction.Member as Type ?? instruction.Member?.DeclaringType;
            if (instruction.Member is MethodInfo { IsGenericMethod: true } generic)
                foreach (var argument in generic.GetGenericArguments())
                    yield return argument;
        }
    }

    private static IEnumerable<Type> Flatten(Type type)
    {
        if (type.HasElementType)
            return Flatten(type.GetElementType()!);
        if (!type.IsGenericType)
            return [type];
        return type.GetGenericArguments().SelectMany(Flatten).Prepend(type.GetGenericTypeDefinition());
    }
}

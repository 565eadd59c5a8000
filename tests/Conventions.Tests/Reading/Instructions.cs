using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace CleanClaim.Conventions.Tests.Reading;

/// <summary>One instruction of a compiled method, with the type, method, field or text it names.</summary>
public sealed record Instruction(OpCode Code, MemberInfo? Member, string? Text);

/// <summary>Reads what the compiler wrote, so that a convention sees the code and not its spelling.</summary>
public static class Instructions
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything));

    public static IEnumerable<FieldInfo> FieldsOf(Type type) => type.GetFields(Everything);

    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type.GetProperties(Everything);

    public static IEnumerable<Instruction> Of(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var at = 0;
        while (at < bytes.Length)
        {
            var code = bytes[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | bytes[at + 1]))] : Codes[bytes[at]];
            at += code.Size;
            yield return Read(method, code, bytes.AsSpan(at));
            at += OperandSize(code, bytes.AsSpan(at));
        }
    }

    private static Instruction Read(MethodBase method, OpCode code, ReadOnlySpan<byte> operand) => code.OperandType switch
    {
        OperandType.InlineString => new(code, null, method.Module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(operand))),
        OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok =>
            new(code, Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(operand)), null),
        _ => new(code, null, null),
    };

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null);

    private static int OperandSize(OpCode code, ReadOnlySpan<byte> operand) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => 4,
    };
}

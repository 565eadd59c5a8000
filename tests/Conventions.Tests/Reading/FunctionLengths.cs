using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace CleanClaim.Conventions.Tests.Reading;

/// <summary>A function with the lines from its first statement to its last, as the compiler's debug information tells them.</summary>
public sealed record FunctionLength(string Name, string File, int FirstLine, int Lines);

public static class FunctionLengths
{
    public static IReadOnlyList<FunctionLength> Of(Assembly assembly)
    {
        using var file = File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb"));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(file);
        var symbols = provider.GetMetadataReader();
        return symbols.MethodDebugInformation.Select(handle => Measure(assembly, symbols, handle)).OfType<FunctionLength>().ToList();
    }

    // Constructors are left out: their statements include the initial values of fields, wherever in the file those stand.
    private static FunctionLength? Measure(Assembly assembly, MetadataReader symbols, MethodDebugInformationHandle handle)
    {
        var information = symbols.GetMethodDebugInformation(handle);
        var points = information.SequencePointsBlob.IsNil ? [] : information.GetSequencePoints().Where(point => !point.IsHidden).ToList();
        if (points.Count == 0 || assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle.ToDefinitionHandle())) is not MethodInfo method)
            return null;
        var file = symbols.GetString(symbols.GetDocument(points[0].Document).Name).Replace('\\', '/');
        var first = points.Min(point => point.StartLine);
        return file.EndsWith(".cs", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)
            ? new FunctionLength($"{method.DeclaringType?.Name}.{method.Name}", Path.GetFileName(file), first, points.Max(point => point.EndLine) - first + 1)
            : null;
    }
}

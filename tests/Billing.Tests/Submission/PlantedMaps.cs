using System.Reflection;
using System.Runtime.Loader;
using CleanClaim.Billing.Submissions;
using CleanClaim.Testing;
using CleanClaim.X12.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>
/// The map from its own source, once for each planted defect: each stands in a namespace of its own below the real one, so that it is compiled against
/// the program as it is. All are compiled together, once.
/// </summary>
internal static class PlantedMaps
{
    private const string Namespace = "CleanClaim.Billing.Submissions";
    private const string Sound = "Sound";

    public delegate (byte[] Bytes, IReadOnlyList<WriteFinding> Refused) Map(ClaimFileEnds ends, IReadOnlyList<OutboundClaim> claims);

    private static readonly Lazy<IReadOnlyDictionary<string, Map>> Compiled = new(Compile);

    /// <summary>The source as it stands, compiled the same way: what the control writes must be what the program writes.</summary>
    public static Map Unchanged => Compiled.Value[Sound];

    public static Map With(MapDefect defect) => Compiled.Value[defect.Name];

    /// <summary>The source with the defect in it. Throws when the line is not there, or stands more than once: a defect that is not planted proves nothing.</summary>
    public static string Plant(string source, MapDefect defect)
    {
        var times = source.Split(defect.Line).Length - 1;
        return times == 1 ? source.Replace(defect.Line, defect.Instead, StringComparison.Ordinal)
            : throw new InvalidOperationException($"\"{defect.Name}\": the line stands {times} times in To837P.cs, once is needed: {defect.Line}");
    }

    public static string Source() =>
        File.ReadAllText(Checkout.PathTo("src", "Billing", "Submission", "To837P.cs")).ReplaceLineEndings("\n");

    private static Dictionary<string, Map> Compile()
    {
        var source = Source();
        var maps = MapDefect.All.Select((d, i) => (d.Name, Within: $"Planted{i}", Text: Plant(source, d))).Prepend((Name: Sound, Within: Sound, Text: source)).ToList();
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = maps.Select(m => CSharpSyntaxTree.ParseText(m.Text.Replace($"namespace {Namespace};", $"namespace {Namespace}.{m.Within};", StringComparison.Ordinal), options, m.Name))
            .Append(CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;", options));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("CleanClaim.PlantedMaps", trees, platform, new(OutputKind.DynamicallyLinkedLibrary, checkOverflow: true, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        var emitted = compilation.Emit(bytes);
        if (!emitted.Success) throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        bytes.Position = 0;
        var assembly = AssemblyLoadContext.GetLoadContext(typeof(PlantedMaps).Assembly)!.LoadFromStream(bytes);
        return maps.ToDictionary(m => m.Name, m => assembly.GetType($"{Namespace}.{m.Within}.To837P", throwOnError: true)!.GetMethod("Write", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Map>(), StringComparer.Ordinal);
    }
}

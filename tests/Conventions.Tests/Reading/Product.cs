using System.Reflection;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;

namespace CleanClaim.Conventions.Tests.Reading;

/// <summary>What the conventions look at: the compiled assemblies of src, and the files of the checkout.</summary>
public static class Product
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "node_modules", ".git", "TestResults", "data"];

    public static Assembly Billing { get; } = typeof(Money).Assembly;
    public static Assembly X12 { get; } = Assembly.Load("CleanClaim.X12");
    public static Assembly Sandbox { get; } = Assembly.Load("CleanClaim.Sandbox");
    public static Assembly Web { get; } = Assembly.Load("CleanClaim.Web");
    public static Assembly Cli { get; } = Assembly.Load("cleanclaim");

    public static IReadOnlyList<Assembly> Assemblies { get; } = [X12, Billing, Sandbox, Web, Cli];

    /// <summary>
    /// The folder of src/Billing that a type stands in: CleanClaim.Billing.Claims.X -> Claims; null for other types. The unit of
    /// work has the namespace of the house itself, because every verb of every stage names it.
    /// </summary>
    public static string? FolderOf(Type type) =>
        type.Namespace == "CleanClaim.Billing" ? "Work"
        : FolderUnder("CleanClaim.Billing.", type) is { } folder ? FolderOfNamespace.GetValueOrDefault(folder, folder)
        : null;

    /// <summary>A folder whose name is also the name of a row: its namespace takes the plural.</summary>
    public static IReadOnlyDictionary<string, string> FolderOfNamespace { get; } = new Dictionary<string, string> { ["Submissions"] = "Submission" };

    public static string? FolderUnder(string root, Type type) =>
        (type.Namespace + ".").StartsWith(root, StringComparison.Ordinal) && type.Namespace!.Length > root.Length
            ? type.Namespace[root.Length..].Split('.')[0]
            : null;

    /// <summary>Files of the checkout that end so, as paths from its root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string under, params string[] endings) =>
        Walk(new DirectoryInfo(Checkout.PathTo(under)))
            .Select(file => Path.GetRelativePath(Checkout.Root, file.FullName).Replace('\\', '/'))
            .Where(path => endings.Length == 0 || endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .ToList();

    public static string Read(string path) => File.ReadAllText(Checkout.PathTo(path));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(Walk));
}

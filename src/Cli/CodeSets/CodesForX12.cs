using System.Globalization;
using CleanClaim.Billing.CodeSets;

namespace CleanClaim.Cli.CodeSets;

/// <summary>
/// The lists that claims' codes are held against at level 5, as tables in the data folder: the x12 verbs read them there without opening the database.
/// Written anew from the newest release at each import.
/// </summary>
internal static class CodesForX12
{
    // Which list, the cells of its rows (code, first day, last day), and whether a release knows its own year alone.
    private static readonly Dictionary<string, (string File, int Code, int From, int To, bool OfItsYear)> Lists = new(StringComparer.Ordinal)
    {
        ["hcpcs-anweb"] = ("hcpcs.tsv", 1, 2, 3, true), ["carc"] = ("carc.tsv", 0, 1, 2, false), ["rarc"] = ("rarc.tsv", 0, 1, 2, false),
        ["taxonomy"] = ("taxonomy.tsv", 0, -1, -1, false), ["pos"] = ("pos.tsv", 0, -1, -1, false),
    };

    public static async Task Write(CodeLibrary library, string kind, string folder, CancellationToken cancel)
    {
        if (!Lists.TryGetValue(kind, out var list) || library.For(CodeFileKind.Of(kind)!, DateOnly.MaxValue) is not [var release, ..]) return;
        var rows = await library.Rows(release, cancel);
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "codes")).FullName, list.File);
        // Written beside and moved, so that nobody reads half of it.
        await File.WriteAllLinesAsync(path + ".new", Head(release, list.OfItsYear).Concat(rows.Where(r => kind != "hcpcs-anweb" || r.StartsWith('C')).Select(r => Row(r.Split('\t'), list.Code, list.From, list.To))), cancel);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string[] Head(CodeRelease release, bool ofItsYear) =>
        [$"# {release.Kind} {release.Name}, from {release.FileName}", .. ofItsYear ? [string.Create(CultureInfo.InvariantCulture, $"# covers {release.From.Year}-01-01 {release.From.Year}-12-31")] : Array.Empty<string>(), "code\tfrom\tto"];

    private static string Row(string[] cells, int code, int from, int to) => $"{cells[code]}\t{(from < 0 ? "" : cells[from])}\t{(to < 0 ? "" : cells[to])}";
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.CodeSets;

/// <summary>
/// The lists of codes that were imported into a database, and the days they are for. Tables are made when first asked for and kept for the process: a
/// release never changes, so that its SHA-256 names it wherever it is held.
/// </summary>
public sealed class CodeLibrary
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<object>>> Made = new(StringComparer.Ordinal);
    private readonly Work _work;

    private CodeLibrary(Work work, IReadOnlyList<CodeRelease> releases) => (_work, Releases) = (work, releases);

    /// <summary>Every release, newest first.</summary>
    public IReadOnlyList<CodeRelease> Releases { get; }

    public static async Task<CodeLibrary> Open(Work work, CancellationToken cancel = default) =>
        new(work, await work.Global(write: false, db => db.Set<CodeRelease>().AsNoTracking().OrderByDescending(r => r.From).ThenBy(r => r.Kind).ThenBy(r => r.Part).ToListAsync(cancel), cancel));

    /// <summary>
    /// The releases that answer for a day, one for each part of the list: the newest where the rows carry their days, else the newest that had begun by then.
    /// Empty when the list is not held for the day: nothing is then to be said.
    /// </summary>
    public IReadOnlyList<CodeRelease> For(CodeFileKind kind, DateOnly on, string part = "") =>
        [.. Releases.Where(r => r.Kind == kind.Name && r.Part.StartsWith(part, StringComparison.Ordinal) && (kind.HasDays || r.From <= on)).GroupBy(r => r.Part).Select(g => g.MaxBy(r => r.From)!).OrderBy(r => r.Part, StringComparer.Ordinal)];

    /// <summary>The rows of a release, sorted, cells separated by tabs.</summary>
    public async Task<IReadOnlyList<string>> Rows(CodeRelease release, CancellationToken cancel = default) => [.. CodeRows.Unpack(await Pieces(release, cancel))];

    private Task<List<byte[]>> Pieces(CodeRelease release, CancellationToken cancel) =>
        _work.Global(write: false, db => db.Set<CodeReleaseChunk>().AsNoTracking().Where(c => c.Kind == release.Kind && c.Sha256 == release.Sha256).OrderBy(c => c.N).Select(c => c.Body).ToListAsync(cancel), cancel);

    /// <summary>The pair edits for practitioners or for hospitals; null when none are held.</summary>
    public Task<PtpTable?> Ptp(string table, CancellationToken cancel = default) => Table("ncci-ptp", DateOnly.MaxValue, table, parts => new PtpTable(parts.SelectMany(p => p)), cancel);

    /// <summary>The most units of a code on a day; null when no list of that day is held.</summary>
    public Task<Dictionary<string, MueLimit>?> Mue(string table, DateOnly on, CancellationToken cancel = default) => Table("ncci-mue", on, table, parts => parts.SelectMany(p => p).Select(MueLimit.Of).ToDictionary(m => m.Code), cancel);

    private async Task<T?> Table<T>(string kind, DateOnly on, string part, Func<IReadOnlyList<IEnumerable<string>>, T> make, CancellationToken cancel) where T : class
    {
        var releases = For(CodeFileKind.Of(kind)!, on, part);
        if (releases.Count == 0) return null;
        var key = $"{typeof(T).Name} {string.Join(' ', releases.Select(r => r.Sha256))}";
        var made = Made.GetOrAdd(key, _ => new(async () =>
        {
            List<IEnumerable<string>> parts = [];
            foreach (var release in releases) parts.Add(CodeRows.Unpack(await Pieces(release, CancellationToken.None)));
            return make(parts);
        }));
        try
        {
            return (T)await made.Value.WaitAsync(cancel);
        }
        catch when (made.Value.IsFaulted)
        {
            // What failed once, for a connection that was lost, is made anew by the next who asks.
            Made.TryRemove(new(key, made));
            throw;
        }
    }
}

/// <summary>The most units of a code that one patient gets from one provider on a day.</summary>
/// <param name="Code">HCPCS or CPT.</param>
/// <param name="Units">The limit.</param>
/// <param name="Mai">1: by line; 2: by day, and policy; 3: by day, and clinical, which an appeal may lift.</param>
public sealed record MueLimit(string Code, int Units, char Mai)
{
    internal static MueLimit Of(string row) => row.Split('\t') is [var code, var units, var mai] ? new(code, int.Parse(units, System.Globalization.CultureInfo.InvariantCulture), mai[0]) : throw new InvalidDataException(row);
}

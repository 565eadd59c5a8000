using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Lines of a bank file that a person takes though they are known: other money that looks the same, or what was taken out by mistake.</summary>
/// <param name="Lines">Their lines in the file.</param>
public sealed record TakeAnyway(IReadOnlyCollection<int> Lines, string Reason)
{
    public static readonly TakeAnyway None = new([], "");
}

/// <summary>
/// Which lines of a file the book has already (DESIGN law 2.6). The line of the same file is known by its place. A line of another file is known by practice, day, amount, words (white space folded)
/// and trace, as often as other files brought it: exports overlap, and two lines alike in one file are two. What a person took out again counts for no other file, and comes back by a person's word alone.
/// </summary>
internal sealed class KnownLines
{
    private readonly Dictionary<int, Deposit> _here;
    private readonly ILookup<string, Deposit> _elsewhere;
    private readonly Dictionary<string, string> _names;
    private readonly HashSet<Id<Deposit>> _gone;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    private KnownLines(string sha256, List<Deposit> deposits, HashSet<Id<Deposit>> gone, Dictionary<string, string> names)
    {
        (_gone, _names) = (gone, names);
        _here = deposits.Where(d => d.SourceSha256 == sha256).ToDictionary(d => d.SourceLine ?? 0);
        _elsewhere = deposits.Where(d => d.SourceSha256 != sha256 && (d.Amount.IsNegative || !gone.Contains(d.Id))).OrderBy(d => d.Id.Value).ToLookup(d => KeyOf(DepositBook.LineOf(d)), StringComparer.Ordinal);
    }

    public static async Task<KnownLines> Of(Tx tx, Id<Practice> practice, string sha256, IReadOnlyList<BankLine> lines, CancellationToken cancel)
    {
        if (lines.Count == 0) return new KnownLines(sha256, [], [], []);
        var (first, last) = (lines.Min(l => l.Date), lines.Max(l => l.Date));
        var deposits = await tx.Db.Set<Deposit>().AsNoTracking().Where(d => d.Practice == practice && d.Date >= first && d.Date <= last).ToListAsync(cancel);
        var shas = deposits.Select(d => d.SourceSha256).OfType<string>().Distinct().ToList();
        var names = await tx.Db.Set<StoredFile>().AsNoTracking().Where(f => shas.Contains(f.Sha256)).ToDictionaryAsync(f => f.Sha256, f => f.Name, cancel);
        return new KnownLines(sha256, deposits, await DepositBook.Gone(tx, practice, deposits, cancel), names);
    }

    /// <summary>The line as known, or null. Lines are asked in the order of the file, each once.</summary>
    public MatchedLine? Find(BankLine line, bool anyway)
    {
        var here = Gone(line);
        if (here is null && _here.ContainsKey(line.Line)) return Known(line, "imported before", elsewhere: false);
        if (anyway) return null;
        var key = KeyOf(line);
        var nth = _seen[key] = _seen.GetValueOrDefault(key) + 1;
        if (_elsewhere[key].ElementAtOrDefault(nth - 1) is { } brought) return Known(line, $"imported before from {Place(brought)}, as line {brought.Id} of the bank", elsewhere: true);
        return here is null ? null : Known(line, $"imported before and {(here.Amount.IsNegative ? "left aside" : "taken out")} by a person, as line {here.Id} of the bank", elsewhere: true);
    }

    /// <summary>What the line brought before, where a person took that out or left it aside: taken again, it is said anew and is no second line.</summary>
    public Deposit? Gone(BankLine line) => _here.TryGetValue(line.Line, out var here) && _gone.Contains(here.Id) ? here : null;

    private string Place(Deposit deposit) => deposit.SourceSha256 is { } sha && _names.TryGetValue(sha, out var name) ? $"{name}, line {deposit.SourceLine}" : DepositBook.Place(deposit);

    private static MatchedLine Known(BankLine line, string detail, bool elsewhere) => new(line.Line, "known", line.Amount, detail) { MayBeOther = elsewhere };

    private static string KeyOf(BankLine line) => $"{line.Date:yyyyMMdd}|{line.Amount}|{line.Trace?.Trim()}|{Folded(line.Description)}";

    private static string Folded(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

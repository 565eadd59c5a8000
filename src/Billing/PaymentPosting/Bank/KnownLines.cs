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
/// and trace, as often as other files brought it: exports overlap, and two lines alike in one file are two. Where the bank gives numbers (OFX FITID), the number decides between its files, also where a day or the words changed. What a person took out again counts for no other file, and comes back by a person's word alone.
/// </summary>
internal sealed class KnownLines
{
    /// <summary>A bank may write another day once a transaction is settled; its number stays.</summary>
    private const int DaysMoved = 10;

    private readonly Dictionary<int, Deposit> _here;
    private readonly ILookup<string, Deposit> _elsewhere;
    private readonly Dictionary<string, Deposit> _numbered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names;
    private readonly HashSet<Id<Deposit>> _gone;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    private KnownLines(string sha256, List<Deposit> deposits, Dictionary<Id<Deposit>, string> keys, HashSet<Id<Deposit>> gone, Dictionary<string, string> names)
    {
        (_gone, _names) = (gone, names);
        _here = deposits.Where(d => d.SourceSha256 == sha256).ToDictionary(d => d.SourceLine ?? 0);
        var elsewhere = deposits.Where(d => d.SourceSha256 != sha256 && (d.Amount.IsNegative || !gone.Contains(d.Id))).OrderBy(d => d.Id.Value).ToList();
        foreach (var deposit in elsewhere)
        {
            if (keys.TryGetValue(deposit.Id, out var key)) _numbered.TryAdd(key, deposit);
        }
        _elsewhere = elsewhere.Where(d => !keys.ContainsKey(d.Id)).ToLookup(d => KeyOf(DepositBook.LineOf(d)), StringComparer.Ordinal);
    }

    public static async Task<KnownLines> Of(Tx tx, Id<Practice> practice, string sha256, IReadOnlyList<BankLine> lines, CancellationToken cancel)
    {
        if (lines.Count == 0) return new KnownLines(sha256, [], [], [], []);
        var isNumbered = lines.Any(l => l.Key is not null);
        var (first, last) = (lines.Min(l => l.Date), lines.Max(l => l.Date));
        if (isNumbered) (first, last) = (first.AddDays(-DaysMoved), last.AddDays(DaysMoved));
        var deposits = await tx.Db.Set<Deposit>().AsNoTracking().Where(d => d.Practice == practice && d.Date >= first && d.Date <= last).ToListAsync(cancel);
        var shas = deposits.Select(d => d.SourceSha256).OfType<string>().Distinct().ToList();
        var names = await tx.Db.Set<StoredFile>().AsNoTracking().Where(f => shas.Contains(f.Sha256)).ToDictionaryAsync(f => f.Sha256, f => f.Name, cancel);
        var keys = isNumbered ? await Numbers(tx, deposits.FindAll(d => d.SourceSha256 != sha256), names, cancel) : [];
        return new KnownLines(sha256, deposits, keys, await DepositBook.Gone(tx, practice, deposits, cancel), names);
    }

    /// <summary>The banks' own numbers of what stands in the book, read from the files that brought it: they are kept as they came.</summary>
    private static async Task<Dictionary<Id<Deposit>, string>> Numbers(Tx tx, IReadOnlyList<Deposit> deposits, Dictionary<string, string> names, CancellationToken cancel)
    {
        var numbers = new Dictionary<Id<Deposit>, string>();
        foreach (var file in deposits.Where(d => d.SourceSha256 is { } sha && names.ContainsKey(sha)).GroupBy(d => d.SourceSha256!))
        {
            var lines = BankFile.Of(await FileStore.Get(tx, file.Key, cancel)).Where(l => l.Key is not null).ToDictionary(l => l.Line, l => l.Key!);
            foreach (var deposit in file)
            {
                if (lines.TryGetValue(deposit.SourceLine ?? 0, out var key)) numbers[deposit.Id] = key;
            }
        }
        return numbers;
    }

    /// <summary>The line as known, or null. Lines are asked in the order of the file, each once.</summary>
    public MatchedLine? Find(BankLine line, bool anyway)
    {
        var here = Gone(line);
        if (here is null && _here.ContainsKey(line.Line)) return Known(line, "imported before", elsewhere: false);
        if (anyway) return null;
        if (line.Key is { } number)
        {
            if (_numbered.TryGetValue(number, out var numbered)) return Brought(line, numbered);
            if (!_numbers.TryAdd(number, line.Line)) return Known(line, $"the bank gives it the number (FITID) of line {_numbers[number]} of this file", elsewhere: true);
        }
        var key = KeyOf(line);
        var nth = _seen[key] = _seen.GetValueOrDefault(key) + 1;
        if (_elsewhere[key].ElementAtOrDefault(nth - 1) is { } brought) return Brought(line, brought);
        return here is null ? null : Known(line, $"imported before and {(here.Amount.IsNegative ? "left aside" : "taken out")} by a person, as line {here.Id} of the bank", elsewhere: true);
    }

    /// <summary>What the line brought before, where a person took that out or left it aside: taken again, it is said anew and is no second line.</summary>
    public Deposit? Gone(BankLine line) => _here.TryGetValue(line.Line, out var here) && _gone.Contains(here.Id) ? here : null;

    private string Place(Deposit deposit) => deposit.SourceSha256 is { } sha && _names.TryGetValue(sha, out var name) ? $"{name}, line {deposit.SourceLine}" : DepositBook.Place(deposit);

    private MatchedLine Brought(BankLine line, Deposit before) => Known(line, $"imported before from {Place(before)}, as line {before.Id} of the bank", elsewhere: true);

    private static MatchedLine Known(BankLine line, string detail, bool elsewhere) => new(line.Line, "known", line.Amount, detail) { MayBeOther = elsewhere };

    private static string KeyOf(BankLine line) => $"{line.Date:yyyyMMdd}|{line.Amount}|{line.Trace?.Trim()}|{Folded(line.Description)}";

    private static string Folded(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Ledger;

/// <summary>
/// One line of an entry: debit positive, credit negative. <see cref="About"/> names the open item within account and party
/// ("charge:17", "check:4", "visit:9"), required for accounts that keep items; <see cref="AgeFrom"/> counts only when the item is new.
/// </summary>
public sealed record JournalLine(Account Account, Party Party, Money Amount)
{
    public string? Detail { get; init; }
    public string? About { get; init; }
    public DateOnly? AgeFrom { get; init; }
    public long? EncounterId { get; init; }
    public long? ChargeId { get; init; }
    public long? ClaimId { get; init; }
    public long? CheckId { get; init; }
    public long? ProviderId { get; init; }
}

/// <summary>The lines of an entry do not sum to zero: a bug, never a matter of data.</summary>
public sealed class UnbalancedEntryException(FactKind fact, long id, Money difference)
    : Exception($"The entry for {fact} {id} is {difference} out of balance.");

/// <summary>A balanced set of lines that projects one posted fact. It cannot exist unbalanced or without lines.</summary>
public sealed record JournalEntry
{
    private JournalEntry(FactKind factKind, long factId, int generation, DateOnly happenedOn, string source, int policyVersion, IReadOnlyList<JournalLine> lines) =>
        (FactKind, FactId, Generation, HappenedOn, Source, PolicyVersion, Lines) = (factKind, factId, generation, happenedOn, source, policyVersion, lines);

    public FactKind FactKind { get; }
    public long FactId { get; }
    public int Generation { get; }
    public DateOnly HappenedOn { get; }
    public string Source { get; }
    public int PolicyVersion { get; }
    public IReadOnlyList<JournalLine> Lines { get; }
    /// <summary>The entry this one undoes, set by <see cref="Journal.Reverse"/>.</summary>
    public long? Reverses { get; init; }

    /// <summary>Lines of zero are left out. Null when nothing is left: a fact that moves no money has no entry.</summary>
    /// <exception cref="UnbalancedEntryException">The lines do not sum to zero.</exception>
    public static JournalEntry? Of(FactKind factKind, long factId, int generation, DateOnly happenedOn, string source, int policyVersion, IEnumerable<JournalLine> lines)
    {
        var kept = lines.Where(l => !l.Amount.IsZero).ToList();
        var difference = kept.Sum(l => l.Amount);
        if (!difference.IsZero) throw new UnbalancedEntryException(factKind, factId, difference);
        if (kept.FirstOrDefault(l => Chart.HasItems(l.Account) && l.About is null) is { } bare)
            throw new InvalidOperationException($"A line on {bare.Account} must say which open item it moves.");
        return kept.Count == 0 ? null : new JournalEntry(factKind, factId, generation, happenedOn, source, policyVersion, kept);
    }

    /// <summary>SHA-256 over the content, format version first; the same for the same content wherever it is written.</summary>
    internal static byte[] HashOf(JournalEntryRow entry, IEnumerable<JournalLineRow> lines)
    {
        var text = new StringBuilder("1|").Append(entry.Org).Append('|').Append(entry.Practice).Append('|').Append(entry.Id).Append('|').Append((short)entry.FactKind).Append('|')
            .Append(entry.FactId).Append('|').Append(entry.Generation).Append('|').AppendFormat(null, "{0:yyyy-MM-dd}|{1:yyyy-MM-dd}|", entry.BookedOn, entry.HappenedOn)
            .Append(entry.RecordedAt.Micros).Append('|').Append(entry.Actor).Append('|').Append(entry.Reverses).Append('|').Append(entry.PolicyVersion).Append('|').Append(entry.Source);
        foreach (var line in lines)
        {
            text.Append('\n').Append(line.Id).Append('|').Append(line.N).Append('|').Append((short)line.Account).Append('|').Append(line.Detail).Append('|')
                .Append((short)line.PartyKind).Append('|').Append(line.PartyId).Append('|').Append(line.EncounterId).Append('|').Append(line.ChargeId).Append('|')
                .Append(line.ClaimId).Append('|').Append(line.CheckId).Append('|').Append(line.ProviderId).Append('|').Append(line.OpenItemId).Append('|').Append(line.Amount.Cents);
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

using System.Text;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>An entry with what caused it; for a payer's answer the segments of the payer's file, as they stand in it.</summary>
public sealed record ExplainedEntry(ShownEntry Entry, ExplainedAnswer? Answer);

/// <summary><paramref name="Segments"/> are numbered as in the file, the first being <paramref name="FromSegment"/>.</summary>
public sealed record ExplainedAnswer(
    string Trace, string Payer, DateOnly CheckDate, string PatientControlNumber, string Status, Money Charge, Money Paid, string? File, int FromSegment, int ToSegment, IReadOnlyList<string> Segments)
{
    /// <summary>Key of the practice in whose book the answer stands.</summary>
    public required string Practice { get; init; }
    /// <summary>Key of the practice that the check was paid to, when that is a sibling of <see cref="Practice"/>; this much of it is for a claim of ours.</summary>
    public required string? PaidTo { get; init; }
    /// <summary>Key of the sibling practice whose claim it is, when the answer was passed on to it.</summary>
    public required string? PassedTo { get; init; }
    /// <summary>Of an answer that is explained with its check: "live", "undone" or "not posted".</summary>
    public string? State { get; init; }
    /// <summary>Why it waits.</summary>
    public string? Waits { get; init; }
    /// <summary>What posting it found worth saying.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];
}

/// <summary>From a number to the journal, from there to the adjudication, from there to the payer's own words (DESIGN law 9).</summary>
public static class Explanation
{
    public static async Task<IReadOnlyList<ExplainedEntry>> OfVisit(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var explained = new List<ExplainedEntry>();
        foreach (var entry in await BookBalances.Show(tx, visit.Practice, visit.Id.Value, cancel))
        {
            var answer = entry.Fact != FactKind.Adjudication ? null
                : await tx.Db.Set<Adjudication>().AsNoTracking().FirstOrDefaultAsync(a => a.Practice == visit.Practice && a.Id == new Id<Adjudication>(entry.FactId), cancel);
            explained.Add(new ExplainedEntry(entry, answer is null ? null : await Answer(tx, answer, cancel)));
        }
        return explained;
    }

    /// <summary>The entries that moved the charges of one line of the visit, a corrected line's voided charge among them.</summary>
    /// <exception cref="BadInputException">The visit has no such line.</exception>
    public static async Task<IReadOnlySet<long>> EntriesOfLine(Tx tx, Encounter visit, int line, CancellationToken cancel = default)
    {
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id && c.Line == line).Select(c => c.Id).ToListAsync(cancel);
        if (charges.Count == 0) throw new BadInputException("line", $"The visit has no line {line}.", "`ledger show` lists its lines.");
        var ids = charges.ConvertAll(c => (long?)c.Value);
        return (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == visit.Practice && ids.Contains(l.ChargeId)).Select(l => l.EntryId).ToListAsync(cancel)).ToHashSet();
    }

    internal static async Task<ExplainedAnswer> Answer(Tx tx, Adjudication answer, CancellationToken cancel)
    {
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == answer.Practice && r.Id == answer.RemittanceId, cancel);
        var check = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == answer.Practice && c.Id == remittance.CheckId, cancel);
        var bytes = remittance.FileSha256 is { } sha ? await FileStore.Range(tx, sha, answer.FromByte, answer.ToByte, cancel) : [];
        var (practices, passed) = (await tx.Db.Set<Practice>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Key, cancel), PassedCheck.Of(check));
        return new ExplainedAnswer(check.Trn02, check.PayerName, check.Date, answer.PcnRaw, answer.ClpStatus, answer.Charge, answer.Paid, remittance.FileSha256, answer.FromSegment, answer.ToSegment,
            Segments(Encoding.UTF8.GetString(bytes), answer.ToSegment - answer.FromSegment + 1))
        {
            Practice = practices[answer.Practice], PaidTo = passed is null ? null : practices[passed.Payee],
            PassedTo = await PostedElsewhere.Of(tx, answer, cancel) is { } to ? practices[new(to.Practice)] : null,
        };
    }

    /// <summary>The terminator is the character that cuts the text into the number of segments it is known to have.</summary>
    private static string[] Segments(string text, int count)
    {
        var last = text.TrimEnd();
        if (last.Length == 0) return [];
        var parts = last.Split(last[^1], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == count ? parts : last.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries);
    }
}

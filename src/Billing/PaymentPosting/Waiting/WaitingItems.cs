using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>An exception of the queue with whom it is about. What its file does not say, or what cannot be read, is null, never zero.</summary>
public sealed record WaitingItem(PostingException Exception)
{
    /// <summary>The payer's key; TRN03 of one on nobody's list.</summary>
    public string? Payer { get; init; }
    public string? PayerName { get; init; }
    public Id<PayerCheck>? CheckId { get; init; }
    public string? TraceNumber { get; init; }
    public DateOnly? CheckDate { get; init; }
    public Money? CheckAmount { get; init; }
    /// <summary>As the payer wrote it.</summary>
    public string? Patient { get; init; }
    public string? PatientControlNumber { get; init; }
    /// <summary>Of a file of which nothing was taken: the name under which it first came.</summary>
    public string? FileName { get; init; }

    private bool IsUnread => Exception.RemittanceId is null || Exception.Kind == ExceptionKind.UnreadableAmount;

    public Money? Amount => IsUnread && Exception.Amount.IsZero ? null : Exception.Amount;
    public Money? Difference => IsUnread ? null : Exception.Difference;

    /// <summary>"Evergreen Health Plan, check 8842 of 10 Mar 2026, REYES, LUCIA": what is known of it, or the name of a file of which nothing was taken.</summary>
    public string About => string.Join(", ", new[] { PayerName, TraceNumber is null ? null : $"check {TraceNumber}{(CheckDate is { } on ? $" of {on.InWords()}" : "")}", Patient, FileName is null ? null : $"file {FileName}" }.OfType<string>());
}

/// <summary>The queue with names: four queries for what is recorded, and a look into each stored file of which nothing was taken.</summary>
public static class WaitingItems
{
    /// <summary>A longer file is named by its reason alone: a list is not the place to read it.</summary>
    private const long LongestFileRead = 1_000_000;

    /// <summary>A part of a practice's queue, the oldest first, from the exception with this number on.</summary>
    public static async Task<Paged<WaitingItem>> Page(Tx tx, Id<Practice> practice, long? from, int most = Paging.Most, CancellationToken cancel = default)
    {
        var open = Exceptions.Open(tx).Where(e => e.Practice == practice);
        var first = new Id<PostingException>(from ?? 0);
        var part = await Paging.Cut(open, open.Where(e => e.Id >= first).OrderBy(e => e.Id), from is null ? null : open.Where(e => e.Id < first).OrderByDescending(e => e.Id), e => e.Id.Value, most, cancel);
        return part.As(await Of(tx, part.Rows, cancel));
    }

    public static async Task<IReadOnlyList<WaitingItem>> Of(Tx tx, IReadOnlyList<PostingException> exceptions, CancellationToken cancel = default)
    {
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var checks = await Checks(tx, exceptions, cancel);
        var answerIds = exceptions.Select(e => e.AdjudicationId).OfType<Id<Adjudication>>().ToList();
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => answerIds.Contains(a.Id)).Select(a => new { a.Practice, a.Id, a.PatientName, a.PcnRaw }).ToDictionaryAsync(a => (a.Practice, a.Id), cancel);
        var shas = exceptions.Where(e => e.RemittanceId is null).Select(e => e.FileSha256).OfType<string>().Distinct().ToList();
        var names = await tx.Db.Set<StoredFile>().AsNoTracking().Where(f => shas.Contains(f.Sha256)).ToDictionaryAsync(f => f.Sha256, f => f.Name, cancel);
        var items = new List<WaitingItem>();
        foreach (var e in exceptions)
        {
            if (e.RemittanceId is not { } remittance)
            {
                items.Add(await OfFile(tx, e, cancel) with { FileName = e.FileSha256 is { } sha ? names.GetValueOrDefault(sha) : null });
                continue;
            }
            var check = checks[(e.Practice, remittance)];
            var said = e.AdjudicationId is { } id ? answers[(e.Practice, id)] : null;
            items.Add(new WaitingItem(e)
            {
                Payer = check.PayerId is { } payer ? payers[payer].Key : Known(check.Trn03), PayerName = Known(check.PayerName), CheckId = check.Id, TraceNumber = Known(check.Trn02), CheckDate = check.Date,
                CheckAmount = check.Amount, Patient = Known(said?.PatientName), PatientControlNumber = Known(said?.PcnRaw),
            });
        }
        return items;
    }

    private static async Task<Dictionary<(Id<Practice>, Id<RemittanceRow>), PayerCheck>> Checks(Tx tx, IReadOnlyList<PostingException> exceptions, CancellationToken cancel)
    {
        var ids = exceptions.Select(e => e.RemittanceId).OfType<Id<RemittanceRow>>().Distinct().ToList();
        return await (from remittance in tx.Db.Set<RemittanceRow>().AsNoTracking()
                      where ids.Contains(remittance.Id)
                      join check in tx.Db.Set<PayerCheck>() on new { remittance.Practice, Id = remittance.CheckId } equals new { check.Practice, check.Id }
                      select new { remittance.Practice, remittance.Id, check }).ToDictionaryAsync(r => (r.Practice, r.Id), r => r.check, cancel);
    }

    /// <summary>Of a file that was not taken, what its one remittance says of itself, or the one that the reason names.</summary>
    private static async Task<WaitingItem> OfFile(Tx tx, PostingException e, CancellationToken cancel)
    {
        var item = new WaitingItem(e);
        if (e.Kind == ExceptionKind.NotX12 || e.FileSha256 is not { } sha || await tx.Db.Set<StoredFile>().Where(f => f.Sha256 == sha).Select(f => f.Bytes).FirstOrDefaultAsync(cancel) > LongestFileRead) return item;
        var bytes = await FileStore.Get(tx, sha, cancel);
        var payments = Remittance835.Read(new MemoryStream(bytes, writable: false)).Select(d => From835.Of(d, sha)).ToList();
        var payment = payments.Count == 1 ? payments[0] : payments.Find(p => p.Trn02.Length > 0 && e.Reason.Contains(p.Trn02, StringComparison.Ordinal));
        if (payment is null) return item;
        var payer = await RemittanceParties.Payer(tx, payment, cancel);
        return item with
        {
            Payer = payer?.Key ?? Known(payment.Trn03),
            PayerName = payer?.Name ?? Known(payment.PayerName),
            TraceNumber = Known(payment.Trn02),
            CheckDate = payment.Date,
            CheckAmount = payment.Dollars,
        };
    }

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

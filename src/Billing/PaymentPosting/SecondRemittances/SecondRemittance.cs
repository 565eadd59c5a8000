using System.Diagnostics;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A decision about a second remittance, for people: who said what of it, and why.</summary>
public sealed record SecondSaid(SecondChoice Choice, string Actor, Instant At, string Reason);

/// <summary>
/// A second remittance for a posted check, as it lies in the queue: what is posted, what came, how they differ (ARCHITECTURE 1), and what was said of it.
/// </summary>
/// <param name="Finished">False while it waits, or while what was decided is only half carried out.</param>
public sealed record SecondRemittance(PostingException Exception, PayerCheck Check, RemittanceComparison Comparison, SecondSaid? Said, bool Finished)
{
    internal ReceiveCommand Received { get; private init; } = null!;
    internal CheckDetail Detail { get; private init; } = null!;
    internal SecondDecision? Decision { get; private init; }

    /// <summary>The remittances that it is held against: what was posted when it came.</summary>
    internal IReadOnlyList<long> Before => Decision?.Before ?? [.. Detail.All.Where(r => Detail.Posted.Contains(r.Id)).Select(r => r.Id.Value)];

    public static string Word(SecondChoice choice) => choice switch
    {
        SecondChoice.Duplicate => "duplicate",
        SecondChoice.Part => "part",
        SecondChoice.Replacement => "replacement",
        _ => throw new UnreachableException(),
    };

    /// <summary>What the choice would do, as the words of a button.</summary>
    public string Consequence(SecondChoice choice)
    {
        var c = Comparison;
        return choice switch
        {
            SecondChoice.Duplicate => Said is { Choice: not SecondChoice.Duplicate } ? $"It is a duplicate: take back what it posted, {c.Posted.Net.ForPeople()} stays posted" : "It is a duplicate: post nothing",
            SecondChoice.Part => $"It is a part: post {Claims(c.New.Claims)}, {c.New.Net.ForPeople()}, to the same check",
            SecondChoice.Replacement => $"It replaces: unpost {c.Posted.Net.ForPeople()}, post {c.New.Net.ForPeople()}",
            _ => throw new UnreachableException(),
        };
    }

    private static string Claims(int count) => count == 1 ? "1 claim" : $"{count} claims";

    /// <summary>Reads it with both sides. The new one is read from its stored file, what is posted from the record.</summary>
    /// <exception cref="BadInputException">There is no such exception, or it is of another kind.</exception>
    public static async Task<SecondRemittance> Of(Tx tx, Id<PostingException> id, CancellationToken cancel = default)
    {
        var exception = await tx.Db.Set<PostingException>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel)
            ?? throw new BadInputException("exception", $"There is no exception {id}.", "`exceptions list` shows the queue.");
        if (exception is not { Kind: ExceptionKind.OtherPosting, FileSha256: { } sha })
            throw new BadInputException("exception", $"Exception {id} is no second remittance for a posted check.", "Its next step stands in the queue.");
        var received = await NewOne(tx, exception, sha, cancel);
        var practice = await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == exception.Practice, cancel);
        var payer = await RemittanceParties.Payer(tx, received.Payment, cancel);
        var check = await ReceiveRemittance.FindCheck(tx, ReceiveRemittance.Check(new(0), received, practice, payer), cancel)
            ?? throw new BadInputException("exception", $"The check of exception {id} is not on file any more.", "Post the file again.");
        var said = await SecondDecision.OfException(tx, exception, cancel);
        var detail = await CheckDetail.Of(tx, practice.Id, check.Id, cancel);
        var before = said?.Decision.Before.Select(b => new Id<RemittanceRow>(b)).ToList() ?? detail.All.Where(r => detail.Posted.Contains(r.Id)).Select(r => r.Id).ToList();
        var posted = new List<ReceivedPayment>();
        foreach (var remittance in before) posted.Add(await RecordedPayment.Of(tx, check, remittance, cancel));
        var now = received.Payment with { PayerName = payer?.Name ?? received.Payment.PayerName, PayeeNpi = received.Payment.PayeeNpi ?? practice.Npi };
        var open = await Exceptions.Open(tx).AnyAsync(e => e.Practice == exception.Practice && e.Id == id, cancel);
        return new SecondRemittance(exception, check, RemittanceComparison.Of(check.Amount, posted, now),
            said is { } s ? new SecondSaid(s.Decision.Choice, s.Row.Actor, s.Row.At, s.Row.Reason) : null, !open)
        { Received = received, Detail = detail, Decision = said?.Decision };
    }

    /// <summary>The transaction of the stored file that the exception is about: the one whose outcome it says; else the first that the same words fit.</summary>
    private static async Task<ReceiveCommand> NewOne(Tx tx, PostingException exception, string sha, CancellationToken cancel)
    {
        var bytes = await FileStore.Get(tx, sha, cancel);
        var rows = await tx.Db.Set<TransactionSet>().AsNoTracking().Where(s => s.Sha256 == sha && s.Type == "835").OrderBy(s => s.StOrdinal).ToListAsync(cancel);
        var sets = RemittanceFile.Scan(bytes).Sets.ToDictionary(s => s.FromByte);
        var payments = Remittance835.Read(new MemoryStream(bytes, writable: false)).Where(d => sets.ContainsKey(d.Where.FirstByte))
            .Select(d => new ReceiveCommand(sha, sets[d.Where.FirstByte], From835.Of(d, sha))).ToList();
        var ordinal = rows.Find(r => r.Outcome == exception.Reason)?.StOrdinal;
        return payments.Find(p => p.Set.Ordinal == ordinal) ?? payments.Find(p => exception.Reason.StartsWith($"Check {p.Payment.Trn02} of ", StringComparison.Ordinal))
            ?? throw new UnreachableException();
    }
}

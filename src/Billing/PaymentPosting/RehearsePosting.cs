using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>`remit post --dry-run`: the whole way through the same verbs in one transaction that is never committed.</summary>
public static class RehearsePosting
{
    /// <summary>One transaction holds the rehearsal, so it takes files of a working day, not of a year.</summary>
    public const int ClaimsMax = 1_000;

    /// <exception cref="BadInputException">The file has more claims than a rehearsal takes.</exception>
    public static Task<IReadOnlyList<RemitLine>> Run(Work work, Scope scope, string name, byte[] bytes, CancellationToken cancel = default)
    {
        var file = RemittanceFile.Scan(bytes);
        var sets = file.Sets.Where(s => s.TransactionId == "835").ToDictionary(s => s.FromByte);
        var documents = Remittance835.Read(new MemoryStream(bytes, writable: false)).Where(d => sets.ContainsKey(d.Where.FirstByte)).ToList();
        if (documents.Sum(d => d.Claims.Count) > ClaimsMax)
            throw new BadInputException("file", $"A dry run takes at most {ClaimsMax:N0} claims; this file has {documents.Sum(d => d.Claims.Count):N0}.", "Post it: what does not balance waits, and a check can be unposted.");
        return work.Rehearse<IReadOnlyList<RemitLine>>(Right.Post, scope, async tx =>
        {
            var sha = await StoreRemittanceFile.Run(tx, name, bytes, cancel);
            await tx.Db.SaveChangesAsync(cancel);
            if (documents.Count == 0) return [Waits(name, null, [await StoreRemittanceFile.Refuse(tx, sha, file, cancel)])];
            var lines = new List<RemitLine>();
            foreach (var document in documents) lines.Add(await One(tx, name, sha, sets[document.Where.FirstByte], From835.Of(document, sha), cancel));
            return RemitNotes.With(lines, file);
        }, cancel);
    }

    private static async Task<RemitLine> One(Tx tx, string name, string sha, SetInFile set, ReceivedPayment payment, CancellationToken cancel)
    {
        var receipt = await ReceiveRemittance.Run(tx, new ReceiveCommand(sha, set, payment), cancel);
        await tx.Db.SaveChangesAsync(cancel);
        if (receipt.RemittanceId is not { } id) return Waits(name, payment, receipt.Reasons) with { Outcome = receipt.Kind == "settled" ? "duplicate" : "exception" };
        var (practice, remittance) = (new Id<Practice>(receipt.Practice), new Id<RemittanceRow>(id));
        if (receipt.Kind == "received") await RecordClaims.Run(tx, practice, remittance, payment.Claims, 0, payment.Claims.Count, cancel);
        var plan = await PostingRuns.BeginPosting(tx, practice, remittance, await RemitPosting.IsWorthARetry(tx, practice, remittance, cancel), cancel);
        await PostRemittance.All(tx, plan, cancel);
        var line = await RemitOutcome.Of(tx, name, plan, plan.Run is not null, cancel);
        return line with { Notes = [.. line.Notes, .. RemitNotes.Of(set, payment)] };
    }

    private static RemitLine Waits(string name, ReceivedPayment? payment, IReadOnlyList<string> reasons) => new(
        name, RemitPosting.Known(payment?.Trn02 ?? ""), RemitPosting.Known(payment?.Trn03 ?? ""), null, "exception", payment?.Claims.Count ?? 0, 0, payment?.Claims.Count ?? 0, payment?.Dollars, payment?.Foreign is null ? payment?.Difference : null, reasons);
}

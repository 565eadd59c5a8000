using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12;

namespace CleanClaim.Billing.Remittance;

/// <summary>Keeps a file as it came, before anybody judges it; each coming is a fact of its own.</summary>
public static class StoreRemittanceFile
{
    public static async Task<string> Run(Tx tx, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        var (sha, _) = await FileStore.Put(tx, name, bytes, FileDirection.In, cancel);
        tx.Add(new FileArrival { Id = tx.NextId<FileArrival>(), Sha256 = sha, Name = name, PartnerId = null, At = tx.Now, Actor = tx.Actor });
        tx.Subject = $"file {sha}";
        return sha;
    }

    private static readonly string NoBytes = FileStore.Sha256Of([]);

    /// <summary>Queues a file that holds no remittance at all; returns the reason.</summary>
    public static async Task<string> Refuse(Tx tx, string sha, RemittanceFile file, CancellationToken cancel = default)
    {
        var fault = file.Faults.FirstOrDefault();
        var (kind, reason) = sha == NoBytes ? (ExceptionKind.NotX12, "The file is empty: not one byte is in it.")
            : file.Sets.Count > 0 ? (ExceptionKind.NotX12, $"The file holds {string.Join(", ", file.Sets.Select(s => s.TransactionId).Distinct())}, but no remittance (835).")
            : fault.Kind is FaultKind.Truncated ? (ExceptionKind.Truncated, $"The file ends in the middle, after byte {fault.Offset}, before any transaction.")
            : (ExceptionKind.NotX12, $"This is not an X12 file: no interchange begins in it (byte {fault.Offset}, line {Math.Max(fault.Line, 1)}).");
        var practice = await RemittanceParties.Reception(tx, cancel);
        await Exceptions.AddOfFile(tx, practice.Id, kind, sha, Money.Zero, reason, "Check which file was sent; ask the sender for the 835. The file is kept as it came.", cancel);
        tx.Subject = $"file {sha}";
        return reason;
    }
}

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
        var (kind, reason, next) = WhyNone(sha, file);
        var practice = await RemittanceParties.Reception(tx, cancel);
        await Exceptions.AddOfFile(tx, practice.Id, kind, sha, Money.Zero, reason, $"{next} The file is kept as it came.", cancel);
        tx.Subject = $"file {sha}";
        return reason;
    }

    private static (ExceptionKind Kind, string Reason, string Next) WhyNone(string sha, RemittanceFile file)
    {
        const string another = "Check which file was sent; ask the sender for the 835.";
        const string whole = "Ask the sender for the whole file, and post that; nothing of this one was taken.";
        if (sha == NoBytes) return (ExceptionKind.NotX12, "The file is empty: not one byte is in it.", another);
        if (file.Sets.Count > 0)
        {
            var held = $"The file holds {string.Join(", ", file.Sets.Select(s => s.TransactionId).Distinct())}, but no remittance (835).";
            return file.CutOff is { } cut ? (ExceptionKind.Truncated, $"{held} It was cut off: {cut}.", whole) : (ExceptionKind.NotX12, held, another);
        }
        if (file.CutOff is { } how) return (ExceptionKind.Truncated, $"The file was cut off: {how}. There is no transaction in it.", whole);
        if (file.Faults is not [var fault, ..]) return (ExceptionKind.NotX12, "The interchange is whole and there is no transaction in it.", another);
        return (ExceptionKind.NotX12, fault.Kind is FaultKind.Utf16 or FaultKind.Ebcdic ? "This is X12 in the characters of another machine (UTF-16 or EBCDIC): ask for it as plain text."
            : $"This is not an X12 file: no interchange begins in it (byte {fault.Offset}, line {Math.Max(fault.Line, 1)}).", another);
    }
}

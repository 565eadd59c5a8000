using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// Puts an outgoing file into its partner's folder, once however often the program dies on the way. Two jobs: the first writes the stored bytes into
/// a staging folder beside the partner's and, in its transaction, asks for the second, which moves the file by a rename. A second run of the move
/// that finds nothing staged knows that the file has left. No partner: the file goes to out/PAYER of the data folder.
/// </summary>
public sealed class PlaceFile(string dataFolder)
{
    public const string StageKind = "submission.stage";
    public const string MoveKind = "submission.move";

    /// <summary>The two jobs, for the program's job runner.</summary>
    public IReadOnlyDictionary<string, JobHandler> Handlers => new Dictionary<string, JobHandler>(StringComparer.Ordinal) { [StageKind] = JobHandler.InOne(Stage), [MoveKind] = JobHandler.InOne(Move) };

    private async Task Stage(Tx tx, LeasedJob job, CancellationToken cancel)
    {
        var (staged, _) = await Paths(tx, job.Ref, cancel);
        var bytes = await FileStore.Get(tx, job.Ref, cancel);
        Directory.CreateDirectory(Path.GetDirectoryName(staged)!);
        await using (var file = new FileStream(staged, FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(bytes, cancel);
            file.Flush(flushToDisk: true);
        }
        CrashPoint.Hit("submit.file-written");
        await JobQueue.Enqueue(tx, MoveKind, job.Ref);
    }

    private async Task Move(Tx tx, LeasedJob job, CancellationToken cancel)
    {
        var (staged, placed) = await Paths(tx, job.Ref, cancel);
        Directory.CreateDirectory(Path.GetDirectoryName(placed)!);
        if (File.Exists(staged)) File.Move(staged, placed, overwrite: true);
        CrashPoint.Hit("submit.file-placed");
    }

    private async Task<(string Staged, string Placed)> Paths(Tx tx, string sha, CancellationToken cancel)
    {
        var name = await tx.Db.Set<StoredFile>().Where(f => f.Sha256 == sha).Select(f => f.Name).FirstAsync(cancel);
        var to = await tx.Db.Set<Record.Submission>().Where(s => s.FileSha256 == sha).Select(s => new { s.PartnerId, s.PayerId }).FirstAsync(cancel);
        var (_, folder) = await Goes(tx, to.PartnerId, to.PayerId, cancel);
        var placed = Path.Combine(dataFolder, folder);
        return (Path.Combine(Path.GetDirectoryName(placed)!, "staging", name), Path.Combine(placed, name));
    }

    /// <summary>To whom, and to which folder within the data folder: the partner's, or out/PAYER where a person carries it.</summary>
    internal static async Task<(string To, string Folder)> Goes(Tx tx, Id<TradingPartner>? partner, Id<Payer> payer, CancellationToken cancel)
    {
        if (partner is { } id)
        {
            var to = await tx.Db.Set<TradingPartner>().Where(p => p.Id == id).Select(p => new { p.Key, p.Folder }).FirstAsync(cancel);
            return (to.Key, Path.Combine(to.Folder, "in"));
        }
        var key = await tx.Db.Set<Payer>().Where(p => p.Id == payer).Select(p => p.Key).FirstAsync(cancel);
        return (key, Path.Combine("out", SubmitBatch.Safe(key)));
    }
}

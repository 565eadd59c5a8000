using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>A file of claims that is written and kept, and that could not be put into its folder yet. It is tried again by itself.</summary>
/// <param name="Folder">Within the data folder.</param>
/// <param name="NextTry">When, at the earliest.</param>
public sealed record FileToLeave(string Name, string To, string Folder, int Claims, Money Charge, int Tries, bool NoRight, Instant NextTry)
{
    public string Why => $"{Name} with {Claims} claim{(Claims == 1 ? "" : "s")}, {Charge.ForPeople()}, has not left: {(NoRight ? "the program has no right to write to" : "nothing could be written to")} {Folder} in the data folder.";
    public string Fix => $"Mend the folder (its owner, its rights, the space on the disk). The file is kept, and goes by itself with the next try; nothing is sent twice. {To} has none of these claims until then.";
}

/// <summary>Files whose placing has failed so far (<see cref="PlaceFile"/>): the claims in them count as sent and are not at the payer.</summary>
public static class FilesToLeave
{
    public static async Task<List<FileToLeave>> Of(Tx tx, CancellationToken cancel = default)
    {
        var jobs = await tx.Session.Query(
            "select ref, tries, last_error, run_at from job where org = @p0 and done_at is null and last_error is not null and kind in (@p1, @p2) order by id",
            r => (Sha: r.GetString(0), Tries: r.GetInt32(1), Error: r.GetString(2), At: new Instant(r.GetInt64(3))), tx.Scope.Org.Value, PlaceFile.StageKind, PlaceFile.MoveKind);
        var files = new List<FileToLeave>();
        foreach (var job in jobs)
        {
            var sent = await tx.Db.Set<Record.Submission>().AsNoTracking().Where(s => s.FileSha256 == job.Sha).Select(s => new { s.PartnerId, s.PayerId, s.Charge }).ToListAsync(cancel);
            if (sent.Count == 0) continue; // another practice's
            var (to, folder) = await PlaceFile.Goes(tx, sent[0].PartnerId, sent[0].PayerId, cancel);
            var name = await tx.Db.Set<StoredFile>().Where(f => f.Sha256 == job.Sha).Select(f => f.Name).FirstAsync(cancel);
            files.Add(new FileToLeave(name, to, folder, sent.Count, sent.Sum(s => s.Charge), job.Tries, job.Error.StartsWith(nameof(UnauthorizedAccessException), StringComparison.Ordinal), job.At));
        }
        return files;
    }
}

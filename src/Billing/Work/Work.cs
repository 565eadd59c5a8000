using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing;

/// <summary>
/// The only way to the database. <see cref="Do{T}"/> is the unit of work of every verb at every door: right, transaction, organization,
/// idempotency key, verb, audit, save, commit, and the retry of a lost commit with the same key.
/// </summary>
public sealed class Work(IDatabase database, Vault vault, TimeProvider clock)
{
    private const int MaxTries = 6;

    public IDatabase Database => database;
    public Vault Vault => vault;
    public TimeProvider Clock => clock;

    /// <summary>The same work under another clock: one command's `--today` in a practice folder.</summary>
    public Work At(TimeProvider other) => new(database, vault, other);

    public async Task<T> Do<T>(Right right, Scope scope, Request request, Func<Tx, Task<T>> verb, CancellationToken cancel = default)
    {
        if (!Rights.Allows(scope.Role, right)) throw new NotAllowedException(scope.Actor, right);
        var bodyHash = Hash(request.Body);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var tx = await Tx.Begin(this, scope, write: true, cancel);
                if (await FindOutcome(tx, request, bodyHash, cancel) is { } known) return JsonSerializer.Deserialize<T>(known, Json)!;

                var key = new Idempotency { Key = request.Key, Verb = request.Verb, BodyHash = bodyHash, Outcome = null, At = tx.Now };
                tx.Add(key);
                await tx.Db.SaveChangesAsync(cancel);
                CrashPoint.Hit("work.key-inserted");

                var outcome = await verb(tx);

                key.Outcome = JsonSerializer.Serialize(outcome, Json);
                Audit(tx, request);
                await tx.Db.SaveChangesAsync(cancel);
                CrashPoint.Hit("work.before-commit");
                await tx.Commit(cancel);
                CrashPoint.Hit("work.after-commit");
                return outcome;
            }
            catch (OutOfIdsException)
            {
                attempt--; // the next one finds more
            }
            catch (Exception e) when (attempt < MaxTries && database.MayRetry(e))
            {
                // A commit whose answer was lost may have happened: the same key finds its outcome on the next try.
                await Task.Delay(TimeSpan.FromMilliseconds(20L << attempt), cancel);
            }
        }
    }

    /// <summary>Runs the verb to its end and gives back what it would have done; nothing of it is kept (`--dry-run`).</summary>
    public async Task<T> Rehearse<T>(Right right, Scope scope, Func<Tx, Task<T>> verb, CancellationToken cancel = default)
    {
        if (!Rights.Allows(scope.Role, right)) throw new NotAllowedException(scope.Actor, right);
        for (; ; )
        {
            try
            {
                await using var tx = await Tx.Begin(this, scope, write: true, cancel);
                var outcome = await verb(tx);
                await tx.Db.SaveChangesAsync(cancel);
                return outcome;
            }
            catch (OutOfIdsException)
            {
                // The next try finds more.
            }
        }
    }

    /// <summary>Reads in one snapshot; writes nothing.</summary>
    public async Task<T> Read<T>(Scope scope, Func<Tx, Task<T>> query, CancellationToken cancel = default)
    {
        if (!Rights.Allows(scope.Role, Right.See)) throw new NotAllowedException(scope.Actor, Right.See);
        await using var tx = await Tx.Begin(this, scope, write: false, cancel);
        return await query(tx);
    }

    /// <summary>Global tables only (sign-in, directory, jobs, key ring): no organization is set, so no organization's row can be seen on PostgreSQL.</summary>
    public async Task<T> Global<T>(bool write, Func<BillingDb, Task<T>> body, CancellationToken cancel = default)
    {
        await using var session = await database.Begin(write, org: null, cancel);
        await using var db = Tx.Open(database, session, new(0), null);
        var result = await body(db);
        if (!write) return result;
        await db.SaveChangesAsync(cancel);
        await session.Commit(cancel);
        return result;
    }

    private static async Task<string?> FindOutcome(Tx tx, Request request, string bodyHash, CancellationToken cancel)
    {
        var known = await tx.Db.Set<Idempotency>().AsNoTracking().FirstOrDefaultAsync(i => i.Key == request.Key, cancel);
        if (known is null) return null;
        if (known.BodyHash != bodyHash || known.Verb != request.Verb) throw new KeyReusedException(request.Key);
        return known.Outcome ?? throw new InvalidOperationException($"The request {request.Key} has no outcome: its transaction should not have committed.");
    }

    private static void Audit(Tx tx, Request request)
    {
        var row = new AuditRow { Org = tx.Scope.Org, Id = tx.NextId<AuditRow>(), Actor = tx.Scope.Actor, Verb = request.Verb, Subject = tx.Subject, At = tx.Now, Hash = [] };
        row.Hash = SHA256.HashData(Encoding.UTF8.GetBytes(row.Content));
        tx.Add(row);
        tx.Add(new AuditUnsealed { Id = row.Id });
    }

    private static string Hash(object? body) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, Json)));

    internal static readonly JsonSerializerOptions Json = new() { IncludeFields = false };
}

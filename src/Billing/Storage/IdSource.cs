using System.Diagnostics;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Storage;

/// <summary>A transaction took more ids than were held ready: it begins again with more (<see cref="Work"/>).</summary>
public sealed class OutOfIdsException() : Exception("One transaction took more ids than were held ready.");

/// <summary>
/// Hands out the organization's row ids from blocks fetched in short transactions of their own, so that no posting holds the counter.
/// Blocks lost by a stop leave gaps, which are lawful. A transaction that needs more than are ready (a book of thousands of patients) is begun again with four times as many. Thread-safe.
/// </summary>
public sealed class IdSource(Id<Organization> org)
{
    private const long Block = 50_000;
    private long _reserve = 25_000;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _topUp = new(1);
    private readonly Queue<(long From, long To)> _blocks = new();
    private long _next;
    private long _end;
    private long _left;

    public long Next()
    {
        lock (_gate)
        {
            if (_next == _end)
            {
                if (!_blocks.TryDequeue(out var block))
                {
                    _reserve *= 4;
                    throw new OutOfIdsException();
                }
                (_next, _end) = block;
            }
            _left--;
            return _next++;
        }
    }

    /// <summary>Makes sure that a transaction finds enough ids; called before it begins, since SQLite has one writer.</summary>
    public async Task TopUp(IDatabase database, CancellationToken cancel)
    {
        if (IsEnough) return;
        await _topUp.WaitAsync(cancel);
        try
        {
            while (!IsEnough) await Fetch(database, cancel);
        }
        finally
        {
            _topUp.Release();
        }
    }

    private bool IsEnough
    {
        get { lock (_gate) return _left >= _reserve; }
    }

    private async Task Fetch(IDatabase database, CancellationToken cancel)
    {
        await using var session = await database.Begin(write: true, org, cancel);
        // Racing nodes serialize on this row alone.
        var end = await session.Number(
            "insert into id_block (org, kind, next) values (@p0, 'row', @p1) on conflict (org, kind) do update set next = id_block.next + @p2 returning next",
            org.Value, 1 + Block, Block);
        Debug.Assert(end > Block);
        await session.Commit(cancel);
        lock (_gate)
        {
            _blocks.Enqueue((end - Block, end));
            _left += Block;
        }
    }
}

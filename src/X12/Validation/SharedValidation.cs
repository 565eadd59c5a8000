using System.Runtime.ExceptionServices;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Validates one file on several cores. Every worker reads the whole file and follows its envelope, which costs a tenth, but
/// checks only the transaction sets that it was first to reach; whoever falls behind finds the next ones taken and catches up.
/// Faults are handed on in the order of the file, as one worker alone would tell them.
/// </summary>
internal sealed class SharedValidation(Action<Fault> found, int workers)
{
    /// <summary>A worker that is ahead waits when it holds this many faults: memory does not grow with a file's faults.</summary>
    private const int HeldMax = 10_000;

    private const long AtEnd = long.MaxValue;

    private readonly Queue<Held>[] _held = [.. Enumerable.Range(0, workers).Select(_ => new Queue<Held>())];
    private readonly Place[] _reached = new Place[workers];
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _moved = new();
    private int _next;
    private volatile Exception? _failure;

    /// <summary>Where a fault came to light: the segment, and how often the owner had changed while it was taken.</summary>
    private readonly record struct Place(long Segment, int Turn) : IComparable<Place>
    {
        public int CompareTo(Place other) => Segment != other.Segment ? Segment.CompareTo(other.Segment) : Turn.CompareTo(other.Turn);
    }

    private readonly record struct Held(Place At, Fault Fault);

    /// <summary>Whether the transaction set of this number, from 0, falls to the worker that asks: the first one there takes it.</summary>
    public bool TryTake(int number) => Interlocked.CompareExchange(ref _next, number + 1, number) == number;

    /// <param name="open">Opens the file anew at its beginning.</param>
    /// <param name="found">Receives the faults, one at a time and in order, on any thread.</param>
    /// <param name="options">How far to check, and against what.</param>
    /// <param name="workers">How many read at once.</param>
    public static ValidationSummary Validate(Func<Stream> open, Action<Fault> found, ValidationOptions options, int workers)
    {
        var shared = new SharedValidation(found, workers);
        var summaries = new ValidationSummary[workers];
        var threads = Enumerable.Range(1, workers - 1).Select(n => new Thread(() => summaries[n] = shared.Work(n, open, options)) { IsBackground = true }).ToList();
        foreach (var thread in threads) thread.Start();
        summaries[0] = shared.Work(0, open, options);
        foreach (var thread in threads) thread.Join();
        if (shared._failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        return summaries[0] with { Errors = summaries.Sum(s => s.Errors), Warnings = summaries.Sum(s => s.Warnings), ListsMissed = summaries.Aggregate(0u, (missed, s) => missed | s.ListsMissed) };
    }

    private ValidationSummary Work(int number, Func<Stream> open, ValidationOptions options)
    {
        try
        {
            using var file = open();
            using var validator = new X12Validator(file, options, this, isFirst: number == 0);
            for (var more = true; more && _failure is null;)
            {
                more = validator.ReadOn();
                if (validator.HasFaults) Hold(number, validator, more);
                else if (validator.HasChangedHands || !more) Reach(number, new(more ? validator.Segment.Ordinal : AtEnd, 0));
            }

            return validator.Summary;
        }
        catch (Exception failure)
        {
            _failure = failure;
            return default;
        }
        finally
        {
            Reach(number, new(AtEnd, int.MaxValue));
        }
    }

    private void Hold(int number, X12Validator validator, bool more)
    {
        var segment = more ? validator.Segment.Ordinal : AtEnd;
        lock (_gate)
            for (var i = 0; i < validator.Faults.Count; i++) _held[number].Enqueue(new(new(segment, validator.TurnOf(i)), validator.Faults[i]));
        Reach(number, new(segment, 0));
        while (_failure is null && IsToWait(number)) _moved.Wait(TimeSpan.FromMilliseconds(50));
    }

    private bool IsToWait(int number)
    {
        lock (_gate)
        {
            _moved.Reset();
            return _held[number].Count > HeldMax;
        }
    }

    /// <summary>Tells every fault that lies before what any worker may still find.</summary>
    private void Reach(int number, Place place)
    {
        lock (_gate)
        {
            _reached[number] = place;
            var before = _reached.Min();
            while (_failure is null && Earliest() is { Count: > 0 } queue && queue.Peek().At.Segment < before.Segment) found(queue.Dequeue().Fault);
            if (_reached.All(r => r.Turn == int.MaxValue))
                while (_failure is null && Earliest() is { Count: > 0 } queue) found(queue.Dequeue().Fault);
            _moved.Set();
        }
    }

    private Queue<Held>? Earliest() => _held.Where(q => q.Count > 0).MinBy(q => q.Peek().At);
}

using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// HL segments: numbered from 1 by ones, each under the level that the guide puts it under, HL04 true to whether a child
/// follows (005010X222A1 and 005010X214, notes to HL01, HL02, HL04).
/// </summary>
internal sealed class HierarchyRules(FaultLog log)
{
    public static readonly SegmentId Hl = SegmentId.Of("HL");
    private Level[] _open = new Level[8];
    private int _depth, _count;

    // What the count would be if the last number out of step had not been believed: one wrong number does not make the right one after it wrong.
    private int _due;

    // The number of the last level that could not be placed: those below it are below a level that is there.
    private ShortText _lost;

    /// <summary>A level that has not ended yet: which loop, its HL01, and whether HL04 says that levels follow below and they did.</summary>
    private struct Level
    {
        public LoopUse Loop;
        public ShortText Number;
        public bool SaysChildren, HasChildren;
        public Mark Mark;
    }

    public void Begin()
    {
        (_depth, _count, _due, _lost) = (0, 0, 0, default);
    }

    public void Segment(SegmentView segment, SegmentUse use)
    {
        _count++;
        _due++;
        CloseTo(use.Loop.Depth);
        CheckNumber(segment, use);
        CheckParent(segment, use);
        if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
        _open[_depth++] = new() { Loop = use.Loop, Number = new(segment[1]), SaysChildren = segment.Is(4, "1"u8), Mark = log.MarkOf(segment, 4) };
    }

    /// <summary>A number out of step is told once; counting goes on from it, or from the one before where that fits.</summary>
    private void CheckNumber(SegmentView segment, SegmentUse use)
    {
        if (segment.Number(1).OrNull?.InUnitsOf(0) is not { } stated) return;
        if (stated == _count || stated == _due)
        {
            _count = _due = (int)stated;
            return;
        }

        log.Element(FaultKind.HierarchyNumber, segment, new(1), use.Loop, segment[1], $"HL01 is {segment.Text(1)}, but this is HL number {_count} of the transaction set.", $"Write {_count}: HL segments are numbered from 1 by ones.");
        _count = (int)Math.Clamp(stated, 0, int.MaxValue / 2);
    }

    /// <summary>
    /// A level that has no place counts all the same, and may have been meant below any that is open. A segment whose id means nothing is one
    /// when the number that is due stands where HL01 does.
    /// </summary>
    public void Stray(SegmentView segment, bool isKnown)
    {
        if (segment.Id != Hl && (isKnown || segment.Count is < 3 or > 4 || segment.Number(1).OrNull?.InUnitsOf(0) != _count + 1 || !MayBeAbove(segment[2]))) return;
        _count++;
        _due++;
        _lost = new(segment[1]);
        foreach (ref var level in _open.AsSpan(0, _depth)) level.HasChildren = level.SaysChildren;
    }

    private bool MayBeAbove(ReadOnlySpan<byte> number) => number.IsEmpty || (X12Number.Parse(number).OrNull?.InUnitsOf(0) is { } above && above >= 1 && above <= _count);

    public void End() => CloseTo(0);

    private void CheckParent(SegmentView segment, SegmentUse use)
    {
        if (_depth > 0 && !_lost.Is(segment[2])) _open[_depth - 1].HasChildren = true;
        if (!segment.Has(2) || (_depth > 0 && _open[_depth - 1].Number.Is(segment[2])) || _lost.Is(segment[2]) || use.Elements[1].Usage == Usage.NotUsed) return;
        log.Element(FaultKind.HierarchyParent, segment, new(2), use.Loop, segment[2], _depth == 0
            ? $"HL02 is {segment.Text(2)}, but there is no level above this one."
            : $"HL02 is {segment.Text(2)}, but the level above this one is HL {_open[_depth - 1].Number}.", "Write the HL01 of the level that this one belongs to.");
    }

    private void CloseTo(int depth)
    {
        while (_depth > 0 && _open[_depth - 1].Loop.Depth >= depth)
        {
            ref readonly var level = ref _open[--_depth];
            if (level.SaysChildren == level.HasChildren) continue;
            log.Add(FaultKind.HierarchyChild, level.Mark.Place, level.Loop, new(4), level.SaysChildren ? "1" : "0", level.SaysChildren
                ? $"HL {level.Number} says in HL04 that levels follow below it, but none does."
                : $"HL {level.Number} says in HL04 that no level follows below it, but one does.", level.SaysChildren ? "Write 0 in HL04, or send the missing level." : "Write 1 in HL04.");
        }
    }
}

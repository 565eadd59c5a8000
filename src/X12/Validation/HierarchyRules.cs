using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// HL segments: numbered from 1 by ones, each under the level that the guide puts it under, HL04 true to whether a child
/// follows (005010X222A1 and 005010X214, notes to HL01, HL02, HL04).
/// </summary>
internal sealed class HierarchyRules(FaultLog log)
{
    public static readonly SegmentId Hl = SegmentId.Of("HL");
    private readonly List<Level> _open = [];
    private int _count;

    private sealed record Level(LoopUse Loop, string Number, bool SaysChildren, Mark Mark)
    {
        public bool HasChildren { get; set; }
    }

    public void Begin()
    {
        _open.Clear();
        _count = 0;
    }

    public void Segment(in SegmentView segment, SegmentUse use)
    {
        if (segment.Id != Hl || !use.IsTrigger) return;
        _count++;
        CloseTo(use.Loop.Depth);
        var number = segment.Text(1) ?? "";
        // A number out of step is told once; counting goes on from it.
        if (segment.Number(1).OrNull?.InUnitsOf(0) is { } stated && stated != _count)
        {
            log.Element(FaultKind.HierarchyNumber, segment, new(1), use.Loop, segment[1], $"HL01 is {number}, but this is HL number {_count} of the transaction set.", $"Write {_count}: HL segments are numbered from 1 by ones.");
            _count = (int)Math.Clamp(stated, 0, int.MaxValue / 2);
        }

        CheckParent(segment, use);
        _open.Add(new(use.Loop, number, segment.Is(4, "1"u8), log.MarkOf(segment, 4)));
    }

    /// <summary>A level that has no place counts all the same, and may have been meant below any that is open.</summary>
    public void Stray(SegmentId id)
    {
        if (id != Hl) return;
        _count++;
        foreach (var level in _open) level.HasChildren = level.SaysChildren;
    }

    public void End() => CloseTo(0);

    private void CheckParent(in SegmentView segment, SegmentUse use)
    {
        var parent = _open.Count > 0 ? _open[^1] : null;
        if (parent is not null) parent.HasChildren = true;
        var stated = segment.Text(2);
        if (stated is null || parent?.Number == stated || use.Elements[1].Usage == Usage.NotUsed) return;
        log.Element(FaultKind.HierarchyParent, segment, new(2), use.Loop, segment[2], parent is null
            ? $"HL02 is {stated}, but there is no level above this one."
            : $"HL02 is {stated}, but the level above this one is HL {parent.Number}.", "Write the HL01 of the level that this one belongs to.");
    }

    private void CloseTo(int depth)
    {
        while (_open.Count > 0 && _open[^1].Loop.Depth >= depth)
        {
            var level = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (level.SaysChildren == level.HasChildren) continue;
            log.Add(FaultKind.HierarchyChild, level.Mark.Place, level.Loop, new(4), level.SaysChildren ? "1" : "0", level.SaysChildren
                ? $"HL {level.Number} says in HL04 that levels follow below it, but none does."
                : $"HL {level.Number} says in HL04 that no level follows below it, but one does.", level.SaysChildren ? "Write 0 in HL04, or send the missing level." : "Write 1 in HL04.");
        }
    }
}

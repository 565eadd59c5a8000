using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Rules of the 834 (005010X220A1). Totals of the file (QTY) are what was counted: TO members, ET subscribers, DT dependents (names of
/// these codes in data element 673). INS01 Y and INS02 18 both say that the member is the subscriber (data elements 1073 and 1069; CMS,
/// Companion Guide for the FFE 834, INS01 and INS02). A coverage does not end (DTP 349) before it begins (DTP 348).
/// </summary>
internal sealed class EnrollmentRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Total, Member, Coverage, CoverageDate }

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private readonly List<(string Kind, long Stated, Mark Mark)> _totals = [];
    private long _subscribers, _dependents;
    private bool _isUnknown;
    private DateOnly? _begins, _ends;
    private Mark _end;

    public override void Begin()
    {
        _totals.Clear();
        (_subscribers, _dependents, _isUnknown, _begins, _ends) = (0, 0, false, null, null);
    }

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Total when segment.Number(2).OrNull?.InUnitsOf(0) is { } stated && _totals.Count < 3: _totals.Add((segment.Text(1) ?? "", stated, Log.MarkOf(segment, 2))); break;
            case Spot.Member: TakeMember(segment, use); break;
            case Spot.Coverage: (_begins, _ends) = (null, null); break;
            case Spot.CoverageDate: TakeDate(segment); break;
        }
    }

    /// <summary>A member whose opening is lost shows by the REF that follows it.</summary>
    public override void Stray(SegmentId id, bool isKnown) => _isUnknown |= !isKnown || id.ToString() is "INS" or "REF";

    public override void Close(LoopUse loop)
    {
        if (loop.Id == "2300") CheckPeriod(loop);
        else if (loop.Parent is null && !_isUnknown) CheckTotals(loop);
    }

    private void TakeMember(SegmentView ins, SegmentUse use)
    {
        var isSubscriber = ins.Is(1, "Y"u8);
        if (isSubscriber) _subscribers++;
        else _dependents++;
        if (!ins.Has(1) || !ins.Has(2) || isSubscriber == ins.Is(2, "18"u8)) return;
        Log.Element(FaultKind.ImplausibleValue, ins, new(2), use.Loop, ins[2], isSubscriber
            ? $"INS01 Y says that the member is the subscriber, but INS02 {ins.Text(2)} is not 18 (self)."
            : "INS02 18 (self) says that the member is the subscriber, but INS01 N says a dependent.", "Write Y and 18 for the subscriber, N and the relation for a dependent.", "834-INS-SELF");
    }

    private void TakeDate(SegmentView dtp)
    {
        if (dtp.Dates(2, 3).OrNull is not { } span) return;
        if (dtp.Is(1, "348"u8)) _begins = span.From;
        else if (dtp.Is(1, "349"u8)) (_ends, _end) = (span.To, Log.MarkOf(dtp, 3));
    }

    private void CheckPeriod(LoopUse loop)
    {
        if (_begins is { } begins && _ends is { } ends && ends < begins)
            Log.Add(FaultKind.ImplausibleValue, _end.Place, loop, new(3), null, $"The coverage ends on {ends:yyyy-MM-dd} (DTP 349), before it begins on {begins:yyyy-MM-dd} (DTP 348).", "Correct one of the two dates.", "834-COVERAGE-DATES");
        (_begins, _ends) = (null, null);
    }

    private void CheckTotals(LoopUse loop)
    {
        foreach (var (kind, stated, mark) in _totals)
        {
            var (counted, what) = kind switch
            {
                "TO" => (_subscribers + _dependents, "members"),
                "ET" => (_subscribers, "subscribers (INS01 Y)"),
                "DT" => (_dependents, "dependents (INS01 N)"),
                _ => (stated, ""),
            };
            if (counted != stated)
                Log.Add(FaultKind.Unbalanced, mark.Place, loop, new(2), Number(stated), $"QTY {kind} says {Number(stated)} {what}, but the file has {Number(counted)}.", "Write the number of members that the file holds.", "834-TOTALS");
        }
    }

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("", "QTY") => Spot.Total,
        ("2000", "INS") => Spot.Member,
        ("2300", "HD") => Spot.Coverage,
        ("2300", "DTP") => Spot.CoverageDate,
        _ => Spot.Other,
    };
}

using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// The balance of an 820: BPR02 is the sum of RMR04 and of the adjustments of earlier payments (ADX01 below ENT). Fourteen of the fifteen
/// published examples of 005010X306 balance so. Whether RMR04 holds the adjustments of this payment (ADX01 below RMR) no public source says:
/// where there are any, either sum is taken.
/// </summary>
internal sealed class PremiumRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Bpr, Rmr, Earlier, Current }

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private Mark _bpr;
    private CentSum _stated, _premiums, _earlier, _current;

    public override void Begin()
    {
        _bpr = default;
        _stated = _premiums = _earlier = _current = default;
    }

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Bpr:
                _bpr = Log.MarkOf(segment, 2);
                _stated.Add(segment, 2);
                break;
            case Spot.Rmr: _premiums.Add(segment, 4); break;
            case Spot.Earlier: _earlier.Add(segment, 1); break;
            case Spot.Current: _current.Add(segment, 1); break;
        }
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        if (!isKnown || id.ToString() is "BPR" or "RMR" or "ADX" or "ENT") _premiums.Forget();
    }

    public override void Close(LoopUse loop)
    {
        if (loop.Parent is not null || _bpr.Position == 0) return;
        if (_stated.Cents is not { } stated || _premiums.Cents is not { } premiums || _earlier.Cents is not { } earlier || _current.Cents is not { } current) return;
        if (stated == premiums + earlier || stated == premiums + earlier + current) return;
        var sum = premiums + earlier;
        Log.Add(FaultKind.Unbalanced, _bpr.Place, loop, new(2), Dollars.Plain(stated),
            $"The premiums (RMR04) and the adjustments of earlier payments (ADX01) add up to {Dollars.Of(premiums)} + {Dollars.Of(earlier)} = {Dollars.Of(sum)}, but BPR02 says {Dollars.Of(stated)}: a difference of {Dollars.Of(stated - sum)}.",
            "Ask the sender which of the two was paid.", "820-PAYMENT-SUM");
    }

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("", "BPR") => Spot.Bpr,
        (_, "RMR") => Spot.Rmr,
        ("2200" or "2200A" or "2200B", "ADX") => Spot.Earlier,
        ("2320" or "2320A" or "2320B", "ADX") => Spot.Current,
        _ => Spot.Other,
    };
}

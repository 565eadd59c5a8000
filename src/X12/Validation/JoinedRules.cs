using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>Several sets of rules fed as one, in the order of their levels.</summary>
internal sealed class JoinedRules(Guide guide, FaultLog log, IReadOnlyList<TransactionRules> rules) : TransactionRules(log)
{
    private readonly TransactionRules[] _rules = [.. rules];

    // By segment use, then by loop: those whom it concerns.
    private readonly TransactionRules[][] _ofUse = [.. guide.Segments.Select(use => rules.Where(one => one.Concern(use)).ToArray())];
    private readonly TransactionRules[][] _ofLoop = [.. guide.Loops.Select(loop => rules.Where(one => one.Concern(loop)).ToArray())];

    public override void Begin()
    {
        foreach (var one in _rules) one.Begin();
    }

    public override bool Concern(SegmentUse use) => _ofUse[use.Index].Length > 0;

    public override bool Concern(LoopUse loop) => _ofLoop[loop.Index].Length > 0;

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        foreach (var one in _ofUse[use.Index]) one.Segment(segment, use);
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        foreach (var one in _rules) one.Stray(id, isKnown);
    }

    public override void Close(LoopUse loop)
    {
        foreach (var one in _ofLoop[loop.Index]) one.Close(loop);
    }
}

using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>Several sets of rules fed as one, in the order of their levels.</summary>
internal sealed class JoinedRules(FaultLog log, IReadOnlyList<TransactionRules> rules) : TransactionRules(log)
{
    private readonly TransactionRules[] _rules = [.. rules];

    public override void Begin()
    {
        foreach (var one in _rules) one.Begin();
    }

    public override bool Concern(SegmentUse use) => _rules.Any(one => one.Concern(use));

    public override bool Concern(LoopUse loop) => _rules.Any(one => one.Concern(loop));

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        foreach (var one in _rules) one.Segment(segment, use);
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        foreach (var one in _rules) one.Stray(id, isKnown);
    }

    public override void Close(LoopUse loop)
    {
        foreach (var one in _rules) one.Close(loop);
    }
}

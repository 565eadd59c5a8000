using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>Inquiries and answers whose values hang together: a refusal has no benefits, parties stand between LS and LE, pointers point to a diagnosis.</summary>
internal sealed class EligibilitySample(Guide guide, int seed, int density) : GuideSample(guide, seed, density)
{
    // Half of the answers refuse, half tell benefits.
    private readonly bool _refuses = seed % 2 == 1;

    protected override bool? Wants(Part turn, LoopItem item)
    {
        var id = item.Loop?.Id ?? item.Segment.Id.ToString();
        if (turn.Loop?.Id is "2000A" or "2100A" or "2100B" or "2100C" or "2100D" && id == "AAA") return _refuses ? null : false;
        if (turn.Loop?.Id == "2100D" && id == "AAA") return _refuses;
        if (id is "2110C" or "2110D" && turn.Loop?.Items[0].Segment.Id.ToString() == "NM1" && IsAnswer(item)) return !_refuses;
        if (id == "LE") return turn.Has("LS");
        if (id.StartsWith("2120", StringComparison.Ordinal)) return turn.Has("LS");
        return null;
    }

    private static bool IsAnswer(LoopItem item) => item.Segment.Id.ToString() == "EB";

    protected override bool? Wants(Part segment, ElementUse element) => (segment.Row!.Id.ToString(), element.Position) switch
    {
        ("EQ", 5) or ("EB", 14) => segment.Parent?.Parent?.Has("HI") == true ? null : false,
        ("NM1", 9 or 8) when segment.Row.Loop.Id == "2100C" => true,
        _ => null,
    };

    protected override string? Fixed(Part segment, ElementUse element, IReadOnlyList<X12Value> before) => (segment.Row!.Id.ToString(), element.Position) switch
    {
        ("EQ", 5) or ("EB", 14) => "1",
        ("EB", 8) => "0.2",
        _ => base.Fixed(segment, element, before),
    };
}

using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>Files of an 834 whose values hang together: the first member is the subscriber, the others depend on him, the totals are what is there.</summary>
internal sealed class EnrollmentSample(Guide guide, int seed, int density) : GuideSample(guide, seed, density)
{
    protected override string? Fixed(Part segment, ElementUse element, IReadOnlyList<X12Value> before) => (segment.Row!.Loop.Id, segment.Row.Id.ToString(), element.Position) switch
    {
        ("2000", "INS", 1) => segment.Parent!.Number == 1 ? "Y" : "N",
        ("2000", "INS", 2) => segment.Parent!.Number == 1 ? "18" : "19",
        ("2300", "DTP", 2) => "D8",
        ("2300", "DTP", 3) => "20260105",
        ("", "QTY", 2) => X12Numbers.Text(Total(segment, before[0].Text)),
        _ => base.Fixed(segment, element, before),
    };

    private static int Total(Part qty, string? kind)
    {
        var members = qty.Parent!.Inner.Count(p => p.Loop?.Id == "2000");
        return kind switch { "ET" => 1, "DT" => members - 1, _ => members };
    }
}

using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>Requests and answers of an authorization: an event stands below the subscriber or below the patient, decided or refused, its pointers point to a diagnosis.</summary>
internal sealed class AuthorizationSample(Guide guide, int seed, int density) : GuideSample(guide, seed, density)
{
    private readonly bool _refuses = seed % 2 == 1;
    private readonly bool _hasPatient = seed % 4 < 2;

    protected override bool? Wants(Part turn, LoopItem item)
    {
        var id = item.Loop?.Id ?? item.Segment.Id.ToString();
        if (id == "2000D") return _hasPatient;
        if (id == "2000E") return turn.Loop?.Id == "2000D" || !_hasPatient;
        if (id == "AAA") return _refuses ? null : false;
        if (id == "HCR") return !turn.Has("AAA");
        return null;
    }

    protected override bool? Wants(Part segment, ElementUse element) => (segment.Row!.Id.ToString(), element.Position) switch
    {
        ("SV1", 7) or ("SV3", 11) => segment.Within("2000E")?.Has("HI") == true ? null : false,
        ("HCR", 2 or 3) => true,
        _ => null,
    };

    protected override string? Fixed(Part segment, ElementUse element, IReadOnlyList<X12Value> before) => (segment.Row!.Id.ToString(), element.Position) switch
    {
        ("SV1", 7) or ("SV3", 11) => "1",
        _ => base.Fixed(segment, element, before),
    };
}

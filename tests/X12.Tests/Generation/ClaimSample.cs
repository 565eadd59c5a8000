using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>Transactions of an 837 that hold beyond their rows: payer ranks, payer ids, diagnoses, pointers, a self subscriber's own facts.</summary>
internal sealed class ClaimSample(Guide guide, int seed, int density) : GuideSample(guide, seed, density)
{
    private readonly Dictionary<Part, bool> _isSelf = [];
    private int _claims;

    protected override bool? Wants(Part turn, LoopItem item)
    {
        var subscriber = turn.Within("2000B");
        var isSelf = subscriber is not null && IsSelf(subscriber);
        return (turn.Loop!.Id, item.Loop?.Id ?? item.Segment.Id.ToString()) switch
        {
            ("2000B", "2300") => isSelf,
            ("2000B", "2000C") => !isSelf,
            ("2010BA", "N3" or "N4" or "DMG") when isSelf => true,
            ("2400", "2430") when !turn.Within("2300")!.Has("2320") => false,
            _ => null,
        };
    }

    protected override bool? Wants(Part segment, ElementUse element) => (segment.Row!.Loop.Id, segment.Row.Id.ToString(), element.Position) switch
    {
        ("2000B", "SBR", 2) => IsSelf(segment.Parent!),
        _ => null,
    };

    private bool IsSelf(Part subscriber)
    {
        if (!_isSelf.TryGetValue(subscriber, out var isSelf)) _isSelf[subscriber] = isSelf = Chance.Next(2) == 0;
        return isSelf;
    }

    protected override string? Fixed(Part segment, ElementUse element, IReadOnlyList<X12Value> before)
    {
        var place = (segment.Row!.Id.ToString(), element.Position, element.Component);
        return place switch
        {
            ("NM1", 9, 0) when segment.Row.Loop.Id == "2330B" => "PAYER" + Rank(segment.Within("2320")!),
            ("SVD", 1, 0) => "PAYER" + Rank(segment.Within("2300")!.Inner.First(p => p.Loop?.Id == "2320")),
            ("SBR", 1, 0) => segment.Row.Loop.Id == "2320" ? Rank(segment.Parent!) : "P",
            ("N4", 3, 0) => "331110123",
            ("CLM", 1, 0) => "CLAIM" + X12Numbers.Text(++_claims),
            ("CLM", 5, 3) => "1",
            // A place of service, not a type of bill: the office, where nobody is admitted.
            ("CLM", 5, 1) when element.Codes is not null => "11",
            // Employment: an accident would demand its day and state.
            ("CLM", 11, 1 or 2 or 3) => "EM",
            ("LX", 1, 0) => X12Numbers.Text(segment.Parent!.Number),
            ("HI", _, 2) => CodeOf(segment.Row.Elements[element.Position - 1].Components[0].Codes!.Codes[0]),
            ("SV2", 1, 0) => "0450",
            ("LIN", 3, 0) => "00002143380",
            // An emergency: of a newborn the point of origin is bound.
            ("CL1", 1, 0) => "1",
            _ => base.Fixed(segment, element, before),
        };
    }

    /// <summary>A code of the shape that its list has: a procedure, a diagnosis, or two characters of the UB-04.</summary>
    private static string CodeOf(string list) => list switch
    {
        "BBR" or "BR" or "CAH" or "BBQ" or "BQ" => "02100Z9",
        "BH" or "BI" or "BE" or "BG" => "09",
        _ => "M5450",
    };

    private static string Rank(Part coverage) => coverage.Number == 1 ? "A" : "B";
}

using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>Level 6 of the 837I: home health and newborns. docs/x12-kinds-of-claim.md lists the rules with sources and examples.</summary>
internal sealed class InstitutionalKindRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Subscriber, Claim, Admission, Service }

    private readonly Spot[] _spots = [.. guide.Segments.Select(use => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("2000B", "SBR") => Spot.Subscriber,
        ("2300", "CLM") => Spot.Claim,
        ("2300", "CL1") => Spot.Admission,
        ("2400", "SV2") => Spot.Service,
        _ => Spot.Other,
    })];

    private bool _isMedicare, _isHomeHealth, _hasRateLine;
    private Mark _claim;

    public override void Begin() => (_isMedicare, _isHomeHealth) = (false, false);

    /// <summary>A line that could not be placed may have been the one that is looked for.</summary>
    public override void Stray(SegmentId id, bool isKnown) => _hasRateLine |= !isKnown || id.ToString() is "SV2" or "LX";

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Subscriber: _isMedicare = segment.Is(9, "MA"u8); break;
            case Spot.Claim: BeginClaim(segment); break;
            case Spot.Admission: CheckNewborn(segment, use); break;
            case Spot.Service: _hasRateLine |= segment.Is(1, "0023"u8); break;
        }
    }

    public override void Close(LoopUse loop)
    {
        if (loop.Id != "2300" || !_isHomeHealth) return;
        _isHomeHealth = false;
        if (!_hasRateLine)
            Log.Add(FaultKind.SituationalSegmentMissing, _claim.Place with { Segment = "SV2" }, loop, default, null, "The bill is of home health (32), but no line has revenue code 0023 with the payment group (HIPPS) of the period.",
                "Add a line of revenue code 0023 with the HIPPS code.", "837I-HOME-HEALTH-0023", level: 6);
    }

    /// <summary>Final and adjusted claims of home health carry a line of revenue code 0023 with the HIPPS code (CMS Pub. 100-04 ch. 10 40.2); notices of admission do not.</summary>
    private void BeginClaim(SegmentView clm)
    {
        var bill = clm.Composite(5);
        _claim = Log.MarkOf(clm);
        _isHomeHealth = _isMedicare && bill[1].SequenceEqual("32"u8) && (bill[3].SequenceEqual("7"u8) || bill[3].SequenceEqual("9"u8));
        _hasRateLine = false;
    }

    /// <summary>Type of admission 4, newborn: the point of origin is 5, born in this hospital, or 6, born elsewhere (UB-04 FL 14 and 15 as CMS carries them, BFD code system CLM-ADMSN-SRC-CD).</summary>
    private void CheckNewborn(SegmentView cl1, SegmentUse use)
    {
        if (!cl1.Is(1, "4"u8) || cl1[2].IsEmpty || cl1.Is(2, "5"u8) || cl1.Is(2, "6"u8)) return;
        Log.Element(FaultKind.ImplausibleValue, cl1, new(2), use.Loop, cl1[2], $"The admission is of a newborn (CL101 4), but the point of origin CL102 is {cl1.Text(2)}.", "Write 5 for born in this hospital, 6 for born elsewhere.", "837I-NEWBORN-ORIGIN", level: 6);
    }
}

using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>Level 6 of the 837I: home health, ambulances and newborns. docs/x12-kinds-of-claim.md lists the rules with sources and examples.</summary>
internal sealed class InstitutionalKindRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Subscriber, Claim, Admission, Codes, Service }

    private readonly Spot[] _spots = [.. guide.Segments.Select(use => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("2000B", "SBR") => Spot.Subscriber,
        ("2300", "CLM") => Spot.Claim,
        ("2300", "CL1") => Spot.Admission,
        ("2300", "HI") => Spot.Codes,
        ("2400", "SV2") => Spot.Service,
        _ => Spot.Other,
    })];

    private bool _isMedicare, _isHomeHealth, _hasRateLine, _hasPickUp, _isTransport;
    private Mark _claim;

    public override void Begin() => (_isMedicare, _isHomeHealth, _isTransport) = (false, false, false);

    /// <summary>What could not be placed may have been what is looked for.</summary>
    public override void Stray(SegmentId id, bool isKnown)
    {
        _hasRateLine |= !isKnown || id.ToString() is "SV2" or "LX";
        _hasPickUp |= !isKnown || id.ToString() is "HI";
    }

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Subscriber: _isMedicare = segment.Is(9, "MA"u8); break;
            case Spot.Claim: BeginClaim(segment); break;
            case Spot.Admission: CheckNewborn(segment, use); break;
            case Spot.Codes: TakeCodes(segment); break;
            case Spot.Service: TakeService(segment, use); break;
        }
    }

    public override void Close(LoopUse loop)
    {
        if (loop.Id != "2300") return;
        if (_isTransport && !_hasPickUp)
            Log.Add(FaultKind.SituationalSegmentMissing, _claim.Place with { Segment = "HI" }, loop, default, null, "A line is an ambulance transport, but no value code A0 says the ZIP code where the patient was picked up.",
                "Add value code A0 with the ZIP code as its amount (HI01 BE:A0:::ZIP).", "837I-AMBULANCE-PICKUP", level: 6);
        if (_isHomeHealth && !_hasRateLine)
            Log.Add(FaultKind.SituationalSegmentMissing, _claim.Place with { Segment = "SV2" }, loop, default, null, "The bill is of home health (32), but no line has revenue code 0023 with the payment group (HIPPS) of the period.",
                "Add a line of revenue code 0023 with the HIPPS code.", "837I-HOME-HEALTH-0023", level: 6);
        _isHomeHealth = _isTransport = false;
    }

    private void TakeCodes(SegmentView hi)
    {
        for (var i = 1; i <= hi.Count && !_hasPickUp; i++) _hasPickUp = hi.Component(i, 1).SequenceEqual("BE"u8) && hi.Component(i, 2).SequenceEqual("A0"u8);
    }

    /// <summary>
    /// Ambulance of a hospital: value code A0 tells the ZIP code where the patient was put on board (Noridian, Hospital-Based Ambulance Billing Guide; CMS Pub. 100-04 ch. 15 20.1.5),
    /// origin and destination stand on each trip (CMS, Origin and Destination Codes Specific to Ambulance Service Claims).
    /// </summary>
    private void TakeService(SegmentView sv2, SegmentUse use)
    {
        _hasRateLine |= sv2.Is(1, "0023"u8);
        var service = new ServiceCode(sv2.Composite(2));
        if (!_isMedicare || !service.IsAmbulance) return;
        _isTransport = true;
        if (!service.HasOriginAndDestination)
            Log.Add(FaultKind.SituationalElementMissing, Log.MarkOf(sv2, 2).Place, use.Loop, new(2, 3), null, $"{service} is an ambulance transport, but no modifier says from where to where.",
                "Add the two letters of origin and destination, as RH for residence to hospital.", "837I-AMBULANCE-WAY", level: 6);
    }

    /// <summary>Final and adjusted claims of home health carry a line of revenue code 0023 with the HIPPS code (CMS Pub. 100-04 ch. 10 40.2); notices of admission do not.</summary>
    private void BeginClaim(SegmentView clm)
    {
        var bill = clm.Composite(5);
        _claim = Log.MarkOf(clm);
        _isHomeHealth = _isMedicare && bill[1].SequenceEqual("32"u8) && (bill[3].SequenceEqual("7"u8) || bill[3].SequenceEqual("9"u8));
        _hasRateLine = _hasPickUp = _isTransport = false;
    }

    /// <summary>Type of admission 4, newborn: the point of origin is 5, born in this hospital, or 6, born elsewhere (UB-04 FL 14 and 15 as CMS carries them, BFD code system CLM-ADMSN-SRC-CD).</summary>
    private void CheckNewborn(SegmentView cl1, SegmentUse use)
    {
        if (!cl1.Is(1, "4"u8) || cl1[2].IsEmpty || cl1.Is(2, "5"u8) || cl1.Is(2, "6"u8)) return;
        Log.Element(FaultKind.ImplausibleValue, cl1, new(2), use.Loop, cl1[2], $"The admission is of a newborn (CL101 4), but the point of origin CL102 is {cl1.Text(2)}.", "Write 5 for born in this hospital, 6 for born elsewhere.", "837I-NEWBORN-ORIGIN", level: 6);
    }
}

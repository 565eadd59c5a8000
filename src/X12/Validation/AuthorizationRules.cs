using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Rules of the 278 (005010X217). Pointers of a service point into the HI of its event. An answer decides (HCR) or refuses (AAA)
/// each event, by itself or by its services, and a certification has a number (CMS esMD companion guide to the 278: the tracking
/// number stands in HCR02); what no public source demands in words is a warning.
/// </summary>
internal sealed class AuthorizationRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Event, Decision, Refusal, Diagnoses, Professional, Dental }

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private readonly bool _isAnswer = guide.Name == "278-RESPONSE";
    private Mark _event;
    private int _diagnoses;
    private bool _isDecided, _isOpen;

    public override void Begin() => (_event, _diagnoses, _isDecided, _isOpen) = (default, 0, false, false);

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Event: (_event, _diagnoses, _isDecided, _isOpen) = (Log.MarkOf(segment), 0, false, true); break;
            case Spot.Refusal: _isDecided = true; break;
            case Spot.Decision: Decide(segment, use); break;
            case Spot.Diagnoses: _diagnoses = Present(segment); break;
            case Spot.Professional: CheckPointers(segment, use, 7); break;
            case Spot.Dental: CheckPointers(segment, use, 11); break;
        }
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        // It may have been the decision.
        if (!isKnown || id.ToString() is "HCR" or "AAA") _isDecided = true;
        if (!isKnown || id.ToString() is "HI") _diagnoses = int.MaxValue;
    }

    public override void Close(LoopUse loop)
    {
        if (loop.Id != "2000E" || !_isOpen) return;
        _isOpen = false;
        if (_isAnswer && !_isDecided)
            Log.Add(FaultKind.SituationalSegmentMissing, _event.Place with { Segment = "HCR" }, loop, default, null,
                "The answer neither decides (HCR) nor refuses (AAA) this event or any of its services.", "Ask the reviewer what was decided.", "278-NO-DECISION", severity: Severity.Warning);
    }

    private void Decide(SegmentView hcr, SegmentUse use)
    {
        _isDecided = true;
        var isCertified = hcr.Is(1, "A1"u8) || hcr.Is(1, "A2"u8) || hcr.Is(1, "A6"u8);
        if (isCertified && !hcr.Has(2))
            Log.Element(FaultKind.SituationalElementMissing, hcr, new(2), use.Loop, default, $"HCR01 {hcr.Text(1)} certifies, but HCR02 gives no number to claim it by.",
                "Ask the reviewer for the number.", "278-NO-NUMBER", Severity.Warning);
        if (hcr.Is(1, "A3"u8) && !hcr.Has(3))
            Log.Element(FaultKind.SituationalElementMissing, hcr, new(3), use.Loop, default, "HCR01 A3 denies, but HCR03 gives no reason.", "Ask the reviewer for the reason.", "278-NO-REASON", Severity.Warning);
    }

    private void CheckPointers(SegmentView segment, SegmentUse use, int element)
    {
        for (var c = 1; c <= 4; c++)
        {
            var text = segment.Component(element, c);
            if (text.IsEmpty || X12Number.Parse(text).OrNull?.InUnitsOf(0) is not { } pointer || (pointer >= 1 && pointer <= _diagnoses)) continue;
            Log.Element(FaultKind.PointerBeyondDiagnoses, segment, new(element, c), use.Loop, text,
                $"{new ElementPlace(element, c).NameIn(segment.Id.ToString())} points to diagnosis {pointer}, but the event has {_diagnoses}.", "Point to a diagnosis of the event's HI, or add it there.", "278-POINTER");
        }
    }

    private static int Present(SegmentView hi)
    {
        var count = 0;
        for (var i = 1; i <= hi.Count; i++)
            if (!hi[i].IsEmpty) count++;
        return count;
    }

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("2000E", "HL") => Spot.Event,
        ("2000E", "HI") => Spot.Diagnoses,
        (_, "HCR") => Spot.Decision,
        (_, "AAA") => Spot.Refusal,
        (_, "SV1") => Spot.Professional,
        (_, "SV3") => Spot.Dental,
        _ => Spot.Other,
    };
}

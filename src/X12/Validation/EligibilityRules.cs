using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Rules of the 270 and 271 (005010X279A1). LS and LE come in pairs around the loops they bound (X12.6, loop control
/// segments); EB08 is a share of one (data element 954, percentage as decimal); EQ05 and EB14 point into the HI above them.
/// That a refusal (AAA) and a benefit (EB) contradict each other follows from what the two segments are; no public source
/// says so in words, so it is a warning.
/// </summary>
internal sealed class EligibilityRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot { Other, Level, PayerRefusal, PatientRefusal, PatientName, Diagnoses, Question, Benefit, BenefitRefusal, LoopHeader, LoopTrailer, Party }

    private readonly Spot[] _spots = [.. guide.Segments.Select(SpotOf)];
    private readonly bool _isAnswer = guide.Name == "271";
    private Mark _header, _patient;
    private int _diagnoses;
    private bool _isRefusedAbove, _isPatientRefused, _isAnswered, _isInPatient, _hasOpenHeader, _isHeaderLost, _isIncomplete;

    public override void Begin()
    {
        (_header, _patient, _diagnoses) = (default, default, 0);
        _isRefusedAbove = _isPatientRefused = _isAnswered = _isInPatient = _hasOpenHeader = _isHeaderLost = _isIncomplete = false;
    }

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Level: if (use.Loop.Id is "2000A" or "2000B") _isRefusedAbove &= use.Loop.Id == "2000B"; break;
            case Spot.PayerRefusal: _isRefusedAbove = true; break;
            case Spot.PatientName: BeginPatient(segment, use); break;
            case Spot.PatientRefusal: (_isPatientRefused, _isAnswered) = (true, true); break;
            case Spot.Diagnoses: _diagnoses = Count(segment); break;
            case Spot.Question: CheckPointers(segment, use, 5); break;
            case Spot.Benefit: TakeBenefit(segment, use); break;
            case Spot.BenefitRefusal: _isAnswered = true; break;
            case Spot.LoopHeader: (_header, _hasOpenHeader) = (Log.MarkOf(segment), true); break;
            case Spot.LoopTrailer: TakeTrailer(segment, use); break;
            case Spot.Party: if (!_hasOpenHeader && !_isHeaderLost) TellPair(Log.PlaceOf(segment) with { Segment = "LS" }, use.Loop, "LS is missing before the parties of the benefit (NM1).", "Send LS*2120 before the first of them."); break;
        }
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        // It may have been meant as the missing half of a pair, or as the answer.
        var name = id.ToString();
        if (!isKnown || name is "LS" or "LE") (_hasOpenHeader, _isHeaderLost) = (false, true);
        if (!isKnown || name is "EB" or "AAA") _isIncomplete = true;
        if (!isKnown || name is "HI") _diagnoses = int.MaxValue;
    }

    public override void Close(LoopUse loop)
    {
        if (loop.Id.StartsWith("2110", StringComparison.Ordinal) && _hasOpenHeader)
        {
            TellPair(_header.Place with { Segment = "LE" }, loop, "LS has no LE that ends what it begins.", "Send LE*2120 after the last party of the benefit.");
            _hasOpenHeader = false;
        }

        if (loop.Id is not ("2100C" or "2100D") || !_isInPatient) return;
        _isInPatient = false;
        // A subscriber above a dependent need not be answered.
        if (_isAnswer && !_isAnswered && !_isRefusedAbove && !_isIncomplete && loop.Id == "2100D")
            Log.Add(FaultKind.SituationalSegmentMissing, _patient.Place with { Segment = "EB" }, loop, default, null,
                "The answer says nothing of this patient: there is neither a benefit (EB) nor a refusal (AAA).", "Ask the payer again.", "271-NO-ANSWER", severity: Severity.Warning);
    }

    private void BeginPatient(SegmentView nm1, SegmentUse use)
    {
        (_patient, _isInPatient, _isPatientRefused, _isAnswered, _isIncomplete, _diagnoses) = (Log.MarkOf(nm1), true, false, false, false, 0);
        if (!_isAnswer && !nm1.Has(3) && !nm1.Has(9) && use.Loop.Id == "2100C")
            Log.Element(FaultKind.SituationalElementMissing, nm1, new(9), use.Loop, default, "The subscriber has neither a name nor a member id: the payer cannot find anybody.",
                "Fill in NM109, or name and birth date.", "270-NOBODY");
    }

    private void TakeBenefit(SegmentView eb, SegmentUse use)
    {
        _isAnswered = true;
        CheckPointers(eb, use, 14);
        if (eb.Number(8).OrNull is { } share && share.CompareTo(new X12Number(1, 0)) > 0)
            Log.Element(FaultKind.ImplausibleValue, eb, new(8), use.Loop, eb[8], $"EB08 is {eb.Text(8)}: a percentage is written as a share of one, so this is more than all.",
                "Read it with care and ask the payer; 20 percent is written 0.2.", "271-EB08-SHARE", Severity.Warning);
        if (_isRefusedAbove || _isPatientRefused)
            Log.Element(FaultKind.SituationalNotUsed, eb, default, use.Loop, default, "A benefit is told although the inquiry was refused (AAA) above it.", "Ask the payer which of the two holds.",
                "271-REFUSED-BENEFIT", Severity.Warning);
    }

    private void TakeTrailer(SegmentView le, SegmentUse use)
    {
        if (!_hasOpenHeader && !_isHeaderLost) TellPair(Log.PlaceOf(le) with { Segment = "LS" }, use.Loop, "LE ends what no LS has begun.", "Send LS*2120 before the parties of the benefit, or take LE out.");
        (_hasOpenHeader, _isHeaderLost) = (false, false);
    }

    private void TellPair(Place place, LoopUse loop, string message, string fix) =>
        Log.Add(FaultKind.SituationalSegmentMissing, place, loop, default, null, message, fix, "271-LS-LE");

    private void CheckPointers(SegmentView segment, SegmentUse use, int element)
    {
        for (var c = 1; c <= 4; c++)
        {
            var text = segment.Component(element, c);
            if (text.IsEmpty || X12Number.Parse(text).OrNull?.InUnitsOf(0) is not { } pointer || (pointer >= 1 && pointer <= _diagnoses)) continue;
            var name = new ElementPlace(element, c).NameIn(segment.Id.ToString());
            Log.Element(FaultKind.PointerBeyondDiagnoses, segment, new(element, c), use.Loop, text, $"{name} points to diagnosis {pointer}, but {(_diagnoses == 0 ? "there is none" : "there are " + _diagnoses)} in HI.",
                "Point to a diagnosis of the HI segment, or add it there.", guide.Name + "-POINTER");
        }
    }

    private static int Count(SegmentView hi)
    {
        var count = 0;
        for (var i = 1; i <= hi.Count; i++)
            if (!hi[i].IsEmpty) count++;
        return count;
    }

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        (_, "HL") => Spot.Level,
        ("2000A" or "2100A" or "2100B", "AAA") => Spot.PayerRefusal,
        ("2100C" or "2100D", "AAA") => Spot.PatientRefusal,
        ("2100C" or "2100D", "NM1") => Spot.PatientName,
        (_, "HI") => Spot.Diagnoses,
        (_, "EQ") => Spot.Question,
        (_, "EB") => Spot.Benefit,
        ("2110C" or "2110D", "AAA") => Spot.BenefitRefusal,
        (_, "LS") => Spot.LoopHeader,
        (_, "LE") => Spot.LoopTrailer,
        ("2120C" or "2120D", "NM1") => Spot.Party,
        _ => Spot.Other,
    };
}

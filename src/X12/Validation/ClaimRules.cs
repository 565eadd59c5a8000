using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Sums and situational rules of the 837 (005010X222A1, 005010X223A2, 005010X224A2): what the claim says against what its lines, its
/// subscriber and its other payers say. Each method is one rule or the keeping of what rules need.
/// </summary>
internal sealed class ClaimRules(Guide guide, FaultLog log) : TransactionRules(log)
{
    private enum Spot
    {
        Other, BillingCity, FacilityCity, SubscriberLevel, Subscriber, SubscriberStreet, SubscriberCity, SubscriberBirth, PatientLevel, Claim, OriginalReference, Diagnoses, OtherCoverage,
        OtherPayer, ClaimAdjustment, PayerPaid, LineNumber, Service, LinePayer, LineAdjustment, InstitutionalCodes, Admission, AccidentDate, Drug,
    }

    private enum LoopEnd { Other, Subscriber, Claim, Line }

    private const int ClaimsMax = 1_000_000;

    private readonly ClaimKind _kind = ClaimKind.Of(guide);
    private readonly Spot[] _spots = [.. guide.Segments.Select(use => SpotOf(use, ClaimKind.Of(guide)))];
    private readonly LoopEnd[] _loopEnds = [.. guide.Loops.Select(l => l.Id switch { "2010BA" => LoopEnd.Subscriber, "2300" => LoopEnd.Claim, "2400" => LoopEnd.Line, _ => LoopEnd.Other })];
    private readonly HashSet<ulong> _claimNumbers = [];
    private readonly CoordinationRules _coordination = new(log, ClaimKind.Of(guide));
    private readonly ClaimSituations _situations = new(log, ClaimKind.Of(guide));
    private Mark _subscriber, _claim;
    private string _responsibility = "", _frequency = "", _relation = "";
    private bool _hasStreet, _hasCity, _hasBirth, _hasOriginal, _inClaim, _hasOtherCoverage, _isLineLost, _isClaimLost;
    private long? _totalCharge;
    private CentSum _lineCharges;
    private int _diagnoses, _lines;

    public override void Begin()
    {
        _claimNumbers.Clear();
        _inClaim = false;
        ForgetSubscriber();
    }

    private void ForgetSubscriber() => (_subscriber, _responsibility, _relation) = (default, "", "");

    public override bool Concern(SegmentUse use) => _spots[use.Index] != Spot.Other;

    public override bool Concern(LoopUse loop) => _loopEnds[loop.Index] != LoopEnd.Other;

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Other: return;
            case Spot.BillingCity: CheckZip(segment, use, Severity.Error); break;
            case Spot.FacilityCity: CheckZip(segment, use, Severity.Warning); break;
            case Spot.SubscriberLevel: ForgetSubscriber(); break;
            case Spot.Subscriber: BeginSubscriber(segment); break;
            case Spot.SubscriberStreet: _hasStreet = true; break;
            case Spot.SubscriberCity: _hasCity = true; break;
            case Spot.SubscriberBirth: _hasBirth = true; break;
            case Spot.PatientLevel: CheckPatientLevel(segment, use); break;
            case Spot.Claim: BeginClaim(segment, use); break;
            case Spot.OriginalReference: _hasOriginal = true; break;
            case Spot.Diagnoses: CheckDiagnoses(segment, use); break;
            case Spot.Service: CheckService(segment, use); break;
            case Spot.Drug: CheckDrug(segment, use); break;
            case Spot.InstitutionalCodes: TakeCodes(segment, use); break;
            case Spot.Admission: _situations.Admission(); break;
            case Spot.AccidentDate: _situations.AccidentDate(); break;
            // Without its CLM there is no claim to judge these by; the one before is another.
            default: if (_inClaim) OfClaim(segment, use); break;
        }
    }

    private void TakeCodes(SegmentView hi, SegmentUse use)
    {
        InstitutionalCodes.Check(hi, use, _kind, Log);
        if (hi.Component(1, 1).SequenceEqual("ABJ"u8)) _situations.AdmittingDiagnosis();
    }

    private void OfClaim(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.OtherCoverage:
                _hasOtherCoverage = true;
                _coordination.OtherCoverage(segment, use, _responsibility);
                break;
            case Spot.OtherPayer: _coordination.OtherPayer(segment); break;
            case Spot.ClaimAdjustment: _coordination.ClaimAdjustment(segment); break;
            case Spot.PayerPaid: _coordination.PayerPaid(segment); break;
            case Spot.LineNumber: CheckLineNumber(segment, use); break;
            case Spot.LinePayer: _coordination.LinePayer(segment, use); break;
            case Spot.LineAdjustment: _coordination.LineAdjustment(segment); break;
        }
    }

    public override void Stray(SegmentId id, bool isKnown)
    {
        var name = id.ToString();
        if (!isKnown || name == _kind.Service || name is "LX") _lineCharges.Forget();
        _isLineLost |= !isKnown || name is "LX";
        _isClaimLost = true;
        if (!isKnown || name is "CAS" or "SVD" or "AMT") _coordination.Forget();
        // Diagnoses that could not be placed would make every pointer look wrong.
        if (!isKnown || name is "HI") _diagnoses = int.MaxValue;
        // What is looked for may be what could not be read.
        if (!isKnown) (_hasStreet, _hasCity, _hasBirth, _hasOriginal) = (true, true, true, true);
        if (!isKnown || name is "SBR") _hasOtherCoverage = true;
        if (name is "NM1" or "SBR") _coordination.LosePayer();
        if (!isKnown || name is "DTP" or "HI") _situations.Lose();
    }

    public override void Close(LoopUse loop)
    {
        switch (_loopEnds[loop.Index])
        {
            case LoopEnd.Subscriber: CheckSelfSubscriber(loop); break;
            case LoopEnd.Line: _coordination.CloseLine(loop); break;
            case LoopEnd.Claim when _inClaim: CloseClaim(loop); break;
        }
    }

    /// <summary>The billing provider's US ZIP has nine digits (005010X222A1 2010AA N403; CMS 837P edits X222.121.2010AA.N403).</summary>
    private void CheckZip(SegmentView city, SegmentUse use, Severity severity)
    {
        if ((city.Has(4) && !city.Is(4, "US"u8)) || !city.Has(3)) return;
        var zip = city[3];
        if (zip.Length == 9 && zip.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return;
        Log.Add(FaultKind.ImplausibleValue, Log.MarkOf(city, 3).Place, use.Loop, new(3), city.Text(3), $"N403 is \"{city.Text(3)}\": a US ZIP code needs nine digits in loop {use.Loop.Id} ({use.Loop.Name}).",
            "Write ZIP+4 without a dash; the Postal Service's look-up gives the last four digits.", _kind.Rule("ZIP-NINE"), severity: severity);
    }

    private void BeginSubscriber(SegmentView sbr)
    {
        _subscriber = Log.MarkOf(sbr);
        _responsibility = sbr.Text(1) ?? "";
        _relation = sbr.Text(2) ?? "";
        (_hasStreet, _hasCity, _hasBirth) = (false, false, false);
    }

    /// <summary>A subscriber who is the patient has address, birth date and sex (2010BA N3, N4, DMG: required when the subscriber is the patient).</summary>
    private void CheckSelfSubscriber(LoopUse loop)
    {
        if (_relation != "18") return;
        if (!_hasStreet) MissingOf("N3", "street", loop);
        if (!_hasCity) MissingOf("N4", "city", loop);
        if (!_hasBirth) MissingOf("DMG", "birth date and sex", loop);
    }

    private void MissingOf(string segment, string what, LoopUse loop) =>
        Log.Add(FaultKind.SituationalSegmentMissing, _subscriber.Place with { Segment = segment }, loop, default, null,
            $"The subscriber is the patient (SBR02 18), but {segment} with the {what} is missing in loop 2010BA.", $"Add the patient's {what} to loop 2010BA.", _kind.Rule("SELF-" + segment), trigger: _subscriber.Triggers("2000B", 2));

    /// <summary>No patient level under a subscriber who is the patient (SBR02 18: the claim then stands in 2000B; 2000C note).</summary>
    private void CheckPatientLevel(SegmentView hl, SegmentUse use)
    {
        if (_relation == "18")
            Log.Element(FaultKind.SituationalNotUsed, hl, default, use.Loop, default, "A patient level (HL03 23) follows a subscriber who is the patient (SBR02 18).",
                "Put the claim under the subscriber, or leave SBR02 empty when the patient is a dependent.", _kind.Rule("SELF-PATIENT"), trigger: _subscriber.Triggers("2000B", 2));
    }

    private void BeginClaim(SegmentView clm, SegmentUse use)
    {
        _inClaim = true;
        _claim = Log.MarkOf(clm);
        (_hasOriginal, _hasOtherCoverage, _isLineLost, _isClaimLost, _diagnoses, _lines, _lineCharges) = (false, false, false, false, 0, 0, default);
        _totalCharge = clm.Number(2).OrNull?.InUnitsOf(2);
        _frequency = X12Text.Decode(clm.Component(5, 3));
        _situations.BeginClaim(clm);
        _coordination.BeginClaim(clm);
        CheckNumber(clm, use);
        if (use.Loop.Parent?.Id == "2000B" && _relation.Length == 0 && _subscriber.Position > 0)
            Log.Add(FaultKind.SituationalElementMissing, _subscriber.Place, use.Loop.Parent, new(2), null, "The claim stands under the subscriber, but SBR02 does not say that the subscriber is the patient.",
                "Write 18 in SBR02, or add the patient level (HL03 23).", _kind.Rule("SBR02-SELF"));
    }

    /// <summary>A patient control number names one claim of the transaction set (005010X222A1, note to CLM01).</summary>
    private void CheckNumber(SegmentView clm, SegmentUse use)
    {
        if (!clm.Has(1) || _claimNumbers.Count > ClaimsMax) return;
        if (!_claimNumbers.Add(Fingerprint(clm[1])))
            Log.Element(FaultKind.Duplicate, clm, new(1), use.Loop, clm[1], $"Patient control number CLM01 {clm.Text(1)} stands in an earlier claim of this transaction set too.",
                "Give every claim its own number: the payer's answer cannot be told apart otherwise.", _kind.Rule("CLM01-DUPLICATE"));
        else if (_claimNumbers.Count > ClaimsMax)
            Log.Element(FaultKind.LoopTooOften, clm, default, use.Loop, default, "The transaction set has more than 1,000,000 claims; the rest are not compared with one another.",
                "Send at most 5,000 claims in a transaction set.", _kind.Rule("CLAIM-LIMIT"));
    }

    private void CheckDiagnoses(SegmentView hi, SegmentUse use)
    {
        for (var i = 1; i <= hi.Count; i++)
        {
            var diagnosis = hi.Composite(i);
            if (diagnosis.IsEmpty) continue;
            if (_diagnoses < int.MaxValue) _diagnoses++;
            DiagnosisShape.Check(hi, use, i, diagnosis, _kind, Log);
        }
    }

    /// <summary>Lines are numbered from 1 by ones in each claim (2400 LX note).</summary>
    private void CheckLineNumber(SegmentView lx, SegmentUse use)
    {
        _lines++;
        var isLost = _isLineLost;
        _isLineLost = false;
        if (lx.Number(1).OrNull?.InUnitsOf(0) is not { } stated || stated == _lines) return;
        // What could not be placed was of a claim whose opening is lost: its lines begin anew.
        if (stated == 1 && _isClaimLost) _lineCharges.Forget();
        // The number of a line that could not be read was one too.
        else if (!isLost) Log.Element(FaultKind.LineNumberSequence, lx, new(1), use.Loop, lx[1], $"LX01 is {stated}, but this is line {_lines} of the claim.", "Number the lines of each claim from 1 by ones.");
        _lines = (int)Math.Clamp(stated, 0, int.MaxValue / 2);
    }

    /// <summary>Every pointer of a line points to a diagnosis of the claim (2400 SV107, SV311).</summary>
    private void CheckService(SegmentView service, SegmentUse use)
    {
        if (_kind.Service == "SV2") InstitutionalCodes.CheckRevenue(service, use, _kind, Log);
        if (!_inClaim) return;
        var charge = service.Number(_kind.Charge);
        _lineCharges.Add(charge);
        _coordination.BeginLine(service, charge);
        // A claim without diagnoses was told as such.
        if (_diagnoses == 0 || _kind.Pointers == 0) return;
        var pointers = service.Composite(_kind.Pointers);
        for (var c = 1; c <= pointers.Count; c++)
        {
            if (pointers.Number(c).OrNull?.InUnitsOf(0) is not { } pointer || (pointer >= 1 && pointer <= _diagnoses)) continue;
            var place = new ElementPlace(_kind.Pointers, c);
            Log.Element(FaultKind.PointerBeyondDiagnoses, service, place, use.Loop, pointers[c], $"{place.NameIn(_kind.Service)} points to diagnosis {pointer}, but the claim has {_diagnoses}.",
                "Point to a diagnosis of the claim's HI segment, or add the diagnosis.", _kind.Rule("POINTER"));
        }
    }

    /// <summary>A National Drug Code has eleven digits, 5-4-2, without dashes (Medi-Cal, Physician-Administered Drugs, NDC: CMS-1500 billing instructions, where other payers' manuals say the same; a warning).</summary>
    private void CheckDrug(in SegmentView lin, SegmentUse use)
    {
        if (!lin.Is(2, "N4"u8) || lin[3].IsEmpty || (lin[3].Length == 11 && lin[3].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)) return;
        Log.Element(FaultKind.InvalidCode, lin, new(3), use.Loop, lin[3], $"LIN03 is \"{lin.Text(3)}\": a National Drug Code has eleven digits without dashes.",
            "Write the code of the package as five, four and two digits; where it has ten, a zero goes before the part that is too short.", _kind.Rule("NDC-SHAPE"), Severity.Warning, level: 5);
    }

    private void CloseClaim(LoopUse loop)
    {
        _inClaim = false;
        if (_totalCharge is { } charge && _lineCharges.Cents is { } lines && charge != lines)
            Log.Add(FaultKind.Unbalanced, _claim.Place, loop, new(2), Dollars.Plain(charge), $"The total charge CLM02 is {Dollars.Of(charge)}, but the lines ({_kind.ChargeName}) add up to {Dollars.Of(lines)}.",
                "Make the total the sum of the lines.", _kind.Rule("CLM02-SUM"));
        // 005010X222A1 2300 REF*F8: required when CLM05-3 says that this claim replaces or voids one.
        if (_frequency is "7" or "8" && !_hasOriginal)
            Log.Add(FaultKind.SituationalSegmentMissing, _claim.Place with { Segment = "REF" }, loop, default, null, $"The claim {(_frequency == "7" ? "replaces" : "voids")} an earlier one (CLM05-3 {_frequency}), but REF F8 with the payer's number of that one is missing.",
                "Add REF F8 with the payer claim control number from the 835.", _kind.Rule("FREQUENCY-F8"), trigger: _claim.Triggers("2300", 5, 3));
        // 2320: required when other payers are known to be involved, which SBR01 of a payer that is not the first says.
        if (_responsibility is not ("" or "P" or "U") and { Length: 1 } && !_hasOtherCoverage)
            Log.Add(FaultKind.SituationalSegmentMissing, _claim.Place with { Segment = "SBR" }, loop, default, null, $"The payer is not the first (SBR01 {_responsibility}), but loop 2320 with the payer before it is missing.",
                "Add loop 2320 for each payer that comes before, with what it paid.", _kind.Rule("SECONDARY-2320"), trigger: _subscriber.Triggers("2000B", 1));
        _situations.Close(loop, _claim);
        _coordination.CloseClaim(loop, _totalCharge);
    }

    /// <summary>FNV-1a: eight bytes a claim instead of its number.</summary>
    private static ulong Fingerprint(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var b in text) hash = (hash ^ b) * 1099511628211UL;
            return hash;
        }
    }

    private static Spot SpotOf(SegmentUse use, ClaimKind kind) => (use.Loop.Id, use.Id.ToString()) switch
    {
        ("2010AA", "N4") => Spot.BillingCity,
        (var loop, "N4") when loop == kind.FacilityLoop => Spot.FacilityCity,
        ("2000B", "HL") => Spot.SubscriberLevel,
        ("2000B", "SBR") => Spot.Subscriber,
        ("2010BA", "N3") => Spot.SubscriberStreet,
        ("2010BA", "N4") => Spot.SubscriberCity,
        ("2010BA", "DMG") => Spot.SubscriberBirth,
        ("2000C", "HL") => Spot.PatientLevel,
        ("2300", "CLM") => Spot.Claim,
        ("2410", "LIN") => Spot.Drug,
        ("2300", "REF") when Allows(use, "F8") => Spot.OriginalReference,
        ("2300", "DTP") when Allows(use, "435") => Spot.Admission,
        ("2300", "DTP") when Allows(use, "439") => Spot.AccidentDate,
        ("2300", "HI") when kind.Service == "SV2" => Spot.InstitutionalCodes,
        ("2300", "HI") when Allows(use, "ABK") => Spot.Diagnoses,
        ("2320", "SBR") => Spot.OtherCoverage,
        ("2330B", "NM1") => Spot.OtherPayer,
        ("2320", "CAS") => Spot.ClaimAdjustment,
        ("2320", "AMT") when Allows(use, "D") => Spot.PayerPaid,
        ("2400", "LX") => Spot.LineNumber,
        ("2400", var id) when id == kind.Service => Spot.Service,
        ("2430", "SVD") => Spot.LinePayer,
        ("2430", "CAS") => Spot.LineAdjustment,
        _ => Spot.Other,
    };

    private static bool Allows(SegmentUse use, string code) => use.Qualifier?.Codes?.Codes.Contains(code, StringComparer.Ordinal) == true;
}

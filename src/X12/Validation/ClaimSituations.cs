using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>Dates and diagnoses that a claim has when what it says elsewhere demands them.</summary>
internal sealed class ClaimSituations(FaultLog log, ClaimKind kind)
{
    private bool _isAccident, _isAuto, _isInpatient, _hasState, _hasAccidentDate, _hasAdmission, _hasAdmittingDiagnosis;

    public void BeginClaim(SegmentView clm)
    {
        var place = clm.Component(5, 1);
        (_isAccident, _isAuto, _hasAccidentDate, _hasAdmission, _hasAdmittingDiagnosis) = (false, false, false, false, false);
        _isInpatient = kind.Service switch
        {
            "SV1" => place.SequenceEqual("21"u8) || place.SequenceEqual("51"u8) || place.SequenceEqual("61"u8),
            "SV2" => place.SequenceEqual("11"u8) || place.SequenceEqual("18"u8) || place.SequenceEqual("21"u8),
            _ => false,
        };
        if (kind.Service == "SV2" || clm[11].IsEmpty) return;
        var causes = clm.Composite(11);
        for (var c = 1; c <= 3; c++)
        {
            _isAuto |= causes[c].SequenceEqual("AA"u8);
            _isAccident |= causes[c].SequenceEqual("AA"u8) || causes[c].SequenceEqual("OA"u8);
        }

        _hasState = !causes[4].IsEmpty || !causes[5].IsEmpty;
    }

    public void AccidentDate() => _hasAccidentDate = true;

    public void Admission() => _hasAdmission = true;

    public void AdmittingDiagnosis() => _hasAdmittingDiagnosis = true;

    /// <summary>A segment that could not be read may be the one that is looked for.</summary>
    public void Lose() => (_hasAccidentDate, _hasAdmission, _hasAdmittingDiagnosis) = (true, true, true);

    public void Close(LoopUse loop, Mark claim)
    {
        // CLM11 AA and OA name an accident: its day is told (NUCC 1500 manual, item 15, qualifier 439), of an auto accident the state too (item 10b), or the country.
        if (_isAccident && !_hasAccidentDate)
            Missing("DTP", loop, claim, "The claim comes of an accident (CLM11), but DTP 439 with its day is missing.", "Add DTP 439, or take the cause out of CLM11.", "ACCIDENT-DATE", claim.Triggers("2300", 11, 1));
        if (_isAuto && !_hasState)
            log.Add(FaultKind.SituationalElementMissing, claim.Place, loop, new(11, 4), null, "The claim comes of an auto accident (CLM11 AA), but the state in which it happened is missing.", "Write the state in CLM11-4, or the country in CLM11-5.", kind.Rule("ACCIDENT-STATE"), trigger: claim.Triggers("2300", 11, 1));
        if (!_isInpatient) return;
        // CMS Pub. 100-04 ch. 25 75.1, FL 12: inpatient bills (11, 18, 21) have the day of admission. Ch. 26 10.4, item 18: services to inpatients likewise, by Medicare's form.
        if (!_hasAdmission)
            Missing("DTP", loop, claim, kind.Service == "SV2" ? "The bill is of an inpatient (CLM05-1), but DTP 435 with the day of admission is missing." : "The service is to an inpatient (CLM05-1), but DTP 435 with the day of admission is missing.",
                kind.Service == "SV2" ? "Add DTP 435 with day and hour of admission." : "Add DTP 435.", "ADMISSION", claim.Triggers("2300", 5, 1), kind.Service == "SV2" ? Severity.Error : Severity.Warning);
        // CMS Pub. 100-04 ch. 25 75.6, FL 69: inpatient bills have the admitting diagnosis.
        if (kind.Service == "SV2" && !_hasAdmittingDiagnosis)
            Missing("HI", loop, claim, "The bill is of an inpatient (CLM05-1), but HI ABJ with the diagnosis at admission is missing.", "Add HI ABJ.", "ADMITTING-DIAGNOSIS", claim.Triggers("2300", 5, 1));
    }

    private void Missing(string segment, LoopUse loop, Mark claim, string message, string fix, string rule, FaultTrigger trigger, Severity severity = Severity.Error) =>
        log.Add(FaultKind.SituationalSegmentMissing, claim.Place with { Segment = segment }, loop, default, null, message, fix, kind.Rule(rule), severity: severity, trigger: trigger);
}

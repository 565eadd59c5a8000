namespace CleanClaim.Billing.Scrubbing;

/// <summary>The rules in force, in the order in which their findings are shown. An id is never reused.</summary>
public static class ScrubRules
{
    public static readonly IReadOnlyList<ScrubRule> All =
    [
        new("PRV-NPI-01", "45 CFR 162.406 (NPI with check digit); 005010X222A1 2010AA and 2310B NM109", PartyRules.NpiHasItsCheckDigit),
        new("PRV-ZIP-01", "005010X222A1 2010AA N403: all nine digits for an address in the US", PartyRules.BillingAddressHasNineDigits),
        new("PRV-PAR-01", "The payer's network contract: participation by provider and date", PartyRules.ProviderTakesPart),
        new("PRV-MCR-01", "CMS NCD 30.3.3: who may furnish acupuncture; an acupuncturist only as auxiliary personnel, incident to a physician's service (42 CFR 410.26)", PartyRules.MedicareTakesNoAcupuncturist),
        new("SUB-MID-01", "005010X222A1 2010BA NM109", PartyRules.MemberIdIsThere),
        new("SUB-COV-01", "CARC 26 and 27 (service before or after coverage)", PartyRules.CoverageIsInForceOnTheDay),
        new("SUB-MSP-01", "005010X222A1 2000B SBR05, which Medicare asks for when it is not first (NGS, Populating MSP Insurance Type Code); 42 CFR 411 subparts E to H", PartyRules.MedicareSecondaryTypeIsPlausible),
        new("PAT-DOB-01", "005010X222A1 2010BA and 2010CA DMG02 against 2400 DTP*472", PartyRules.PatientIsBornBeforeTheService),
        new("PAT-NAM-01", "ASC X12.6 and 005010X222A1 appendix B: basic and extended character sets; 2010BA and 2010CA NM103 to NM105", PartyRules.PatientsNameCanBeSent, MayPass: false),
        new("SUB-NAM-01", "ASC X12.6 and 005010X222A1 appendix B: basic and extended character sets; 2010BA and 2330A NM103, NM104", PartyRules.SubscribersNameCanBeSent, MayPass: false),
        new("CLM-DX-01", "45 CFR 162.1000(a): the code set valid when the care was given, ICD-10-CM (162.1002); ICD-10-CM Official Guidelines I.B.2: all characters", LineRules.DiagnosesAreValidOnTheDay),
        new("CLM-PTR-01", "005010X222A1 2400 SV107", LineRules.PointersPointToDiagnoses),
        new("CLM-BAL-01", "005010X222A1 2300 CLM02: the sum of SV102 (section 1.4.4)", LineRules.ClaimBillsWhatWasCharged, MayPass: false),
        new("CLM-POS-01", "CMS Pub. 100-04 ch. 26 §10.5: place of service codes", LineRules.PlaceOfServiceIsKnown),
        new("CLM-DOS-01", "005010X222A1 2400 DTP*472: the day the service was rendered", LineRules.ServiceIsNotInTheFuture),
        new("CLM-REF-01", "005010X222A1 2300 REF*F8; X12 RFI 1538", FilingRules.ReplacementNamesThePayersNumber),
        new("CLM-FIL-01", "42 CFR 424.44(a), CMS Pub. 100-04 ch. 1 §70 (Medicare); else the payer's contract", FilingRules.FiledInTime),
        new("CLM-DUP-01", "CMS Pub. 100-04 ch. 1 §120: exact and suspect duplicates", LineRules.NotBilledAlready),
        new("ACU-MIN-01", "UnitedHealthcare policy 2025R6006A: minutes face to face; 8, 23, 38 minutes for one, two, three units (American Acupuncture Council)", LineRules.MinutesSupportTheUnits),
        new("ACU-ADD-01", "NCCI add-on code file, type 1: 97811 and 97814 go with 97810 or 97813", LineRules.AddOnHasItsInitial),
        new("ACU-INI-01", "UnitedHealthcare policy 2025R6006A: one initial code a day; NCCI PTP 97813/97810, indicator 0; MUE 1 for each", LineRules.OneInitialAVisit),
    ];

    /// <summary>Whether a person may let the finding pass with a reason.</summary>
    public static bool MayPass(string ruleId) => All.FirstOrDefault(r => r.Id == ruleId) is { MayPass: true };

    /// <summary>Every finding of every rule.</summary>
    public static IReadOnlyList<Finding> Check(ScrubFacts facts) =>
        [.. All.SelectMany(rule => rule.Check(facts).Select(hit => new Finding(rule.Id, hit.Severity, hit.Place, hit.Message, hit.Fix, rule.Source, hit.AtStake ?? facts.Claim.Charge)))];
}

using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Acknowledging;

/// <summary>
/// What a 277CA says of one fault: category (code source 507), what it is about (508) and who (entity code), with the fault's own words. The numbers only are the lists'; the words are ours.
/// </summary>
/// <param name="Category">A6 something is missing, A7 something is wrong, A8 two things do not agree.</param>
internal readonly record struct ClaimStatusCode(string Category, string Status, string? Entity, string Words)
{
    private const int WordsMax = 264;

    public static ClaimStatusCode Of(Fault fault)
    {
        var status = StatusOf(fault);
        return new(CategoryOf(fault.Kind), status, NamesSomebody(status) ? EntityOf(fault.Loop) : null, Answerable.Text($"Segment {fault.Place.Position}. {fault.Message}", WordsMax));
    }

    private static string CategoryOf(FaultKind kind) => kind switch
    {
        FaultKind.SituationalSegmentMissing or FaultKind.SituationalElementMissing or FaultKind.RequiredSegmentMissing or FaultKind.RequiredElementMissing or FaultKind.RequiredLoopMissing => "A6",
        FaultKind.Unbalanced or FaultKind.SituationalNotUsed or FaultKind.PointerBeyondDiagnoses => "A8",
        _ => "A7",
    };

    /// <summary>Code source 508; 21 (missing or invalid) where no code names the place.</summary>
    private static string StatusOf(Fault fault) => (fault.Place.Segment, fault.Element.Position, fault.Element.Component) switch
    {
        _ when fault.Rule == "NPI-CHECK-DIGIT" => "562",
        _ when fault.Rule.EndsWith("ACCIDENT-DATE", StringComparison.Ordinal) => "727",
        _ when fault.Rule.EndsWith("ACCIDENT-STATE", StringComparison.Ordinal) => "750",
        _ when fault.Rule.EndsWith("ADMITTING-DIAGNOSIS", StringComparison.Ordinal) => "232",
        _ when fault.Rule.EndsWith("FREQUENCY-F8", StringComparison.Ordinal) => "464",
        ("SBR", 1, _) => "742",
        _ when fault.Kind == FaultKind.Duplicate => "538",
        _ when fault.Kind == FaultKind.Unbalanced => fault.Rule.Contains("COB", StringComparison.Ordinal) ? "672" : "400",
        ("CLM", 1, _) => "538",
        ("CLM", 2, _) => "178",
        ("CLM", 5, 3) => "535",
        ("CLM", 5, _) => fault.Transaction == "837I" ? "228" : "249",
        ("CLM", 11, _) => "633",
        ("HI", 1, _) when fault.Element.Repeat <= 1 => "254",
        ("HI", _, _) => "255",
        ("SV1" or "SV3", 1, >= 3 and <= 6) or ("SV2", 2, >= 3 and <= 6) => "453",
        ("SV1" or "SV3", 1, _) or ("SV2", 2, _) => "454",
        ("SV2", 1, _) => "455",
        ("SV1" or "SV3", 2, _) or ("SV2", 3, _) => "583",
        ("SV1", 3 or 4, _) or ("SV2", 4 or 5, _) or ("SV3", 6, _) => "476",
        ("SV1", 5, _) or ("SV3", 3, _) => "249",
        ("SV1", 7, _) or ("SV3", 11, _) => "477",
        ("CL1", 1, _) => "231",
        ("CL1", 2, _) => "229",
        ("CL1", 3, _) => "234",
        ("DTP", > 0, _) => fault is { Loop: "2300", Transaction: "837I" } ? "188" : "187",
        ("DMG", 2, _) => "158",
        ("DMG", 3, _) => "157",
        ("PAT", 1, _) or ("SBR", 2, _) => "156",
        ("N3", _, _) => "126",
        ("N4", 3, _) => "500",
        ("N4", _, _) => "126",
        ("PRV", _, _) => "145",
        ("NM1", 9, _) => fault.Loop is "2010BA" or "2010CA" or "2330A" ? "164" : "153",
        ("NM1", _, _) => "125",
        ("SVD" or "CAS" or "AMT" or "MOA" or "MIA", _, _) when fault.Loop is "2320" or "2430" => "286",
        _ => "21",
    };

    /// <summary>Codes that are about somebody's name, number or address say whose.</summary>
    private static bool NamesSomebody(string status) => status is "125" or "126" or "145" or "153" or "157" or "158" or "164" or "500" or "562";

    /// <summary>Who stands in a loop of the 837, by entity code; only such as 2200D may name.</summary>
    private static string? EntityOf(string loop) => loop switch
    {
        "2010AA" or "2000A" => "85",
        "2010AB" => "87",
        "2010BA" or "2000B" => "IL",
        "2010CA" or "2000C" => "QC",
        "2010BB" => "PR",
        "2310A" or "2420F" => "DN",
        "2310B" or "2420A" => "82",
        "2310C" or "2420C" => "77",
        "2330A" => "GB",
        _ => null,
    };
}

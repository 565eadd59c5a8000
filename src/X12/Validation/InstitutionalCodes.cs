using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// The HI segments of an institutional claim: diagnoses and procedures (ICD-10), and the codes of the UB-04 that NUBC keeps, of which
/// the shape is public: occurrence, span, value and condition codes have two characters, revenue codes four digits
/// (CMS Pub. 100-04 ch. 25 75.2 FL 18-28, 75.3 FL 31-41, 75.4 FL 42).
/// </summary>
internal static class InstitutionalCodes
{
    public static void Check(SegmentView hi, SegmentUse use, ClaimKind kind, FaultLog log)
    {
        for (var i = 1; i <= hi.Count; i++)
        {
            var code = hi.Composite(i);
            if (code.IsEmpty || code[2].IsEmpty) continue;
            if (!code[4].IsEmpty && X12Dates.ParseFormatted(code[3], code[4]).Fault is FaultKind.InvalidDate and var fault)
                log.Element(fault, hi, new(i, 4), use, use.Elements[i - 1].Components[3], code[4]);
            switch (X12Text.Decode(code[1]))
            {
                case "ABK" or "ABF" or "ABJ" or "APR" or "ABN": DiagnosisShape.Check(hi, use, i, code, kind, log); break;
                case "BBR" or "BBQ" when !IsProcedure(code[2]):
                    Tell(hi, use, i, code, log, "is not shaped as an ICD-10-PCS code", "Write seven letters or digits; I and O are none of them.", kind.Rule("PROCEDURE-SHAPE"));
                    break;
                case "BH" or "BI" or "BE" or "BG" when !IsOfTwo(code[2]):
                    Tell(hi, use, i, code, log, "does not have the two characters of a UB-04 code", "Write the code of the UB-04 manual: two letters or digits.", kind.Rule("UB04-SHAPE"));
                    break;
            }
        }
    }

    public static void CheckRevenue(SegmentView service, SegmentUse use, ClaimKind kind, FaultLog log)
    {
        var code = service[1];
        if (code.IsEmpty || (code.Length == 4 && code.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)) return;
        log.Add(FaultKind.InvalidCode, log.MarkOf(service, 1).Place, use.Loop, new(1), service.Text(1), $"SV201 is \"{service.Text(1)}\": a revenue code has four digits.",
            "Write the revenue code with its leading zero.", kind.Rule("REVENUE-SHAPE"), level: 5, severity: Severity.Warning);
    }

    private static void Tell(SegmentView hi, SegmentUse use, int element, CompositeView code, FaultLog log, string what, string fix, string rule)
    {
        var place = new ElementPlace(element, 2);
        log.Add(FaultKind.InvalidCode, log.MarkOf(hi, element).Place, use.Loop, place, code.Text(2), $"{place.NameIn("HI")} is \"{code.Text(2)}\", which {what}.", fix, rule, level: 5);
    }

    /// <summary>ICD-10-PCS: seven characters, digits and capital letters without I and O (CMS, ICD-10-PCS official guidelines).</summary>
    private static bool IsProcedure(ReadOnlySpan<byte> code)
    {
        foreach (var b in code)
            if ((!char.IsAsciiLetterUpper((char)b) && !char.IsAsciiDigit((char)b)) || b is (byte)'I' or (byte)'O') return false;
        return code.Length == 7;
    }

    private static bool IsOfTwo(ReadOnlySpan<byte> code) => code.Length == 2 && char.IsAsciiLetterOrDigit((char)code[0]) && char.IsAsciiLetterOrDigit((char)code[1]);
}

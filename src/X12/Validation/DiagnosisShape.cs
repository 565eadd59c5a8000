using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Shapes of diagnosis codes: a letter, a digit, a letter or digit, and up to four more, without the point (ICD-10-CM Official Guidelines I.B.2; 2300 HI note).
/// Since October 2025 an A may stand in the place of the digit (category QA0 of ICD-10-CM 2026); any other letter there is most often an O for a zero.
/// </summary>
internal static class DiagnosisShape
{
    public static void Check(SegmentView hi, SegmentUse use, int element, CompositeView diagnosis, ClaimKind kind, FaultLog log)
    {
        // Qualifiers of three letters name ICD-10-CM, of two ICD-9-CM.
        if (diagnosis[1].Length != 3 || diagnosis[2].IsEmpty || IsShaped(diagnosis[2])) return;
        var place = new ElementPlace(element, 2);
        log.Add(FaultKind.InvalidCode, log.MarkOf(hi, element).Place, use.Loop, place, diagnosis.Text(2), $"{place.NameIn("HI")} is \"{diagnosis.Text(2)}\", which is not shaped as an ICD-10-CM code.",
            "Write the code without its point: a letter, a digit, then up to five letters or digits.", kind.Rule("DIAGNOSIS-SHAPE"), level: 5);
    }

    public static bool IsShaped(ReadOnlySpan<byte> code)
    {
        if (code.Length is < 3 or > 7 || !char.IsAsciiLetterUpper((char)code[0]) || (!char.IsAsciiDigit((char)code[1]) && code[1] != 'A')) return false;
        foreach (var b in code[2..])
            if (!char.IsAsciiLetterUpper((char)b) && !char.IsAsciiDigit((char)b)) return false;
        return true;
    }
}

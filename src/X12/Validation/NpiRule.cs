using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// An NPI is ten digits, the first 1 or 2, and the last the Luhn check digit of 80840 and the nine before it
/// (45 CFR 162.406(a); CMS, "Requirements for NPI Check Digit").
/// </summary>
internal static class NpiRule
{
    private static readonly SegmentId Nm1 = SegmentId.Of("NM1"), N1 = SegmentId.Of("N1"), Ref = SegmentId.Of("REF");

    public static void Check(SegmentView segment, SegmentUse use, FaultLog log)
    {
        var at = segment.Id == Nm1 && segment.Is(8, "XX"u8) ? 9 : segment.Id == N1 && segment.Is(3, "XX"u8) ? 4 : segment.Id == Ref && segment.Is(1, "HPI"u8) ? 2 : 0;
        if (at == 0 || segment[at].IsEmpty || IsNpi(segment[at])) return;
        var name = new ElementPlace(at).NameIn(segment.Id.ToString());
        log.Element(FaultKind.CheckDigit, segment, new(at), use.Loop, segment[at], $"{name} is \"{X12Text.Decode(segment[at])}\", which is not an NPI: its check digit is wrong or it is not ten digits.",
            "Look the provider up in NPPES and write the NPI from there.", "NPI-CHECK-DIGIT");
    }

    /// <summary>Whether the row's own codes rule out that a name or reference holds an NPI.</summary>
    public static bool IsBeyond(SegmentUse use)
    {
        var (at, code) = use.Id == Nm1 ? (8, "XX") : use.Id == N1 ? (3, "XX") : use.Id == Ref ? (1, "HPI") : (0, "");
        return at > 0 && use.Elements.Count >= at && use.Elements[at - 1].Codes is { } codes && !codes.Codes.Contains(code, StringComparer.Ordinal);
    }

    public static bool IsNpi(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || text[0] is not ((byte)'1' or (byte)'2')) return false;
        // 24 is what the digits of the prefix 80840 add to the sum.
        var sum = 24;
        for (var i = 0; i < 10; i++)
        {
            var digit = text[i] - '0';
            var weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}

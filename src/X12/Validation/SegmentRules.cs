using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>Rules that hold for a segment wherever it stands: dates under their format qualifier, provider numbers.</summary>
internal static class SegmentRules
{
    private static readonly SegmentId Dtp = SegmentId.Of("DTP"), Dmg = SegmentId.Of("DMG"), Pat = SegmentId.Of("PAT"), Nm1 = SegmentId.Of("NM1"), N1 = SegmentId.Of("N1"), Ref = SegmentId.Of("REF"), Bin = SegmentId.Of("BIN");

    /// <summary>Whether segments of this id have a rule here.</summary>
    public static bool Concern(SegmentId id) => id == Nm1 || id == N1 || id == Ref || id == Dtp || id == Dmg || id == Pat || id == Bin;

    /// <summary>Whether a segment of the row that has no code but its row's may have something to judge: of names and references only those that may hold an NPI do.</summary>
    public static bool ConcernClean(SegmentUse use) => use.HasSegmentRule && !NpiRule.IsBeyond(use);

    public static void Check(SegmentView segment, SegmentUse use, FaultLog log)
    {
        var id = segment.Id;
        if (id == Nm1 || id == N1 || id == Ref) NpiRule.Check(segment, use, log);
        else if (id == Dtp) CheckDate(segment, use, log, 2, 3);
        else if (id == Dmg) CheckDate(segment, use, log, 1, 2);
        else if (id == Pat) CheckDate(segment, use, log, 5, 6);
        else if (id == Bin) CheckLength(segment, use, log);
    }

    /// <summary>BIN01 is the length of BIN02 in bytes (X12 segment BIN, binary data).</summary>
    private static void CheckLength(SegmentView bin, SegmentUse use, FaultLog log)
    {
        if (!bin.Has(2) || bin.Number(1).OrNull?.InUnitsOf(0) is not { } stated) return;
        var actual = bin.Bytes.Length - (bin.OffsetOf(2) - bin.Offset);
        if (stated == actual) return;
        var place = log.PlaceOf(bin) with { Offset = bin.OffsetOf(1) };
        log.Add(FaultKind.ImplausibleValue, place, use.Loop, new(1), bin.Text(1), $"BIN01 says {stated} bytes, but {actual} stand in BIN02.",
            "Count the bytes of the content; a separator in it may have cut it off.", "BIN-LENGTH", level: 1);
    }

    private static void CheckDate(SegmentView segment, SegmentUse use, FaultLog log, int format, int value)
    {
        if (segment[format].IsEmpty || (segment.Is(format, "D8"u8) && segment[value] is { Length: 8 } day && X12Dates.ParseDate(day).HasValue)) return;
        // Letters that X12 does not allow were told as such.
        if (segment[value].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0) return;
        var fault = X12Dates.ParseFormatted(segment[format], segment[value]).Fault;
        // A format that is not in the guide was reported with its code; a time standing alone (TM) is checked as one.
        if (fault == FaultKind.InvalidCode) fault = segment.Is(format, "TM"u8) ? segment.Time(value).Fault : FaultKind.None;
        if (fault != FaultKind.None) log.Element(fault, segment, new(value), use, use.Elements[value - 1], segment[value]);
    }
}

using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12;
using CleanClaim.X12.Reading;

namespace CleanClaim.Billing.Acknowledgments;

/// <summary>
/// Looks at a brought file before anything of it is taken: what, where, how to mend. A file that was cut off is taken not at all, so that the whole one,
/// when it comes, tells each claim once.
/// </summary>
internal static class WhyNotTaken
{
    private const string Kept = "The file is kept as it came.";

    /// <summary>Null when the file is whole and holds an answer of a kind that is taken in here.</summary>
    public static Fault? Of(byte[] bytes)
    {
        using var reader = new X12Reader(bytes);
        var (end, holdsTa1, kinds) = (new EnvelopeEnd(), false, new List<string>());
        var faults = new List<ReadFault>();
        while (reader.Read())
        {
            faults.AddRange(reader.Faults);
            var segment = reader.Segment;
            if (segment.Id == SegmentId.St) kinds.Add(segment.Text(1) ?? "");
            holdsTa1 |= segment.Id == SegmentId.Ta1;
            end.Take(segment);
        }
        faults.AddRange(reader.Faults);
        return (end.CutOff(faults, bytes.Length) is { } cut ? CutOff(bytes.Length, cut) : Unreadable(faults)) ?? (holdsTa1 || kinds.Exists(IsAnswer) ? null : NoAnswer(kinds));
    }

    private static bool IsAnswer(string transaction) => transaction is "999" or "997" or "277";

    private static Fault? Unreadable(List<ReadFault> faults)
    {
        // Blanks and text around an interchange move nothing of what it says.
        if (faults.Find(f => !f.IsHarmless && f.Kind is not (FaultKind.TextOutsideInterchange or FaultKind.IndentedSegment)) is not { Kind: not FaultKind.None } fault) return null;
        var what = fault.Kind switch
        {
            FaultKind.NotX12 => "This is not an X12 file: no interchange begins in it.",
            FaultKind.Utf16 or FaultKind.Ebcdic => "This is X12 in the characters of another machine (UTF-16 or EBCDIC).",
            _ => "The file is damaged here: its segments cannot be told apart.",
        };
        return new Fault($"byte {fault.Offset}, line {Math.Max(fault.Line, 1)}", what, $"Check which file was sent, and ask the sender for the TA1, 999 or 277CA as plain text. {Kept}");
    }

    private static Fault CutOff(int length, string how) => new($"byte {length}", $"The file was cut off: {how}.", "Fetch the file again, or ask the sender for the whole of it; nothing of this one was taken.");

    private static Fault NoAnswer(List<string> kinds) => new("file",
        kinds.Count == 0 ? "The file holds no TA1, 999 or 277CA." : $"The file holds {string.Join(", ", kinds.Distinct())}, but no TA1, 999 or 277CA.",
        kinds.Contains("835") ? $"A remittance (835) is brought on the page Payments, or by `remit post`. {Kept}" : $"Check which file was sent. {Kept}");
}

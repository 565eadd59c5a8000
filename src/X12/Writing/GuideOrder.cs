using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Writing;

/// <summary>
/// Holds a writer to a guide's order with the reader's own state machine. A wrong order is a fault of the program that
/// writes, not of its data, so it throws.
/// </summary>
internal sealed class GuideOrder(Guide guide)
{
    private readonly GuideWalker _walker = new(guide);

    /// <param name="bytes">The segment just written, with the buffer's marks.</param>
    /// <param name="ordinal">Its number in the transaction set.</param>
    public void Follow(ReadOnlySpan<byte> bytes, int ordinal)
    {
        var segment = SegmentView.Of(bytes, SegmentBuffer.Marks);
        if (ordinal == 1)
        {
            _walker.Begin();
            return;
        }

        var before = _walker.State;
        var standing = _walker.Step(segment);
        var id = segment.Id.ToString();
        if (standing != Standing.InPlace) throw Wrong(ordinal, $"segment {id} may not follow {before}", _walker.Use);
        if (_walker.Missing is [var missing, ..]) throw Wrong(ordinal, $"before {id}, {FaultTexts.Segment(FaultKind.RequiredSegmentMissing, missing.Segment.Id.ToString(), missing.Segment.Loop, missing.Segment, missing).Message}", missing.Segment);
        if (_walker.TooOften is { } item) throw Wrong(ordinal, $"{item.Segment} stands more often than {item.Max} times", item.Segment);
        if (_walker.Use is { Usage: Usage.NotUsed } unused) throw Wrong(ordinal, $"{unused} is not used", unused);
    }

    private InvalidOperationException Wrong(int ordinal, string message, SegmentUse? row) =>
        new($"Segment {ordinal} breaks the guide {guide.Name} {guide.Version}: {message}{(row is null ? "" : $" (line {row.Line} of the guide)")}.");
}

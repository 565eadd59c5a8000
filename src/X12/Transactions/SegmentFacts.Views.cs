using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>What views say becomes what outlives the file's bytes.</summary>
internal sealed partial class SegmentFacts
{
    /// <summary>ST02 of the transaction under way.</summary>
    public string St => At.St;

    /// <summary>Goes to a segment read before, so that what is unreadable in it is told at its place.</summary>
    public SegmentRange Begin(scoped SegmentView segment) => At = RangeOf(segment);

    private SegmentRange RangeOf(scoped SegmentView segment) => SegmentRange.Of(segment, St);

    public string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Repeated.Of(text);

    public X12Number? Number(Field field)
    {
        if (field.Bytes.IsEmpty) return null;
        var parsed = field.Number;
        return parsed.HasValue ? parsed.Value : KeepAt(parsed, field.Segment, field.Element);
    }

    public DateOnly? Date(Field field)
    {
        if (field.Bytes.IsEmpty) return null;
        var parsed = field.Date;
        return parsed.HasValue ? parsed.Value : KeepAt(parsed, field.Segment, field.Element);
    }

    public DateSpan? Span(Parsed<DateSpan> days, SegmentView segment, int element) => days.HasValue ? days.Value : KeepAt(days, segment, element);

    private T? KeepAt<T>(Parsed<T> parsed, SegmentView segment, int element) where T : struct
    {
        Begin(segment);
        return Keep(parsed, segment, element);
    }

    public QualifiedDate? Date(DateView date)
    {
        if (!date.IsPresent) return null;
        var days = Span(date.Days, date.Raw.Segment, date.Raw.Element);
        return new(Text(date.Qualifier) ?? "", days?.From, days?.To, Text(date.Raw.Bytes) ?? "", Text(date.Format) ?? "", RangeOf(date.Raw.Segment));
    }

    public Procedure? Procedure(ProcedureView procedure)
    {
        if (!procedure.IsPresent) return null;
        string[] modifiers = [];
        var max = procedure.ModifiersMax;
        for (var i = 1; i <= max; i++)
            if (Text(procedure.Modifier(i)) is { } modifier) modifiers = [.. modifiers, modifier];
        return new(Text(procedure.Qualifier) ?? "", Text(procedure.Code) ?? "", modifiers, Text(procedure.Description), Text(procedure.CodeThrough));
    }

    /// <summary>A segment as it stands; null for one that is not there.</summary>
    public SegmentText? Kept(SegmentView segment, string loop)
    {
        if (!segment.IsPresent) return null;
        Begin(segment);
        Loop = loop;
        return Text(segment);
    }
}

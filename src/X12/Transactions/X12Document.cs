namespace CleanClaim.X12.Transactions;

/// <summary>One business object read from a file, with the envelope it came in and the place where it stands.
/// Reading is tolerant: what is not understood is kept in <see cref="Kept"/>, what is not a number or date in <see cref="Unread"/>.</summary>
public abstract record X12Document
{
    private protected X12Document() { }

    public required Envelope Envelope { get; init; }

    public required SegmentRange Where { get; init; }

    /// <summary>Segments of this object (not of its claims or lines) without a property of their own, in file order.</summary>
    public virtual IReadOnlyList<SegmentText> Kept { get; init; } = [];

    /// <summary>Elements whose text could not be read as the number or date that they should be.</summary>
    public IReadOnlyList<UnreadValue> Unread { get; init; } = [];
}

/// <summary>A transaction set for which there is no typed reader, or of a version that none reads.</summary>
/// <param name="TransactionId">ST01, e.g. 834.</param>
public sealed record OtherTransaction(string TransactionId, int Segments) : X12Document;

/// <summary>Where in the file something stands. Bytes count from 0 over the whole file, <paramref name="EndByte"/> is the first byte after it;
/// segments count within their transaction, the ST being 1 (as IK302 counts); 0 outside any transaction.</summary>
/// <param name="St">ST02 of the transaction, empty outside any.</param>
public readonly record struct SegmentRange(long FirstByte, long EndByte, int FirstSegment, int LastSegment, string St)
{
    internal static SegmentRange Of(scoped Reading.SegmentView segment, string st) =>
        new(segment.Offset, segment.Offset + segment.Bytes.Length + 1, segment.StOrdinal, segment.StOrdinal, st);

    /// <summary>The range from the start of this one to the end of the other, which must not come before it.</summary>
    public SegmentRange Through(SegmentRange last) => this with { EndByte = last.EndByte, LastSegment = last.LastSegment };
}

/// <summary>A segment as text, for everything that has no property of its own. Element 1 is the first after the segment id.</summary>
/// <param name="Loop">The loop it was met in, in guide terms (2100, 2400, …), empty when not known.</param>
public sealed record SegmentText(string Id, IReadOnlyList<string> Elements, char ComponentSeparator, string Loop, SegmentRange Where)
{
    /// <summary>The element at this 1-based position, null when empty or absent.</summary>
    public string? this[int position] =>
        position >= 1 && position <= Elements.Count && Elements[position - 1].Length > 0 ? Elements[position - 1] : null;

    /// <summary>A component of a composite element, both 1-based; null when empty or absent.</summary>
    public string? Component(int position, int component)
    {
        var parts = this[position]?.Split(ComponentSeparator);
        return parts is not null && component >= 1 && component <= parts.Length && parts[component - 1].Length > 0 ? parts[component - 1] : null;
    }
}

/// <summary>An element that is there but is not the number or date it should be.</summary>
/// <param name="Element">Its name, e.g. CLP04 or SVC01-2.</param>
/// <param name="Raw">Its text as it stands in the file.</param>
public sealed record UnreadValue(string Element, string Raw, SegmentRange Where);

/// <summary>What ISA, GS and ST say about where a transaction comes from. Ids are trimmed of ISA's padding.</summary>
public sealed record Envelope
{
    public string SenderQualifier { get; init; } = "";
    public string SenderId { get; init; } = "";
    public string ReceiverQualifier { get; init; } = "";
    public string ReceiverId { get; init; } = "";

    /// <summary>ISA09 and ISA10 as they stand, yymmdd and hhmm.</summary>
    public string InterchangeDate { get; init; } = "";
    public string InterchangeTime { get; init; } = "";
    public string InterchangeControlNumber { get; init; } = "";

    /// <summary>ISA15: P production, T test.</summary>
    public string UsageIndicator { get; init; } = "";

    /// <summary>GS01: HC claim, HP payment, FA acknowledgment, HN status.</summary>
    public string FunctionalId { get; init; } = "";
    public string ApplicationSender { get; init; } = "";
    public string ApplicationReceiver { get; init; } = "";
    public string GroupControlNumber { get; init; } = "";

    /// <summary>GS08, e.g. 005010X221A1.</summary>
    public string Version { get; init; } = "";

    /// <summary>ST01.</summary>
    public string TransactionId { get; init; } = "";

    /// <summary>ST02.</summary>
    public string St { get; init; } = "";

    /// <summary>ST03, empty when not sent.</summary>
    public string ImplementationReference { get; init; } = "";
}

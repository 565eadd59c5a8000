namespace CleanClaim.X12.Writing;

/// <summary>How writing an interchange ended: written, or refused with the place of every value that cannot be sent.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome() { }

    public sealed record Written(Delimiters Delimiters, long Bytes, int Segments, int Transactions) : WriteOutcome;

    /// <summary>Nothing was written.</summary>
    public sealed record Refused(IReadOnlyList<WriteFinding> Findings) : WriteOutcome;
}

/// <summary>A value that cannot stand in a file without changing its shape or its letters.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="TransactionControlNumber">ST02 of the transaction set, empty outside one.</param>
/// <param name="StOrdinal">The segment's number in it, 1 being the ST; 0 outside one.</param>
/// <param name="Element">The element, as NM103 or HI01-2.</param>
/// <param name="Value">The value as it was given.</param>
/// <param name="Message">What is wrong and what to do, in words.</param>
public sealed record WriteFinding(FaultKind Kind, string TransactionControlNumber, int StOrdinal, string Element, string Value, string Message);

/// <summary>How a writer treats values and separators.</summary>
public sealed record WritingRules
{
    /// <summary>The separators the receiver insists on; null lets the writer choose ones that no value holds, <c>* : ^ ~</c> first.</summary>
    public Delimiters? Delimiters { get; init; }

    /// <summary>
    /// Whether a value that cannot be sent is cleaned (accents dropped, control characters and separators turned to blanks)
    /// instead of refused. What has no Latin form is refused all the same.
    /// </summary>
    public bool Clean { get; init; }

    /// <summary>
    /// The guide that the transaction sets must follow: a segment in a place where the guide has none, or one left out, throws
    /// and names the row. Null writes what it is told.
    /// </summary>
    public Schema.Guide? Guide { get; init; }

    /// <summary>Whether each segment stands on a line of its own, for people to read.</summary>
    public bool LineBreaks { get; init; }
}

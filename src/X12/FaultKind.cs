namespace CleanClaim.X12;

/// <summary>
/// Everything that can be wrong with a file, in one list. What each kind means for a TA1 or 999 stands beside it in
/// <c>Validation/FaultCodes</c>; kinds that those answers have no code for go to people and to the 277CA.
/// </summary>
public enum FaultKind
{
    None,

    // The file and its interchanges.
    NotX12, Utf16, Ebcdic, LeadingBytes, ObjectTooLong, InterchangeHeaderMalformed, InterchangeHeaderWidth, TextOutsideInterchange, Truncated, SegmentTooLong, EmptySegment,
    InterchangeTrailerMissing, InterchangeControlMismatch, InterchangeGroupCount, InterchangeControlDuplicate, InterchangeEmpty,
    SegmentOutsideTransaction,

    // Functional groups.
    GroupTrailerMissing, GroupHeaderMissing, GroupControlMismatch, GroupTransactionCount, GroupVersionUnknown, GroupControlDuplicate,

    // Transaction sets.
    TransactionTrailerMissing, TransactionHeaderMissing, TransactionControlMismatch, TransactionSegmentCount, TransactionControlDuplicate,
    TransactionUnknown, GuideVersionMismatch, GuideVersionNotAdopted, TransactionWrongGroup,

    // Segments.
    IndentedSegment, UnknownSegment, UnexpectedSegment, SegmentOutOfOrder, RequiredSegmentMissing, RequiredLoopMissing, LoopTooOften, SegmentTooOften,
    NotUsedSegment, SegmentHasElementFaults, TrailingSeparators, HierarchyNumber, HierarchyParent, HierarchyChild, LineNumberSequence,

    // Elements.
    RequiredElementMissing, ConditionalElementMissing, TooManyElements, ElementTooShort, ElementTooLong, InvalidCharacter, InvalidCode,
    InvalidDate, InvalidTime, InvalidNumber, ExclusionViolated, TooManyRepeats, TooManyComponents, NotUsedElement, CodeNotInGuide,
    BlankPadding,

    // Sums and situational rules: implementation faults, levels 3 and 4.
    Unbalanced, SituationalElementMissing, SituationalSegmentMissing, SituationalNotUsed, CheckDigit, Duplicate, PointerBeyondDiagnoses,
    ImplausibleValue,
}

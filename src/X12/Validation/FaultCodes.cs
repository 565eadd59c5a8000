namespace CleanClaim.X12.Validation;

public enum Severity { Error, Warning }

/// <summary>Which code list of the answers a fault's code stands in.</summary>
public enum AnswerPart { None, Ta1, Ak905, Ik502, Ik304, Ik403 }

/// <summary>What a kind of fault means: its level, its default rule id, and its code in a TA1 or 999.</summary>
/// <param name="Level">1 syntax, dates, counts, HL; 2 usage, repeats, codes in the guide; 3 sums; 4 situational rules.</param>
/// <param name="Severity">An error is answered with a rejection, a warning is not.</param>
/// <param name="Rule">The rule id when no more special rule found the fault.</param>
/// <param name="Part">Where the code belongs.</param>
/// <param name="Code">The code: TA105, AK905, IK502, IK304 or IK403.</param>
public readonly record struct FaultCode(int Level, Severity Severity, string Rule, AnswerPart Part, string Code)
{
    /// <summary>As <c>IK403:7</c>; null when the answers have no code for it.</summary>
    public string? Text => Part == AnswerPart.None ? null : Part.ToString().ToUpperInvariant() + ":" + Code;
}

/// <summary>
/// The table of fault kinds. Codes of the 999 after 005010X231A1 (IK304, IK403, IK502, AK905), of the TA1 after X12.5 (TA105);
/// the code lists stand, as facts, in 005010X231A1.guide and TA1.guide.
/// </summary>
public static class FaultCodes
{
    public static FaultCode Of(FaultKind kind) => kind switch
    {
        FaultKind.NotX12 => Ta1("ISA-MISSING", "022"),
        FaultKind.Utf16 => Ta1("ISA-UTF16", "022"),
        FaultKind.Ebcdic => Ta1("ISA-EBCDIC", "022"),
        FaultKind.LeadingBytes => new(1, Severity.Warning, "FILE-LEADING", AnswerPart.None, ""),
        FaultKind.ObjectTooLong => new(1, Severity.Error, "FILE-OBJECT-LONG", AnswerPart.None, ""),
        FaultKind.InterchangeHeaderMalformed => Ta1("ISA-MALFORMED", "022"),
        FaultKind.InterchangeHeaderWidth => Ta1("ISA-WIDTH", "022"),
        FaultKind.TextOutsideInterchange => Ta1("ISA-TEXT-OUTSIDE", "024"),
        FaultKind.Truncated => Ta1("FILE-TRUNCATED", "023"),
        FaultKind.InterchangeTrailerMissing => Ta1("IEA-MISSING", "023"),
        FaultKind.InterchangeControlMismatch => Ta1("IEA-CONTROL", "001"),
        FaultKind.InterchangeGroupCount => Ta1("IEA-COUNT", "021"),
        FaultKind.InterchangeControlDuplicate => Ta1("ISA-DUPLICATE", "025"),
        FaultKind.InterchangeEmpty => Ta1("ISA-EMPTY", "024"),
        FaultKind.SegmentOutsideTransaction => Ta1("SEG-OUTSIDE", "024"),
        FaultKind.GroupHeaderMissing => Ta1("GS-MISSING", "024"),
        FaultKind.GroupTrailerMissing => Group("GE-MISSING", "3"),
        FaultKind.GroupControlMismatch => Group("GE-CONTROL", "4"),
        FaultKind.GroupTransactionCount => Group("GE-COUNT", "5"),
        FaultKind.GroupControlDuplicate => Group("GS-DUPLICATE", "19"),
        FaultKind.GroupVersionUnknown => new(2, Severity.Warning, "GS-VERSION", AnswerPart.Ak905, "2"),
        FaultKind.TransactionTrailerMissing => Transaction("SE-MISSING", "2"),
        FaultKind.TransactionControlMismatch => Transaction("SE-CONTROL", "3"),
        FaultKind.TransactionSegmentCount => Transaction("SE-COUNT", "4"),
        FaultKind.TransactionHeaderMissing => Transaction("ST-MISSING", "6"),
        FaultKind.TransactionControlDuplicate => Transaction("ST-DUPLICATE", "23"),
        FaultKind.TransactionUnknown => new(2, Severity.Warning, "ST-NO-GUIDE", AnswerPart.Ik502, "1"),
        FaultKind.GuideVersionMismatch => new(2, Severity.Error, "ST-VERSION", AnswerPart.Ik502, "I6"),
        FaultKind.GuideVersionNotAdopted => new(2, Severity.Warning, "ST-NOT-ADOPTED", AnswerPart.None, ""),
        FaultKind.TransactionWrongGroup => Transaction("ST-GROUP", "6"),
        FaultKind.SegmentTooLong => Segment(1, "SEG-TOO-LONG", "8"),
        FaultKind.EmptySegment => new(1, Severity.Warning, "SEG-EMPTY", AnswerPart.Ik304, "1"),
        FaultKind.IndentedSegment => Segment(1, "SEG-INDENTED", "1"),
        FaultKind.UnknownSegment => Segment(1, "SEG-UNKNOWN", "1"),
        FaultKind.UnexpectedSegment => Segment(2, "SEG-UNEXPECTED", "2"),
        FaultKind.SegmentOutOfOrder => Segment(2, "SEG-ORDER", "7"),
        FaultKind.RequiredSegmentMissing => Segment(2, "SEG-REQUIRED", "3"),
        FaultKind.RequiredLoopMissing => Segment(2, "LOOP-REQUIRED", "I7"),
        FaultKind.LoopTooOften => Segment(2, "LOOP-REPEAT", "4"),
        FaultKind.SegmentTooOften => Segment(2, "SEG-REPEAT", "5"),
        FaultKind.NotUsedSegment => Segment(2, "SEG-NOT-USED", "I4"),
        FaultKind.SituationalSegmentMissing => Segment(4, "SEG-SITUATION", "I6"),
        FaultKind.SituationalNotUsed => Segment(4, "SEG-SITUATION-NOT-USED", "I9"),
        FaultKind.SegmentHasElementFaults => Segment(1, "SEG-ELEMENTS", "8"),
        _ => OfElement(kind),
    };

    private static FaultCode OfElement(FaultKind kind) => kind switch
    {
        FaultKind.HierarchyNumber => Element(1, "HL-NUMBER", "7"),
        FaultKind.HierarchyParent => Element(1, "HL-PARENT", "7"),
        FaultKind.HierarchyChild => Element(1, "HL-CHILD", "7"),
        FaultKind.LineNumberSequence => Element(1, "LX-SEQUENCE", "7"),
        FaultKind.TrailingSeparators => Element(1, "SEG-TRAILING-SEPARATOR", "3"),
        FaultKind.RequiredElementMissing => Element(2, "ELEM-REQUIRED", "1"),
        FaultKind.ConditionalElementMissing => Element(1, "ELEM-SYNTAX", "2"),
        FaultKind.ExclusionViolated => Element(1, "ELEM-EXCLUSIVE", "10"),
        FaultKind.TooManyElements => Element(1, "ELEM-TOO-MANY", "3"),
        FaultKind.TooManyComponents => Element(1, "COMP-TOO-MANY", "13"),
        FaultKind.TooManyRepeats => Element(1, "ELEM-REPEAT", "12"),
        FaultKind.ElementTooShort => Element(1, "ELEM-SHORT", "4"),
        FaultKind.ElementTooLong => Element(1, "ELEM-LONG", "5"),
        FaultKind.InvalidCharacter => Element(1, "ELEM-CHARACTER", "6"),
        FaultKind.InvalidNumber => Element(1, "ELEM-NUMBER", "6"),
        FaultKind.InvalidDate => Element(1, "ELEM-DATE", "8"),
        FaultKind.InvalidTime => Element(1, "ELEM-TIME", "9"),
        FaultKind.InvalidCode => Element(2, "ELEM-CODE", "7"),
        FaultKind.CodeNotInGuide => Element(2, "ELEM-QUALIFIER", "I6"),
        FaultKind.NotUsedElement => Element(2, "ELEM-NOT-USED", "I10"),
        FaultKind.BlankPadding => new(1, Severity.Warning, "ELEM-BLANKS", AnswerPart.Ik403, "6"),
        FaultKind.SituationalElementMissing => Element(4, "ELEM-SITUATION", "I9"),
        FaultKind.PointerBeyondDiagnoses => Element(4, "ELEM-POINTER", "7"),
        FaultKind.Unbalanced => new(3, Severity.Error, "SUM", AnswerPart.None, ""),
        FaultKind.CheckDigit => new(4, Severity.Error, "CHECK-DIGIT", AnswerPart.None, ""),
        FaultKind.Duplicate => new(4, Severity.Error, "DUPLICATE", AnswerPart.None, ""),
        FaultKind.ImplausibleValue => new(4, Severity.Error, "VALUE", AnswerPart.None, ""),
        _ => throw new System.Diagnostics.UnreachableException($"no row for {kind}"),
    };

    private static FaultCode Ta1(string rule, string code) => new(1, Severity.Error, rule, AnswerPart.Ta1, code);

    private static FaultCode Group(string rule, string code) => new(1, Severity.Error, rule, AnswerPart.Ak905, code);

    private static FaultCode Transaction(string rule, string code) => new(1, Severity.Error, rule, AnswerPart.Ik502, code);

    private static FaultCode Segment(int level, string rule, string code) => new(level, Severity.Error, rule, AnswerPart.Ik304, code);

    private static FaultCode Element(int level, string rule, string code) => new(level, Severity.Error, rule, AnswerPart.Ik403, code);
}

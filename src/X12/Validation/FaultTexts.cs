using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>The words for faults of structure and elements: what is wrong and what to do, for people who bill and not for engineers.</summary>
internal static class FaultTexts
{
    public static (string Message, string Fix) File(FaultKind kind) => kind switch
    {
        FaultKind.NotX12 => ("This is not an X12 file: it does not begin with an ISA segment.", "Check that the right file was chosen and that it is not zipped, encrypted or a report."),
        FaultKind.Utf16 => ("This is X12 written in UTF-16, two bytes for each character, which no receiver takes.", "Save or export the file again as plain text (ASCII, or UTF-8)."),
        FaultKind.Ebcdic => ("This is X12 written in EBCDIC, the characters of a mainframe.", "Have it transferred as text, so that it is converted to ASCII on its way."),
        FaultKind.LeadingBytes => ("A byte order mark, blanks or line breaks stand before the ISA; the file was read all the same.", "Begin the file with the letters ISA: some receivers refuse it otherwise."),
        FaultKind.ObjectTooLong => ("A claim has more than 50,000 segments; what follows was left out.", "No claim is that long: a segment that begins the next one is missing or damaged."),
        FaultKind.InterchangeHeaderMalformed => ("The ISA segment is damaged: its separators cannot be told.", "Ask the sender for the file again; an ISA has sixteen elements of fixed width."),
        FaultKind.InterchangeHeaderWidth => ("The ISA segment does not have its fixed width of 106 characters; it was read all the same.", "The sender must pad every ISA element with blanks to its full width."),
        FaultKind.TextOutsideInterchange => ("There is text between or after interchanges that belongs to none.", "Take out what stands before the next ISA."),
        FaultKind.Truncated => ("The file ends in the middle of a segment.", "The file was cut off on its way: ask for it again."),
        FaultKind.SegmentTooLong => ("A segment is longer than 131,072 bytes and was passed over.", "A segment terminator is missing or damaged: ask the sender for the file again."),
        FaultKind.EmptySegment => ("Two or more segment terminators stand side by side.", "Take out what is empty between them."),
        FaultKind.IndentedSegment => ("Blanks stand before a segment, here and perhaps in others of this interchange; they were read all the same.", "Take out the blanks: only line breaks may stand between segments."),
        FaultKind.InterchangeTrailerMissing => ("The interchange has no IEA segment.", "The file is incomplete: ask for it again."),
        FaultKind.InterchangeEmpty => ("The interchange holds neither a group nor a TA1.", "Send at least one functional group."),
        FaultKind.GroupHeaderMissing => ("A segment stands outside any functional group.", "Begin the group with a GS segment."),
        FaultKind.GroupTrailerMissing => ("The functional group has no GE segment.", "End every group with a GE."),
        FaultKind.TransactionHeaderMissing => ("A segment stands outside any transaction set.", "Begin the transaction set with an ST segment."),
        FaultKind.TransactionTrailerMissing => ("The transaction set has no SE segment.", "End every transaction set with an SE."),
        FaultKind.SegmentOutsideTransaction => ("A segment stands where only the envelope may.", "Move it into a transaction set."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static (string Message, string Fix) Segment(FaultKind kind, string id, LoopUse loop, SegmentUse? use, LoopItem? item) => kind switch
    {
        FaultKind.UnknownSegment when id.Length == 0 => ("A segment has no id.", "Write the segment's two or three letters before its first separator."),
        FaultKind.UnknownSegment => ($"The guide knows no segment {id}.", "Take it out, or check its letters."),
        FaultKind.UnexpectedSegment => ($"Segment {id} may not stand here, in {loop}.", "Move it to its place or take it out; perhaps the segment that opens its loop is missing."),
        FaultKind.SegmentOutOfOrder => ($"{Named(id, use)} comes too late: it belongs earlier in {loop}.", "Send the segments of a loop in the guide's order."),
        FaultKind.NotUsedSegment => ($"{Named(id, use)} is not used by this guide.", "Take it out."),
        FaultKind.RequiredSegmentMissing => ($"{Named(id, use)} is missing in {loop}.", $"Add the {id} segment."),
        FaultKind.RequiredLoopMissing => ($"{Capital(item?.Loop)} is missing: there is no {id} segment to open it.", $"Add the loop, beginning with {id}."),
        FaultKind.SegmentTooOften => ($"{Named(id, use)} stands more often than {Times(item)} in {loop}.", "Take out the surplus."),
        FaultKind.LoopTooOften => ($"{Capital(item?.Loop)} stands more often than {Times(item)}.", "Take out the surplus, or split it over several claims or transactions."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static (string Message, string Fix) Element(FaultKind kind, string name, string? value, ElementUse? row, SegmentUse use) => kind switch
    {
        FaultKind.RequiredElementMissing => ($"{name} is missing in {Of(use)}.", $"Fill in {name}."),
        FaultKind.NotUsedElement => ($"{name} is not used in {Of(use)}.", $"Leave {name} empty."),
        FaultKind.TooManyElements => ($"{Of(use)} has more elements than its {use.Elements.Count}.", "Take out what stands after the last one."),
        FaultKind.TrailingSeparators => ($"{Of(use)} ends with separators and nothing after them.", "Leave off the separators at the end."),
        FaultKind.TooManyComponents => ($"{name} has more components than the guide has.", "Take out what stands after the last one."),
        FaultKind.TooManyRepeats => ($"{name} is repeated more often than the guide allows.", "Take out the surplus."),
        FaultKind.ElementTooShort => ($"{name} is \"{value}\", shorter than {row?.MinLength} characters.", "Complete the value."),
        FaultKind.ElementTooLong => ($"{name} is \"{value}\", longer than {row?.MaxLength} characters.", "Shorten the value."),
        FaultKind.InvalidCharacter => ($"{name} holds a character that X12 does not allow.", "Write it in plain Latin letters, digits and signs."),
        FaultKind.InvalidNumber => ($"{name} is \"{value}\", which is not a number.", "Write digits with at most one point, without thousands separators or currency signs."),
        FaultKind.InvalidDate => ($"{name} is \"{value}\", which is not a date in its format.", "Write a day that the calendar has, as CCYYMMDD, ranges as CCYYMMDD-CCYYMMDD."),
        FaultKind.InvalidTime => ($"{name} is \"{value}\", which is not a time.", "Write HHMM or HHMMSS."),
        FaultKind.InvalidCode => ($"{name} is \"{value}\", which is not one of the codes allowed here{List(row)}.", "Use one of the guide's codes."),
        FaultKind.CodeNotInGuide => ($"{name} is \"{value}\", which the guide does not know in {use.Loop}.", "Use one of the guide's codes, or take the segment out."),
        FaultKind.BlankPadding => ($"{name} is padded with blanks.", "Leave off blanks at the end of a value."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static (string Message, string Fix) Syntax(SyntaxNote note, SegmentUse use)
    {
        var names = note.Elements.Select(e => new ElementPlace(e).NameIn(use.Id.ToString())).ToList();
        var (first, rest) = (names[0], string.Join(", ", names.Skip(1)));
        return note.Kind switch
        {
            SyntaxKind.Paired => ($"{string.Join(", ", names)} are sent together or not at all.", "Fill in the missing one or empty the others."),
            SyntaxKind.AtLeastOne => ($"One of {string.Join(", ", names)} must be sent.", "Fill in one of them."),
            SyntaxKind.AtMostOne => ($"Only one of {string.Join(", ", names)} may be sent.", "Empty all but one."),
            SyntaxKind.Conditional => ($"Since {first} is sent, {rest} must be too.", $"Fill in {rest}, or empty {first}."),
            SyntaxKind.ListConditional => ($"Since {first} is sent, one of {rest} must be too.", $"Fill in one of {rest}, or empty {first}."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Of(SegmentUse use) => $"{use.Id} ({use.Name})";

    private static string Named(string id, SegmentUse? use) => use is null ? $"Segment {id}" : Of(use);

    private static string Capital(LoopUse? loop) => loop is null ? "A loop" : $"Loop {loop.Id} ({loop.Name})";

    private static string Times(LoopItem? item) => item?.Max is 1 or null ? "once" : $"{item.Max} times";

    private static string List(ElementUse? row) =>
        row?.Codes is { Name: null } codes && codes.Codes.Count <= 12 ? $" ({string.Join(", ", codes.Codes)})" : "";
}

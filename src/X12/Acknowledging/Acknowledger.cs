using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

public enum AnswerKind { Ta1, Implementation999 }

/// <summary>An answer to an interchange: a file to send back.</summary>
/// <param name="Kind">TA1 or 999.</param>
/// <param name="Interchange">ISA13 of the interchange it answers.</param>
/// <param name="Content">The bytes.</param>
public sealed record Answer(AnswerKind Kind, string Interchange, byte[] Content);

/// <summary>What an answering receiver decides.</summary>
public sealed record AnswerFields
{
    public required DateOnly Date { get; init; }
    public required TimeOnly Time { get; init; }

    /// <summary>ISA13 and GS06 of the first answer; each further one takes the next.</summary>
    public int FirstControlNumber { get; init; } = 1;

    /// <summary>
    /// Faults up to this level are answered. What is above (sums, situations) is answered claim by claim in a 277CA, unless
    /// the receiver rejects in the 999 for it too.
    /// </summary>
    public int LevelMax { get; init; } = 2;
}

/// <summary>
/// Answers a file as its receiver would: a TA1 for an interchange that asked for one or is faulty, and a 999 for every group
/// of an interchange that is not rejected. Both come from the validator's own faults; answers are not answered.
/// </summary>
public static class Acknowledger
{
    private static readonly SegmentId Clm = SegmentId.Of("CLM"), Hl = SegmentId.Of("HL");

    public static IReadOnlyList<Answer> Answer(Stream file, AnswerFields fields)
    {
        using var validator = new X12Validator(file, fields.LevelMax, leaveOpen: true);
        List<InterchangeAnswer> interchanges = [];
        bool more;
        do
        {
            more = validator.Read();
            if (more) Take(validator, interchanges);
            foreach (var fault in validator.Faults) Place(fault, interchanges);
            if (more) Leave(validator.Segment, interchanges);
        }
        while (more);
        var control = fields.FirstControlNumber;
        List<Answer> answers = [];
        foreach (var interchange in interchanges) answers.AddRange(interchange.Write(fields, () => control++));
        return answers;
    }

    private static void Take(X12Validator validator, List<InterchangeAnswer> interchanges)
    {
        var segment = validator.Segment;
        var id = segment.Id;
        if (id == SegmentId.Isa) interchanges.Add(new(segment));
        if (interchanges.Count == 0) return;
        var interchange = interchanges[^1];
        if (id == SegmentId.Gs) interchange.Groups.Add(new(segment));
        else if (id == SegmentId.St && interchange.Groups is [.., var group]) group.Sets.Add(new(segment, validator.Guide is not null));
        else if (id == Clm && Open(interchanges) is { } set) set.NextBusinessUnit = segment.Text(1);
        else if (id == SegmentId.Ge && interchange.Groups is [.., var ending]) ending.End(segment);
    }

    /// <summary>After the faults of a step were placed: what is missing before a claim belongs to the claim before.</summary>
    private static void Leave(in SegmentView segment, List<InterchangeAnswer> interchanges)
    {
        if (Open(interchanges) is not { } set) return;
        if (segment.Id == Clm) set.BusinessUnit = set.NextBusinessUnit;
        else if (segment.Id == Hl) set.BusinessUnit = null;
    }

    private static SetAnswer? Open(List<InterchangeAnswer> interchanges) =>
        interchanges is [.., { Groups: [.., { Sets: [.., var set] }] }] ? set : null;

    private static void Place(Fault fault, List<InterchangeAnswer> interchanges)
    {
        if (interchanges.Count == 0) return;
        var interchange = interchanges[^1];
        var part = FaultCodes.Of(fault.Kind).Part;
        if (fault.St.Length > 0 && part is AnswerPart.Ik304 or AnswerPart.Ik403 or AnswerPart.Ik502) Open(interchanges)?.Add(fault, part);
        else if (part == AnswerPart.Ak905 && fault.Severity == Severity.Error) interchange.Groups.LastOrDefault()?.Codes.Add(FaultCodes.Of(fault.Kind).Code);
        else if (fault.Severity == Severity.Error && fault.Place.Segment == "GS" && part == AnswerPart.Ik403) interchange.Groups.LastOrDefault()?.Codes.Add(fault.Element.Position switch { 6 => "6", 8 => "2", _ => "1" });
        else if (fault.Severity == Severity.Error && (part == AnswerPart.Ta1 || fault.Place.Segment is "ISA" or "IEA")) interchange.Add(fault);
    }
}

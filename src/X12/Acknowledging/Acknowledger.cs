using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

public enum AnswerKind { Ta1, Implementation999, Claims277 }

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

    /// <summary>Faults above <see cref="LevelMax"/> up to this level reject single claims, in a 277CA; not above it: no 277CA is written.</summary>
    public int ClaimLevelMax { get; init; }

    /// <summary>The code lists that level 5 looks codes up in; null where there are none.</summary>
    public ICodeSets? CodeSets { get; init; }

    internal bool AnswersClaims => ClaimLevelMax > LevelMax;
}

/// <summary>
/// Answers a file as its receiver would: a TA1 for an interchange that asked for one or is faulty, and a 999 for every group
/// of an interchange that is not rejected; where claims are answered, a 277CA for what the 999 accepts. All come from the validator's own faults; answers are not answered.
/// </summary>
public static class Acknowledger
{
    private static readonly SegmentId Clm = SegmentId.Of("CLM"), Hl = SegmentId.Of("HL");

    /// <summary>All answers to a file; each is to be disposed of when it was sent.</summary>
    public static IReadOnlyList<Answer> Answer(Stream file, AnswerFields fields) => [.. AnswerEach(file, fields)];

    /// <summary>The answers one by one, each when its interchange has ended: neither the file nor a long answer is held in memory, however many claims it has. Each is to be disposed of when it was sent.</summary>
    public static IEnumerable<Answer> AnswerEach(Stream file, AnswerFields fields)
    {
        using var validator = new X12Validator(file, new ValidationOptions { LevelMax = Math.Max(fields.LevelMax, fields.ClaimLevelMax), CodeSets = fields.CodeSets }, leaveOpen: true);
        var control = fields.FirstControlNumber;
        InterchangeAnswer? open = null;
        bool more;
        do
        {
            more = validator.Read();
            var ended = more ? Begin(validator, ref open, fields) : open;
            if (more && open?.Group?.Set?.Claims is { } claims && validator.Use is { } use) claims.Take(validator.Segment, use);
            // At the end of the file there is no segment any more, and what is told is of an earlier one.
            var (at, position) = more ? (validator.Segment.Id, validator.Segment.StOrdinal) : (default, 0);
            foreach (var fault in validator.Faults)
            {
                if (fault.Level <= fields.LevelMax) Place(fault, ended, open);
                else if (fault.Severity == Severity.Error) open?.GroupOf(fault)?.SetOf(fault)?.Claims?.Add(fault, at, position);
            }

            if (more && open is not null) Leave(validator, open);
            foreach (var answer in ended?.End() ?? [])
            {
                control++;
                yield return answer;
            }

            open?.FirstNumber = control;
        }
        while (more);
    }

    /// <summary>Takes a segment before its faults; gives the interchange that another one ends.</summary>
    private static InterchangeAnswer? Begin(X12Validator validator, ref InterchangeAnswer? open, AnswerFields fields)
    {
        var segment = validator.Segment;
        var id = segment.Id;
        if (id == SegmentId.Isa)
        {
            var ended = open;
            open = new(segment, fields);
            return ended;
        }

        if (id == SegmentId.Gs) open?.BeginGroup(segment);
        else if (id == SegmentId.St) open?.Group?.BeginSet(segment, validator.Guide is not null, fields.AnswersClaims && AnsweredClaims.Has(validator.Guide) ? new(validator.Guide!, fields) : null);
        else if (id == Clm && open?.Group?.Set is { } set) set.NextBusinessUnit = segment.Text(1);
        else if (id == SegmentId.Ge) open?.Group?.End(segment);
        return null;
    }

    /// <summary>After the faults of a step were placed: what is missing before a claim belongs to the claim before.</summary>
    private static void Leave(X12Validator validator, InterchangeAnswer open)
    {
        open.LeaveEnded();
        if (open.Group?.Set is not { } set) return;
        var id = validator.Segment.Id;
        if (id == Clm) set.BusinessUnit = set.NextBusinessUnit;
        else if (id == Hl) set.BusinessUnit = null;
    }

    private static void Place(Fault fault, InterchangeAnswer? ended, InterchangeAnswer? open)
    {
        var interchange = ended is not null && (ended == open || fault.Kind == FaultKind.InterchangeTrailerMissing || fault.Interchange == ended.ControlNumber && fault.Interchange != open?.ControlNumber) ? ended : open;
        if (interchange is null) return;
        var part = FaultCodes.Of(fault.Kind).Part;
        var isError = fault.Severity == Severity.Error;
        if (fault.St.Length > 0 && part is AnswerPart.Ik304 or AnswerPart.Ik403 or AnswerPart.Ik502) interchange.GroupOf(fault)?.SetOf(fault)?.Add(fault, part);
        else if (part == AnswerPart.Ak905 && isError) interchange.GroupOf(fault)?.Codes.Add(FaultCodes.Of(fault.Kind).Code);
        else if (isError && fault.Place.Segment == "GS" && part == AnswerPart.Ik403) interchange.Group?.Codes.Add(fault.Element.Position switch { 6 => "6", 8 => "2", _ => "1" });
        else if (isError && (part == AnswerPart.Ta1 || fault.Place.Segment is "ISA" or "IEA")) interchange.Add(fault);
    }
}

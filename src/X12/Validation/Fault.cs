using System.Globalization;

namespace CleanClaim.X12.Validation;

/// <summary>One thing that is wrong with a file: where, what, and what to do about it.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>1 syntax to 7 trading partner, as the command line counts.</summary>
    public required int Level { get; init; }

    /// <summary>The id of the rule that was broken.</summary>
    public required string Rule { get; init; }

    /// <summary>The code a TA1 or 999 gives it, as <c>IK403:7</c>; null when they have none.</summary>
    public string? Code { get; init; }

    /// <summary>ISA13.</summary>
    public string Interchange { get; init; } = "";

    /// <summary>GS06.</summary>
    public string Group { get; init; } = "";

    /// <summary>The guide's short name, as 837P; ST01 where no guide is held.</summary>
    public string Transaction { get; init; } = "";

    /// <summary>ST02.</summary>
    public string St { get; init; } = "";

    public required Place Place { get; init; }

    /// <summary>The loop in which the segment stands or should stand.</summary>
    public string Loop { get; init; } = "";

    public ElementPlace Element { get; init; }

    /// <summary>The element whose value demands what is missing, or forbids what is there; null where the rule has none.</summary>
    public FaultTrigger? Trigger { get; init; }

    /// <summary>The value as it stands in the file; null where something is missing.</summary>
    public string? Value { get; init; }

    public required string Message { get; init; }
    public required string Fix { get; init; }

    /// <summary>The element as people write it, <c>SV101-2</c> or <c>HI01(2)-1</c>; null for a fault of a whole segment.</summary>
    public string? ElementName => Element.Position == 0 ? null : Element.NameIn(Place.Segment);
}

/// <summary>Where a fault is.</summary>
/// <param name="Segment">The segment's id; for a missing one, the id that is missing.</param>
/// <param name="Offset">The first byte of the element, else of the segment; for a missing segment, of the one found in its stead.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Position">The segment's number in its transaction set, 1 being the ST; 0 outside one.</param>
public readonly record struct Place(string Segment, long Offset, int Line, int Position);

/// <summary>What makes a situation: an element of a segment, as a 999 names it in CTX.</summary>
/// <param name="Segment">The segment's id.</param>
/// <param name="Position">The segment's number in its transaction set, 1 being the ST.</param>
/// <param name="Loop">The loop in which it stands.</param>
/// <param name="Element">Which element.</param>
public readonly record struct FaultTrigger(string Segment, int Position, string Loop, ElementPlace Element);

/// <summary>Which part of a segment: element, repeat and component, each from 1, 0 for none.</summary>
public readonly record struct ElementPlace(int Position, int Component = 0, int Repeat = 0)
{
    public string NameIn(string segment) =>
        segment + Position.ToString("00", CultureInfo.InvariantCulture)
        + (Repeat > 0 ? $"({Repeat.ToString(CultureInfo.InvariantCulture)})" : "")
        + (Component > 0 ? "-" + Component.ToString(CultureInfo.InvariantCulture) : "");
}

/// <summary>What a validation counted.</summary>
public readonly record struct ValidationSummary(int Interchanges, int Groups, int Transactions, long Segments, long Errors, long Warnings)
{
    internal uint ListsMissed { get; init; }

    /// <summary>Code lists that the file has codes of and that were not held, or not for their day.</summary>
    public IReadOnlyList<CodeKind> NotLoaded
    {
        get
        {
            var missed = ListsMissed;
            return [.. Enum.GetValues<CodeKind>().Where(set => (missed & 1u << (int)set) != 0)];
        }
    }
}

namespace CleanClaim.X12.Schema;

/// <summary>Whether a loop, segment or element must, may or must not be sent.</summary>
public enum Usage : byte { Required, Situational, NotUsed }

/// <summary>The data types of X12.6, and a composite of several elements.</summary>
public enum ElementType : byte { Text, Identifier, Date, Time, Whole, Decimal, Binary, Composite }

/// <summary>How presence of one element hangs on another (X12.6 syntax notes P, R, E, C, L).</summary>
public enum SyntaxKind : byte { Paired, AtLeastOne, AtMostOne, Conditional, ListConditional }

/// <summary>A syntax note of a segment.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="First">The bit of the element named first, which decides C and L.</param>
/// <param name="Others">The bits of the elements named after it.</param>
/// <param name="Elements">The positions as the note names them.</param>
public readonly record struct SyntaxNote(SyntaxKind Kind, ulong First, ulong Others, IReadOnlyList<int> Elements)
{
    /// <summary>Whether the elements that are present, one bit each, break the note.</summary>
    public bool IsBrokenBy(ulong present)
    {
        var all = First | Others;
        var seen = present & all;
        return Kind switch
        {
            SyntaxKind.Paired => seen != 0 && seen != all,
            SyntaxKind.AtLeastOne => seen == 0,
            SyntaxKind.AtMostOne => (seen & unchecked(seen - 1)) != 0,
            SyntaxKind.Conditional => (present & First) != 0 && (present & Others) != Others,
            SyntaxKind.ListConditional => (present & First) != 0 && (present & Others) == 0,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public override string ToString() =>
        "PRECL"[(int)Kind] + string.Concat(Elements.Select(e => e.ToString("00", System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>What a guide says of one element or component of a segment use.</summary>
public sealed record ElementUse
{
    /// <summary>The element's position in its segment, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The component's position in its composite, from 1; 0 for an element.</summary>
    public int Component { get; init; }

    public required Usage Usage { get; init; }
    public required ElementType Type { get; init; }
    public int MinLength { get; init; }
    public int MaxLength { get; init; }

    /// <summary>The codes that are lawful here; null when any value of the type is.</summary>
    public CodeSet? Codes { get; init; }

    public IReadOnlyList<ElementUse> Components { get; init; } = [];

    /// <summary>How often the element may be repeated; 1 when it may not.</summary>
    public int MaxRepeat { get; init; } = 1;
}

namespace CleanClaim.X12.Schema;

/// <summary>What of a value must be looked at, its length aside.</summary>
internal enum ValueCheck : byte { None, Codes, Number, Whole, Date, Time, Composite, Repeats }

/// <summary>An element row packed for the checking loop.</summary>
internal readonly struct ElementRule(ElementUse use)
{
    public readonly CodeSet? Codes = use.Codes;

    // The first two codes of the list, as CodeSet packs them: most lists have no more, and the list itself lies far off.
    public readonly ulong FirstCode = Packed(use.Codes, 0), SecondCode = Packed(use.Codes, 1);
    public readonly ElementRule[]? Components = use.Type == ElementType.Composite ? [.. use.Components.Select(c => new ElementRule(c))] : null;
    public readonly int MinLength = use.MinLength;
    public readonly int MaxLength = use.MaxLength;
    public readonly int MaxRepeat = use.MaxRepeat;
    public readonly ElementType Type = use.Type;
    public readonly Usage Usage = use.Usage;
    public readonly ValueCheck Check = CheckOf(use);

    private static ulong Packed(CodeSet? codes, int number) =>
        codes is not null && codes.Codes.Count > number && System.Text.Encoding.Latin1.GetBytes(codes.Codes[number]) is { Length: > 0 and <= sizeof(ulong) } code ? CodeSet.Pack(code) : 0;

    private static ValueCheck CheckOf(ElementUse use) => use.Type switch
    {
        ElementType.Composite => ValueCheck.Composite,
        _ when use.MaxRepeat > 1 => ValueCheck.Repeats,
        ElementType.Decimal => ValueCheck.Number,
        ElementType.Whole => ValueCheck.Whole,
        ElementType.Date => ValueCheck.Date,
        ElementType.Time => ValueCheck.Time,
        _ => use.Codes is null ? ValueCheck.None : ValueCheck.Codes,
    };
}

/// <summary>
/// A segment row as columns: the lawful lengths of all elements side by side, to compare eight at a time, and one bit an
/// element for everything that is yes or no.
/// </summary>
internal sealed class RowShape
{
    public const int Lanes = 8;

    public static RowShape Empty { get; } = new([], [], 0, 0, 0);

    public RowShape(ElementRule[] rules, SyntaxNote[] notes, ulong required, ulong notUsed, ulong noted)
    {
        (Rules, Notes, Required, NotUsed, Noted) = (rules, notes, required, notUsed, noted);
        Bounds = new int[(rules.Length + Lanes - 1) / Lanes * Lanes * 2];
        for (var i = 0; i < Bounds.Length; i++) Bounds[i] = i / Lanes % 2 == 0 ? 0 : int.MaxValue;
        for (var i = 0; i < rules.Length; i++)
        {
            var least = i / Lanes * Lanes * 2 + i % Lanes;
            if (rules[i].Check != ValueCheck.None) Looked |= 1UL << (i + 1);
            // Sign and point do not count in a number's length, and a code is lawful or not whatever its length.
            if (rules[i].Check is ValueCheck.None or ValueCheck.Date or ValueCheck.Time) (Bounds[least], Bounds[least + Lanes]) = (rules[i].MinLength, rules[i].MaxLength);
        }
    }

    public ElementRule[] Rules { get; }
    public SyntaxNote[] Notes { get; }

    /// <summary>Elements by bit, the first being bit 1: demanded, refused, named by a syntax note.</summary>
    public ulong Required { get; }
    public ulong NotUsed { get; }
    public ulong Noted { get; }

    /// <summary>Elements of which more than the length must be looked at.</summary>
    public ulong Looked { get; }

    /// <summary>The least lawful lengths of eight elements, then the greatest of the same, and so on: what is compared together lies together.</summary>
    public int[] Bounds { get; }
}

using System.Runtime.Intrinsics;

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
    public readonly byte ComponentsMin = (byte)use.Components.Where(c => c.Usage == Usage.Required).Select(c => c.Component).DefaultIfEmpty().Max();
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
/// A segment row as columns: the lawful lengths of all elements side by side, to compare sixteen at a time, and one bit an
/// element for everything that is yes or no.
/// </summary>
internal sealed class RowShape
{
    /// <summary>The elements that are compared at once. A segment with more is left to <see cref="Validation.ElementChecker"/>.</summary>
    public const int Lanes = 16;

    // Longer numbers cannot be reckoned with.
    private const int NumberMax = 18;

    public static RowShape Empty { get; } = new([], [], 0, 0, 0);

    public RowShape(ElementRule[] rules, SyntaxNote[] notes, ulong required, ulong notUsed, ulong noted)
    {
        (Rules, Notes, Required, NotUsed, Noted) = (rules, notes, required, notUsed, noted);
        int[] least = new int[Lanes], greatest = new int[Lanes];
        greatest.AsSpan().Fill(int.MaxValue);
        for (var i = 0; i < rules.Length; i++)
        {
            ref readonly var rule = ref rules[i];
            var bit = 1UL << (i + 1);
            if (rule.Check == ValueCheck.Number) Numbers |= bit;
            else if (rule.Check == ValueCheck.Whole) Wholes |= bit;
            else if (rule.Check == ValueCheck.Codes) Listed |= bit;
            else if (rule.Check != ValueCheck.None) Singly |= bit;
            if (rule.Check is ValueCheck.Composite or ValueCheck.Repeats) Parted |= bit;
            if (i < Lanes) (least[i], greatest[i]) = Bounds(rule);
        }

        (Least, Greatest) = (Vector512.Create(least), Vector512.Create(greatest));
    }

    public readonly ElementRule[] Rules;
    public readonly SyntaxNote[] Notes;

    /// <summary>Elements by bit, the first being bit 1: demanded, refused, named by a syntax note.</summary>
    public readonly ulong Required, NotUsed, Noted;

    /// <summary>Elements of which more than the length must be looked at: amounts, whole numbers, codes of a list, all others; and those in which a separator may stand.</summary>
    public readonly ulong Numbers, Wholes, Listed, Singly, Parted;

    /// <summary>The least and the greatest length of each element that surely is lawful.</summary>
    public readonly Vector512<int> Least, Greatest;

    private static (int, int) Bounds(in ElementRule rule) => rule.Check switch
    {
        // Sign and point do not count: a text that is long enough with both has digits enough.
        ValueCheck.Number => (rule.MinLength > 1 ? rule.MinLength + 2 : 1, Math.Min(rule.MaxLength, NumberMax)),
        ValueCheck.None or ValueCheck.Date or ValueCheck.Time or ValueCheck.Whole => (rule.MinLength, rule.MaxLength),
        // A code is lawful or not whatever its length.
        _ => (0, int.MaxValue),
    };
}

using System.Runtime.CompilerServices;
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
/// A segment row as columns: the lawful lengths of all elements side by side, one byte each, to compare sixteen at a time, and
/// one bit an element for everything that is yes or no. It is small, so that the rows of a guide stay in the nearest cache.
/// </summary>
internal sealed class RowShape
{
    /// <summary>The elements that are compared at once. A segment with more is left to <see cref="Validation.ElementChecker"/>.</summary>
    public const int Lanes = 16;

    // Longer numbers cannot be reckoned with.
    private const int NumberMax = 18;

    // A length is kept as one more than it is, in a byte; what is longer is left to the checker.
    private const int LengthMax = byte.MaxValue - 2;

    // In nearly every segment no element behind the sixth is there: a bit for each lawful way in which those six may be there or not.
    private const uint FewPresent = 1 << 7;
    private readonly ulong _lawful;

    public static RowShape Empty { get; } = new([], [], 0, 0);

    public RowShape(ElementRule[] rules, SyntaxNote[] notes, ulong required, ulong notUsed)
    {
        const ulong All = (1UL << (Lanes + 1)) - 1;
        (Rules, Required) = (rules, Demand.Fold(required));
        // More than the lanes hold is never judged here; an element behind the last row has no place.
        NotUsed = (uint)((notUsed | ulong.MaxValue << Math.Min(rules.Length + 1, Lanes + 1)) & All);
        Demands = [.. notes.SelectMany(Demand.Of)];
        byte[] least = new byte[Lanes], greatest = new byte[Lanes];
        greatest.AsSpan().Fill(LengthMax + 1);
        for (var i = 0; i < Math.Min(rules.Length, Lanes); i++)
        {
            ref readonly var rule = ref rules[i];
            var bit = 1U << (i + 1);
            if (rule.Check == ValueCheck.Number) Numbers |= bit;
            else if (rule.Check == ValueCheck.Whole) Wholes |= bit;
            else if (rule.Check == ValueCheck.Codes) Listed |= bit;
            else if (rule.Check == ValueCheck.Date) Dates |= bit;
            else if (rule.Check != ValueCheck.None) Singly |= bit;
            if (rule.Check is ValueCheck.Composite or ValueCheck.Repeats) Parted |= bit;
            var (lower, upper) = Bounds(rule);
            (least[i], greatest[i]) = ((byte)Math.Min(lower + 1, byte.MaxValue), (byte)(Math.Min(upper, LengthMax) + 1));
        }

        Numeric = Numbers | Wholes;
        (Least, Greatest) = (Vector128.Create(least), Vector128.Create(greatest));
        for (var few = 0U; few < FewPresent >> 1; few++)
            if (!IsBrokenBy(few << 1)) _lawful |= 1UL << (int)few;
    }

    /// <summary>Whether elements are missing, or stand where they must not, when these are there, one bit each from bit 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Refuses(uint present) => present < FewPresent ? (_lawful >> (int)(present >> 1) & 1) == 0 : IsBrokenBy(present);

    private bool IsBrokenBy(uint present)
    {
        if (((Required & ~present) | (NotUsed & present)) != 0) return true;
        foreach (ref readonly var demand in Demands.AsSpan())
            if (demand.IsBrokenBy(present)) return true;
        return false;
    }

    public readonly ElementRule[] Rules;

    /// <summary>The syntax notes as masks.</summary>
    public readonly Demand[] Demands;

    /// <summary>Elements by bit, the first being bit 1: demanded, refused.</summary>
    public readonly uint Required, NotUsed;

    /// <summary>Elements of which more than the length must be looked at: amounts, whole numbers, codes of a list, days, all others; and those in which a separator may stand.</summary>
    public readonly uint Numbers, Wholes, Listed, Dates, Singly, Parted;

    /// <summary>Amounts and whole numbers.</summary>
    public readonly uint Numeric;

    /// <summary>The least and the greatest length of each element that surely is lawful, each plus one.</summary>
    public readonly Vector128<byte> Least, Greatest;

    private static (int, int) Bounds(in ElementRule rule) => rule.Check switch
    {
        // Sign and point do not count: a text that is long enough with both has digits enough.
        ValueCheck.Number => (rule.MinLength > 1 ? rule.MinLength + 2 : 1, Math.Min(rule.MaxLength, NumberMax)),
        ValueCheck.None or ValueCheck.Date or ValueCheck.Time or ValueCheck.Whole => (rule.MinLength, rule.MaxLength),
        // A code is lawful or not whatever its length.
        _ => (0, int.MaxValue),
    };
}

/// <summary>A syntax note as masks of elements: where one of the first is there, all, at least one or none of others are demanded.</summary>
internal readonly struct Demand
{
    // Bit 0, which no element has, stands for what is always there; the last bit for elements that a short segment cannot have.
    private const uint Always = 1, Never = 1U << 31;
    private readonly uint _where, _all, _any, _none;

    private Demand(ulong where, ulong all = 0, ulong any = Always, ulong none = 0) => (_where, _all, _any, _none) = (Fold(where), Fold(all), Fold(any), Fold(none));

    public static IEnumerable<Demand> Of(SyntaxNote note)
    {
        var named = note.First | note.Others;
        return note.Kind switch
        {
            SyntaxKind.Paired => [new(named, all: named)],
            SyntaxKind.AtLeastOne => [new(Always, any: named)],
            SyntaxKind.AtMostOne => note.Elements.Select(element => new Demand(1UL << element, none: named & ~(1UL << element))),
            SyntaxKind.Conditional => [new(note.First, all: note.Others)],
            SyntaxKind.ListConditional => [new(note.First, any: note.Others)],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Whether the elements that are present, one bit each from bit 1, break it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBrokenBy(uint present) =>
        (((present | Always) & _where) != 0) & (((_all & ~present) | (present & _none)) != 0 | ((present | Always) & _any) == 0);

    /// <summary>The bits of elements in half as many; one bit for all that a segment of few elements cannot have.</summary>
    internal static uint Fold(ulong elements) => (uint)(elements & (Never - 1)) | (elements >= Never ? Never : 0);
}

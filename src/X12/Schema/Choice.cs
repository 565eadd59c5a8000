using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>The candidates for one segment id at one place: the nearest first, and what tells them apart.</summary>
internal sealed class Choice
{
    private const int LongestPacked = 8;

    // One candidate that needs no look at the segment; or, when a single place tells all of them apart, the first by its code,
    // in an open table at most half full.
    private readonly Candidate? _only;
    private readonly (ulong Code, Candidate? Candidate)[]? _byCode;
    private readonly Discriminator _place;

    public Choice(Candidate[] candidates, Discriminator[] discriminators)
    {
        (Candidates, Discriminators) = (candidates, discriminators);
        if (candidates is [var only])
        {
            if (!only.Use.IsAmongMany || only.Use.Qualifier is not { } qualifier) _only = only;
            else (_place, _byCode) = (new(qualifier.Position, qualifier.Component), ByCode(candidates, new(qualifier.Position, qualifier.Component)));
        }
        else if (discriminators is [var place]) (_place, _byCode) = (place, ByCode(candidates, place));
        if (_byCode is null || _place.Component > 0) return;
        foreach (var candidate in candidates) candidate.Chosen = 1U << _place.Position;
    }

    /// <summary>What most steps need of the choice; null where they need the choice itself.</summary>
    /// <param name="id">The segment's id, which is the code of the only candidate.</param>
    public CodedChoice? Coded(SegmentId id) =>
        (_only ?? OnlyWhenClean()) is { } only ? CodedChoice.Of(0, 0, [(id.Value, only)])
        : _byCode is null || _place.Component > 1 ? null
        : CodedChoice.Of(_place.Position, _place.Component, _byCode.Where(pair => pair.Candidate is not null));

    /// <summary>An only candidate that is chosen by a component of a composite: a segment whose elements are all clean has a code of its list there, and needs no look before.</summary>
    private Candidate? OnlyWhenClean() =>
        Candidates is [var only] && _place.Component > 1 && only.Use.Rules[_place.Position - 1] is { Check: ValueCheck.Composite, Components: { } components } && components[_place.Component - 1].Check == ValueCheck.Codes ? only : null;

    private static (ulong, Candidate?)[]? ByCode(Candidate[] candidates, Discriminator place)
    {
        if (candidates.Any(c => place.CodesOf(c.Use) is not { } list || list.Codes.Any(code => code.Length is 0 or > LongestPacked))) return null;
        var all = candidates.SelectMany(c => place.CodesOf(c.Use)!.Codes.Select(code => (Code: CodeSet.Pack(System.Text.Encoding.Latin1.GetBytes(code)), Candidate: c))).DistinctBy(pair => pair.Code).ToList();
        var slots = new (ulong Code, Candidate? Candidate)[(int)BitOperations.RoundUpToPowerOf2((uint)all.Count * 2)];
        foreach (var pair in all)
        {
            var at = Slot(pair.Code);
            while (slots[at & (slots.Length - 1)].Candidate is not null) at++;
            slots[at & (slots.Length - 1)] = pair;
        }

        return slots;
    }

    private static int Slot(ulong code) => unchecked((int)((code * 0x9E3779B97F4A7C15UL) >> 40));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Candidate? Look((ulong Code, Candidate? Candidate)[] slots, ulong code)
    {
        for (var at = Slot(code); ; at = unchecked(at + 1))
        {
            ref readonly var slot = ref slots[at & (slots.Length - 1)];
            if (slot.Candidate is null || slot.Code == code) return slot.Candidate;
        }
    }

    /// <summary>The one candidate, where it needs no look at the segment; null when it does.</summary>
    public Candidate? Only => _only;

    public Candidate[] Candidates { get; }

    public Discriminator[] Discriminators { get; }

    /// <summary>The candidate that the segment fits; null when it fits none.</summary>
    public Candidate? Find(SegmentView segment)
    {
        if (_only is not null) return _only;
        if (_byCode is not null)
        {
            var code = _place.In(segment);
            // An element left empty fits where it is not demanded: the list cannot tell.
            if (!code.IsEmpty) return code.Length > LongestPacked ? null : Look(_byCode, CodeSet.PackWithSlack(code));
        }

        return Candidates is [var only] ? only.Use.Fits(segment) ? only : null : Pick(segment);
    }

    /// <summary>The first of several candidates that fits at every place that tells them apart.</summary>
    public Candidate? Pick(SegmentView segment)
    {
        if (Candidates.Length < 2) return null;
        foreach (var candidate in Candidates)
        {
            var fits = true;
            foreach (var place in Discriminators) fits = fits && place.Fits(segment, candidate.Use);
            if (fits) return candidate;
        }

        return null;
    }
}

/// <summary>
/// A choice by one code: the segment's id, an element or a component. Where its candidates stand is told by the code alone, so
/// that one look says which it is; an only candidate is chosen like any, for a branch between the two could not be guessed.
/// </summary>
internal readonly struct CodedChoice
{
    private const int LongestPacked = 8, LargestBits = 10;
    private readonly (ulong Code, Candidate? Candidate)[] _slots;
    private readonly ulong _factor;
    private readonly byte _position, _component, _shift;

    private CodedChoice(int position, int component, (ulong, Candidate?)[] slots, ulong factor, int shift) =>
        (_position, _component, _slots, _factor, _shift) = ((byte)position, (byte)component, slots, factor, (byte)shift);

    /// <summary>Null where no table of a reasonable size gives each code a place of its own.</summary>
    public static CodedChoice? Of(int position, int component, IEnumerable<(ulong Code, Candidate? Candidate)> pairs)
    {
        var all = pairs.ToList();
        for (var bits = 1; bits <= LargestBits; bits++)
        {
            var factor = 0x9E3779B97F4A7C15UL;
            for (var tries = 0; 1 << bits >= all.Count && tries < 8; tries++, factor = unchecked((factor * 0xD1342543DE82EF95UL) | 1))
            {
                var slots = new (ulong Code, Candidate? Candidate)[1 << bits];
                var shift = 64 - bits;
                if (!all.TrueForAll(pair => Put(ref slots[Slot(pair.Code, factor, shift)], pair))) continue;
                return new(position, component, slots, factor, shift);
            }
        }

        return null;
    }

    private static bool Put(ref (ulong Code, Candidate? Candidate) slot, (ulong, Candidate?) pair)
    {
        var isFree = slot.Candidate is null;
        if (isFree) slot = pair;
        return isFree;
    }

    private static int Slot(ulong code, ulong factor, int shift) => unchecked((int)((code * factor) >> shift));

    /// <summary>The candidate of the segment's code; null where it has none of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Candidate? Find(ref readonly SegmentRow row)
    {
        unchecked
        {
            if (_slots is null || _position >= row.Length) return null;
            // Before the first end stands the segment's first byte.
            var from = _position == 0 ? row.Byte : row.Ends[_position - 1] + 1;
            var length = row.Ends[_position] - from;
            var code = CodeSet.PackWithSlack(ref row.Bytes[from], Math.Min(length, LongestPacked));
            if (_component > 0) (code, length) = FirstComponent(code, length, row.Delimiters);
            ref var slot = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), Slot(code, _factor, _shift));
            return slot.Code == code & (uint)(length - 1) < LongestPacked ? slot.Candidate : null;
        }
    }

    /// <summary>The first eight letters of an element cut before the first separator of components.</summary>
    private static (ulong Code, int Length) FirstComponent(ulong letters, int length, Delimiters delimiters)
    {
        unchecked
        {
            const ulong Ones = 0x0101_0101_0101_0101, Highs = 0x8080_8080_8080_8080;
            var others = letters ^ (delimiters.Component * Ones);
            var found = (others - Ones) & ~others & Highs;
            return found == 0 || delimiters.Component == 0 ? (letters, length) : (letters & (found ^ (found - 1)) >> 8, BitOperations.TrailingZeroCount(found) >> 3);
        }
    }
}

/// <summary>A segment use that may follow, and what it means to go there.</summary>
/// <param name="guide">The guide.</param>
/// <param name="use">The use.</param>
/// <param name="passed">Required segments and loops that are missing if they were not seen before this step.</param>
/// <param name="closed">Loops that end with this step, innermost first.</param>
internal sealed class Candidate(Guide guide, SegmentUse use, LoopItem[] passed, LoopUse[] closed)
{
    // What each step asks, side by side: the use lies elsewhere, and fetching it makes the step wait.
    public readonly int Index = use.Index, Max = use.IsTrigger ? use.Loop.Max : use.Max;
    public readonly bool IsTrigger = use.IsTrigger;

    /// <summary>Where a walker counts the use, or the loop that it opens.</summary>
    public readonly GuidePlace Place = use.IsTrigger ? guide.PlaceOf(use.Loop) : guide.PlaceOf(use);

    /// <summary>Where it counts the use itself, within its loop.</summary>
    public readonly GuidePlace OwnPlace = guide.PlaceOf(use);
    public readonly SegmentUse Use = use;
    public readonly RowShape Shape = use.Shape;

    /// <summary>Whether the guide has the segment here only to refuse it.</summary>
    public readonly bool IsRefused = use.Usage == Usage.NotUsed;
    public readonly GuidePlace[] PassedPlaces = [.. passed.Select(guide.PlaceOf)];
    public readonly LoopUse[] Closed = closed, Opened = use.IsTrigger ? [use.Loop] : [];
    public readonly LoopItem[] Passed = passed;
    public readonly LoopItem Item = new(use, use.IsTrigger ? use.Loop : null);

    /// <summary>The element, by bit, whose code chooses this candidate where several may follow: it is one that the use allows.</summary>
    public uint Chosen { get; set; }
}

/// <summary>Where a walker counts a segment use or a loop, and the index of the loop around it.</summary>
internal readonly record struct GuidePlace(int Number, int Around);

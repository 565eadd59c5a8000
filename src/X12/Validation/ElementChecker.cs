using System.Numerics;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Checks every element of a segment against its row: presence, length, characters, type, codes, components, repeats and
/// syntax notes. Presence is one bit an element, so that usage and notes are a few integer operations.
/// </summary>
internal sealed class ElementChecker(FaultLog log)
{
    private const int MoneyLength = 18, MoneyDecimals = 2;

    /// <summary>Checks the segment; gives whether any element was faulty, so that sums over it can be left alone.</summary>
    public bool Check(SegmentView segment, SegmentUse use)
    {
        var before = log.Count;
        var rules = use.Rules;
        var count = segment.Count;
        var misspelt = segment.Bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0 ? FindBadCharacters(segment, use) : 0;
        ulong present = 0;
        for (var i = 1; i <= count; i++)
        {
            var text = segment[i];
            if (text.IsEmpty) continue;
            if (i > rules.Length)
            {
                log.Element(FaultKind.TooManyElements, segment, new(i), use, null, text);
                break;
            }

            present |= 1UL << i;
            ref readonly var rule = ref rules[i - 1];
            // A value that holds a letter which X12 does not allow is told once: what else it should have been is not to be known.
            if (rule.Usage == Usage.NotUsed || (misspelt & 1UL << i) != 0) continue;
            if (rule.Components is not null || rule.MaxRepeat > 1) CheckRepeats(segment, use, i, rule);
            else CheckValue(segment, use, new(i), rule, text);
        }

        if (count > 0 && segment[count].IsEmpty) log.Element(FaultKind.TrailingSeparators, segment, new(count), use, null, default);
        CheckPresence(segment, use, present);
        return log.Count > before;
    }

    private void CheckPresence(SegmentView segment, SegmentUse use, ulong present)
    {
        for (var missing = use.RequiredElements & ~present; missing != 0; missing &= unchecked(missing - 1))
        {
            var position = BitOperations.TrailingZeroCount(missing);
            log.Element(FaultKind.RequiredElementMissing, segment, new(position), use, use.Elements[position - 1], default);
        }

        for (var surplus = use.NotUsedElements & present; surplus != 0; surplus &= unchecked(surplus - 1))
        {
            var position = BitOperations.TrailingZeroCount(surplus);
            log.Element(FaultKind.NotUsedElement, segment, new(position), use, use.Elements[position - 1], segment[position]);
        }

        if ((use.NotedElements & (present | 1UL)) == 0) return;
        foreach (ref readonly var note in use.SyntaxNotes.AsSpan())
            if (note.IsBrokenBy(present)) Break(segment, use, note, present);
    }

    private void Break(SegmentView segment, SegmentUse use, SyntaxNote note, ulong present)
    {
        // An element that the guide demands was reported as missing already.
        var demanded = (note.First | note.Others) & ~present & use.RequiredElements;
        if (demanded != 0) return;
        var kind = note.Kind == SyntaxKind.AtMostOne ? FaultKind.ExclusionViolated : FaultKind.ConditionalElementMissing;
        // Of those that exclude one another the last is the one too many.
        var concerned = kind == FaultKind.ExclusionViolated ? note.Elements.Last(e => (present & 1UL << e) != 0) : note.Elements.FirstOrDefault(e => (present & 1UL << e) == 0, note.Elements[^1]);
        var (message, fix) = FaultTexts.Syntax(note, use);
        log.Element(kind, segment, new(concerned), use.Loop, segment[concerned], message, fix);
    }

    private void CheckRepeats(SegmentView segment, SegmentUse use, int position, in ElementRule rule)
    {
        var number = 0;
        foreach (var repeat in segment.Repeats(position))
        {
            number++;
            // The first repeat needs no number when it is the only one.
            var place = new ElementPlace(position, 0, number > 1 ? number : 0);
            if (number > rule.MaxRepeat)
            {
                log.Element(FaultKind.TooManyRepeats, segment, place, use, use.Elements[position - 1], repeat.Bytes);
                return;
            }

            if (rule.Components is { } components) CheckComponents(segment, use, place, components, repeat);
            else CheckValue(segment, use, place, rule, repeat.Bytes);
        }
    }

    private void CheckComponents(SegmentView segment, SegmentUse use, ElementPlace place, ElementRule[] rules, CompositeView repeat)
    {
        var rest = repeat.Bytes;
        var separator = segment.Delimiters.Component;
        for (var c = 1; ; c++)
        {
            var end = separator == 0 ? -1 : rest.IndexOf(separator);
            var text = end < 0 ? rest : rest[..end];
            if (c <= rules.Length) CheckComponent(segment, use, place with { Component = c }, rules[c - 1], text);
            else if (!text.IsEmpty)
            {
                log.Element(FaultKind.TooManyComponents, segment, place with { Component = c }, use, null, text);
                return;
            }

            if (end < 0 && c >= rules.Length) return;
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    private void CheckComponent(SegmentView segment, SegmentUse use, ElementPlace place, in ElementRule rule, ReadOnlySpan<byte> text)
    {
        var row = use.Elements[place.Position - 1].Components;
        if (text.IsEmpty)
        {
            if (rule.Usage == Usage.Required) log.Element(FaultKind.RequiredElementMissing, segment, place, use, row[place.Component - 1], text);
        }
        else if (rule.Usage == Usage.NotUsed) log.Element(FaultKind.NotUsedElement, segment, place, use, row[place.Component - 1], text);
        else CheckValue(segment, use, place, rule, text);
    }

    private void CheckValue(SegmentView segment, SegmentUse use, ElementPlace place, in ElementRule rule, ReadOnlySpan<byte> text)
    {
        var kind = Judge(rule, text);
        if (kind == FaultKind.None)
        {
            CheckSeparators(segment, use, place, rule, text);
            return;
        }

        var row = use.Elements[place.Position - 1];
        if (place.Component > 0) row = row.Components[place.Component - 1];
        if (kind == FaultKind.ImplausibleValue)
        {
            var name = place.NameIn(use.Id.ToString());
            log.Element(kind, segment, place, use.Loop, text, $"{name} is \"{X12Text.Decode(text)}\", an amount with a fraction of a cent.",
                "Write amounts with at most two decimals.", "MONEY-DECIMALS");
        }
        else log.Element(kind, segment, place, use, row, text);
    }

    /// <summary>A plain value holds no separator of components or repeats: a receiver would split it (X12.5, delimiters do not stand in data).</summary>
    private void CheckSeparators(SegmentView segment, SegmentUse use, ElementPlace place, in ElementRule rule, ReadOnlySpan<byte> text)
    {
        if (rule.Type is not (ElementType.Text or ElementType.Identifier) || rule.Codes is not null) return;
        var (component, repetition) = (segment.Delimiters.Component, segment.Delimiters.Repetition);
        var hasComponents = component != 0 && text.Contains(component);
        if (!hasComponents && (repetition == 0 || !text.Contains(repetition))) return;
        // ISA11 and ISA16 name the separators, which are two.
        if (use.Id == SegmentId.Isa && (place.Position == 16 || (place.Position == 11 && repetition != 0))) return;
        var (name, separator) = (place.NameIn(use.Id.ToString()), (char)(hasComponents ? component : repetition));
        log.Element(hasComponents ? FaultKind.TooManyComponents : FaultKind.TooManyRepeats, segment, place, use.Loop, text,
            $"{name} is one plain value, but \"{separator}\" stands in it, which separates {(hasComponents ? "components (ISA16)" : "repeats (ISA11)")} in this file.",
            "Take the character out of the value, or name in the ISA a separator that no value holds.", "ELEM-SEPARATOR");
    }

    private static FaultKind Judge(in ElementRule rule, ReadOnlySpan<byte> text)
    {
        switch (rule.Type)
        {
            case ElementType.Decimal: return JudgeNumber(rule, text);
            case ElementType.Whole:
                var digits = text[0] == (byte)'-' ? text[1..] : text;
                if (digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return FaultKind.InvalidNumber;
                return JudgeLength(rule, digits.Length);
            case ElementType.Date:
                var length = JudgeLength(rule, text.Length);
                return length != FaultKind.None ? length : X12Dates.ParseDate(text).Fault;
            case ElementType.Time:
                length = JudgeLength(rule, text.Length);
                return length != FaultKind.None ? length : X12Dates.ParseTime(text).Fault;
            default: return JudgeText(rule, text);
        }
    }

    private static FaultKind JudgeText(in ElementRule rule, ReadOnlySpan<byte> text)
    {
        if (rule.Codes is { } codes) return codes.Contains(text) ? FaultKind.None : FaultKind.InvalidCode;
        if (text.Length > rule.MaxLength) return FaultKind.ElementTooLong;
        if (text.Length < rule.MinLength) return FaultKind.ElementTooShort;
        // A field of fixed width, as the ISA's are, is padded by rule.
        return text[^1] == (byte)' ' && rule.MinLength != rule.MaxLength ? FaultKind.BlankPadding : FaultKind.None;
    }

    /// <summary>Sign and point do not count towards the length (X12.6). An amount (type R of 18 digits, data element 782) is whole cents.</summary>
    private static FaultKind JudgeNumber(in ElementRule rule, ReadOnlySpan<byte> text)
    {
        var number = X12Number.Parse(text);
        if (!number.HasValue) return number.Fault;
        var digits = text.Length - (text[0] == (byte)'-' ? 1 : 0) - (text.Contains((byte)'.') ? 1 : 0);
        if (JudgeLength(rule, digits) is not FaultKind.None and var kind) return kind;
        return rule.MaxLength == MoneyLength && number.Value.Scale > MoneyDecimals && number.Value.InUnitsOf(MoneyDecimals) is null
            ? FaultKind.ImplausibleValue
            : FaultKind.None;
    }

    private static FaultKind JudgeLength(in ElementRule rule, int length) =>
        length > rule.MaxLength ? FaultKind.ElementTooLong : length < rule.MinLength ? FaultKind.ElementTooShort : FaultKind.None;

    /// <summary>Tells the elements that hold letters which X12 does not allow; gives one bit for each.</summary>
    private ulong FindBadCharacters(SegmentView segment, SegmentUse use)
    {
        ulong found = 0;
        for (var i = 1; i <= segment.Count; i++)
        {
            // Binary content (BIN02) may hold any byte.
            if (i <= use.Rules.Length && use.Rules[i - 1].Type == ElementType.Binary) continue;
            foreach (var b in segment[i])
                if (b is < 0x20 or > 0x7E && b != segment.Delimiters.Component && b != segment.Delimiters.Repetition)
                {
                    log.Element(FaultKind.InvalidCharacter, segment, new(i), use, null, segment[i]);
                    if (i <= use.Rules.Length) found |= 1UL << i;
                    break;
                }
        }

        return found;
    }
}

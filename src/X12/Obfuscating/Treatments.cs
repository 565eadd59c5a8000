using System.Collections.Frozen;
using System.Globalization;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Obfuscating;

internal enum Treatment { Keep, Replace, Birth }

/// <summary>Which elements identify somebody: text that is no code, by the rows of the guide, with the exceptions of <c>Guides/identity.words</c>.</summary>
internal static class Treatments
{
    private const int CodeLengthMax = 3;

    private static readonly Lazy<FrozenDictionary<string, Treatment>> Exceptions = new(() => Words.Rows("identity.words")
        .SelectMany(r => r.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => (Element: e, Treatment: r.Key switch { "keep" => Treatment.Keep, "birth" => Treatment.Birth, _ => Treatment.Replace })))
        .ToFrozenDictionary(r => r.Element, r => r.Treatment, StringComparer.Ordinal));

    // The elements of a segment differ little from guide to guide: for one without a place, the first use known that has the element.
    private static readonly Lazy<FrozenDictionary<string, ElementUse>> AnyUse = new(() => Guides.All.SelectMany(g => g.Segments)
        .Concat([EnvelopeGuide.Isa, EnvelopeGuide.Gs, EnvelopeGuide.St, EnvelopeGuide.Se, EnvelopeGuide.Ge, EnvelopeGuide.Iea])
        .SelectMany(s => s.Elements.SelectMany(e => e.Components.Append(e)).Select(e => (Name: Name(s.Id.ToString(), e.Position, e.Component), Use: e)))
        .GroupBy(e => e.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.Select(e => e.Use).OrderBy(u => u.Type == ElementType.Text && u.Codes is null ? 0 : 1).First(), StringComparer.Ordinal));

    /// <param name="segment">The segment's id.</param>
    /// <param name="use">Its row in the guide; null when it has no place in one.</param>
    /// <param name="position">The element.</param>
    /// <param name="component">The component, 0 where the element has none.</param>
    /// <param name="value">What stands there.</param>
    public static Treatment Of(string segment, SegmentUse? use, int position, int component, ReadOnlySpan<byte> value)
    {
        var name = Name(segment, position, component);
        if (Exceptions.Value.TryGetValue(name, out var known) || (component > 0 && Exceptions.Value.TryGetValue($"{segment}*-{component}", out known))) return known;
        var row = Row(use, position, component) ?? AnyUse.Value.GetValueOrDefault(name) ?? (component == 1 ? AnyUse.Value.GetValueOrDefault(Name(segment, position, 0)) : null);
        if (row is null || row.Type == ElementType.Composite) return OfUnknown(value);
        return IsAsTyped(row, value) ? Treatment.Keep : Treatment.Replace;
    }

    private static ElementUse? Row(SegmentUse? use, int position, int component)
    {
        if (use is null || position > use.Elements.Count) return null;
        var element = use.Elements[position - 1];
        if (element.Type != ElementType.Composite) return component > 1 ? null : element;
        return component >= 1 && component <= element.Components.Count ? element.Components[component - 1] : null;
    }

    /// <summary>Whether the value is the code, amount or date that the row has here; text that is no code never is.</summary>
    private static bool IsAsTyped(ElementUse row, ReadOnlySpan<byte> value) => row switch
    {
        { Codes: { } codes } => codes.Contains(value) || value.Length <= CodeLengthMax,
        { Type: ElementType.Text or ElementType.Binary } => false,
        { Type: ElementType.Identifier } => value.Length <= Math.Max(CodeLengthMax, row.MaxLength) && !value.Contains((byte)' '),
        { Type: ElementType.Decimal or ElementType.Whole } => X12Number.TryParse(value, out _),
        { Type: ElementType.Date } => X12Dates.ParseDate(value).HasValue || value.Length <= CodeLengthMax,
        _ => value.Length <= 8,
    };

    /// <summary>No guide tells: what is as short as a code, or an amount with its point, stays; a day may be anybody's birthday.</summary>
    private static Treatment OfUnknown(ReadOnlySpan<byte> value) =>
        value.Length < CodeLengthMax || (value.Contains((byte)'.') && X12Number.TryParse(value, out _)) ? Treatment.Keep
        : value.Length == 8 && X12Dates.ParseDate(value).HasValue ? Treatment.Birth
        : Treatment.Replace;

    private static string Name(string segment, int position, int component) =>
        segment + position.ToString("00", CultureInfo.InvariantCulture) + (component > 0 ? "-" + component.ToString(CultureInfo.InvariantCulture) : "");
}

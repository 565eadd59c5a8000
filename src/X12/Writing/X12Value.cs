using System.Globalization;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Writing;

/// <summary>
/// What is written into one element: a text, the components of a composite, or repeats of either. Null text is an absent
/// element. A string converts by itself: <c>writer.Segment("N4", "Chicago", "IL", "606011234")</c>.
/// </summary>
public readonly struct X12Value
{
    // Between parts stand the information separators of ASCII, which no value may hold; the writer turns them into the
    // separators it chooses once it has seen every value.
    internal const char ComponentMark = '\u001F', RepeatMark = '\u001E';

    private X12Value(string? text, bool hasParts)
    {
        Text = text;
        HasParts = hasParts;
    }

    internal string? Text { get; }

    /// <summary>Whether marks in the text are ours; a mark in a plain text is a control character and refused.</summary>
    internal bool HasParts { get; }

    public static implicit operator X12Value(string? text) => new(text, hasParts: false);

    /// <summary>Components in order, null for one that is absent; absent ones at the end are not written.</summary>
    public static X12Value Composite(params ReadOnlySpan<string?> components)
    {
        var last = components.Length;
        while (last > 0 && string.IsNullOrEmpty(components[last - 1])) last--;
        var texts = new string?[last];
        for (var i = 0; i < last; i++) texts[i] = WithoutMarks(components[i]);
        return new(string.Join(ComponentMark, texts), hasParts: true);
    }

    /// <summary>The repeats of an element, each a text or a composite.</summary>
    public static X12Value Repeat(params ReadOnlySpan<X12Value> repeats)
    {
        var texts = new string?[repeats.Length];
        for (var i = 0; i < repeats.Length; i++)
            texts[i] = repeats[i].HasParts ? repeats[i].Text : WithoutMarks(repeats[i].Text);
        return new(string.Join(RepeatMark, texts), hasParts: true);
    }

    /// <summary>CCYYMMDD.</summary>
    public static X12Value Date(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>CCYYMMDD-CCYYMMDD (format RD8).</summary>
    public static X12Value Dates(DateSpan span) => Date(span.From).Text + "-" + Date(span.To).Text;

    /// <summary>HHMM.</summary>
    public static X12Value Time(TimeOnly time) => time.ToString("HHmm", CultureInfo.InvariantCulture);

    public static X12Value Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in its shortest form.</summary>
    public static X12Value Number(X12Number number) => number.ToShortest();

    /// <summary>Whole cents as an amount: 1250 is <c>12.5</c>.</summary>
    public static X12Value Cents(long cents) => new X12Number(cents, 2).ToShortest();

    /// <summary>A mark inside a part would add a part: it becomes NUL, which the writer refuses as the control character it is.</summary>
    private static string? WithoutMarks(string? text) => text?.Replace(ComponentMark, '\0').Replace(RepeatMark, '\0');
}

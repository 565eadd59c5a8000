using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Partners;

/// <summary>What a row of a partner's profile demands.</summary>
public enum PartnerDemand
{
    /// <summary>The segment stands in every turn of its loop, or the element in every such segment.</summary>
    Require,

    /// <summary>The segment or element is not sent.</summary>
    Forbid,

    /// <summary>The value is one of these.</summary>
    Codes,

    /// <summary>The value has so many characters.</summary>
    Length,

    /// <summary>The value has one of these shapes: 9 a digit, A a capital letter, X either, anything else itself.</summary>
    Pattern,

    /// <summary>The segment stands at most so often in a transaction set.</summary>
    Most,
}

/// <summary>One row of a partner's profile.</summary>
/// <param name="Id">The partner's or our number of the row; its fault is PARTNER-id.</param>
/// <param name="Transaction">A guide's short name, as 837P; * for the envelope.</param>
/// <param name="Loop">The loop; - for the envelope, and for the head of a transaction set.</param>
/// <param name="Segment">The segment's id.</param>
/// <param name="Qualifier">The code that tells it from others of its id; null for all.</param>
/// <param name="Element">The element; 0 for the whole segment.</param>
/// <param name="Component">The component; 0 for the whole element.</param>
/// <param name="Values">Codes, patterns, or bounds as text.</param>
/// <param name="Why">What the partner says, in our own words.</param>
public sealed record PartnerRow(string Id, string Transaction, PartnerDemand Demand, string Loop, string Segment, string? Qualifier, int Element, int Component, IReadOnlyList<string> Values, string Why)
{
    /// <summary>The lowest lawful length, or number of segments.</summary>
    public int Least { get; init; }

    /// <summary>The highest lawful length, or number of segments.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>As people write it: <c>REF(G1)</c>, <c>CLM05-3</c>.</summary>
    public string Place => Segment + (Qualifier is { } code ? $"({code})" : "") + (Element > 0 ? new Validation.ElementPlace(Element, Component).NameIn("") : "");
}

/// <summary>What a trading partner demands beyond the guide: the rows of a companion guide, as data (docs/partner-profiles.md has the form of the file).</summary>
public sealed class PartnerProfile
{
    internal PartnerProfile(string name, string source, IReadOnlyList<PartnerRow> rows) => (Name, Source, Rows) = (name, source, rows);

    public string Name { get; }

    /// <summary>The companion guide that the rows are taken from.</summary>
    public string Source { get; }
    public IReadOnlyList<PartnerRow> Rows { get; }

    /// <summary>Reads a profile; a row that cannot be understood, or names a place that its guide does not have, refuses the whole.</summary>
    public static PartnerReading Read(TextReader text) => new PartnerReader().Read(text);

    /// <summary>The uses of a segment in a guide that a row means.</summary>
    internal static IEnumerable<SegmentUse> UsesOf(PartnerRow row, Guide guide) =>
        guide.Segments.Where(use => use.Id == SegmentId.Of(row.Segment) && use.Loop.Id == (row.Loop == "-" ? "" : row.Loop)
            && (row.Qualifier is not { } code || use.Qualifier?.Codes is not { } codes || codes.Codes.Contains(code, StringComparer.Ordinal)));
}

/// <summary>What reading a profile came to.</summary>
public abstract record PartnerReading
{
    private PartnerReading() { }

    public sealed record Read(PartnerProfile Profile) : PartnerReading;

    /// <param name="Line">The line, from 1.</param>
    /// <param name="Message">What is wrong with it.</param>
    public sealed record Refused(int Line, string Message) : PartnerReading;
}

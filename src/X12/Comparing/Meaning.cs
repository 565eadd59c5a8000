using System.Globalization;
using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Comparing;

/// <summary>A segment with neutral separators, without empty ends, numbers in their shortest form and control numbers left out.</summary>
internal sealed class MeaningOfSegment
{
    internal const char ComponentMark = '\u001F', RepeatMark = '\u001E';

    public MeaningOfSegment(SegmentView segment, SegmentUse? use, LoopUse? loop, int line)
    {
        (Use, Loop, Line, Offset, Position) = (use, loop, line, segment.Offset, segment.StOrdinal);
        var id = segment.Id;
        Id = id.IsWellFormed ? id.ToString() : Value(segment, 0).Replace(ComponentMark, ':').Replace(RepeatMark, '^').Trim();
        var elements = new List<string>(segment.Count);
        for (var i = 1; i <= segment.Count; i++) elements.Add(IsAside(id, i) ? "" : Value(segment, i));
        while (elements is [.., ""]) elements.RemoveAt(elements.Count - 1);
        Elements = elements;
        Key = $"{loop?.Id} {Id} {string.Join('\u001D', elements)}";
    }

    public string Id { get; }
    public SegmentUse? Use { get; }
    public LoopUse? Loop { get; }
    public int Line { get; }
    public long Offset { get; }
    public int Position { get; }
    public IReadOnlyList<string> Elements { get; }

    /// <summary>Two segments mean the same when their keys are equal.</summary>
    public string Key { get; }

    /// <summary>What kind of segment it is where it stands: two of one kind are compared element by element.</summary>
    public string Kind => $"{Loop?.Id} {Id} {Use?.Index.ToString(CultureInfo.InvariantCulture) ?? (Elements is [{ Length: <= 3 } code, ..] ? code : "")}";

    /// <summary>Separators, control numbers, and the counts of a trailer, which follow from what stands before it.</summary>
    private static bool IsAside(SegmentId id, int element) =>
        id == SegmentId.Isa ? element is 11 or 13 or 16 : id == SegmentId.Gs ? element == 6 : id == SegmentId.St ? element == 2
        : id == SegmentId.Se || id == SegmentId.Ge || id == SegmentId.Iea;

    private string Value(SegmentView segment, int position)
    {
        var text = segment.Id == SegmentId.Isa ? segment[position].Trim((byte)' ') : segment[position].TrimEnd((byte)' ');
        if (text.IsEmpty) return "";
        var row = Use is { } use && position >= 1 && position <= use.Elements.Count ? use.Elements[position - 1] : null;
        if (row is { Type: ElementType.Decimal or ElementType.Whole } && X12Number.TryParse(text, out var number)) return number.ToShortest();
        var d = segment.Delimiters;
        var value = new StringBuilder(X12Text.Decode(text));
        if (segment.Id == SegmentId.Isa) return value.ToString();
        if (d.Component != 0) value.Replace((char)d.Component, ComponentMark);
        if (d.Repetition != 0) value.Replace((char)d.Repetition, RepeatMark);
        var repeats = value.ToString().Split(RepeatMark);
        for (var i = 0; i < repeats.Length; i++) repeats[i] = repeats[i].TrimEnd(ComponentMark);
        return string.Join(RepeatMark, repeats).TrimEnd(RepeatMark);
    }
}

/// <summary>A transaction set, or the segments of the envelope between two of them.</summary>
internal sealed class MeaningOfPart(string transaction, string st)
{
    /// <summary>The guide's short name or ST01; empty for the envelope.</summary>
    public string Transaction => transaction;

    /// <summary>ST02.</summary>
    public string St => st;

    public List<MeaningOfSegment> Segments { get; } = [];

    /// <summary>SE01 as it stands: it matters only where nothing else differs.</summary>
    public string Count { get; set; } = "";

    public string Digest() => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Segments.Select(s => s.Key)) + "\n" + Count)));

    /// <summary>The parts of a file one after another; only one is in memory.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fault">Told what could not be read.</param>
    public static IEnumerable<MeaningOfPart> Read(Stream file, Action<ReadFault> fault)
    {
        using var reader = new X12Reader(file, leaveOpen: true);
        var trail = new GuideTrail();
        var part = new MeaningOfPart("", "");
        bool more;
        do
        {
            more = reader.Read();
            foreach (var found in reader.Faults) fault(found);
            if (more && Take(reader, trail, ref part) is { } ended) yield return ended;
        }
        while (more);
        if (part.Segments.Count > 0) yield return part;
    }

    /// <summary>Takes a segment; gives the part that ended before it or, for an SE, with it.</summary>
    private static MeaningOfPart? Take(X12Reader reader, GuideTrail trail, ref MeaningOfPart part)
    {
        var segment = reader.Segment.WithoutIndent();
        // Blanks alone are no segment.
        if (segment.IsBlank) return null;
        var wasInside = trail.InTransaction;
        trail.Step(segment);
        MeaningOfPart? ended = null;
        if (segment.Id == SegmentId.St || (wasInside && !trail.InTransaction))
        {
            ended = part;
            part = segment.Id == SegmentId.St ? new(trail.Guide?.Name ?? segment.Text(1) ?? "", segment.Text(2) ?? "") : new("", "");
        }

        part.Segments.Add(new(segment, trail.Use, trail.Loop, reader.Line));
        if (segment.Id == SegmentId.Se && trail.InTransaction)
        {
            part.Count = segment.Number(1).OrNull?.ToShortest() ?? segment.Text(1) ?? "";
            trail.Leave();
            ended = part;
            part = new("", "");
        }

        return ended is { Segments.Count: > 0 } ? ended : null;
    }
}

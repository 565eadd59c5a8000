using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes the file as a person reads it: loops indented, elements named, codes explained, each balance equation with its terms.</summary>
    /// <param name="file">Read twice; a stream that cannot seek is read into memory.</param>
    /// <param name="output">The text.</param>
    /// <param name="errors">What is wrong with the file as a file.</param>
    /// <returns>0, or 1 when the file is faulty.</returns>
    public static int Show(Stream file, TextWriter output, TextWriter errors)
    {
        var seekable = Seekable(file);
        var start = seekable.Position;
        var balances = Balances.Of(seekable);
        seekable.Position = start;
        using var reader = new X12Reader(seekable, leaveOpen: true);
        var page = new ShownFile(output, balances);
        var hasFaults = false;
        bool has;
        do
        {
            has = reader.Read();
            foreach (var fault in reader.Faults)
            {
                hasFaults = true;
                Tell(fault, errors);
            }

            if (has) page.Segment(reader.Segment);
        }
        while (has);
        return hasFaults ? 1 : 0;
    }

    private static void Tell(ReadFault fault, TextWriter errors)
    {
        var (message, fix) = FaultTexts.File(fault.Kind);
        errors.WriteLine($"line {fault.Line}, byte {fault.Offset}: {message} {fix}");
    }

    /// <summary>The stream itself, or its bytes in memory when it cannot seek.</summary>
    private static Stream Seekable(Stream file)
    {
        if (file.CanSeek) return file;
        var copy = new MemoryStream();
        file.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}

/// <summary>Prints segments one after another, following the guide of each transaction.</summary>
internal sealed class ShownFile(TextWriter output, Balances balances)
{
    private string _version = "";
    private GuideWalker? _walker;
    private bool _inTransaction;

    public void Segment(SegmentView read)
    {
        var segment = read.WithoutIndent();
        var id = SegmentFacts.IdOf(segment);
        var depth = 0;
        string? name = null;
        if (id == "GS") _version = segment.Text(8)?.Trim() ?? "";
        if (id == "ST") Begin(segment);
        else if (_inTransaction && _walker is { } walker) (depth, name) = Step(walker, segment);
        if (id == "TA1") name = "Interchange acknowledgment";
        Print(id, name ?? EnvelopeName(id), segment, _inTransaction ? depth + 2 : id is "GS" or "GE" ? 1 : 0);
        if (id == "SE") _inTransaction = false;
        foreach (var equation in balances.EndingAt(segment.Offset + segment.Bytes.Length + 1)) output.WriteLine($"{Blanks(depth + 3)}= {equation}");
    }

    private void Begin(SegmentView segment)
    {
        _inTransaction = true;
        var version = segment.Text(3)?.Trim() is { Length: > 0 } reference ? reference : _version;
        var guide = Guides.For(segment.Text(1)?.Trim() ?? "", version) ?? Guides.For(segment.Text(1)?.Trim() ?? "", _version);
        _walker = guide is null ? null : new(guide);
        _walker?.Begin();
    }

    private (int Depth, string? Name) Step(GuideWalker walker, SegmentView segment)
    {
        if (segment.StOrdinal == 2 && Guides.Refined(walker.Guide, segment) is var refined && refined != walker.Guide)
        {
            _walker = walker = new(refined);
            walker.Begin();
        }

        var standing = walker.Step(segment);
        foreach (var loop in walker.Opened) output.WriteLine($"{Blanks(loop.Depth + 1)}[{loop.Id}] {loop.Name}");
        var note = standing switch
        {
            Standing.InPlace or Standing.Passed => "",
            Standing.OutOfOrder => " (out of order)",
            Standing.UnknownQualifier => " (code not known here)",
            Standing.Unknown => " (not in the guide)",
            _ => " (not expected here)",
        };
        var use = walker.Use;
        return ((use?.Loop ?? walker.State.Loop).Depth, ((use?.Name ?? "") + note).Trim());
    }

    private static string? EnvelopeName(string id) => id switch
    {
        "ISA" => "Interchange",
        "IEA" => "End of interchange",
        "GS" => "Group",
        "GE" => "End of group",
        "ST" => "Start of transaction",
        "SE" => "End of transaction",
        _ => null,
    };

    private void Print(string id, string? name, SegmentView segment, int depth)
    {
        output.WriteLine($"{Blanks(depth)}{id}{(name is { Length: > 0 } ? "  " + name : "")}");
        for (var i = 1; i <= segment.Count; i++)
            if (segment.Has(i)) Element(id, i, segment, Blanks(depth + 2));
    }

    private void Element(string id, int position, SegmentView segment, string blanks)
    {
        var element = string.Create(CultureInfo.InvariantCulture, $"{id}{position:00}");
        if (id == "ISA")
        {
            Line(blanks, element, segment.Text(position)!.Trim());
            return;
        }

        if (!IsComposite(element))
        {
            foreach (var repeat in SegmentFacts.Texts(segment, position)) Line(blanks, element, repeat.Trim());
            return;
        }

        var parts = SegmentFacts.Components(segment, position);
        for (var i = 0; i < parts.Length; i++)
            if (parts[i].Length > 0) Line(blanks, $"{element}-{i + 1}", parts[i]);
    }

    /// <summary>An element whose components have names of their own.</summary>
    private static bool IsComposite(string element) => Words.Element(element + "-1") is not null;

    private void Line(string blanks, string element, string value)
    {
        var name = Words.Element(element) ?? "";
        var meaning = Words.Code(element, value);
        output.WriteLine($"{blanks}{element,-8} {name,-28} {value}{(meaning is null ? "" : "  (" + meaning + ")")}");
    }

    private static string Blanks(int depth) => new(' ', 2 * depth);
}

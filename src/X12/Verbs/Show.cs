using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes the file as a person reads it: loops indented, elements named, codes explained, each balance equation with its terms.</summary>
    /// <param name="file">Read once, front to back; one claim or payment is held at a time.</param>
    /// <param name="output">The text.</param>
    /// <param name="errors">What is wrong with the file as a file.</param>
    /// <returns>0, or 1 when the file is faulty.</returns>
    public static int Show(Stream file, TextWriter output, TextWriter errors)
    {
        var balances = new Balances();
        using var feed = new DocumentFeed(file, faults: null, balances);
        var page = new ShownFile(output, balances);
        var hasFaults = false;
        while (feed.Step())
        {
            foreach (var fault in feed.Reader.Faults)
            {
                hasFaults = true;
                Tell(fault, errors);
            }

            if (!feed.IsAtEnd) page.Segment(feed.Reader.Segment);
            while (feed.Ready() is { } document) balances.Take(document);
            page.Release();
        }

        page.End();
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

/// <summary>Prints segments one after another, following the guide of each transaction. A segment waits until the equations that may end with it are known.</summary>
internal sealed class ShownFile(TextWriter page, Balances balances)
{
    /// <summary>No object has more segments (<see cref="DocumentFeed.SegmentsOfObjectMax"/>); what waits longer has no equation.</summary>
    private const int WaitingMax = DocumentFeed.SegmentsOfObjectMax + 1;

    private readonly Queue<(long End, int Depth, string Text)> _waiting = new();
    private readonly StringWriter _lines = new();
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
        _waiting.Enqueue((segment.Offset + segment.Bytes.Length + 1, depth + 3, _lines.ToString()));
        _lines.GetStringBuilder().Clear();
    }

    /// <summary>Prints what stands before the end of the last object that was read.</summary>
    public void Release()
    {
        if (_waiting.Count == 0 || (_waiting.Peek().End > balances.KnownUpTo && _waiting.Count <= WaitingMax)) return;
        while (_waiting.TryPeek(out var next) && (next.End <= balances.KnownUpTo || _waiting.Count > WaitingMax)) Print(_waiting.Dequeue());
        balances.Forget();
    }

    public void End()
    {
        while (_waiting.TryDequeue(out var segment)) Print(segment);
    }

    private void Print((long End, int Depth, string Text) segment)
    {
        page.Write(segment.Text);
        foreach (var equation in balances.EndingAt(segment.End)) page.WriteLine($"{Blanks(segment.Depth)}= {equation}");
    }

    private void Begin(SegmentView segment)
    {
        _inTransaction = true;
        var guide = Guides.For(segment, _version);
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
        foreach (var loop in walker.Opened) _lines.WriteLine($"{Blanks(loop.Depth + 1)}[{loop.Id}] {loop.Name}");
        var note = standing switch
        {
            Standing.InPlace or Standing.Entered or Standing.Passed => "",
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
        _lines.WriteLine($"{Blanks(depth)}{id}{(name is { Length: > 0 } ? "  " + name : "")}");
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
        _lines.WriteLine($"{blanks}{element,-8} {name,-28} {value}{(meaning is null ? "" : "  (" + meaning + ")")}");
    }

    private static string Blanks(int depth) => new(' ', 2 * depth);
}

using System.Globalization;
using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes the file as a person reads it: what each claim, payment or benefit says in short, loops indented, elements named, codes explained, each balance equation with its terms.</summary>
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

/// <summary>Prints segments one after another, following the guide of each transaction. A segment waits until what stands before and after it is known: sentences and equations.</summary>
internal sealed class ShownFile(TextWriter page, Balances balances)
{
    /// <summary>No object has more segments (<see cref="DocumentFeed.SegmentsOfObjectMax"/>); what waits longer has no equation.</summary>
    private const int WaitingMax = DocumentFeed.SegmentsOfObjectMax + 1;

    private readonly Queue<Waiting> _waiting = new();
    private readonly StringWriter _lines = new();
    private string _version = "";
    private GuideWalker? _walker;
    private bool _inTransaction;

    /// <param name="Opened">The loops that it opens.</param>
    private readonly record struct Waiting(long Start, long End, int Depth, string Opened, string Text);

    public void Segment(SegmentView read)
    {
        var segment = read.WithoutIndent();
        var id = SegmentFacts.IdOf(segment);
        var depth = 0;
        string? name = null;
        if (id == "GS") _version = segment.Text(8)?.Trim() ?? "";
        SegmentUse? use = null;
        if (id == "ST") Begin(segment);
        else if (_inTransaction && _walker is { } walker) (depth, name, use) = Step(walker, segment);
        if (id == "TA1") name = "Interchange acknowledgment";
        var opened = Taken();
        Print(id, name ?? EnvelopeName(id), segment, _inTransaction ? depth + 2 : id is "GS" or "GE" ? 1 : 0, use);
        if (id == "SE")
        {
            if (balances.EndOfClaims() is { } claims) _lines.WriteLine($"{Blanks(depth + 3)}= {claims}");
            _inTransaction = false;
        }

        _waiting.Enqueue(new(segment.Offset, segment.Offset + segment.Bytes.Length + 1, depth + 3, opened, Taken()));
    }

    private string Taken()
    {
        var lines = _lines.ToString();
        _lines.GetStringBuilder().Clear();
        return lines;
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

    private void Print(Waiting segment)
    {
        page.Write(segment.Opened);
        foreach (var sentence in balances.BeginningAt(segment.Start)) page.WriteLine($"{Blanks(segment.Depth - 1)}{sentence}");
        page.Write(segment.Text);
        foreach (var equation in balances.EndingAt(segment.End)) page.WriteLine($"{Blanks(segment.Depth)}{equation}");
    }

    private void Begin(SegmentView segment)
    {
        _inTransaction = true;
        var guide = Guides.For(segment, _version);
        _walker = guide is null ? null : new(guide);
        _walker?.Begin();
    }

    private (int Depth, string? Name, SegmentUse? Use) Step(GuideWalker walker, SegmentView segment)
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
        return ((use?.Loop ?? walker.State.Loop).Depth, ((use?.Name ?? "") + note).Trim(), use);
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

    private void Print(string id, string? name, SegmentView segment, int depth, SegmentUse? use)
    {
        _lines.WriteLine($"{Blanks(depth)}{id}{(name is { Length: > 0 } ? "  " + name : "")}");
        for (var i = 1; i <= segment.Count; i++)
            if (segment.Has(i)) Element(id, i, segment, Blanks(depth + 2), KindOf(id, i, use));
    }

    private static ElementType? KindOf(string id, int position, SegmentUse? use) => (id, position) switch
    {
        ("ISA", 9) or ("GS", 4) => ElementType.Date,
        ("ISA", 10) or ("GS", 5) => ElementType.Time,
        _ => position <= (use?.Elements.Count ?? 0) ? use!.Elements[position - 1].Type : null,
    };

    private void Element(string id, int position, SegmentView segment, string blanks, ElementType? kind)
    {
        var element = string.Create(CultureInfo.InvariantCulture, $"{id}{position:00}");
        var before = position > 1 ? segment.Text(position - 1) : null;
        if (id == "ISA")
        {
            Line(blanks, element, segment.Text(position)!.Trim(), kind);
            return;
        }

        if (!IsComposite(element))
        {
            foreach (var repeat in SegmentFacts.Texts(segment, position)) Line(blanks, element, repeat.Trim(), kind, before);
            return;
        }

        var parts = SegmentFacts.Components(segment, position);
        for (var i = 0; i < parts.Length; i++)
            if (parts[i].Length > 0) Line(blanks, $"{element}-{i + 1}", parts[i], null, i > 0 ? parts[i - 1] : null, BillOf(element, i, parts));
    }

    /// <summary>An element whose components have names of their own.</summary>
    private static bool IsComposite(string element) => Words.Element(element + "-1") is not null;

    /// <summary>The first component of CLM05 is a type of bill where the second says so.</summary>
    private static string? BillOf(string element, int component, string[] parts) => element == "CLM05" && component == 0 && parts.Length > 1 && parts[1] == "A" ? "CLM05-1A" : null;

    /// <param name="before">What stands before it: it says how a day or a time is written.</param>
    /// <param name="words">Where it is named, when not by its own place.</param>
    private void Line(string blanks, string element, string value, ElementType? kind, string? before = null, string? words = null)
    {
        var name = Words.Element(words ?? element) ?? "";
        var meaning = Words.Code(words ?? element, value) ?? Calendar(value, kind, before);
        _lines.WriteLine($"{blanks}{element,-8} {name,-28} {value}{(meaning is null ? "" : "  (" + meaning + ")")}");
    }

    /// <summary>A day, days or time as people write them; null when it is none.</summary>
    private static string? Calendar(string value, ElementType? kind, string? format)
    {
        var text = Encoding.Latin1.GetBytes(value);
        return (kind, format) switch
        {
            (ElementType.Date, _) or (_, "D8" or "D6") => Day(text),
            (ElementType.Time, _) or (_, "TM") => Time(text),
            (_, "RD8") when X12Dates.ParseRange(text) is { HasValue: true } => $"{Day(text.AsSpan(0, 8))} to {Day(text.AsSpan(9))}",
            (_, "DT") when text.Length == 12 && Day(text.AsSpan(0, 8)) is { } day && Time(text.AsSpan(8)) is { } time => $"{day} {time}",
            _ => null,
        };
    }

    private static string? Day(ReadOnlySpan<byte> text) => X12Dates.ParseDate(text) is { HasValue: true, Value: var day } ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string? Time(ReadOnlySpan<byte> text) => X12Dates.ParseTime(text) is { HasValue: true, Value: var time } ? time.ToString("HH:mm", CultureInfo.InvariantCulture) : null;

    private static string Blanks(int depth) => new(' ', 2 * depth);
}

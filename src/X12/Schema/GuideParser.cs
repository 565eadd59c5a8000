using System.Globalization;

namespace CleanClaim.X12.Schema;

/// <summary>Reads the rows of a guide file (docs/guides.md has the format) into loops, segments and elements.</summary>
internal sealed class GuideParser(string file, Func<string, CodeSet?> namedCodes)
{
    private readonly List<SegmentUse> _segments = [];
    private readonly List<LoopUse> _loops = [];
    private readonly Dictionary<LoopUse, List<LoopItem>> _items = [];
    private readonly Stack<LoopUse> _open = new();
    private readonly List<ElementUse> _elements = [];
    private readonly List<SyntaxNote> _syntax = [];
    private readonly List<string> _sources = [];
    private readonly Dictionary<string, CodeSet> _codeSets = new(StringComparer.Ordinal);
    private GuideHeader? _header;
    private bool _restsOnOne;
    private int _line;

    public Guide Parse(string text)
    {
        OpenRoot();
        foreach (var raw in text.Split('\n'))
        {
            _line++;
            var line = raw.TrimEnd();
            var row = line.TrimStart(' ');
            if (row.Length == 0 || row[0] == '#') continue;
            Row(row, (line.Length - row.Length) / 2);
        }

        EndSegment();
        foreach (var loop in _loops)
        {
            loop.Items = _items[loop];
            if (loop.Items.Count == 0) throw Wrong(loop.Line, $"loop {loop.Id} has no segment");
            loop.First = FirstOf(loop);
            loop.End = 1 + _segments.FindLastIndex(s => IsIn(s.Loop, loop));
        }

        return new Guide(_header ?? throw Wrong(1, "the guide row is missing"), _loops, _segments, _sources, (line, message) => Wrong(line, message));
    }

    private void OpenRoot()
    {
        var root = new LoopUse(0, "", Usage.Required, 1, "Transaction set", null, 0);
        _loops.Add(root);
        _items[root] = [];
        _open.Push(root);
    }

    private int FirstOf(LoopUse loop)
    {
        if (_items[loop][0].Loop is not null) throw Wrong(loop.Line, $"loop {loop.Id} must begin with the segment that opens it");
        return _items[loop][0].Segment.Index;
    }

    private static bool IsIn(LoopUse? loop, LoopUse outer)
    {
        for (; loop is not null; loop = loop.Parent)
            if (loop == outer) return true;
        return false;
    }

    private void Row(string row, int depth)
    {
        var (body, sources) = Cut(row, " ;");
        _restsOnOne = sources?.EndsWith('?') == true;
        var words = body.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "guide": _header = Header(words); break;
            case "source": _sources.Add(row["source".Length..].Trim()); break;
            case "loop": Loop(words, depth); break;
            case "seg": Segment(words, depth); break;
            case "syn": _syntax.Add(Syntax(words)); break;
            default: Element(row, words); break;
        }
    }

    /// <summary>What the first row of a guide says.</summary>
    public GuideHeader HeaderOf(string row) => Header(Cut(row, " ;").Head.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private GuideHeader Header(string[] words)
    {
        if (words.Length < 3) throw Wrong(_line, "a guide row has a name and a version");
        var named = words.Skip(3).Select(w => Cut(w, "=")).ToDictionary(p => p.Head, p => p.Tail ?? "", StringComparer.Ordinal);
        string Named(string key) => named.TryGetValue(key, out var value) ? value : throw Wrong(_line, $"the guide row has no {key}=");
        string[] versions = Named("versions").Split(',');
        // The TA1 stands in no group, so nothing names its guide.
        if (Named("group") != "-" && !versions.Contains(words[2], StringComparer.Ordinal)) throw Wrong(_line, $"versions= does not name the guide's own {words[2]}");
        string[] adopted = named.TryGetValue("adopted", out var some) ? some == "none" ? [] : some.Split(',') : versions;
        return new(words[1], words[2], Named("txn"), Named("group"), versions, adopted, named.TryGetValue("when", out var when) ? Sign(when) : null);
    }

    /// <summary>As BHT02:11, the code of the second segment that chooses this guide among those of its version.</summary>
    private GuideSign Sign(string when)
    {
        var (element, code) = Cut(when, ":");
        if (code is null || element.Length < 4) throw Wrong(_line, "when= names an element and its code, as BHT02:11");
        return new(SegmentId.Of(element[..^2]), NumberOf(element[^2..]), code);
    }

    private void Loop(string[] words, int depth)
    {
        EndSegment();
        if (words.Length < 5) throw Wrong(_line, "a loop row has id, usage, repeat and name");
        CloseTo(depth);
        var parent = _open.Peek();
        var loop = new LoopUse(_loops.Count, words[1], UsageOf(words[2]), MaxOf(words[3]), string.Join(' ', words.Skip(4)), parent, _line) { RestsOnOneSource = _restsOnOne };
        _loops.Add(loop);
        _items[loop] = [];
        _open.Push(loop);
    }

    private void Segment(string[] words, int depth)
    {
        EndSegment();
        if (words.Length < 5) throw Wrong(_line, "a seg row has id, usage, maximum and name");
        CloseTo(depth);
        var loop = _open.Peek();
        var segment = new SegmentUse(_segments.Count, SegmentId.Of(words[1]), UsageOf(words[2]), MaxOf(words[3]), string.Join(' ', words.Skip(4)), loop, _line) { RestsOnOneSource = _restsOnOne };
        _segments.Add(segment);
        // The first segment of a loop is, at the same time, the loop's place among its parent's items.
        if (_items[loop].Count == 0 && loop.Parent is { } parent) _items[parent].Add(new(segment, loop));
        _items[loop].Add(new(segment, null));
    }

    private void CloseTo(int depth)
    {
        if (depth > _open.Count - 1) throw Wrong(_line, "the row is indented deeper than a loop that is open");
        while (_open.Count - 1 > depth) _open.Pop();
    }

    private void Element(string row, string[] words)
    {
        if (_segments.Count == 0 || words.Length < 3) throw Wrong(_line, $"no such row: {words[0]}");
        var (position, component) = Cut(words[0], "-");
        var usage = UsageOf(words[1]);
        var codesAt = row.IndexOfAny(['=', '@']);
        var element = new ElementUse
        {
            Position = NumberOf(position), Component = component is null ? 0 : NumberOf(component), Usage = usage, Type = TypeOf(words[2]),
            Codes = codesAt < 0 ? null : CodesOf(row[codesAt..].Trim()),
            MaxRepeat = words is [.., "rep", var repeat] ? MaxOf(repeat) : 1,
        };
        if (element.Type != ElementType.Composite)
        {
            if (words.Length < 4) throw Wrong(_line, "an element row has a length");
            var (min, max) = Cut(words[3], "-");
            element = element with { MinLength = NumberOf(min), MaxLength = NumberOf(max ?? min) };
        }

        Add(element);
    }

    private void Add(ElementUse element)
    {
        if (element.Component == 0)
        {
            if (element.Position != _elements.Count + 1) throw Wrong(_line, $"element {element.Position} follows {_elements.Count}");
            _elements.Add(element);
            return;
        }

        if (_elements.Count == 0 || _elements[^1].Position != element.Position || _elements[^1].Type != ElementType.Composite)
            throw Wrong(_line, $"component {element.Position}-{element.Component} does not follow its composite");
        if (element.Component != _elements[^1].Components.Count + 1) throw Wrong(_line, "components are numbered in order");
        _elements[^1] = _elements[^1] with { Components = [.. _elements[^1].Components, element] };
    }

    private CodeSet CodesOf(string text)
    {
        if (text[0] == '@') return namedCodes(text[1..].Split(' ')[0]) ?? throw Wrong(_line, $"there is no code list {text}");
        var (codes, _) = Cut(text[1..], " rep ");
        // Rows share a list that is the same: fewer lines of the processor's cache hold a guide.
        return _codeSets.TryGetValue(codes, out var known) ? known : _codeSets[codes] = new(codes.Split(',').Select(code => code.Replace('_', ' ')));
    }

    private SyntaxNote Syntax(string[] words)
    {
        if (words.Length < 2) throw Wrong(_line, "a syn row names elements");
        var kind = "PRECL".IndexOf(words[1][0], StringComparison.Ordinal);
        var positions = words[1][1..].Split(',').Select(NumberOf).ToList();
        if (kind < 0 || positions.Count < 2) throw Wrong(_line, "a syntax note is P, R, E, C or L and at least two elements");
        var others = positions.Skip(1).Aggregate(0UL, (mask, p) => mask | 1UL << p);
        return new((SyntaxKind)kind, 1UL << positions[0], others, positions);
    }

    private void EndSegment()
    {
        if (_segments.Count == 0) return;
        var segment = _segments[^1];
        if (segment.Elements.Count > 0) return;
        segment.Elements = [.. _elements];
        segment.Syntax = [.. _syntax];
        _elements.Clear();
        _syntax.Clear();
    }

    private Usage UsageOf(string word) => word switch
    {
        "R" => Usage.Required,
        "S" => Usage.Situational,
        "N" => Usage.NotUsed,
        _ => throw Wrong(_line, $"usage is R, S or N, not {word}"),
    };

    private ElementType TypeOf(string word) => word switch
    {
        "AN" => ElementType.Text,
        "ID" => ElementType.Identifier,
        "DT" => ElementType.Date,
        "TM" => ElementType.Time,
        "R" => ElementType.Decimal,
        "B" => ElementType.Binary,
        "comp" => ElementType.Composite,
        "N0" or "N2" => ElementType.Whole,
        _ => throw Wrong(_line, $"no such type: {word}"),
    };

    private int MaxOf(string word) => word == ">1" ? int.MaxValue : NumberOf(word);

    private int NumberOf(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(_line, $"{word} is not a number");

    private static (string Head, string? Tail) Cut(string text, string at)
    {
        var i = text.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (text, null) : (text[..i], text[(i + at.Length)..]);
    }

    private GuideFormatException Wrong(int line, string message) => new(file, line, message);
}

/// <summary>The first row of a guide.</summary>
internal sealed record GuideHeader(string Name, string Version, string TransactionId, string GroupId, IReadOnlyList<string> Versions, IReadOnlyList<string> Adopted, GuideSign? Sign);

/// <summary>What tells a guide from another of its transaction and version: a code in the segment behind the ST.</summary>
internal sealed record GuideSign(SegmentId Segment, int Element, string Code);

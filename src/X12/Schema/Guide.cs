using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Schema;

/// <summary>
/// One implementation guide, compiled from its rows: what may stand where. It is immutable; reader, validator, writer and
/// acknowledgments all ask the same one. Rows that cannot be told apart are an error when it is loaded.
/// </summary>
public sealed class Guide
{
    private readonly GuideHeader _header;

    internal Guide(GuideHeader header, IReadOnlyList<LoopUse> loops, IReadOnlyList<SegmentUse> segments, IReadOnlyList<string> sources,
        Func<int, string, GuideFormatException> wrong)
    {
        _header = header;
        Loops = loops;
        Segments = segments;
        Sources = sources;
        foreach (var loop in loops)
        {
            Rank(loop);
            loop.LoopsEnd = 1 + loops.Last(inner => inner.First >= loop.First && inner.First < loop.End).Index;
            segments[loop.First].IsTrigger = true;
        }

        foreach (var segment in segments) Pack(segment);
        foreach (var loop in loops) ThrowIfAmbiguous(loop, wrong);
        ById = segments.ToLookup(s => s.Id);
        foreach (var segment in segments) segment.IsAmongMany = ById[segment.Id].Skip(1).Any();
        Transitions = new(this);
    }

    /// <summary>Our short name, as 837P.</summary>
    public string Name => _header.Name;

    /// <summary>The transaction as people write it: the name without what tells guides of one transaction apart (837-4010, 278-RESPONSE).</summary>
    public string Label => Name.Split('-')[0];

    /// <summary>The guide's number, as 005010X222A1.</summary>
    public string Version => _header.Version;

    /// <summary>ST01.</summary>
    public string TransactionId => _header.TransactionId;

    /// <summary>GS01.</summary>
    public string GroupId => _header.GroupId;

    /// <summary>The versions (GS08, ST03) that this guide decides.</summary>
    public IReadOnlyList<string> Versions => _header.Versions;

    /// <summary>Those of its versions that are in force; any other is read with a warning.</summary>
    public IReadOnlyList<string> Adopted => _header.Adopted;

    /// <summary>Null for the guide of its transaction and version; else the code that chooses this one in its stead.</summary>
    internal GuideSign? Sign => _header.Sign;

    /// <summary>All loops in guide order; the first is the transaction set itself.</summary>
    public IReadOnlyList<LoopUse> Loops { get; }

    public IReadOnlyList<SegmentUse> Segments { get; }

    /// <summary>Where the rows' facts can be checked: letter and place.</summary>
    public IReadOnlyList<string> Sources { get; }

    internal ILookup<SegmentId, SegmentUse> ById { get; }

    internal Transitions Transitions { get; }

    /// <summary>Segments are counted first, loops after them; the transaction set itself stands in no loop and is counted once.</summary>
    internal GuidePlace PlaceOf(SegmentUse use) => new(use.Index, use.Loop.Index);

    internal GuidePlace PlaceOf(LoopUse loop) => new(Segments.Count + loop.Index, loop.Parent?.Index ?? 0);

    internal GuidePlace PlaceOf(LoopItem item) => item.Loop is { } loop ? PlaceOf(loop) : PlaceOf(item.Segment);

    /// <summary>Compiles the text of a guide file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its rows.</param>
    /// <param name="namedCodes">Finds a named code list; null when there is none of that name.</param>
    /// <exception cref="GuideFormatException">A row is malformed, or two rows cannot be told apart.</exception>
    public static Guide Parse(string file, string text, Func<string, CodeSet?> namedCodes) => new GuideParser(file, namedCodes).Parse(text);

    private static void Rank(LoopUse loop)
    {
        var rank = 0;
        LoopItem? before = null;
        foreach (var item in loop.Items)
        {
            var isNeighbour = before is not null && before.Segment.Id == item.Segment.Id && before.Loop is null == item.Loop is null && before != loop.Items[0];
            if (before is not null && !isNeighbour) rank++;
            if (item.Loop is not null) item.Loop.Rank = rank;
            else item.Segment.Rank = rank;
            before = item;
        }
    }

    private static void Pack(SegmentUse segment)
    {
        segment.Rules = [.. segment.Elements.Select(e => new ElementRule(e))];
        segment.SyntaxNotes = [.. segment.Syntax];
        foreach (var element in segment.Elements)
        {
            if (element.Usage == Usage.Required) segment.RequiredElements |= 1UL << element.Position;
            if (element.Usage == Usage.NotUsed) segment.NotUsedElements |= 1UL << element.Position;
        }

        // Bit 0 stands for no element: with it the notes are always looked at.
        foreach (var note in segment.Syntax) segment.NotedElements |= note.Kind == SyntaxKind.AtLeastOne ? ulong.MaxValue : note.First | note.Others;
        segment.HasSegmentRule = SegmentRules.Concern(segment.Id);
        segment.IsHierarchyLevel = segment.IsTrigger && segment.Id == HierarchyRules.Hl;
        segment.Shape = new(segment.Rules, segment.SyntaxNotes, segment.RequiredElements, segment.NotUsedElements);
        segment.Qualifier = Discriminator.Candidates(segment).FirstOrDefault();
    }

    private static void ThrowIfAmbiguous(LoopUse loop, Func<int, string, GuideFormatException> wrong)
    {
        for (var i = 0; i < loop.Items.Count; i++)
            for (var j = i + 1; j < loop.Items.Count; j++)
                if (loop.Items[i].Segment.Id == loop.Items[j].Segment.Id && Discriminator.Between(loop.Items[i].Segment, loop.Items[j].Segment) is null)
                    throw wrong(loop.Items[j].Segment.Line, $"this row cannot be told apart from line {loop.Items[i].Segment.Line} by any code list");
    }
}

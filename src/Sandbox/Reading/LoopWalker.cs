namespace CleanClaim.Sandbox.Reading;

/// <summary>A loop as it was sent.</summary>
internal sealed class LoopNode(string id, LoopNode? parent)
{
    public string Id { get; } = id;
    public LoopNode? Parent { get; } = parent;
    public List<Segment> Segments { get; } = [];
    public List<LoopNode> Children { get; } = [];

    public Segment Head => Segments[0];

    public Segment? First(string segmentId, int element = 0, params ReadOnlySpan<string> codes)
    {
        foreach (var segment in Segments)
            if (segment.Id == segmentId && (element == 0 || codes.Contains(segment[element]))) return segment;
        return null;
    }

    public IEnumerable<Segment> All(string segmentId) => Segments.Where(s => s.Id == segmentId);

    public LoopNode? Child(string loopId) => Children.Find(c => c.Id == loopId);

    public IEnumerable<LoopNode> Loops(string loopId) => Children.Where(c => c.Id == loopId);

    public IEnumerable<LoopNode> Descendants(string loopId)
    {
        foreach (var child in Children)
        {
            if (child.Id == loopId) yield return child;
            foreach (var below in child.Descendants(loopId)) yield return below;
        }
    }
}

/// <summary>Walks the segments of one 837 through the grammar: a tree of loops, and a fault for each segment that has no place, comes too often or is missing.</summary>
internal sealed class LoopWalker
{
    private sealed class Frame(LoopRule rule, LoopNode node)
    {
        public LoopRule Rule { get; } = rule;
        public LoopNode Node { get; } = node;
        public int Rank { get; set; }
        public int ChildFamily { get; set; } = -1;
        public int[] Counts { get; } = new int[rule.Segments.Count];
        public int[] ChildCounts { get; } = new int[rule.Children.Count];
        public int[] LastPosition { get; } = new int[rule.Segments.Count];
    }

    private readonly List<Frame> open = [];
    private readonly List<Fault> faults;
    private int position = 1;

    private LoopWalker(List<Fault> faults) => this.faults = faults;

    public static LoopNode Walk(IReadOnlyList<Segment> segments, List<Fault> faults)
    {
        var walker = new LoopWalker(faults);
        var root = new LoopNode(ProfessionalGrammar.Root.Id, null);
        walker.open.Add(new Frame(ProfessionalGrammar.Root, root));
        foreach (var segment in segments)
        {
            walker.position = segment.Position;
            walker.Take(segment);
        }
        while (walker.open.Count > 0) walker.CloseTop();
        return root;
    }

    private void Take(Segment segment)
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (OwnRule(open[i], segment) is { } own) { CloseAbove(i); Add(open[i], own, segment); return; }
            if (ChildRule(open[i], segment) is { } child) { CloseAbove(i); Open(open[i], child, segment); return; }
        }
        faults.Add(Misplaced(segment));
    }

    private static int? OwnRule(Frame frame, Segment segment)
    {
        if (frame.ChildFamily >= 0) return null;
        var rules = frame.Rule.Segments;
        for (var i = 0; i < rules.Count; i++)
        {
            if (i == 0 && frame.Node.Parent is not null) continue;
            if (RankOf(rules, i) >= frame.Rank && rules[i].Fits(segment)) return i;
        }
        return null;
    }

    /// <summary>Rules with one segment id in a row share a place in the standard: their order among themselves is free.</summary>
    private static int RankOf(List<SegmentRule> rules, int index)
    {
        while (index > 0 && rules[index - 1].Id == rules[index].Id) index--;
        return index;
    }

    private static int? ChildRule(Frame frame, Segment segment)
    {
        var children = frame.Rule.Children;
        for (var i = 0; i < children.Count; i++)
            if (FamilyOf(children, i) >= frame.ChildFamily && children[i].Segments[0].Fits(segment)) return i;
        return null;
    }

    private static int FamilyOf(List<LoopRule> children, int index) => children.FindIndex(c => c.Family == children[index].Family);

    private void Add(Frame frame, int rule, Segment segment)
    {
        frame.Rank = RankOf(frame.Rule.Segments, rule);
        frame.LastPosition[rule] = segment.Position;
        if (++frame.Counts[rule] > frame.Rule.Segments[rule].Most)
            faults.Add(Fault.OfSegment("5", segment.Id, segment.Position, frame.Rule.Id, $"More than {frame.Rule.Segments[rule].Most} of this segment."));
        frame.Node.Segments.Add(segment);
    }

    private void Open(Frame parent, int child, Segment segment)
    {
        parent.ChildFamily = FamilyOf(parent.Rule.Children, child);
        var rule = parent.Rule.Children[child];
        if (++parent.ChildCounts[child] > rule.Most)
            faults.Add(Fault.OfSegment("4", segment.Id, segment.Position, rule.Id, $"More than {rule.Most} loops {rule.Id}."));
        var node = new LoopNode(rule.Id, parent.Node);
        parent.Node.Children.Add(node);
        var frame = new Frame(rule, node);
        open.Add(frame);
        Add(frame, 0, segment);
    }

    private void CloseAbove(int index)
    {
        while (open.Count - 1 > index) CloseTop();
    }

    private void CloseTop()
    {
        var frame = open[^1];
        open.RemoveAt(open.Count - 1);
        var rules = frame.Rule.Segments;
        for (var i = 0; i < rules.Count; i++)
            if (rules[i].Required && frame.Counts[i] == 0)
                faults.Add(Fault.OfSegment("3", rules[i].Id, MissingPosition(frame, i), frame.Rule.Id, $"{Name(rules[i])} is required and missing."));
        for (var i = 0; i < frame.Rule.Children.Count; i++)
            if (frame.Rule.Children[i] is { Required: true } child && frame.ChildCounts[i] == 0)
                faults.Add(Fault.OfSegment("I7", child.Segments[0].Id, position, child.Id, $"Loop {child.Id} is required and missing."));
    }

    /// <summary>A missing segment is told at the place after the last one that stands before it.</summary>
    private static int MissingPosition(Frame frame, int rule)
    {
        var last = frame.LastPosition[0];
        for (var i = 0; i < rule; i++) last = Math.Max(last, frame.LastPosition[i]);
        return last + 1;
    }

    private static string Name(SegmentRule rule) => rule.Element == 0 ? rule.Id : $"{rule.Id}*{string.Join('|', rule.Codes)}";

    private Fault Misplaced(Segment segment)
    {
        var here = open[^1].Rule;
        if (!ProfessionalGrammar.SegmentIds.Contains(segment.Id))
            return Fault.OfSegment("1", segment.Id, segment.Position, here.Id, "The guide knows no such segment.");
        var known = AllRules(ProfessionalGrammar.Root).Where(r => r.Id == segment.Id).ToList();
        if (known.TrueForAll(r => r.Element > 0 && !r.Codes.Contains(segment.Part(r.Element, 1))))
            return Fault.OfElement("7", segment, here.Id, known[0].Element, 0, $"{segment.Part(known[0].Element, 1)} is no qualifier of {segment.Id}.");
        var near = here.Segments.Exists(r => r.Fits(segment)) || here.Children.Exists(c => c.Segments[0].Fits(segment));
        return near ? Fault.OfSegment("7", segment.Id, segment.Position, here.Id, "Out of sequence in this loop.")
            : Fault.OfSegment("2", segment.Id, segment.Position, here.Id, "Not expected here.");
    }

    private static IEnumerable<SegmentRule> AllRules(LoopRule loop) => loop.Segments.Concat(loop.Children.SelectMany(AllRules));
}

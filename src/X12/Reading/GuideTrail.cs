using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Reading;

/// <summary>Where each segment of a file stands in the guide of its transaction set, without a judgement on it.</summary>
internal sealed class GuideTrail
{
    private readonly Dictionary<Guide, GuideWalker> _walkers = [];
    private GuideWalker? _walker;
    private string _version = "";

    public bool InTransaction { get; private set; }

    /// <summary>The guide of the transaction set under way; null when none is held.</summary>
    public Guide? Guide => _walker?.Guide;

    /// <summary>The segment's row; null for segments of the envelope and those without a place.</summary>
    public SegmentUse? Use { get; private set; }

    /// <summary>The loop in which the segment stands or was met; null without a guide.</summary>
    public LoopUse? Loop => Use?.Loop ?? _walker?.State.Loop;

    public void Step(SegmentView read)
    {
        var segment = read.WithoutIndent();
        var id = segment.Id;
        Use = null;
        if (id == SegmentId.Gs) _version = segment.Text(8)?.Trim() ?? "";
        if (id == SegmentId.St) Begin(segment);
        else if (id == SegmentId.Isa || id == SegmentId.Gs || id == SegmentId.Ge || id == SegmentId.Iea) Leave();
        else if (InTransaction && _walker is { } walker)
        {
            walker.Step(segment);
            Use = walker.Use;
        }
    }

    /// <summary>After the SE was taken.</summary>
    public void Leave() => (InTransaction, _walker) = (false, null);

    private void Begin(SegmentView st)
    {
        InTransaction = true;
        var guide = Guides.For(st, _version);
        _walker = null;
        if (guide is null) return;
        if (!_walkers.TryGetValue(guide, out _walker)) _walkers[guide] = _walker = new(guide);
        _walker.Begin();
        Use = _walker.Use;
    }
}

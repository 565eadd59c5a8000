using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>What is told of segments as such: of their order, their guide and the file around them.</summary>
public sealed partial class X12Validator
{
    private bool TellReaderFaults()
    {
        var hasStandardWidth = true;
        foreach (var fault in _reader.Faults)
        {
            if (fault.Kind == FaultKind.InterchangeHeaderWidth) hasStandardWidth = false;
            if (fault.Kind == FaultKind.SegmentTooLong) _rules?.Stray(default, isKnown: false);
            var (message, fix) = FaultTexts.File(fault.Kind);
            _log.Add(fault.Kind, new(fault.Kind == FaultKind.InterchangeHeaderWidth ? "ISA" : "", fault.Offset, fault.Line, 0), null, default, null, message, fix);
        }

        return hasStandardWidth;
    }

    private void TellGroup(SegmentView st, Guide guide)
    {
        if (_envelope.InGroup && _envelope.GroupId != guide.GroupId)
            _log.Element(FaultKind.TransactionWrongGroup, st, new(1), null, st[1], $"Transaction {st.Text(1)} stands in a group of kind {_envelope.GroupId}; it belongs in {guide.GroupId}.", $"Write {guide.GroupId} in GS01.");
    }

    /// <summary>Whether ST03 or GS08 names the guide, and not the lines alone.</summary>
    private bool IsNamed(in SegmentView st, Guide guide) => Guides.For(guide.TransactionId, st.Text(3) ?? "") is not null || Guides.For(guide.TransactionId, _envelope.Version) is not null;

    /// <summary>A version that is not in force is read by its guide all the same, and told.</summary>
    private void TellVersion(SegmentView st, Guide guide)
    {
        var version = st.Text(3) ?? _envelope.Version;
        if (!IsNamed(st, guide))
        {
            _log.Element(FaultKind.GuideVersionNotAdopted, st, new(3), null, st[3], $"The version is {version}, which several guides of the {guide.TransactionId} share; by its lines it was read as {guide.Name}, guide {guide.Version}.",
                $"Write {guide.Version} in GS08 and ST03.");
            return;
        }

        if (version.Length <= "005010".Length || guide.Adopted.Contains(version, StringComparer.Ordinal)) return;
        var adopted = guide.Adopted.Count > 0 ? $"the one in force is {guide.Adopted[0]}" : "it is no longer in force";
        _log.Element(FaultKind.GuideVersionNotAdopted, st, new(3), null, st[3], $"The version is {version}; {adopted}. It was read by guide {guide.Version}.",
            "Ask the sender for the version in force, unless both sides agreed on this one.");
    }

    private void TellIndent(SegmentView segment)
    {
        _toldIndent = true;
        var (message, fix) = FaultTexts.File(FaultKind.IndentedSegment);
        _log.Add(FaultKind.IndentedSegment, _log.PlaceOf(segment), _walker?.State.Loop, default, null, message, fix);
    }

    /// <summary>A segment out of order, or one too many, is held back until the next is read: when that one misses the opening of a loop which has both, the opening alone is told, and told here.</summary>
    private sealed record Moved(Mark At, SegmentUse Use, LoopItem? TooOften, bool IsOutOfOrder);

    private void TellMoved(GuideWalker walker)
    {
        if (_moved is not var (at, use, often, isOutOfOrder)) return;
        _moved = null;
        if (walker.Explains)
        {
            foreach (var item in walker.Missing)
            {
                _rules?.Stray(item.Segment.Id, isKnown: true);
                TellMissing(item, at);
            }

            walker.Missing.Clear();
            return;
        }

        if (isOutOfOrder) _log.Segment(FaultKind.SegmentOutOfOrder, at, use.Id.ToString(), use.Loop, use, null);
        if (often is not null) _log.Segment(FaultKind.SegmentTooOften, at, use.Id.ToString(), use.Loop, use, often);
    }

    /// <summary>A segment without a place is held to the row of its id that it fits best, and to that row's syntax alone.</summary>
    private void CheckUnplaced(Guide guide, SegmentView segment)
    {
        SegmentUse? best = null;
        var least = long.MaxValue;
        foreach (var use in guide.ById[segment.Id])
        {
            var faults = FaultsIn(segment, use);
            if (faults >= least) continue;
            (best, least) = (use, faults);
        }

        if (best is not null && least > 0) WithSyntaxOnly(segment, best);
    }

    private long FaultsIn(SegmentView segment, SegmentUse use)
    {
        if (CleanSegment.IsClean(segment, use.Shape, _reader.IsDoubtful)) return 0;
        var log = new FaultLog(1);
        new ElementChecker(log).Check(segment, use);
        return log.Errors + log.Warnings;
    }

    private void WithSyntaxOnly(SegmentView segment, SegmentUse use)
    {
        var highest = _log.LevelMax;
        _log.LevelMax = 1;
        _elements.Check(segment, use);
        _log.LevelMax = highest;
    }

    /// <summary>What a loop that is open lacks may be the next segment, one place too late: it is held back until that is known.</summary>
    private void TellMissing(GuideWalker walker, SegmentView segment)
    {
        var isEnd = segment.Id == SegmentId.Se || _ended;
        foreach (var item in walker.Missing)
        {
            // A sum that lacks a term is not judged.
            _rules?.Stray(item.Segment.Id, isKnown: true);
            if (!isEnd && item.Loop is null && item.Segment.Loop == walker.State.Loop && walker.Use is { IsTrigger: false }) _held.Add((item, _log.MarkOf(segment)));
            else TellMissing(item, _log.MarkOf(segment));
        }
    }

    private void TellHeld(SegmentUse? late)
    {
        foreach (var (item, at) in _held)
            if (item.Segment != late) TellMissing(item, at);
        _held.Clear();
    }

    private void TellMissing(LoopItem item, Mark at) =>
        _log.Segment(item.Loop is null ? FaultKind.RequiredSegmentMissing : FaultKind.RequiredLoopMissing, at, item.Segment.Id.ToString(), item.Loop?.Parent ?? item.Segment.Loop, item.Segment, item);

    private void TellStanding(GuideWalker walker, Standing standing, SegmentView segment)
    {
        var loop = walker.State.Loop;
        var id = segment.Id.ToString();
        switch (standing)
        {
            case Standing.OutOfOrder: _moved = new(_log.MarkOf(segment), walker.Use!, walker.TooOften, IsOutOfOrder: true); break;
            case Standing.Entered: _rules?.Stray(loop.Items[0].Segment.Id, isKnown: true); break;
            case Standing.Unexpected: _log.Segment(FaultKind.UnexpectedSegment, segment, id, loop, null, null); break;
            case Standing.Unknown: TellUnknown(segment, id); break;
            case Standing.UnknownQualifier:
                var meant = walker.Guide.Transitions.From(walker.State.Index, segment.Id).Candidates[0].Use;
                var place = meant.Qualifier is { } q ? new ElementPlace(q.Position, q.Component) : default;
                var value = place.Component > 0 ? segment.Component(place.Position, place.Component) : segment[place.Position];
                _log.Element(FaultKind.CodeNotInGuide, segment, place, meant, meant.Qualifier, value);
                break;
        }
    }

    private void TellUnknown(SegmentView segment, string id)
    {
        var shown = id.Length > 0 ? id : Values.X12Text.Decode(segment[0]);
        var loop = _walker?.State.Loop;
        var (message, fix) = FaultTexts.Segment(FaultKind.UnknownSegment, shown, loop ?? EnvelopeGuide.St.Loop, null, null);
        _log.Add(FaultKind.UnknownSegment, _log.PlaceOf(segment) with { Segment = shown.Length > 20 ? shown[..20] : shown }, loop, default, null, message, fix);
    }
}

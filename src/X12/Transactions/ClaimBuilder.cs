using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 837 and hands out its claims, each with the levels above it.</summary>
internal sealed class ClaimBuilder : TransactionBuilder
{
    private readonly ClaimSegments _segments;
    private readonly ClaimObjects _objects;
    private readonly IDocumentListener? _listener;

    public ClaimBuilder(Envelope envelope, SegmentRange start, ClaimSegments segments, IDocumentListener? listener) : base(envelope, start)
    {
        (_segments, _listener) = (segments, listener);
        _objects = new(Facts);
        segments.Begin(envelope);
    }

    public override void Take(uint id, SegmentView segment)
    {
        if (id is Id.Clm or Id.Hl) CloseClaim();
        _segments.Take(HeldKinds.Of(id), segment, Facts);
    }

    /// <summary>The same segment after segment, with nothing between the reader and the claim.</summary>
    public override int TakePlain(X12Reader reader, int most)
    {
        unchecked
        {
            for (var taken = 0; taken < most; taken++)
            {
                if (!reader.TakePlain()) return taken;
                var segment = reader.Segment;
                var kind = HeldKinds.Of(segment.Id.Value);
                OfObject++;
                if (kind is not (HeldKind.Clm or HeldKind.Hl)) _segments.Take(kind, segment, Facts);
                else
                {
                    OfObject = 1;
                    CloseClaim();
                    _segments.Take(kind, segment, Facts);
                    if (Ready.Count > 0) return taken + 1;
                }
            }

            return most;
        }
    }

    private void CloseClaim()
    {
        if (!_segments.IsInClaim) return;
        if (_listener is not null) _listener.Claim(new(_segments), _objects);
        else Ready.Enqueue(_objects.Claim(new(_segments)));
        _segments.End();
    }

    public override void Finish(bool complete) => CloseClaim();
}

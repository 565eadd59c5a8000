using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    public override int TakePlain(X12Reader reader, int most)
    {
        var taker = new Taker(this, _segments);
        return reader.TakePlain(ref taker, most);
    }

    /// <summary>Nothing stands between the reader and the claim.</summary>
    private readonly unsafe struct Taker(ClaimBuilder builder, ClaimSegments segments) : IPlainTaker
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Hold(HeldKind kind, Vector256<byte> shared, byte* bytes, int* ends, int start, int length, int stOrdinal)
        {
            unchecked
            {
                builder.OfObject++;
                return segments.Hold(kind, shared, bytes, ends, start, length, stOrdinal);
            }
        }

        public bool Take(HeldKind kind, SegmentView segment)
        {
            if (kind is HeldKind.Clm or HeldKind.Hl)
            {
                builder.OfObject = 1;
                builder.CloseClaim();
            }

            segments.Take(kind, segment, builder.Facts);
            return builder.Ready.Count == 0;
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

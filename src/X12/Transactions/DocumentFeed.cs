using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Transactions;

/// <summary>Follows the envelope of a file and hands each transaction's segments to its builder.</summary>
/// <param name="file">The file.</param>
/// <param name="faults">Where given, receives what is wrong with the file as a file.</param>
/// <param name="listener">Who wants claims and payments as they are read.</param>
/// <param name="ofEnvelope">Where given, receives what is wrong with headers, trailers and counts of the transactions wanted.</param>
internal sealed class DocumentFeed(Stream file, ICollection<ReadFault>? faults, IDocumentListener? listener, Action<Fault>? ofEnvelope = null) : IDisposable
{
    /// <summary>The longest lawful claim, 999 lines with every segment they may have, stays far below.</summary>
    internal const int SegmentsOfObjectMax = 50_000;
    private readonly X12Reader _reader = new(file, leaveOpen: true);
    private (ClaimSegments Claims, PaymentSegments Payments)? _held;
    private readonly Queue<X12Document> _ready = new();
    private Envelope _envelope = new();
    private TransactionBuilder? _builder;
    private X12Validator? _envelopeCheck;
    private bool _atEnd, _isUnwanted;

    /// <summary>The next object of the file, null at its end.</summary>
    public X12Document? Next()
    {
        while (_ready.Count == 0)
        {
            if (_builder is { } builder && TakePlain(builder)) continue;
            if (!Step()) return null;
        }

        return _ready.Dequeue();
    }

    /// <summary>Segments of a transaction come by the thousand: those of the block that are plain go to their builder at one go, until something is ready.</summary>
    private bool TakePlain(TransactionBuilder builder)
    {
        if (builder.PassesOver) return PassOver(builder);
        // Near the limit they are taken one by one.
        if (builder.OfObject > SegmentsOfObjectMax - PlainMax) return false;
        var taken = builder.TakePlain(_reader, PlainMax);
        if (builder.Ready.Count > 0) Drain(builder);
        return taken > 0;
    }

    /// <summary>What nobody asks for up to the next claim.</summary>
    private bool PassOver(TransactionBuilder builder)
    {
        var passed = _reader.PassPlainBefore("CL"u8, "LX"u8, "PL"u8, SegmentsOfObjectMax - builder.OfObject);
        builder.OfObject += passed;
        if (passed > 0) builder.Passed(_reader.EndOfSegment, _reader.StOrdinal);
        if (!_reader.TakePlain()) return passed > 0;
        var segment = _reader.Segment;
        TakeBody(builder, segment);
        return true;
    }

    // A call is short, so that it is soon compiled at its best.
    private const int PlainMax = 256;

    /// <summary>The segment taken last, and what was wrong with the file before it.</summary>
    internal X12Reader Reader => _reader;

    /// <summary>Whether the file is over, so that the reader has no segment.</summary>
    internal bool IsAtEnd => _atEnd;

    /// <summary>An object that is whole; null when the next segments are needed for one.</summary>
    internal X12Document? Ready() => _ready.TryDequeue(out var document) ? document : null;

    /// <summary>Takes one segment; false when the file was over already.</summary>
    internal bool Step()
    {
        if (_atEnd) return false;
        if (_isUnwanted) _reader.PassPlain();
        _atEnd = !_reader.Read();
        if (_reader.HasFaults) Tell();
        if (ofEnvelope is not null) CheckEnvelope(ofEnvelope);
        if (_atEnd)
        {
            Finish(complete: false);
            return true;
        }

        var segment = _reader.Segment;
        if (_builder is null || segment.MayBeOfEnvelope) Take(segment.WithoutIndent());
        else TakeBody(_builder, segment);
        return true;
    }

    private void CheckEnvelope(Action<Fault> told)
    {
        _envelopeCheck ??= X12Validator.OfEnvelope(_reader);
        foreach (var fault in _envelopeCheck.LookAtEnvelope(_atEnd)) told(fault);
    }

    private void Tell()
    {
        if (faults is null) return;
        foreach (var fault in _reader.Faults)
            if (fault.Kind != FaultKind.LeadingBytes) faults.Add(fault);
    }

    private void TakeBody(TransactionBuilder builder, SegmentView segment)
    {
        var id = segment.Id.Value;
        if (!IsWithinLimit(builder, id, segment)) return;
        builder.Take(id, segment);
        if (builder.Ready.Count > 0) Drain(builder);
    }

    private void Take(SegmentView segment)
    {
        var at = SegmentRange.Of(segment, _envelope.St);
        var id = segment.Id;
        if (id == SegmentId.Isa) OpenInterchange(segment);
        else if (id == SegmentId.Gs) OpenGroup(segment);
        else if (id == SegmentId.St) OpenTransaction(segment, at);
        else if (id == SegmentId.Se) Finish(complete: true, at);
        else if (id == SegmentId.Ge || id == SegmentId.Iea) Finish(complete: false);
        else if (id == SegmentId.Ta1 && _builder is null) _ready.Enqueue(AcknowledgmentBuilder.Ta1(segment, _envelope, at));
        else if (_builder is { } builder) TakeBody(builder, segment);
    }

    /// <summary>One claim that goes on and on would fill the memory: beyond the limit its segments are left out, and that is told once.</summary>
    private bool IsWithinLimit(TransactionBuilder builder, uint id, SegmentView segment)
    {
        builder.Count(id);
        if (builder.OfObject <= SegmentsOfObjectMax) return true;
        if (builder.OfObject == SegmentsOfObjectMax + 1) faults?.Add(new(FaultKind.ObjectTooLong, segment.Offset, _reader.Line, segment.Ordinal));
        // So that it does not come round again, however many follow.
        builder.OfObject = SegmentsOfObjectMax + 1;
        return false;
    }

    private void Drain(TransactionBuilder builder)
    {
        while (builder.Ready.TryDequeue(out var document)) _ready.Enqueue(document);
    }

    private void Finish(bool complete, SegmentRange? trailer = null)
    {
        _isUnwanted = false;
        if (_builder is not { } builder) return;
        if (trailer is { } at) builder.End(at);
        builder.Finish(complete);
        Drain(builder);
        _builder = null;
        _envelope = _envelope with { TransactionId = "", St = "", ImplementationReference = "" };
    }

    private void OpenInterchange(SegmentView segment)
    {
        Finish(complete: false);
        _envelope = new()
        {
            SenderQualifier = Trimmed(segment, 5), SenderId = Trimmed(segment, 6), ReceiverQualifier = Trimmed(segment, 7), ReceiverId = Trimmed(segment, 8),
            InterchangeDate = Trimmed(segment, 9), InterchangeTime = Trimmed(segment, 10), InterchangeControlNumber = Trimmed(segment, 13),
            UsageIndicator = Trimmed(segment, 15),
        };
    }

    private void OpenGroup(SegmentView segment)
    {
        Finish(complete: false);
        _envelope = _envelope with
        {
            FunctionalId = Trimmed(segment, 1),
            ApplicationSender = Trimmed(segment, 2),
            ApplicationReceiver = Trimmed(segment, 3),
            GroupControlNumber = Trimmed(segment, 6),
            Version = Trimmed(segment, 8),
        };
    }

    private void OpenTransaction(SegmentView segment, SegmentRange at)
    {
        Finish(complete: false);
        _envelope = _envelope with
        {
            TransactionId = Trimmed(segment, 1),
            St = Trimmed(segment, 2),
            ImplementationReference = Trimmed(segment, 3),
        };
        _isUnwanted = listener?.Wants(_envelope.TransactionId) == false;
        if (_isUnwanted) return;
        _builder = TransactionBuilder.For(_envelope, at with { St = _envelope.St }, _held ??= (new(_reader), new(_reader)), listener);
    }

    private static string Trimmed(SegmentView segment, int element) => segment.Text(element)?.Trim() ?? "";

    public void Dispose() => _reader.Dispose();
}

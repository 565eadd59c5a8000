using System.Buffers;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

/// <summary>Segments of an answer, handed on as they are written. Every value was made sendable before (<see cref="Answerable"/>), so that the usual separators always serve.</summary>
internal sealed class AnswerSegments(AnswerBytes to)
{
    private const int HeldMax = 64 * 1024;
    private readonly SegmentBuffer _held = new(Rules);
    private readonly ArrayBufferWriter<byte> _piece = new();

    public static WritingRules Rules { get; } = new() { Clean = true, Delimiters = new((byte)'*', (byte)':', (byte)'^', (byte)'~') };

    /// <summary>How many were written.</summary>
    public int Count { get; private set; }

    public void Segment(string id, params ReadOnlySpan<X12Value> elements)
    {
        _held.Append(id, elements);
        Count++;
        if (_held.Length >= HeldMax) Flush();
    }

    /// <summary>What was written since the last time begins anew elsewhere.</summary>
    public void Restart() => Count = 0;

    public void Flush()
    {
        _held.EmitHeld(Rules.Delimiters!.Value, _piece);
        to.Write(_piece.WrittenSpan);
        _piece.ResetWrittenCount();
    }
}

/// <summary>An interchange that answers, handed on as it is written.</summary>
internal sealed class AnswerWriter(InterchangeFields header)
{
    private const int HeldMax = 64 * 1024;
    private readonly X12Writer _writer = new(header, AnswerSegments.Rules);
    private readonly ArrayBufferWriter<byte> _piece = new();

    private readonly AnswerBytes _bytes = new();

    public void BeginGroup(GroupFields group) => _writer.BeginGroup(group);

    public void EndGroup() => _writer.EndGroup();

    public void BeginTransaction(string id, string controlNumber, string implementation) => _writer.BeginTransaction(id, controlNumber, implementation);

    public void InterchangeAcknowledgment(string controlNumber, string date, string time, string verdict, string note) => _writer.InterchangeAcknowledgment(controlNumber, date, time, verdict, note);

    public void Segment(string id, params ReadOnlySpan<X12Value> elements)
    {
        _writer.Segment(id, elements);
        if (_writer.Held >= HeldMax) Flush();
    }

    /// <summary>Takes segments of the transaction set that were written apart.</summary>
    public void Include(AnswerBytes segments, int count)
    {
        Flush();
        segments.CopyTo(_bytes);
        _writer.Count(count);
    }

    /// <summary>Ends what is open; the bytes are the caller's.</summary>
    public AnswerBytes End()
    {
        // Every value was made sendable before it was given to the writer.
        if (_writer.WriteTo(_piece) is WriteOutcome.Refused refused) throw new InvalidOperationException(refused.Findings[0].Message);
        _bytes.Write(_piece.WrittenSpan);
        return _bytes;
    }

    private void Flush()
    {
        _writer.EmitHeld(_piece);
        _bytes.Write(_piece.WrittenSpan);
        _piece.ResetWrittenCount();
    }
}

using System.Buffers;
using System.Globalization;

namespace CleanClaim.X12.Writing;

/// <summary>
/// Writes one interchange. Counts and trailing control numbers are computed, absent elements at the end left off. A value
/// can never change the shape of the file: separators are chosen that no value holds, and what cannot be written is a
/// finding with its place, in which case nothing is written at all.
/// </summary>
/// <example><code>
/// var writer = new X12Writer(interchange);
/// writer.BeginGroup(group);
/// writer.BeginTransaction("837", "0001", "005010X222A2");
/// writer.Segment("BHT", "0019", "00", "1", "20260105", "1200", "CH");
/// var outcome = writer.WriteTo(stream);
/// </code></example>
public sealed class X12Writer
{
    private readonly InterchangeFields _interchange;
    private readonly SegmentBuffer _buffer;
    private readonly WritingRules _rules;
    private readonly GuideOrder? _order;
    private GroupFields? _group;
    private string? _transaction;
    private int _groups, _groupTransactions, _transactions, _segments;
    private bool _ended, _isHeaderWritten;

    public X12Writer(InterchangeFields interchange, WritingRules? rules = null)
    {
        _interchange = interchange;
        _rules = rules ?? new();
        _buffer = new(_rules);
        _order = _rules.Guide is { } guide ? new(guide) : null;
        ThrowUnlessControlNumber(interchange.ControlNumber);
        if (_rules.Delimiters is { AreUsable: false }) throw new ArgumentException("The separators asked for cannot be told apart.", nameof(rules));
    }

    /// <summary>What could not be written so far.</summary>
    public IReadOnlyList<WriteFinding> Findings => _buffer.Findings;

    /// <summary>The number in its transaction set of the segment written last; 1 is the ST.</summary>
    public int StOrdinal { get; private set; }

    public void BeginGroup(GroupFields group)
    {
        EndGroup();
        ThrowUnlessControlNumber(group.ControlNumber);
        _group = group;
        _groups++;
        _groupTransactions = 0;
        Put("GS", [group.FunctionalId, group.SenderCode, group.ReceiverCode, X12Value.Date(group.Date), X12Value.Time(group.Time),
            X12Value.Count(group.ControlNumber), "X", group.Version]);
    }

    /// <summary>Begins a transaction set; its control number (ST02) must be unique in the group, which is the caller's to see to.</summary>
    /// <param name="id">ST01, e.g. 837.</param>
    /// <param name="controlNumber">ST02, 4 to 9 characters.</param>
    /// <param name="implementation">ST03, or null where the transaction has none (the 835).</param>
    public void BeginTransaction(string id, string controlNumber, string? implementation)
    {
        if (_group is null) throw new InvalidOperationException("A transaction set stands in a group: call BeginGroup first.");
        EndTransaction();
        _transaction = controlNumber;
        _transactions++;
        _groupTransactions++;
        StOrdinal = 0;
        Put("ST", [id, controlNumber, implementation]);
    }

    /// <summary>Writes a segment of the transaction set: its elements in order, null for one that is absent.</summary>
    /// <exception cref="InvalidOperationException">The guide that the rules name has no such segment here, or one before it is missing.</exception>
    public void Segment(string id, params ReadOnlySpan<X12Value> elements)
    {
        if (_transaction is null) throw new InvalidOperationException("A segment stands in a transaction set: call BeginTransaction first.");
        Put(id, elements);
    }

    public void EndTransaction()
    {
        if (_transaction is null) return;
        Put("SE", [X12Value.Count(StOrdinal + 1), _transaction]);
        _transaction = null;
        StOrdinal = 0;
    }

    public void EndGroup()
    {
        if (_group is null) return;
        EndTransaction();
        Put("GE", [X12Value.Count(_groupTransactions), X12Value.Count(_group.ControlNumber)]);
        _group = null;
    }

    /// <summary>Writes a TA1 that answers an interchange; it stands before any group.</summary>
    /// <param name="controlNumber">ISA13 of the interchange that is answered, nine digits.</param>
    /// <param name="date">Its ISA09, as it stands.</param>
    /// <param name="time">Its ISA10.</param>
    /// <param name="verdict">A accepted, E accepted with errors, R rejected.</param>
    /// <param name="note">What is wrong, 000 to 031.</param>
    public void InterchangeAcknowledgment(string controlNumber, string date, string time, string verdict, string note)
    {
        if (_groups > 0) throw new InvalidOperationException("A TA1 stands before the first group.");
        Put("TA1", [controlNumber, date, time, verdict, note]);
    }

    /// <summary>Ends what is open and writes the interchange, or nothing when there are findings. The writer is used up.</summary>
    public WriteOutcome WriteTo(Stream stream)
    {
        using var pieces = new StreamPieces(stream);
        var outcome = WriteTo(pieces);
        pieces.Flush();
        return outcome;
    }

    /// <inheritdoc cref="WriteTo(Stream)"/>
    public WriteOutcome WriteTo(IBufferWriter<byte> output)
    {
        if (_ended) throw new InvalidOperationException("The interchange was written already.");
        EndGroup();
        _ended = true;
        Put("IEA", [X12Value.Count(_groups), Control(_interchange.ControlNumber)]);
        if (_isHeaderWritten && _rules.Delimiters is { } used) return EmitRest(used, output);
        var header = Header();
        var delimiters = _buffer.ChooseDelimiters();
        WriteOutcome outcome = delimiters is { } chosen && Findings.Count == 0
            ? new WriteOutcome.Written(chosen, _buffer.Emit(header, chosen, output), _segments + 1, _transactions)
            : new WriteOutcome.Refused(Findings);
        _buffer.Release();
        return outcome;
    }

    /// <summary>How many bytes wait to be written.</summary>
    internal int Held => _buffer.Length;

    /// <summary>Hands on what was written so far and forgets it; the separators were demanded, and no value may bring about a finding.</summary>
    internal void EmitHeld(IBufferWriter<byte> output)
    {
        var delimiters = _rules.Delimiters ?? throw new InvalidOperationException("Separators are chosen once every value is known.");
        if (!_isHeaderWritten) _buffer.EmitHeader(Header(), delimiters, output);
        _isHeaderWritten = true;
        _buffer.EmitHeld(delimiters, output);
    }

    /// <summary>Counts segments of the transaction set that the caller puts there itself.</summary>
    internal void Count(int segments)
    {
        StOrdinal += segments;
        _segments += segments;
    }

    private WriteOutcome EmitRest(Delimiters delimiters, IBufferWriter<byte> output)
    {
        var length = _buffer.Length;
        _buffer.EmitHeld(delimiters, output);
        _buffer.Release();
        return Findings.Count == 0 ? new WriteOutcome.Written(delimiters, length, _segments + 1, _transactions) : new WriteOutcome.Refused(Findings);
    }

    /// <summary>The ISA's elements 1 to 15, padded to their widths; the version decides the meaning of ISA11.</summary>
    private string[] Header()
    {
        var i = _interchange;
        var blank = new string(' ', 10);
        return
        [
            "00", blank, "00", blank, Fixed("ISA05", i.SenderQualifier, 2), Fixed("ISA06", i.SenderId, 15), Fixed("ISA07", i.ReceiverQualifier, 2),
            Fixed("ISA08", i.ReceiverId, 15), i.Date.ToString("yyMMdd", CultureInfo.InvariantCulture), i.Time.ToString("HHmm", CultureInfo.InvariantCulture),
            "^", "00501", Control(i.ControlNumber), i.AcknowledgmentRequested ? "1" : "0", i.IsTest ? "T" : "P",
        ];
    }

    private string Fixed(string place, string text, int width)
    {
        var value = _buffer.Checked(text, place) ?? "";
        if (value.Length > width) _buffer.Find(FaultKind.ElementTooLong, place, text, $"{place} holds at most {width} characters: shorten it.");
        return value.PadRight(width)[..width];
    }

    private void Put(string id, ReadOnlySpan<X12Value> elements)
    {
        _segments++;
        StOrdinal++;
        _buffer.At(_transaction ?? "", _transaction is null ? 0 : StOrdinal);
        var segment = _buffer.Append(id, elements);
        if (_transaction is not null) _order?.Follow(segment, StOrdinal);
    }

    private static string Control(int value) => value.ToString("000000000", CultureInfo.InvariantCulture);

    private static void ThrowUnlessControlNumber(int number)
    {
        if (number is < 1 or > 999_999_999) throw new ArgumentOutOfRangeException(nameof(number), "A control number is 1 to 999,999,999.");
    }
}

using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 999, or a 997 with its AK3, AK4, AK5 in place of IK3, IK4, IK5.</summary>
internal sealed class AcknowledgmentBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<TransactionAcknowledgment> _transactions = [];
    private readonly List<SegmentFault> _faults = [];
    private readonly List<ElementFault> _elements = [];
    private readonly List<SegmentText> _contexts = [], _kept = [];
    private readonly List<(string, string?)> _businessUnits = [];
    private Acknowledgment999 _whole = new() { Envelope = envelope, Where = start };
    private TransactionAcknowledgment? _transaction;
    private SegmentFault? _fault;

    public static InterchangeAcknowledgment Ta1(SegmentView segment, Envelope envelope, SegmentRange at) => new()
    {
        Envelope = envelope, Where = at, ControlNumber = segment.Text(1)?.Trim(), Date = segment.Text(2), Time = segment.Text(3),
        Status = segment.Text(4), Note = segment.Text(5),
    };

    protected override void Take(string id, SegmentView segment)
    {
        switch (id)
        {
            case "AK1":
                _whole = _whole with { FunctionalId = segment.Text(1), AnsweredGroup = segment.Text(2), AnsweredVersion = segment.Text(3) };
                break;
            case "AK2":
                CloseTransaction();
                _transaction = new() { TransactionId = segment.Text(1), AnsweredSt = segment.Text(2), Implementation = segment.Text(3), Where = Facts.At };
                break;
            case "IK3" or "AK3":
                CloseFault();
                _fault = new()
                {
                    SegmentId = segment.Text(1), Position = Facts.Integer(segment, 2), Loop = segment.Text(3), Code = segment.Text(4), Where = Facts.At,
                };
                break;
            case "CTX":
                Context(segment);
                break;
            case "IK4" or "AK4":
                Element(segment);
                break;
            case "IK5" or "AK5":
                CloseFault();
                _transaction = (_transaction ?? new() { Where = Facts.At }) with { Status = segment.Text(1), Codes = Codes(segment, 2) };
                break;
            case "AK9":
                CloseTransaction();
                _whole = _whole with
                {
                    Status = segment.Text(1),
                    Included = Facts.Number(segment, 2),
                    Received = Facts.Number(segment, 3),
                    AcceptedCount = Facts.Number(segment, 4),
                    Codes = Codes(segment, 5),
                };
                break;
            default:
                _kept.Add(Facts.Text(segment));
                break;
        }

        if (_transaction is not null) _transaction = _transaction with { Where = _transaction.Where.Through(Facts.At) };
        if (_fault is not null) _fault = _fault with { Where = _fault.Where.Through(Facts.At) };
    }

    private void Context(SegmentView segment)
    {
        if (_fault is null) _kept.Add(Facts.Text(segment));
        else _contexts.Add(Facts.Text(segment));
        var parts = SegmentFacts.Components(segment, 1);
        if (_fault is not null && parts.Length > 0 && parts[0] != "SITUATIONAL TRIGGER") _businessUnits.Add((parts[0], SegmentFacts.Part(parts, 2)));
    }

    private void Element(SegmentView segment)
    {
        var parts = SegmentFacts.Components(segment, 1);
        _elements.Add(new(Facts.Integer(SegmentFacts.Part(parts, 1), segment, 1), Facts.Integer(SegmentFacts.Part(parts, 2), segment, 1),
            Facts.Integer(SegmentFacts.Part(parts, 3), segment, 1), segment.Text(2), segment.Text(3), segment.Text(4), Facts.At));
    }

    private static List<string> Codes(SegmentView segment, int from)
    {
        var codes = new List<string>();
        for (var i = from; i <= segment.Count; i++)
            if (segment.Text(i) is { } code) codes.Add(code);
        return codes;
    }

    private void CloseFault()
    {
        if (_fault is not null)
            _faults.Add(_fault with { Elements = [.. _elements], Contexts = [.. _contexts], BusinessUnits = [.. _businessUnits] });
        _fault = null;
        _elements.Clear();
        _contexts.Clear();
        _businessUnits.Clear();
    }

    private void CloseTransaction()
    {
        CloseFault();
        if (_transaction is not null) _transactions.Add(_transaction with { Faults = [.. _faults] });
        _transaction = null;
        _faults.Clear();
    }

    public override void Finish(bool complete)
    {
        CloseTransaction();
        Ready.Enqueue(_whole with { Transactions = _transactions, Kept = _kept, Unread = Facts.TakeUnread(), Where = Where });
    }
}

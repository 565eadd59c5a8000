using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

/// <summary>What there is to say about one interchange. Its 999 is written as the groups are read, and thrown away when the interchange turns out to be rejected.</summary>
internal sealed class InterchangeAnswer(SegmentView isa, AnswerFields fields)
{
    /// <summary>Faults that a 999 spells out; beyond, sets are rejected without their faults, so that an answer stays below some megabytes.</summary>
    private const int DetailsMax = 100_000;

    // TA105 for a fault in an element of the ISA, by the element's position (X12.5, code list I18).
    private static readonly string[] NotesByElement =
        ["000", "010", "011", "012", "013", "005", "006", "007", "008", "014", "015", "016", "017", "018", "019", "020", "027"];

    private readonly string[] _isa = [.. Elements(isa)];
    private string? _note;
    private bool _isRejected;
    private GroupAnswer? _begun;

    private GroupAnswer? _endedGroup;
    private AnswerWriter? _answer, _claims;
    private int _claimSets, _groups, _detailsLeft = DetailsMax;
    private bool _hasOthers;

    /// <summary>ISA13.</summary>
    public string ControlNumber => _isa[13];

    /// <summary>The group under way, or the last one; null before the first.</summary>
    public GroupAnswer? Group { get; private set; }

    /// <summary>ISA13 of its first answer; final before its first group. A TA1 that was asked for is the first, one that faults bring about the last.</summary>
    public int FirstNumber { private get; set; }

    private bool IsTa1Asked => _isa[14] == "1";

    private int NumberOf999 => FirstNumber + (IsTa1Asked ? 1 : 0);

    private int NumberOf277 => NumberOf999 + 1;

    public void BeginGroup(SegmentView gs)
    {
        (_endedGroup, Group) = (Group, new(gs) { Accepted = AnswerClaims });
        _hasOthers |= !Group.IsAnswer;
    }

    /// <summary>The group that a fault is of: that of a group without trailer comes to light with the next one's header.</summary>
    public GroupAnswer? GroupOf(Fault fault) =>
        _endedGroup is { } ended && (fault.Kind is FaultKind.GroupTrailerMissing or FaultKind.TransactionTrailerMissing || (fault.Group == ended.ControlNumber && fault.Group != Group?.ControlNumber)) ? ended : Group;

    /// <summary>Writes what has ended, now that its last faults are known.</summary>
    public void LeaveEnded()
    {
        if (_endedGroup is { } ended) Close(ended);
        _endedGroup = null;
        if (Group is { IsAnswer: false } group && Begun(group) is { } writer) group.LeaveEnded(writer, ref _detailsLeft);
    }

    private void Close(GroupAnswer group)
    {
        if (!group.IsAnswer && Begun(group) is { } writer) group.Close(writer, ref _detailsLeft);
        _begun = null;
    }

    /// <summary>The 999 with the group's header in it.</summary>
    private AnswerWriter Begun(GroupAnswer group)
    {
        var header = Fields(NumberOf999);
        _answer ??= new(header);
        if (_begun == group) return _answer;
        _begun = group;
        group.Begin(_answer, fields, header, NumberOf999 + _groups++);
        return _answer;
    }

    /// <summary>A transaction set of the 277CA for one of claims that the 999 accepts.</summary>
    private void AnswerClaims(GroupAnswer group, AnsweredClaims claims)
    {
        if (claims.Settled() is not { } answer) return;
        var header = Fields(NumberOf277);
        if (_claims is null)
        {
            _claims = new(header);
            _claims.BeginGroup(group.Header(fields, header, NumberOf277, "HN", ClaimsAnswer.Version));
        }

        var number = (++_claimSets).ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
        _claims.BeginTransaction("277", number, ClaimsAnswer.Version);
        answer.Write(_claims, $"{NumberOf277}-{number}");
    }

    public void Add(Fault fault)
    {
        var code = FaultCodes.Of(fault.Kind);
        var note = code.Part == AnswerPart.Ta1 ? code.Code : fault.Place.Segment == "IEA" ? "021" : NotesByElement[Math.Min(fault.Element.Position, 16)];
        _note ??= note;
        // Odd widths, a strange qualifier or indentation were read all the same.
        _isRejected |= code.Part == AnswerPart.Ta1 && fault.Kind != FaultKind.InterchangeHeaderWidth;
    }

    /// <summary>The interchange is over: its TA1, where one is due, its 999, and its 277CA where claims are answered.</summary>
    public IEnumerable<Answer> End()
    {
        LeaveEnded();
        if (Group is { } last) Close(last);
        var verdict = _isRejected ? "R" : _note is null ? "A" : "E";
        var has999 = _hasOthers && !_isRejected;
        if ((_note is not null || IsTa1Asked) && !(!_hasOthers && _note is null))
        {
            var writer = new AnswerWriter(Fields(FirstNumber + (has999 && !IsTa1Asked ? _claims is null ? 1 : 2 : 0)));
            writer.InterchangeAcknowledgment(Answerable.Digits(_isa[13], 9), SentOn(), SentAt(), verdict, _note ?? "000");
            yield return new(AnswerKind.Ta1, _isa[13], writer.End());
        }

        if (has999 && _answer is { } answer) yield return new(AnswerKind.Implementation999, _isa[13], answer.End());
        if (has999 && _claims is { } claims) yield return new(AnswerKind.Claims277, _isa[13], claims.End());
    }

    private static IEnumerable<string> Elements(SegmentView isa)
    {
        var elements = new string[17];
        for (var i = 0; i < elements.Length; i++) elements[i] = X12Text.Decode(isa[i]).Trim();
        return elements;
    }

    /// <summary>The header turned round: who received now sends.</summary>
    private InterchangeFields Fields(int control) => new()
    {
        SenderQualifier = Qualifier(_isa[7]), SenderId = Answerable.Text(_isa[8], 15), ReceiverQualifier = Qualifier(_isa[5]),
        ReceiverId = Answerable.Text(_isa[6], 15), Date = fields.Date, Time = fields.Time, ControlNumber = control, IsTest = _isa[15] == "T",
    };

    /// <summary>ISA09 as it stands; where it is no day, which a TA1 may not copy, the day of the answer.</summary>
    private string SentOn() =>
        _isa[9].Length == 6 && X12Dates.ParseDate(System.Text.Encoding.Latin1.GetBytes(_isa[9])).HasValue ? _isa[9] : fields.Date.ToString("yyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    private string SentAt() => _isa[10].Length == 4 && X12Dates.ParseTime(System.Text.Encoding.Latin1.GetBytes(_isa[10])).HasValue ? _isa[10] : "0000";

    /// <summary>A qualifier that does not exist would make a faulty answer; mutually defined (ZZ) is always lawful.</summary>
    private static string Qualifier(string text) => EnvelopeGuide.Isa.Elements[4].Codes!.Contains(System.Text.Encoding.Latin1.GetBytes(text)) ? text : "ZZ";
}

/// <summary>Values of a faulty file made fit to be sent back.</summary>
internal static class Answerable
{
    /// <summary>Printable ASCII without our own separators, a question mark for anything else, not longer than the field.</summary>
    public static string Text(string? text, int maxLength)
    {
        var plain = new string([.. (text ?? "").Where(c => c is not ('*' or ':' or '^' or '~')).Select(c => c is >= ' ' and <= '~' ? c : '?')]).Trim();
        return plain.Length > maxLength ? plain[..maxLength].TrimEnd() : plain;
    }

    /// <summary>The same where something must stand: question marks for what is missing.</summary>
    public static string Needed(string? text, int maxLength, int least = 1) => Text(text, maxLength).PadRight(least, '?');

    /// <summary>A control number of one to nine digits as it stands; zero for what is none.</summary>
    public static string Number(string text) => text.Length is >= 1 and <= 9 && text.All(char.IsAsciiDigit) ? text : "0";

    /// <summary>Digits, padded with zeros to the field's width; zeros for what is no number.</summary>
    public static string Digits(string text, int width) => text.Length <= width && text.All(char.IsAsciiDigit) ? text.PadLeft(width, '0') : new('0', width);
}

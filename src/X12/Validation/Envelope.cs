using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Follows interchanges, groups and transaction sets: what is open, whether headers and trailers agree, whether counts are
/// true. A missing trailer never ends the reading; the next header closes what was open.
/// </summary>
internal sealed class Envelope(FaultLog log, ElementChecker elements)
{
    private const int NumbersKept = 100_000;
    private readonly HashSet<string> _interchanges = new(StringComparer.Ordinal), _groupNumbers = new(StringComparer.Ordinal), _sets = new(StringComparer.Ordinal);
    private bool _toldStray;
    private int _groupsHere, _setsHere, _answersHere;

    public bool InInterchange { get; private set; }

    public bool InGroup { get; private set; }

    public bool InTransaction { get; private set; }

    public int Interchanges { get; private set; }

    public int Groups { get; private set; }

    public int Transactions { get; private set; }

    /// <summary>GS01.</summary>
    public string GroupId { get; private set; } = "";

    /// <summary>GS08.</summary>
    public string Version { get; private set; } = "";

    public void OpenInterchange(SegmentView isa, bool hasStandardWidth)
    {
        CloseInterchange(isa);
        InInterchange = true;
        Interchanges++;
        (_groupsHere, _answersHere, _toldStray) = (0, 0, false);
        _groupNumbers.Clear();
        log.Interchange = isa.Text(13) ?? "";
        if (hasStandardWidth) elements.Check(isa, EnvelopeGuide.Isa);
        if (!First(_interchanges, $"{isa.Text(6)}|{isa.Text(8)}|{isa.Text(13)}"))
            Differ(FaultKind.InterchangeControlDuplicate, isa, 13, $"Control number ISA13 {log.Interchange} stands in an earlier interchange of this file too.",
                "Give every interchange its own control number.");
    }

    public void OpenGroup(SegmentView gs)
    {
        CloseGroup(gs);
        InGroup = true;
        Groups++;
        _groupsHere++;
        (_setsHere, _toldStray) = (0, false);
        _sets.Clear();
        (GroupId, Version) = (gs.Text(1) ?? "", gs.Text(8)?.Trim() ?? "");
        log.Group = gs.Text(6) ?? "";
        elements.Check(gs, EnvelopeGuide.Gs);
        if (!First(_groupNumbers, log.Group.TrimStart('0')))
            Differ(FaultKind.GroupControlDuplicate, gs, 6, $"Control number GS06 {log.Group} stands in an earlier group of this interchange too.", "Give every group its own control number.");
    }

    public void OpenTransaction(SegmentView st)
    {
        CloseTransaction(st);
        if (!InGroup) Missing(FaultKind.GroupHeaderMissing, st);
        InTransaction = true;
        Transactions++;
        _setsHere++;
        _toldStray = false;
        (log.St, log.Transaction, log.TransactionErrors) = (st.Text(2) ?? "", st.Text(1) ?? "", 0);
        if (!First(_sets, log.St))
            Differ(FaultKind.TransactionControlDuplicate, st, 2, $"Control number ST02 {log.St} stands in an earlier transaction set of this group too.",
                "Give every transaction set of a group its own control number.");
    }

    /// <summary>The SE: its count and control number against what was read.</summary>
    public void EndTransaction(SegmentView se)
    {
        if (se.Number(1).OrNull is { } stated && stated.InUnitsOf(0) != se.StOrdinal)
            Differ(FaultKind.TransactionSegmentCount, se, 1, $"SE01 says {stated} segments, but there are {se.StOrdinal} from ST to SE.", $"Write {se.StOrdinal}; if the sender counts right, segments were lost.");
        if ((se.Text(2) ?? "") != log.St)
            Differ(FaultKind.TransactionControlMismatch, se, 2, $"SE02 {se.Text(2)} is not the ST02 {log.St} it closes.", "Write the control number of the ST.");
        InTransaction = false;
    }

    /// <summary>After the SE's faults were reported under the transaction set.</summary>
    public void LeaveTransaction() => (log.St, log.Transaction) = ("", "");

    public void EndGroup(SegmentView ge)
    {
        CloseTransaction(ge);
        elements.Check(ge, EnvelopeGuide.Ge);
        if (!InGroup) Missing(FaultKind.GroupHeaderMissing, ge);
        else
        {
            if (ge.Number(1).OrNull is { } stated && stated.InUnitsOf(0) != _setsHere)
                Differ(FaultKind.GroupTransactionCount, ge, 1, $"GE01 says {stated} transaction sets, but there are {_setsHere}.", $"Write {_setsHere}.");
            if (!SameNumber(ge.Text(2), log.Group))
                Differ(FaultKind.GroupControlMismatch, ge, 2, $"GE02 {ge.Text(2)} is not the GS06 {log.Group} it closes.", "Write the control number of the GS.");
        }

        (InGroup, log.Group) = (false, "");
    }

    public void EndInterchange(SegmentView iea)
    {
        CloseGroup(iea);
        elements.Check(iea, EnvelopeGuide.Iea);
        if (InInterchange)
        {
            if (iea.Number(1).OrNull is { } stated && stated.InUnitsOf(0) != _groupsHere)
                Differ(FaultKind.InterchangeGroupCount, iea, 1, $"IEA01 says {stated} groups, but there are {_groupsHere}.", $"Write {_groupsHere}.");
            if (!SameNumber(iea.Text(2), log.Interchange))
                Differ(FaultKind.InterchangeControlMismatch, iea, 2, $"IEA02 {iea.Text(2)} is not the ISA13 {log.Interchange} it closes.", "Write the control number of the ISA.");
            if (_groupsHere + _answersHere == 0) Missing(FaultKind.InterchangeEmpty, iea);
        }

        (InInterchange, log.Interchange) = (false, "");
    }

    public void Answer(SegmentView ta1)
    {
        _answersHere++;
        if (InGroup) Missing(FaultKind.SegmentOutsideTransaction, ta1);
        if (EnvelopeGuide.Ta1 is { } use) elements.Check(ta1, use);
    }

    /// <summary>A segment outside any transaction set; a run of them is told once.</summary>
    public void Stray(SegmentView segment)
    {
        if (_toldStray) return;
        _toldStray = true;
        Missing(!InGroup ? FaultKind.GroupHeaderMissing : FaultKind.TransactionHeaderMissing, segment);
    }

    /// <summary>Closes what is open although its trailer did not come; <paramref name="at"/> is what came instead.</summary>
    public void CloseInterchange(SegmentView at)
    {
        CloseGroup(at);
        if (InInterchange) Missing(FaultKind.InterchangeTrailerMissing, at);
        (InInterchange, log.Interchange) = (false, "");
    }

    public void CloseTransaction(SegmentView at)
    {
        if (InTransaction) Missing(FaultKind.TransactionTrailerMissing, at);
        InTransaction = false;
        LeaveTransaction();
    }

    private void CloseGroup(SegmentView at)
    {
        CloseTransaction(at);
        if (InGroup) Missing(FaultKind.GroupTrailerMissing, at);
        (InGroup, log.Group) = (false, "");
    }

    /// <summary>The end of the file: every trailer that did not come is missing, at the file's last byte.</summary>
    public void EndFile(long length, int line)
    {
        var place = new Place("", length, line, 0);
        void Tell(FaultKind kind, string segment)
        {
            var (message, fix) = FaultTexts.File(kind);
            log.Add(kind, place with { Segment = segment }, null, default, null, message, fix);
        }

        if (InTransaction) Tell(FaultKind.TransactionTrailerMissing, "SE");
        LeaveTransaction();
        if (InGroup) Tell(FaultKind.GroupTrailerMissing, "GE");
        log.Group = "";
        if (InInterchange) Tell(FaultKind.InterchangeTrailerMissing, "IEA");
        (InInterchange, InGroup, InTransaction) = (false, false, false);
    }

    private void Missing(FaultKind kind, SegmentView at)
    {
        var (message, fix) = FaultTexts.File(kind);
        log.Add(kind, log.PlaceOf(at), null, default, null, message, fix);
    }

    private void Differ(FaultKind kind, SegmentView segment, int element, string message, string fix) =>
        log.Element(kind, segment, new(element), null, segment[element], message, fix);

    private static bool First(HashSet<string> seen, string number) => number.Length == 0 || seen.Count >= NumbersKept || seen.Add(number);

    private static bool SameNumber(string? left, string right) => (left ?? "").Trim().TrimStart('0') == right.Trim().TrimStart('0');
}

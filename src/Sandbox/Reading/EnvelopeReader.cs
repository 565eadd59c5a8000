using System.Globalization;
using System.Text;

namespace CleanClaim.Sandbox.Reading;

/// <summary>What a file was: interchanges, or nothing that can be answered in X12.</summary>
internal sealed record EnvelopeReading(IReadOnlyList<Interchange> Interchanges, string? Unreadable);

/// <summary>
/// Bytes to interchanges, groups and transactions, with the envelope's counts and control numbers checked.
/// Written apart from the engine on purpose: two readings of the same rules must agree. Source: ASC X12 005010 X12.5, X12.6.
/// </summary>
internal static class EnvelopeReader
{
    private const int IsaLength = 106;
    private const int LargestFile = 64 * 1024 * 1024;
    private static readonly int[] IsaSeparators = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

    public static EnvelopeReading Read(byte[] bytes)
    {
        if (bytes.Length > LargestFile) return new([], "The file is larger than 64 MiB.");
        var text = Encoding.Latin1.GetString(bytes);
        var interchanges = new List<Interchange>();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] is '\r' or '\n' or ' ') { at++; continue; }
            if (IsaFault(text, at) is { } fault)
                return interchanges.Count == 0 ? new([], fault) : new(interchanges, $"After the last interchange: {fault}");
            at = ReadOne(text, at, interchanges);
        }
        return interchanges.Count == 0 ? new([], "The file is empty.") : new(interchanges, null);
    }

    private static string? IsaFault(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("ISA", StringComparison.Ordinal)) return "Not X12: it does not begin with ISA.";
        if (text.Length - at < IsaLength) return "The ISA segment is cut off.";
        var separator = text[at + 3];
        return Array.Exists(IsaSeparators, i => text[at + i] != separator)
            ? "The ISA segment does not have its fixed length of 106 characters." : null;
    }

    private static int ReadOne(string text, int start, List<Interchange> interchanges)
    {
        var (separator, component, terminator) = (text[start + 3], text[start + 104], text[start + 105]);
        var isa = Split(text[start..(start + IsaLength - 1)], 1, separator, component);
        var interchange = new Interchange(isa);
        interchanges.Add(interchange);
        CheckHeader(interchange);
        var open = new OpenEnvelope(interchange);
        var at = start + IsaLength;
        var position = 1;
        while (true)
        {
            while (at < text.Length && text[at] is '\r' or '\n') at++;
            if (at >= text.Length) { open.EndOfFile(); return at; }
            var end = text.IndexOf(terminator, at);
            if (end < 0) { open.EndOfFile(); return text.Length; }
            var segment = Split(text[at..end], ++position, separator, component);
            at = end + 1;
            if (open.Take(segment)) return at;
        }
    }

    private static Segment Split(string raw, int position, char separator, char component)
    {
        var fields = raw.Split(separator);
        return new(position, fields[0], fields[1..], component);
    }

    private static void CheckHeader(Interchange interchange)
    {
        var isa = interchange.Header;
        void Require(bool holds, string code, string message) { if (!holds) interchange.Faults.Add(Fault.OfInterchange(code, message)); }
        Require(isa[5] is "ZZ" or "30" or "01" or "14" or "20" or "27" or "28" or "29" or "33", "005", $"ISA05 {isa[5]} is no sender qualifier.");
        Require(interchange.Sender.Length > 0, "006", "ISA06 names no sender.");
        Require(isa[7] is "ZZ" or "30" or "01" or "14" or "20" or "27" or "28" or "29" or "33", "007", $"ISA07 {isa[7]} is no receiver qualifier.");
        Require(interchange.Receiver.Length > 0, "008", "ISA08 names no receiver.");
        Require(Dates.IsReal("20" + isa[9]), "014", $"ISA09 {isa[9]} is no date.");
        Require(Dates.IsTime(isa[10]), "015", $"ISA10 {isa[10]} is no time.");
        Require(isa[12] == "00501", "017", $"ISA12 {isa[12]} is not 00501.");
        Require(isa[13].Length == 9 && isa[13].All(char.IsAsciiDigit), "018", $"ISA13 {isa[13]} is not nine digits.");
        Require(isa[14] is "0" or "1", "019", $"ISA14 {isa[14]} is neither 0 nor 1.");
        Require(isa[15] is "T" or "P", "020", $"ISA15 {isa[15]} is neither T nor P.");
    }

    /// <summary>The group and transaction that are open while segments go by.</summary>
    private sealed class OpenEnvelope(Interchange interchange)
    {
        private FunctionalGroup? group;
        private List<Segment>? transaction;

        public void EndOfFile()
        {
            if (transaction is not null) Close(Fault.OfTransaction("2", "The file ends before SE."));
            if (group is not null) group.Faults.Add(Fault.OfGroup("3", "The file ends before GE."));
            interchange.Faults.Add(Fault.OfInterchange("023", "The file ends before IEA."));
        }

        /// <summary>True when the segment closed the interchange.</summary>
        public bool Take(Segment segment)
        {
            switch (segment.Id)
            {
                case "GS": OpenGroup(segment); return false;
                case "GE": CloseGroup(segment); return false;
                case "ST": OpenTransaction(segment); return false;
                case "IEA": CloseInterchange(segment); return true;
                default:
                    if (transaction is null) { interchange.Faults.Add(Fault.OfInterchange("022", $"{segment.Id} stands outside a transaction.")); return false; }
                    transaction.Add(segment with { Position = transaction.Count + 1 });
                    if (segment.Id == "SE") CloseTransaction(segment);
                    return false;
            }
        }

        private void OpenGroup(Segment gs)
        {
            if (group is not null) interchange.Faults.Add(Fault.OfInterchange("022", "GS before the GE of the last group."));
            group = new FunctionalGroup(gs);
            interchange.Groups.Add(group);
            if (interchange.Groups.Count(g => g.Header[6] == gs[6]) > 1) group.Faults.Add(Fault.OfGroup("19", $"GS06 {gs[6]} is used twice."));
        }

        private void OpenTransaction(Segment st)
        {
            if (transaction is not null) Close(Fault.OfTransaction("2", "A new ST before the SE."));
            if (group is null) { interchange.Faults.Add(Fault.OfInterchange("022", "ST outside a group.")); return; }
            transaction = [st with { Position = 1 }];
        }

        private void CloseTransaction(Segment se)
        {
            var st = transaction![0];
            Fault? fault = se[2] != st[2] ? Fault.OfTransaction("3", $"SE02 {se[2]} is not ST02 {st[2]}.")
                : se[1] != transaction.Count.ToString(CultureInfo.InvariantCulture)
                    ? Fault.OfTransaction("4", $"SE01 says {se[1]} segments, there are {transaction.Count}.") : null;
            Close(fault);
        }

        private void Close(Fault? fault)
        {
            var closed = new Transaction(transaction!);
            transaction = null;
            if (fault is not null) closed.Faults.Add(fault);
            if (group!.Transactions.Exists(t => t.ControlNumber == closed.ControlNumber))
                closed.Faults.Add(Fault.OfTransaction("23", $"ST02 {closed.ControlNumber} is used twice in its group."));
            group.Transactions.Add(closed);
        }

        private void CloseGroup(Segment ge)
        {
            if (transaction is not null) Close(Fault.OfTransaction("2", "GE before the SE."));
            if (group is null) { interchange.Faults.Add(Fault.OfInterchange("022", "GE without GS.")); return; }
            group.DeclaredCount = ge[1];
            if (ge[2] != group.Header[6]) group.Faults.Add(Fault.OfGroup("4", $"GE02 {ge[2]} is not GS06 {group.Header[6]}."));
            if (ge[1] != group.Transactions.Count.ToString(CultureInfo.InvariantCulture))
                group.Faults.Add(Fault.OfGroup("5", $"GE01 says {ge[1]} transactions, there are {group.Transactions.Count}."));
            group = null;
        }

        private void CloseInterchange(Segment iea)
        {
            if (group is not null) { group.Faults.Add(Fault.OfGroup("3", "IEA before the GE.")); interchange.Faults.Add(Fault.OfInterchange("022", "IEA before the GE.")); }
            if (iea[2] != interchange.ControlNumber) interchange.Faults.Add(Fault.OfInterchange("001", $"IEA02 {iea[2]} is not ISA13 {interchange.ControlNumber}."));
            if (iea[1] != interchange.Groups.Count.ToString(CultureInfo.InvariantCulture))
                interchange.Faults.Add(Fault.OfInterchange("021", $"IEA01 says {iea[1]} groups, there are {interchange.Groups.Count}."));
        }
    }
}

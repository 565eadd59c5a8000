using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Answers;

/// <summary>The 999 to one functional group: each transaction accepted, or rejected with every fault at its place. Source: 005010X231A1.</summary>
internal static class ImplementationAcknowledgment
{
    public const string Version = "005010X231A1";

    public static string Write(FunctionalGroup group)
    {
        var edi = new Edi().Add("ST", "999", "0001", Version).Add("AK1", group.Header[1], group.Header[6], group.Header[8]);
        foreach (var transaction in group.Transactions) Answer(edi, transaction);
        var accepted = group.Transactions.Count(t => t.Faults.Count == 0);
        var whole = group.Faults.Count == 0;
        var verdict = !whole || accepted == 0 ? "R" : accepted == group.Transactions.Count ? "A" : "P";
        var counted = group.DeclaredCount.Length == 0 ? Edi.Number(group.Transactions.Count) : Edi.Data(group.DeclaredCount, 6);
        string[] codes = [.. group.Faults.Select(f => f.Code).Distinct().Take(5)];
        edi.Add("AK9", [verdict, counted, Edi.Number(group.Transactions.Count), Edi.Number(whole ? accepted : 0), .. codes]);
        return edi.Transaction("0001");
    }

    private static void Answer(Edi edi, Transaction transaction)
    {
        edi.Add("AK2", Edi.Data(transaction.Type, 3), Edi.Data(transaction.ControlNumber, 9), Edi.Data(transaction.Segments[0][3], 35));
        var located = transaction.Faults.Where(f => f.Place is FaultPlace.Segment or FaultPlace.Element);
        foreach (var at in located.GroupBy(f => (f.Position, f.SegmentId, f.Loop)))
        {
            foreach (var fault in at.Where(f => f.Place == FaultPlace.Segment)) edi.Add("IK3", SegmentIdOf(fault), Edi.Number(fault.Position), LoopOf(fault), fault.Code);
            var elements = at.Where(f => f.Place == FaultPlace.Element).ToList();
            if (elements.Count == 0) continue;
            edi.Add("IK3", SegmentIdOf(elements[0]), Edi.Number(elements[0].Position), LoopOf(elements[0]), "8");
            foreach (var fault in elements)
                edi.Add("IK4", fault.Component > 0 ? Edi.Composite(Edi.Number(fault.Element), Edi.Number(fault.Component)) : Edi.Number(fault.Element),
                    "", fault.Code, Printable(fault.Value));
        }
        if (transaction.Faults.Count == 0) { edi.Add("IK5", "A"); return; }
        var whole = transaction.Faults.Where(f => f.Place == FaultPlace.Transaction).Select(f => f.Code);
        string[] codes = [.. whole.Concat(located.Any() ? ["I5"] : Array.Empty<string>()).Distinct().Take(5)];
        edi.Add("IK5", ["R", .. codes]);
    }

    private static string SegmentIdOf(Fault fault) => Printable(fault.SegmentId) is { Length: > 0 } id ? id[..Math.Min(3, id.Length)] : "ZZ";

    private static string LoopOf(Fault fault) => fault.Loop is "HEAD" or "TAIL" ? "" : fault.Loop;

    private static string Printable(string value) => Edi.Data(string.Concat(value.Where(c => c is >= ' ' and <= '~')), 99);
}

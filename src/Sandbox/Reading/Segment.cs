namespace CleanClaim.Sandbox.Reading;

/// <summary>One segment as read. <paramref name="Position"/> counts from the ST, which is 1, as IK302 does; outside a transaction from the ISA.</summary>
internal sealed record Segment(int Position, string Id, IReadOnlyList<string> Elements, char ComponentSeparator)
{
    /// <summary>Element n counted from 1; empty when it was not sent.</summary>
    public string this[int n] => n >= 1 && n <= Elements.Count ? Elements[n - 1] : "";

    public string[] Parts(int n) => this[n].Split(ComponentSeparator);

    /// <summary>Component c, counted from 1, of element n; empty when it was not sent.</summary>
    public string Part(int n, int c)
    {
        var parts = Parts(n);
        return c <= parts.Length ? parts[c - 1] : "";
    }
}

/// <summary>Where a fault stands, from the outside in; it decides which answer says it: TA1, AK9, IK5, IK3 or IK4.</summary>
internal enum FaultPlace { Interchange, Group, Transaction, Segment, Element }

/// <summary>One reason to refuse what was sent. <paramref name="Code"/> is TA105, AK905, IK502, IK304 or IK403 by its place.</summary>
internal sealed record Fault(FaultPlace Place, string Code, int Position, string SegmentId, string Loop, int Element, int Component, string Value, string Message)
{
    public static Fault OfInterchange(string code, string message) => new(FaultPlace.Interchange, code, 1, "ISA", "", 0, 0, "", message);

    public static Fault OfGroup(string code, string message) => new(FaultPlace.Group, code, 0, "GS", "", 0, 0, "", message);

    public static Fault OfTransaction(string code, string message) => new(FaultPlace.Transaction, code, 1, "ST", "", 0, 0, "", message);

    public static Fault OfSegment(string code, string segmentId, int position, string loop, string message) =>
        new(FaultPlace.Segment, code, position, segmentId, loop, 0, 0, "", message);

    public static Fault OfElement(string code, Segment at, string loop, int element, int component, string message) =>
        new(FaultPlace.Element, code, at.Position, at.Id, loop, element, component,
            component > 0 ? at.Part(element, component) : at[element], message);

    public override string ToString() => Place switch
    {
        FaultPlace.Element => $"{Loop} {SegmentId} (segment {Position}) element {Element}{(Component > 0 ? "-" + Component : "")} \"{Value}\": {Message} [{Code}]",
        FaultPlace.Segment => $"{Loop} {SegmentId} (segment {Position}): {Message} [{Code}]",
        _ => $"{Place}: {Message} [{Code}]",
    };
}

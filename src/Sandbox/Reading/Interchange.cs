namespace CleanClaim.Sandbox.Reading;

/// <summary>ST to SE with what is wrong in it.</summary>
internal sealed class Transaction(IReadOnlyList<Segment> segments)
{
    public IReadOnlyList<Segment> Segments { get; } = segments;
    public List<Fault> Faults { get; } = [];
    public string Type => Segments[0][1];
    public string ControlNumber => Segments[0][2];
}

internal sealed class FunctionalGroup(Segment header)
{
    public Segment Header { get; } = header;
    public List<Transaction> Transactions { get; } = [];
    public List<Fault> Faults { get; } = [];

    /// <summary>GE01 as sent; the number found when there is no GE.</summary>
    public string DeclaredCount { get; set; } = "";
}

internal sealed class Interchange(Segment header)
{
    public Segment Header { get; } = header;
    public List<FunctionalGroup> Groups { get; } = [];
    public List<Fault> Faults { get; } = [];
    public bool WantsAcknowledgment => Header[14] == "1";
    public string Sender => Header[6].TrimEnd();
    public string Receiver => Header[8].TrimEnd();
    public string ControlNumber => Header[13];
}

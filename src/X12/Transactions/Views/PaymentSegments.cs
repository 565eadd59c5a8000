using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments of the claim of an 835 under way, each in its part. The one place that says what belongs to what.</summary>
internal sealed unsafe class PaymentSegments(X12Reader reader)
{
    private static readonly PartFields OfClaim = new(HeldKind.Cas, HeldKind.Mia, HeldKind.Moa, HeldKind.Ref, HeldKind.Dtm, HeldKind.Per, HeldKind.Amt, HeldKind.Qty);
    private static readonly PartFields OfLine = new(HeldKind.Dtm, HeldKind.Cas, HeldKind.Ref, HeldKind.Amt, HeldKind.Qty, HeldKind.Lq);

    private HeldPart* _part;
    private PartFields _fields = OfClaim;

    public HeldSegments Claim { get; } = new(reader);

    public bool IsInClaim { get; private set; }

    /// <summary>LX01 of the group that the claim stands in; null before any LX.</summary>
    public string? Group { get; private set; }

    public void Begin(SegmentView clp, string? group)
    {
        End();
        Group = group;
        IsInClaim = true;
        Claim.Add(clp, Claim.Whole, HeldKind.Head);
    }

    public void End()
    {
        IsInClaim = false;
        Claim.Clear();
        _part = Claim.Whole;
        _fields = OfClaim;
    }

    public void Take(HeldKind kind, SegmentView segment)
    {
        if (kind == HeldKind.Svc)
        {
            _part = Claim.Open(PartKind.Line, Claim.Whole);
            _fields = OfLine;
            Claim.Add(segment, _part, HeldKind.Head);
        }
        else if (kind == HeldKind.Nm1 && _part == Claim.Whole) Claim.Add(segment, Claim.Open(PartKind.Party, Claim.Whole), HeldKind.Head);
        else Claim.Add(segment, _part, _fields.Of(kind));
    }
}

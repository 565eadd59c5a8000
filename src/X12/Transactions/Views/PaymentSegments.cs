using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments of the claim of an 835 under way, each in its part. The one place that says what belongs to what.</summary>
internal sealed class PaymentSegments(X12Reader reader)
{
    private int _line;

    public HeldSegments Claim { get; } = new(reader);

    public bool IsInClaim => Claim.Count > 0;

    /// <summary>LX01 of the group that the claim stands in; null before any LX.</summary>
    public string? Group { get; private set; }

    public void Begin(in SegmentView clp, string? group)
    {
        End();
        Group = group;
        Claim.Add(clp, HeldSegments.Whole);
    }

    public void End()
    {
        Claim.Clear();
        _line = 0;
    }

    public void Take(in SegmentView segment)
    {
        var id = segment.Id.Value;
        if (id == Id.Svc) Claim.Add(segment, _line = Claim.Open(PartKind.Line, HeldSegments.Whole));
        else if (_line > 0) Claim.Add(segment, _line, isKept: id is not (Id.Dtm or Id.Cas or Id.Ref or Id.Amt or Id.Qty or Id.Lq));
        else if (id == Id.Nm1) Claim.Add(segment, Claim.Open(PartKind.Party, HeldSegments.Whole));
        else Claim.Add(segment, HeldSegments.Whole, isKept: id is not (Id.Cas or Id.Mia or Id.Moa or Id.Ref or Id.Dtm or Id.Per or Id.Amt or Id.Qty));
    }
}

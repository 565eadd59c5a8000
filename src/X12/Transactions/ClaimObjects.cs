using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Makes the typed objects of an 837. What stands above several claims is made once for all of them.</summary>
internal sealed unsafe class ClaimObjects(SegmentFacts facts)
{
    private readonly SegmentKeeper _keeper = new(facts, ofPayment: false);
    private (int Version, ClaimBatch? Made) _batch;
    private (int Version, Party? Provider, Party? PayTo, Party? PayToPlan) _billing;
    private (int Version, SubscriberLevel? Made) _subscriber;
    private (int Version, DependentLevel? Made) _dependent;
    private AboveClaim? _above;

    public Claim Claim(ClaimView claim)
    {
        var above = Above(claim.Segments);
        return new(claim.Envelope, _keeper.Keep(claim.Segments.Claim).Whole, above) { Unread = facts.TakeUnread() };
    }

    private AboveClaim Above(ClaimSegments of)
    {
        var isSame = _above is not null && _above.Kept.Length == of.KeptAbove.Count;
        if (_batch.Version != of.Batch.Version)
        {
            isSame = false;
            _batch = (of.Batch.Version, Batch(of));
        }

        if (_billing.Version != of.Billing.Version)
        {
            isSame = false;
            var billing = _keeper.Keep(of.Billing);
            _billing = (of.Billing.Version, Named(billing, of.BillingProvider), Named(billing, of.PayTo), Named(billing, of.PayToPlan));
        }

        if (_subscriber.Version != of.Subscriber.Version)
        {
            isSame = false;
            var subscriber = _keeper.Keep(of.Subscriber);
            _subscriber = (of.Subscriber.Version, new(subscriber, NumberOf(of.Insured), NumberOf(of.Payer)));
        }

        if (_dependent.Version != of.Dependent.Version)
        {
            isSame = false;
            _dependent = (of.Dependent.Version, of.Dependent.Count > 0 ? new(_keeper.Keep(of.Dependent), NumberOf(of.Patient)) : null);
        }

        if (isSame) return _above!;
        var kept = _above is not null && _above.Kept.Length == of.KeptAbove.Count ? _above.Kept : [.. of.KeptAbove];
        return _above = new(_batch.Made!, _billing.Provider, _billing.PayTo, _billing.PayToPlan, _subscriber.Made!, _dependent.Made, kept);
    }

    private static Party? Named(OwnedSegments of, HeldPart* part) => of.PartAt(NumberOf(part))?.Party();

    private static int NumberOf(HeldPart* part) => part == null ? -1 : part->Number;

    private ClaimBatch Batch(ClaimSegments of)
    {
        var batch = _keeper.Keep(of.Batch);
        var bht = batch.Whole.Last(HeldKind.Bht);
        return new()
        {
            Purpose = bht.Text(2), Reference = bht.Text(3), Created = bht.Days()?.From, CreatedTime = bht.Text(5), Usage = bht.Text(6),
            Submitter = Named(batch, of.Submitter), Receiver = Named(batch, of.Receiver),
        };
    }
}

/// <summary>What stands above a claim.</summary>
internal sealed record AboveClaim(
    ClaimBatch Batch, Party? BillingProvider, Party? PayTo, Party? PayToPlan, SubscriberLevel Subscriber, DependentLevel? Dependent, SegmentText[] Kept);

/// <summary>Loops 2000B and below, up to the claims: made when asked for.</summary>
/// <param name="of">What was said of the subscriber.</param>
/// <param name="person">The part that names him.</param>
/// <param name="payer">The part that names the payer; of either -1 where there is none.</param>
internal sealed class SubscriberLevel(OwnedSegments of, int person, int payer)
{
    public Subscriber? Made => field ??= of.Whole.Subscriber(of.PartAt(person), "2000B");

    public Party? Payer => field ??= of.PartAt(payer)?.Party();
}

/// <summary>Loop 2000C and below, up to the claims: made when asked for.</summary>
/// <param name="of">What was said of the patient.</param>
/// <param name="person">The part that names him; -1 where there is none.</param>
internal sealed class DependentLevel(OwnedSegments of, int person)
{
    public DependentPatient Made => field ??= new()
    {
        Relationship = of.Whole.Last(HeldKind.Pat).Text(1), PatientFacts = of.Whole.AsText(HeldKind.Pat, "2000C"), Person = of.PartAt(person)?.Party(),
        Where = of.Whole.WhereWith(of.PartAt(person)),
    };
}

/// <summary>Parts of the claim of an 837, made when asked for.</summary>
internal static class ClaimParts
{
    public static ClaimLine[] Lines(OwnedPart claim) => Array.ConvertAll(claim.Inside(PartKind.Line), static line => new ClaimLine(line));

    /// <summary>The diagnoses that a line points to; what is no number was told when the claim was made.</summary>
    public static int[] Pointers(OwnedSegment service, HeldKind kind)
    {
        if (kind == HeldKind.Sv2) return [];
        var parts = service.Parts(kind == HeldKind.Sv1 ? 7 : 11);
        if (parts.IsEmpty) return [];
        var pointers = new int[parts.Count];
        var count = 0;
        for (var i = 1; i <= pointers.Length; i++)
            if (SegmentFacts.Integer(parts[i]) is { } pointer) pointers[count++] = pointer;
        return count == pointers.Length ? pointers : pointers[..count];
    }

    public static LineAdjudication[] Adjudications(OwnedPart line) => Array.ConvertAll(line.Inside(PartKind.Adjudication), static part =>
    {
        var svd = part.Head;
        return new LineAdjudication
        {
            PayerId = svd.Text(1), Paid = svd.Number(0, 2), Procedure = svd.Procedure(3), Units = svd.Number(1, 5), BundledLine = svd.Text(6), Adjustments = part.Adjustments,
            AdjudicatedOn = part.Last(HeldKind.Dtp).Days()?.From, RemainingLiability = part.Last(HeldKind.Amt).Number(0, 2), Kept = part.Kept("2430"), Where = part.Where,
        };
    });

    public static OtherPayer[] OtherPayers(OwnedPart claim) => Array.ConvertAll(claim.Inside(PartKind.OtherPayer), static part => new OtherPayer
    {
        Subscriber = part.Subscriber(part.LastInside(PartKind.OtherInsured), "2320")!, Payer = part.LastInside(PartKind.OtherPayerName)?.Party(), Adjustments = part.Adjustments,
        Amounts = part.Amounts, Coverage = part.AsText(HeldKind.Oi, "2320"), Inpatient = part.AsText(HeldKind.Mia, "2320"), Outpatient = part.AsText(HeldKind.Moa, "2320"),
        Remarks = part.RemarksOfOutcome, AdjudicatedOn = part.First(HeldKind.Dtp, "573"u8).Days()?.From, Dates = part.Dtps, Providers = part.Parties,
        Kept = part.Kept("2320"), Where = part.Where,
    });
}

using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Builds the business objects of one transaction, segment by segment.</summary>
internal abstract class TransactionBuilder(Envelope envelope, SegmentRange start)
{
    protected Envelope Envelope { get; } = envelope;

    /// <summary>From the ST to the last segment taken.</summary>
    protected SegmentRange Where { get; set; } = start;

    protected SegmentFacts Facts { get; } = new(start);

    /// <summary>Objects that are whole and may be handed out.</summary>
    public Queue<X12Document> Ready { get; } = new();

    /// <param name="id">The segment's id, packed.</param>
    /// <param name="segment">The segment.</param>
    public virtual void Take(uint id, SegmentView segment)
    {
        var at = SegmentRange.Of(segment, Envelope.St);
        Facts.Begin(at);
        Where = Where.Through(at);
        Take(SegmentFacts.IdOf(segment), segment);
    }

    /// <summary>How many segments the object under way has had.</summary>
    public int OfObject { get; set; }

    /// <summary>Counts a segment of the object under way, or the first of another.</summary>
    public void Count(uint id) => OfObject = unchecked(Begins(id) ? 1 : OfObject + 1);

    /// <summary>Whether such a segment begins an object.</summary>
    private static bool Begins(uint id) => id is Id.Clm or Id.Clp or Id.Hl or Id.Ak2;

    /// <summary>Takes plain segments of the reader's block, at most so many, until something is ready; gives how many it took.</summary>
    public virtual int TakePlain(X12Reader reader, int most)
    {
        var taken = 0;
        for (; taken < most && Ready.Count == 0 && reader.TakePlain(); taken++)
        {
            var segment = reader.Segment;
            var id = segment.Id.Value;
            Count(id);
            Take(id, segment);
        }

        return taken;
    }

    /// <summary>Whether of the segments up to the next CLP, LX or PLB no more is asked than where the last one ends.</summary>
    public virtual bool PassesOver => false;

    /// <param name="endByte">The place behind the last of the segments passed over.</param>
    /// <param name="segment">Its number in the transaction set.</param>
    public virtual void Passed(long endByte, int segment) => throw new System.Diagnostics.UnreachableException();

    /// <summary>The SE belongs to the transaction too.</summary>
    public void End(SegmentRange trailer) => Where = Where.Through(trailer);

    protected virtual void Take(string id, SegmentView segment) => throw new System.Diagnostics.UnreachableException();

    /// <summary>Called at the SE (<paramref name="complete"/>), or where the transaction breaks off without one.</summary>
    public abstract void Finish(bool complete);

    public static TransactionBuilder For(Envelope envelope, SegmentRange start, (ClaimSegments Claims, PaymentSegments Payments) held, IDocumentListener? listener) => envelope.TransactionId switch
    {
        "835" => new RemittanceBuilder(envelope, start, held.Payments, listener),
        "837" => new ClaimBuilder(envelope, start, held.Claims, listener),
        "999" or "997" => new AcknowledgmentBuilder(envelope, start),
        "277" => new ClaimStatusBuilder(envelope, start),
        "278" => new AuthorizationBuilder(envelope, start),
        "820" => new PremiumBuilder(envelope, start),
        "276" => new StatusInquiryBuilder(envelope, start),
        "834" => new EnrollmentBuilder(envelope, start),
        "270" or "271" => new EligibilityBuilder(envelope, start),
        _ => new OtherTransactionBuilder(envelope, start),
    };

    private sealed class OtherTransactionBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
    {
        private int _segments = 2;

        protected override void Take(string id, SegmentView segment) => _segments++;

        public override void Finish(bool complete) =>
            Ready.Enqueue(new OtherTransaction(Envelope.TransactionId, complete ? _segments : _segments - 1) { Envelope = Envelope, Where = Where });
    }
}

/// <summary>Receives claims and payments as they are read, so that memory does not grow with the file.</summary>
internal interface IDocumentListener
{
    /// <summary>Whether transactions of this kind (ST01) are to be read at all.</summary>
    bool Wants(string transactionId) => true;

    /// <summary>Whether of the claims of an 835 no more than the CLP is asked for.</summary>
    bool WantsHeadsOnly => false;

    /// <summary>At the end of each 835.</summary>
    void Payment(Remittance payment);

    /// <summary>For each claim of an 835, with what its head said.</summary>
    void ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects);

    /// <summary>For each claim of an 837.</summary>
    void Claim(ClaimView claim, ClaimObjects objects);
}

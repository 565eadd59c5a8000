using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes one JSON line per business object of the file.</summary>
    /// <param name="file">Read twice, so that a payment's sums stand before its claims; a stream that cannot seek is read into memory.</param>
    /// <param name="output">The JSON lines.</param>
    /// <param name="errors">What is wrong with the file, for people.</param>
    /// <returns>0, or 1 when the file or a value in it is faulty.</returns>
    public static int ToJson(Stream file, TextWriter output, TextWriter errors)
    {
        file = Seekable(file);
        var start = file.Position;
        var totals = Totals(file);
        file.Position = start;
        var faults = new List<ReadFault>();
        var written = new JsonOutput(output, totals);
        using (var feed = new DocumentFeed(file, faults, new(written.EndOfPayment, written.Claim)))
            while (feed.Next() is { } document) written.Document(document);
        foreach (var fault in faults) Tell(fault, errors);
        file.Position = start;
        var damaged = TellDamage(file, [.. faults.Select(f => f.Kind)], errors);
        return faults.Count > 0 || damaged || written.HasFaults ? 1 : 0;
    }

    /// <summary>
    /// Tells where the envelope does not hold: a trailer missing, a count or control number that differs. The objects that were read may then be fewer, or
    /// hold less, than the sender wrote. A segment that nobody knows is no damage: what stands around it is whole.
    /// </summary>
    private static bool TellDamage(Stream file, HashSet<FaultKind> told, TextWriter errors)
    {
        var damaged = false;
        X12Validator.Validate(file, fault =>
        {
            if (fault.Severity != Severity.Error || told.Contains(fault.Kind)) return;
            if (FaultCodes.Of(fault.Kind).Part is not (AnswerPart.Ta1 or AnswerPart.Ak905 or AnswerPart.Ik502)) return;
            damaged = true;
            errors.WriteLine($"line {fault.Place.Line}, byte {fault.Place.Offset}: {fault.Message} {fault.Fix}");
        }, levelMax: 1);
        return damaged;
    }

    private static Queue<PaymentTotals> Totals(Stream file)
    {
        var all = new Queue<PaymentTotals>();
        var current = new PaymentTotals();
        Remittance835.ReadClaims(file, payment =>
        {
            current.Payment = payment;
            all.Enqueue(current);
            current = new();
        }, (_, claim) => current.Add(claim));
        return all;
    }

    private sealed class JsonOutput(TextWriter output, Queue<PaymentTotals> totals)
    {
        private bool _paymentIsOut;

        public bool HasFaults { get; private set; }

        public void Claim(Remittance head, ClaimPayment claim)
        {
            Payment();
            Write(RemittanceJson.Claim(head, claim), claim.Where);
        }

        public void EndOfPayment(Remittance payment)
        {
            Payment();
            _paymentIsOut = false;
        }

        private void Payment()
        {
            if (_paymentIsOut) return;
            _paymentIsOut = true;
            var current = totals.Dequeue();
            Write(RemittanceJson.Payment(current), current.Payment!.Where);
        }

        public void Document(X12Document document)
        {
            switch (document)
            {
                case Claim claim:
                    Write(ClaimJson.Claim(claim), claim.Where);
                    break;
                case Acknowledgment999 answer:
                    Write(AnswerJson.Group(answer), answer.Where);
                    break;
                case InterchangeAcknowledgment answer:
                    Write(AnswerJson.Interchange(answer), answer.Where);
                    break;
                case ClaimStatusReport report:
                    foreach (var (line, where) in AnswerJson.Statuses(report)) Write(line, where);
                    break;
                case StatusInquiry inquiry:
                    Write(AnswerJson.Inquiry(inquiry), inquiry.Where);
                    break;
                case Enrollment enrollment:
                    Write(EnrollmentJson.Of(enrollment), enrollment.Where);
                    break;
                case EligibilityDocument eligibility:
                    Write(EligibilityJson.Of(eligibility), eligibility.Where);
                    break;
                case Authorization authorization:
                    Write(AuthorizationJson.Of(authorization), authorization.Where);
                    break;
                case PremiumPayment payment:
                    foreach (var (line, where) in PremiumJson.Of(payment)) Write(line, where);
                    break;
                case OtherTransaction other:
                    Write(Other(other), other.Where);
                    break;
            }
        }

        private static JsonLine Other(OtherTransaction other)
        {
            var json = new JsonLine("transaction", other.Unread);
            json.Text("transaction", other.TransactionId);
            json.Text("st", other.Envelope.St);
            json.Text("version", other.Envelope.Version);
            json.Integer("segments", other.Segments);
            return json;
        }

        private void Write(JsonLine line, SegmentRange where)
        {
            line.WriteTo(output, where);
            HasFaults |= line.HasFaults;
            line.Dispose();
        }
    }
}

using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>Writes one JSON line per business object of the file.</summary>
    /// <param name="file">Read more than once where that is needed: for the sums of a payment of very many claims, which stand before them, and to say what is damaged; a stream that cannot seek is read into memory.</param>
    /// <param name="output">The JSON lines, UTF-8.</param>
    /// <param name="errors">What is wrong with the file, for people.</param>
    /// <returns>0, or 1 when the file or a value in it is faulty.</returns>
    public static int ToJson(Stream file, Stream output, TextWriter errors)
    {
        file = Seekable(file);
        var start = file.Position;
        var faults = new List<ReadFault>();
        using var json = new JsonLines(output);
        var written = new JsonOutput(json, file);
        var isInOrder = true;
        using (var feed = new DocumentFeed(file, faults, written, fault => isInOrder &= !IsDamage(fault)))
            while (feed.Next() is { } document) written.Document(document);
        json.Flush();
        foreach (var fault in faults) Tell(fault, errors);
        file.Position = start;
        var damaged = !isInOrder && TellDamage(file, [.. faults.Select(f => f.Kind)], errors);
        return faults.Count > 0 || damaged || json.HasFaults ? 1 : 0;
    }

    /// <summary>
    /// Tells where the envelope does not hold: a trailer missing, a count or control number that differs. The objects that were read may then be fewer, or
    /// hold less, than the sender wrote. A segment that nobody knows is no damage: what stands around it is whole.
    /// </summary>
    private static bool TellDamage(Stream file, HashSet<FaultKind> told, TextWriter errors)
    {
        var damaged = false;
        X12Validator.ValidateEnvelope(file, fault =>
        {
            if (!IsDamage(fault) || told.Contains(fault.Kind)) return;
            damaged = true;
            errors.WriteLine($"line {fault.Place.Line}, byte {fault.Place.Offset}: {fault.Message} {fault.Fix}");
        });
        return damaged;
    }

    private static bool IsDamage(Fault fault) => fault.Severity == Severity.Error && FaultCodes.Of(fault.Kind).Part is AnswerPart.Ta1 or AnswerPart.Ak905 or AnswerPart.Ik502;

    /// <summary>The sums of the claims of each 835, which its first line has: for those of which too much would have to wait for its end.</summary>
    private sealed class Totals : IDocumentListener
    {
        private readonly List<PaymentTotals> _all = [];
        private PaymentTotals _current = new();

        /// <summary>Reads the file from its start, and leaves it where it stood: somebody is reading it.</summary>
        public static List<PaymentTotals> Of(Stream file, long start)
        {
            var (totals, here) = (new Totals(), file.Position);
            file.Position = start;
            using var feed = new DocumentFeed(file, faults: null, totals);
            while (feed.Next() is not null) { }
            file.Position = here;
            return totals._all;
        }

        public bool Wants(string transactionId) => transactionId == "835";

        public bool WantsHeadsOnly => true;

        public void Payment(Remittance payment)
        {
            _current.Payment = payment;
            _all.Add(_current);
            _current = new();
        }

        public void ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects) => _current.Add(claim.Paid);

        public void Claim(ClaimView claim, ClaimObjects objects) { }
    }

    private sealed class JsonOutput(JsonLines json, Stream file) : IDocumentListener
    {
        // The lines of a payment's claims wait for its own, which says how many they are and what they add up to; those of some ten thousand
        // do not, and the file is read once more beforehand.
        private const int WaitingMax = 4 * 1024 * 1024;

        private readonly long _start = file.Position;
        private List<PaymentTotals>? _ahead;
        private PaymentTotals _totals = new();
        private int _payments;
        private bool _paymentIsOut;

        public void Claim(ClaimView claim, ClaimObjects objects) => ClaimJson.Claim(json, claim, objects);

        public void ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects)
        {
            if (!_paymentIsOut && !json.IsHolding) json.Hold();
            RemittanceJson.Claim(json, head, claim, objects);
            _totals.Add(claim.Paid);
            if (json.HeldBytes > WaitingMax) Payment((_ahead ??= Totals.Of(file, _start))[_payments]);
        }

        public void Payment(Remittance payment)
        {
            _totals.Payment = payment;
            if (!_paymentIsOut) Payment(_totals);
            (_totals, _paymentIsOut) = (new(), false);
            _payments++;
        }

        private void Payment(PaymentTotals totals)
        {
            RemittanceJson.Payment(json, totals);
            json.PutFirst();
            _paymentIsOut = true;
        }

        public void Document(X12Document document)
        {
            switch (document)
            {
                case Acknowledgment999 answer:
                    AnswerJson.Group(json, answer);
                    break;
                case InterchangeAcknowledgment answer:
                    AnswerJson.Interchange(json, answer);
                    break;
                case ClaimStatusReport report:
                    AnswerJson.Statuses(json, report);
                    break;
                case StatusInquiry inquiry:
                    AnswerJson.Inquiry(json, inquiry);
                    break;
                case Enrollment enrollment:
                    EnrollmentJson.Of(json, enrollment);
                    break;
                case EmptyEnrollment file:
                    EnrollmentJson.Of(json, file);
                    break;
                case EligibilityDocument eligibility:
                    EligibilityJson.Of(json, eligibility);
                    break;
                case Authorization authorization:
                    AuthorizationJson.Of(json, authorization);
                    break;
                case PremiumPayment payment:
                    PremiumJson.Of(json, payment);
                    break;
                case OtherTransaction other:
                    Other(other);
                    break;
            }
        }

        private void Other(OtherTransaction other)
        {
            json.Begin("transaction"u8, other.Unread, other.Where);
            json.Text("transaction"u8, other.TransactionId);
            json.Text("st"u8, other.Envelope.St);
            json.Text("version"u8, other.Envelope.Version);
            json.Integer("segments"u8, other.Segments);
            json.End();
        }
    }
}

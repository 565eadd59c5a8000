using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Every business object of a file, whatever kinds of transactions it holds.</summary>
public static class X12Documents
{
    /// <summary>Reads as the caller iterates: claims come one by one, remittances, acknowledgments and reports whole.</summary>
    /// <param name="faults">Where given, receives what was wrong with the file as a file: not X12, cut off, a segment too long.</param>
    public static IEnumerable<X12Document> Read(Stream file, ICollection<ReadFault>? faults = null)
    {
        using var feed = new DocumentFeed(file, faults, listener: null);
        while (feed.Next() is { } document) yield return document;
    }
}

/// <summary>Looks at a claim of an 837.</summary>
public delegate void ClaimVisitor(ClaimView claim);

/// <summary>Looks at a claim of an 835, with what the head of its transaction said.</summary>
public delegate void ClaimPaymentVisitor(Remittance head, ClaimPaymentView claim);

/// <summary>Remittances (835).</summary>
public static class Remittance835
{
    /// <summary>Each transaction of the file with all of its claims in memory.</summary>
    /// <param name="faults">Where given, receives what was wrong with the file as a file.</param>
    public static IEnumerable<Remittance> Read(Stream file, ICollection<ReadFault>? faults = null) => X12Documents.Read(file, faults).OfType<Remittance>();

    /// <summary>For files of any size: claims are handed out as they are read and then forgotten.</summary>
    /// <param name="onClaim">Called for each claim, with what the head of its transaction said.</param>
    /// <param name="onPayment">Called at the end of each transaction, with its PLB rows and without its claims.</param>
    /// <param name="faults">Where given, receives what was wrong with the file as a file.</param>
    public static void ReadClaims(
        Stream file, Action<Remittance> onPayment, Action<Remittance, ClaimPayment> onClaim, ICollection<ReadFault>? faults = null)
    {
        using var feed = new DocumentFeed(file, faults, new Objects(onPayment, onClaim));
        while (feed.Next() is not null) { }
    }

    /// <summary>Each claim where it lies in the file: nothing is allocated for it.</summary>
    /// <param name="visit">Called for each claim; what it is given is valid until it returns.</param>
    /// <param name="faults">Where given, receives what was wrong with the file as a file.</param>
    public static void Visit(Stream file, ClaimPaymentVisitor visit, ICollection<ReadFault>? faults = null)
    {
        using var feed = new DocumentFeed(file, faults, new Visits(visit));
        while (feed.Next() is not null) { }
    }

    private sealed class Visits(ClaimPaymentVisitor visit) : IDocumentListener
    {
        public bool Wants(string transactionId) => transactionId == "835";

        public void Payment(Remittance payment) { }

        public void ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects) => visit(head, claim);

        public void Claim(ClaimView claim, ClaimObjects objects) { }
    }

    private sealed class Objects(Action<Remittance> onPayment, Action<Remittance, ClaimPayment> onClaim) : IDocumentListener
    {
        public bool Wants(string transactionId) => transactionId == "835";

        public void Payment(Remittance payment) => onPayment(payment);

        public void ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects) => onClaim(head, objects.Claim(claim));

        public void Claim(ClaimView claim, ClaimObjects objects) { }
    }
}

/// <summary>Claims (837).</summary>
public static class Claims837
{
    /// <summary>Each claim as it is read; memory does not grow with the file.</summary>
    /// <param name="faults">Where given, receives what was wrong with the file as a file.</param>
    public static IEnumerable<Claim> Read(Stream file, ICollection<ReadFault>? faults = null) => X12Documents.Read(file, faults).OfType<Claim>();

    /// <summary>Each claim where it lies in the file: nothing is allocated for it.</summary>
    /// <param name="visit">Called for each claim; what it is given is valid until it returns.</param>
    /// <param name="faults">Where given, receives what was wrong with the file as a file.</param>
    public static void Visit(Stream file, ClaimVisitor visit, ICollection<ReadFault>? faults = null)
    {
        using var feed = new DocumentFeed(file, faults, new Visits(visit));
        while (feed.Next() is not null) { }
    }

    private sealed class Visits(ClaimVisitor visit) : IDocumentListener
    {
        public bool Wants(string transactionId) => transactionId == "837";

        public void Payment(Remittance payment) { }

        public void ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects) { }

        public void Claim(ClaimView claim, ClaimObjects objects) => visit(claim);
    }
}

/// <summary>Acknowledgments: TA1 and 999 (a 997 is read as the 999 that it became).</summary>
public static class Acknowledgments
{
    public static IEnumerable<Acknowledgment999> Read999(Stream file, ICollection<ReadFault>? faults = null) =>
        X12Documents.Read(file, faults).OfType<Acknowledgment999>();

    public static IEnumerable<InterchangeAcknowledgment> ReadTa1(Stream file, ICollection<ReadFault>? faults = null) =>
        X12Documents.Read(file, faults).OfType<InterchangeAcknowledgment>();
}

/// <summary>Claim acknowledgments (277CA) and claim status (277).</summary>
public static class ClaimStatuses
{
    public static IEnumerable<ClaimStatusReport> Read(Stream file, ICollection<ReadFault>? faults = null) =>
        X12Documents.Read(file, faults).OfType<ClaimStatusReport>();
}

/// <summary>Questions on claim status (276).</summary>
public static class StatusInquiries
{
    public static IEnumerable<StatusInquiry> Read(Stream file, ICollection<ReadFault>? faults = null) => X12Documents.Read(file, faults).OfType<StatusInquiry>();
}

/// <summary>Enrollment of members (834), one by one.</summary>
public static class Enrollments
{
    public static IEnumerable<Enrollment> Read(Stream file, ICollection<ReadFault>? faults = null) => X12Documents.Read(file, faults).OfType<Enrollment>();
}

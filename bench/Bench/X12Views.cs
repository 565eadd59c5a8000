using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.Bench;

/// <summary>
/// Looks at every fact that <c>to-json</c> prints, once: texts by their length, amounts as cents, dates as days. The sum hangs
/// on all of them, so that none can be left out. What the batch says of itself is looked at once a batch.
/// </summary>
internal static class X12Views
{
    public static long Claims(Stream file)
    {
        var (sum, batch, batchSum) = (0L, -1L, 0L);
        Claims837.Visit(file, claim =>
        {
            if (claim.BatchVersion != batch) (batch, batchSum) = (claim.BatchVersion, OfBatch(claim));
            sum += batchSum + Of(claim);
        });
        return sum;
    }

    public static long Payments(Stream file)
    {
        var sum = 0L;
        Remittance835.Visit(file, (_, claim) => sum += Of(claim));
        return sum;
    }

    private static long OfBatch(ClaimView claim) => claim.Usage.Length + claim.BatchReference.Length + Of(claim.Submitter) + Of(claim.Receiver) + Of(claim.BillingProvider) + Of(claim.PayTo) + Of(claim.PayToPlan);

    // Part by part in methods of their own: of a method that asks for everything the compiler would leave half as calls.
    private static long Of(ClaimView claim)
    {
        var sum = Head(claim) + Of(claim.Subscriber) + Of(claim.Dependent) + Of(claim.Payer) + Codes(claim.Codes)
            + Facts(claim.Dates, claim.References, claim.Amounts, claim.Quantities) + Notes(claim.Notes) + Kept(claim.Kept);
        foreach (var provider in claim.Providers) sum += Of(provider);
        foreach (var line in claim.Lines) sum += Of(line);
        foreach (var payer in claim.OtherPayers) sum += Of(payer);
        return sum;
    }

    private static long Head(ClaimView claim) =>
        claim.PatientControlNumber.Length + Cents(claim.TotalCharge) + claim.Place.Length + claim.Frequency.Length
            + claim.OriginalReference.Length + claim.ProviderSignature.Length + claim.Assignment.Length + claim.BenefitsAssigned.Length + claim.Release.Length
            + claim.RelatedCauses.Count + claim.AccidentState.Length + claim.DelayReason.Length + claim.AdmissionType.Length + claim.SubmissionReason.Length;

    private static long Codes(SegmentRows rows)
    {
        var sum = 0L;
        foreach (var hi in rows)
            foreach (var code in new CodesView(hi)) sum += code.Code.Length + code.PresentOnAdmission.Length;
        return sum;
    }

    private static long Of(ClaimLineView line)
    {
        var sum = Service(line) + Facts(line.Dates, line.References, line.Amounts, line.Quantities) + Notes(line.Notes) + Kept(line.Kept);
        foreach (var provider in line.Providers) sum += Of(provider);
        foreach (var adjudication in line.Adjudications) sum += Of(adjudication);
        return sum;
    }

    private static long Service(ClaimLineView line) =>
        line.Number.Length + Of(line.Procedure) + line.RevenueCode.Length + Cents(line.Charge) + line.Unit.Length + Number(line.Units) + line.Place.Length
            + line.Pointers.Count + line.ControlNumber.Length + line.Prosthesis.Length + line.OralCavity.Count;

    private static long Of(AdjudicationView adjudication) =>
        adjudication.PayerId.Length + Of(adjudication.Procedure) + Cents(adjudication.Paid) + Number(adjudication.Units) + adjudication.BundledLine.Length
            + Days(adjudication.AdjudicatedOn) + Cents(adjudication.RemainingLiability) + Adjustments(adjudication.Adjustments);

    private static long Of(OtherPayerView payer)
    {
        var sum = Of(payer.Subscriber) + Of(payer.Payer) + Cents(payer.Paid) + Days(payer.AdjudicatedOn) + Adjustments(payer.Adjustments) + Kept(payer.Kept);
        foreach (var amount in payer.Amounts) sum += Cents(new AmountView(amount).Amount);
        foreach (var provider in payer.Providers) sum += Of(provider);
        return sum;
    }

    private static long Of(SubscriberView subscriber) =>
        subscriber.Responsibility.Length + subscriber.Relationship.Length + subscriber.GroupNumber.Length + subscriber.GroupName.Length + subscriber.Filing.Length + Of(subscriber.Person);

    private static long Of(PartyView party)
    {
        if (!party.IsPresent) return 0;
        long sum = party.Role.Length + party.LastName.Length + party.FirstName.Length + party.MiddleName.Length + party.Suffix.Length + party.IdQualifier.Length + party.Identifier.Length
            + party.TaxReference.Length + party.Taxonomy.Length + party.Gender.Length + Day(party.BirthDate.Date) + Of(party.Address);
        foreach (var reference in party.References) sum += new ReferenceView(reference).Value.Length;
        return sum;
    }

    private static long Of(AddressView address) =>
        address.Line1.Length + address.Line2.Length + address.City.Length + address.State.Length + address.Zip.Length + address.Country.Length;

    private static long Of(ClaimPaymentView claim)
    {
        var sum = Head(claim) + Facts(claim.Dates, claim.References, claim.Amounts, claim.Quantities) + Adjustments(claim.Adjustments) + Kept(claim.Inpatient) + Kept(claim.Outpatient) + Kept(claim.Kept);
        foreach (var party in claim.Parties) sum += Of(party);
        foreach (var line in claim.Lines) sum += Of(line);
        return sum;
    }

    private static long Head(ClaimPaymentView claim) =>
        claim.PatientControlNumber.Length + claim.Status.Length + Cents(claim.Charge) + Cents(claim.Paid) + Cents(claim.PatientResponsibility) + claim.Filing.Length
            + claim.PayerClaimControlNumber.Length + claim.Facility.Length + claim.Frequency.Length + claim.Drg.Length + Number(claim.DrgWeight) + Served(claim.Served)
            + Day(claim.Received) + claim.ContractClass.Length;

    private static long Of(ServicePaymentView line) =>
        Service(line) + Adjustments(line.Adjustments) + Kept(line.Remarks) + Kept(line.Kept) + Facts(default, line.References, line.Amounts, line.Quantities);

    private static long Service(ServicePaymentView line) =>
        Of(line.Procedure) + Of(line.Submitted) + Cents(line.Charge) + Cents(line.Paid) + line.RevenueCode.Length + Number(line.Units) + Number(line.SubmittedUnits)
            + Served(line.Served) + Cents(line.Allowed) + line.ControlNumber.Length;

    private static long Of(ProcedureView procedure) => !procedure.IsPresent ? 0
        : procedure.Qualifier.Length + procedure.Code.Length + procedure.Modifier(1).Length + procedure.Modifier(2).Length + procedure.Description.Length;

    private static long Facts(SegmentRows dates, SegmentRows references, SegmentRows amounts, SegmentRows quantities)
    {
        var sum = 0L;
        foreach (var date in dates) sum += Days(new(date));
        foreach (var segment in references)
        {
            var reference = new ReferenceView(segment);
            sum += reference.Qualifier.Length + reference.Value.Length;
        }

        foreach (var amount in amounts) sum += Cents(new AmountView(amount).Amount);
        foreach (var quantity in quantities) sum += Number(new QuantityView(quantity).Quantity);
        return sum;
    }

    private static long Notes(SegmentRows rows)
    {
        var sum = 0L;
        foreach (var row in rows) sum += new NoteView(row).Text.Length;
        return sum;
    }

    private static long Adjustments(SegmentRows rows)
    {
        var sum = 0L;
        foreach (var row in rows)
            foreach (var adjustment in new AdjustmentsView(row)) sum += adjustment.Group.Length + adjustment.Reason.Length + Cents(adjustment.Amount) + Number(adjustment.Quantity);
        return sum;
    }

    private static long Kept(SegmentRows rows)
    {
        var sum = 0L;
        foreach (var row in rows) sum += row.Bytes.Length;
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Cents(Field amount) => amount.Cents ?? 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Number(Field number) => number.Number.Value.Mantissa;

    private static long Day(Parsed<DateOnly> day) => day.Value.DayNumber;

    private static long Served((Parsed<DateOnly> From, Parsed<DateOnly> To) days) => Day(days.From) + Day(days.To);

    private static long Days(DateView date) => date.Days.Value is var days ? days.From.DayNumber + days.To.DayNumber : 0;
}

using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.Bench;

/// <summary>
/// Makes the typed objects of a file and holds on to those of the transaction under way, as whoever works through a batch does. They
/// have amounts and days decoded; texts become strings, and what belongs together a list, when asked for: a row of its own asks for
/// every fact that <c>to-json</c> prints.
/// </summary>
internal static class X12Objects
{
    public static long Claims(Stream file) => Claims(file, static claim => claim.TotalCharge?.Mantissa ?? 0);

    public static long ClaimsAsked(Stream file) => Claims(file, Of);

    public static long Payments(Stream file) => Payments(file, static claim => claim.Paid?.Mantissa ?? 0);

    public static long PaymentsAsked(Stream file) => Payments(file, Of);

    private static long Claims(Stream file, Func<Claim, long> ask)
    {
        var sum = 0L;
        List<Claim> batch = [];
        foreach (var claim in Claims837.Read(file))
        {
            if (batch.Count > 0 && batch[0].Batch != claim.Batch)
            {
                sum += Of(claim.Batch.Submitter) + Of(claim.Batch.Receiver) + Of(claim.BillingProvider) + Text(claim.Batch.Reference);
                batch.Clear();
            }

            batch.Add(claim);
            sum += ask(claim);
        }

        return sum + batch.Count;
    }

    private static long Payments(Stream file, Func<ClaimPayment, long> ask)
    {
        var sum = 0L;
        List<ClaimPayment> batch = [];
        Remittance835.ReadClaims(file, _ => batch.Clear(), (_, claim) =>
        {
            batch.Add(claim);
            sum += ask(claim);
        });
        return sum;
    }

    private static long Of(Claim claim)
    {
        var sum = Text(claim.PatientControlNumber) + Cents(claim.TotalCharge) + Text(claim.Place) + Text(claim.Frequency) + Text(claim.OriginalReference) + Text(claim.ProviderSignature)
            + Text(claim.Assignment) + Text(claim.BenefitsAssigned) + Text(claim.Release) + claim.RelatedCauses.Count + Text(claim.AccidentState) + Text(claim.DelayReason)
            + Text(claim.AdmissionType) + Text(claim.SubmissionReason) + Of(claim.Subscriber) + Of(claim.Dependent?.Person) + Of(claim.Payer) + Sum(claim.Providers, Of);
        sum += Sum(claim.Diagnoses, Of) + Sum(claim.OtherCodes, Of) + Facts(claim.Dates, claim.References, claim.Amounts, claim.Quantities);
        foreach (var (_, text) in claim.Notes) sum += text.Length;
        foreach (var line in claim.Lines) sum += Of(line);
        foreach (var payer in claim.OtherPayers)
            sum += Of(payer.Subscriber) + Of(payer.Payer) + Cents(payer.Paid) + Day(payer.AdjudicatedOn) + Of(payer.Adjustments) + Kept(payer.Kept) + Sum(payer.Amounts, a => Cents(a.Amount))
                + Sum(payer.Providers, Of);
        return sum + Kept(claim.Kept);
    }

    private static long Of(ClaimLine line)
    {
        var sum = Text(line.Number) + Of(line.Procedure) + Text(line.RevenueCode) + Cents(line.Charge) + Text(line.Unit) + Cents(line.Units) + Text(line.Place) + line.Pointers.Count
            + Text(line.ControlNumber) + Text(line.Prosthesis) + line.OralCavity.Count + Facts(line.Dates, line.References, line.Amounts, line.Quantities) + Kept(line.Kept) + Sum(line.Providers, Of);
        foreach (var (_, text) in line.Notes) sum += text.Length;
        foreach (var one in line.Adjudications)
            sum += Text(one.PayerId) + Of(one.Procedure) + Cents(one.Paid) + Cents(one.Units) + Text(one.BundledLine) + Day(one.AdjudicatedOn) + Cents(one.RemainingLiability) + Of(one.Adjustments);
        return sum;
    }

    private static long Of(ClaimPayment claim)
    {
        var sum = Text(claim.PatientControlNumber) + Text(claim.Status) + Cents(claim.Charge) + Cents(claim.Paid) + Cents(claim.PatientResponsibility) + Text(claim.Filing)
            + Text(claim.PayerClaimControlNumber) + Text(claim.Facility) + Text(claim.Frequency) + Text(claim.Drg) + Cents(claim.DrgWeight) + Day(claim.From) + Day(claim.To) + Day(claim.Received)
            + Text(claim.ContractClass) + Of(claim.Patient) + Of(claim.Insured) + Of(claim.Corrected) + Of(claim.Rendering) + Of(claim.Crossover) + Of(claim.PriorityPayer) + Of(claim.OtherSubscriber)
            + Sum(claim.OtherParties, Of) + Facts(claim.Dates, claim.References, claim.Amounts, claim.Quantities) + Of(claim.Adjustments) + Sum(claim.Remarks, r => r.Code.Length)
            + Kept(claim.Kept);
        foreach (var line in claim.Lines)
            sum += Of(line.Procedure) + Of(line.Submitted) + Cents(line.Charge) + Cents(line.Paid) + Text(line.RevenueCode) + Cents(line.Units) + Cents(line.SubmittedUnits) + Day(line.From)
                + Day(line.To) + Cents(line.Allowed) + Text(line.ControlNumber) + Of(line.Adjustments) + Sum(line.Remarks, r => r.Code.Length) + Kept(line.Kept)
                + Facts([], line.References, line.Amounts, line.Quantities);
        return sum;
    }

    private static long Of(Subscriber? subscriber) => subscriber is null ? 0
        : Text(subscriber.Responsibility) + Text(subscriber.Relationship) + Text(subscriber.GroupNumber) + Text(subscriber.GroupName) + Text(subscriber.Filing) + Of(subscriber.Person);

    private static long Of(Party? party) => party is null ? 0
        : party.Role.Length + Text(party.LastName) + Text(party.FirstName) + Text(party.MiddleName) + Text(party.Suffix) + Text(party.IdQualifier) + Text(party.Id) + Text(party.TaxId)
            + Text(party.Taxonomy) + Text(party.Gender) + Day(party.BirthDate) + Text(party.Address?.Line1) + Text(party.Address?.City) + Text(party.Address?.State) + Text(party.Address?.Zip)
            + Sum(party.References, r => r.Value.Length);

    private static long Of(Diagnosis code) => code.Code.Length + Text(code.PresentOnAdmission);

    private static long Of(Procedure? procedure) => procedure is null ? 0 : procedure.Qualifier.Length + procedure.Code.Length + procedure.Modifiers.Count + Text(procedure.Description);

    private static long Of(IReadOnlyList<Adjustment> adjustments)
    {
        var sum = 0L;
        foreach (var adjustment in adjustments) sum += adjustment.Group.Length + adjustment.Reason.Length + Cents(adjustment.Amount) + Cents(adjustment.Quantity);
        return sum;
    }

    private static long Facts(
        IReadOnlyList<QualifiedDate> dates, IReadOnlyList<Reference> references, IReadOnlyList<QualifiedAmount> amounts, IReadOnlyList<QualifiedQuantity> quantities)
    {
        var sum = 0L;
        foreach (var date in dates) sum += Day(date.From) + Day(date.To);
        foreach (var reference in references) sum += reference.Qualifier.Length + reference.Value.Length;
        foreach (var amount in amounts) sum += Cents(amount.Amount);
        foreach (var quantity in quantities) sum += Cents(quantity.Quantity);
        return sum;
    }

    private static long Kept(IReadOnlyList<SegmentText> segments) => Sum(segments, segment => (long)segment.Elements.Count);

    private static long Sum<T>(IReadOnlyList<T> all, Func<T, long> of)
    {
        var sum = 0L;
        for (var i = 0; i < all.Count; i++) sum += of(all[i]);
        return sum;
    }

    private static long Text(string? text) => text?.Length ?? 0;

    private static long Cents(X12Number? number) => number is { } known && known.TryCents(out var cents) ? cents : 0;

    private static long Day(DateOnly? day) => day?.DayNumber ?? 0;
}

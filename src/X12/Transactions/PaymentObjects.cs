using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Makes the typed objects of a claim of an 835 of its views.</summary>
internal sealed class PaymentObjects(SegmentFacts facts)
{
    public ClaimPayment Claim(ClaimPaymentView claim)
    {
        var dates = facts.Dates(claim.Dates);
        var from = Day(dates, "232");
        return new()
        {
            PatientControlNumber = facts.Text(claim.PatientControlNumber), Status = facts.Text(claim.Status), Charge = facts.Number(claim.Charge),
            Paid = facts.Number(claim.Paid), PatientResponsibility = facts.Number(claim.PatientResponsibility), Filing = facts.Text(claim.Filing),
            PayerClaimControlNumber = facts.Text(claim.PayerClaimControlNumber), Facility = facts.Text(claim.Facility), Frequency = facts.Text(claim.Frequency),
            PatientStatus = facts.Text(claim.PatientStatus), Drg = facts.Text(claim.Drg), DrgWeight = facts.Number(claim.DrgWeight),
            DischargeFraction = facts.Number(claim.DischargeFraction), YesOrNo = facts.Text(claim.YesOrNo), Group = claim.Group,
            Adjustments = facts.Adjustments(claim.Adjustments), Patient = facts.Party(claim.Party(Qualifier.Patient)), Insured = facts.Party(claim.Party(Qualifier.Insured)),
            Corrected = facts.Party(claim.Party(Qualifier.Corrected)), Rendering = facts.Party(claim.Party(Qualifier.Rendering)), Crossover = facts.Party(claim.Party(Qualifier.Crossover)),
            PriorityPayer = facts.Party(claim.Party(Qualifier.Payer)), OtherSubscriber = facts.Party(claim.Party(Qualifier.OtherSubscriber)), OtherParties = OtherParties(claim),
            From = from, To = Day(dates, "233") ?? from, Received = Day(dates, "050"), Dates = dates, Inpatient = facts.Kept(claim.Inpatient.Last, "2100"),
            Outpatient = facts.Kept(claim.Outpatient.Last, "2100"), Remarks = facts.Remarks(claim.Inpatient, claim.Outpatient), References = facts.References(claim.References),
            Contacts = facts.Contacts(claim.Contacts), Amounts = facts.Amounts(claim.Amounts), Quantities = facts.Quantities(claim.Quantities),
            Lines = Lines(claim.Lines), Kept = facts.Kept(claim.Kept, "2100"), Unread = facts.TakeUnread(), Where = claim.Where(facts.St),
        };
    }

    private IReadOnlyList<Party> OtherParties(ClaimPaymentView claim)
    {
        List<Party>? others = null;
        foreach (var party in claim.Parties)
            if (claim.IsOther(party)) (others ??= []).Add(facts.Party(party)!);
        return others is null ? [] : others;
    }

    private ServicePayment[] Lines(Parts<ServicePaymentView> lines)
    {
        var count = lines.Count;
        if (count == 0) return [];
        var made = new ServicePayment[count];
        var at = 0;
        foreach (var line in lines) made[at++] = Line(line);
        return made;
    }

    private ServicePayment Line(ServicePaymentView line)
    {
        var dates = facts.Dates(line.Dates);
        var day = Day(dates, "472");
        return new()
        {
            Procedure = facts.Procedure(line.Procedure), Charge = facts.Number(line.Charge), Paid = facts.Number(line.Paid), RevenueCode = facts.Text(line.RevenueCode),
            Units = facts.Number(line.Units), Submitted = facts.Procedure(line.Submitted), SubmittedUnits = facts.Number(line.SubmittedUnits),
            From = day ?? Day(dates, "150"), To = day ?? Day(dates, "151") ?? Day(dates, "150"), Dates = dates, Adjustments = facts.Adjustments(line.Adjustments),
            References = facts.References(line.References), Amounts = facts.Amounts(line.Amounts), Quantities = facts.Quantities(line.Quantities),
            Remarks = Remarks(line.Remarks), Kept = facts.Kept(line.Kept, "2110"), Where = line.Where(facts.St),
        };
    }

    private Remark[] Remarks(SegmentRows rows)
    {
        var count = rows.Count;
        if (count == 0) return [];
        var made = new Remark[count];
        var at = 0;
        foreach (var lq in rows) made[at++] = new(facts.Text(lq[1]) ?? "", facts.Text(lq[2]) ?? "", facts.Begin(lq));
        return made;
    }

    private static DateOnly? Day(QualifiedDate[] dates, string qualifier) => Array.Find(dates, d => d.Qualifier == qualifier)?.From;
}

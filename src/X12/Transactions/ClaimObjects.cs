using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Makes the typed objects of an 837 of its views. What stands above several claims is made once for all of them.</summary>
internal sealed class ClaimObjects(SegmentFacts facts)
{
    private (int Version, ClaimBatch? Made) _batch;
    private (int Version, Party? Provider, Party? PayTo, Party? PayToPlan) _billing;
    private (int Version, Subscriber? Made, Party? Payer) _subscriber;
    private (int Version, DependentPatient? Made) _dependent;

    public Claim Claim(ClaimView claim)
    {
        MakeAbove(claim);
        var causes = claim.RelatedCauses;
        var (diagnoses, otherCodes) = Codes(claim.Codes);
        return new()
        {
            Envelope = claim.Envelope, Where = claim.Where, Batch = _batch.Made!, BillingProvider = _billing.Provider, PayTo = _billing.PayTo, PayToPlan = _billing.PayToPlan,
            Subscriber = _subscriber.Made, Payer = _subscriber.Payer, Dependent = _dependent.Made,
            PatientControlNumber = facts.Text(claim.PatientControlNumber), TotalCharge = facts.Number(claim.TotalCharge),
            Place = facts.Text(claim.Place), PlaceQualifier = facts.Text(claim.PlaceQualifier), Frequency = facts.Text(claim.Frequency),
            ProviderSignature = facts.Text(claim.ProviderSignature), Assignment = facts.Text(claim.Assignment), BenefitsAssigned = facts.Text(claim.BenefitsAssigned),
            Release = facts.Text(claim.Release), PatientSignature = facts.Text(claim.PatientSignature), SpecialProgram = facts.Text(claim.SpecialProgram),
            SubmissionReason = facts.Text(claim.SubmissionReason), DelayReason = facts.Text(claim.DelayReason),
            RelatedCauses = facts.Texts(causes, 1, 3), AccidentState = facts.Text(claim.AccidentState), AccidentCountry = facts.Text(claim.AccidentCountry),
            AdmissionType = facts.Text(claim.AdmissionType), AdmissionSource = facts.Text(claim.AdmissionSource), PatientStatus = facts.Text(claim.PatientStatus),
            Orthodontics = Orthodontics(claim.Orthodontics), Teeth = Pairs(claim.Teeth), Diagnoses = diagnoses, OtherCodes = otherCodes,
            Dates = facts.Dates(claim.Dates), References = facts.References(claim.References), Amounts = facts.Amounts(claim.Amounts),
            Quantities = facts.Quantities(claim.Quantities), Notes = Pairs(claim.Notes), Providers = facts.Parties(claim.Providers),
            OtherPayers = OtherPayers(claim.OtherPayers), Lines = Lines(claim.Lines), Kept = Kept(claim), Unread = facts.TakeUnread(),
        };
    }

    private void MakeAbove(ClaimView claim)
    {
        var of = claim.Segments;
        if (_batch.Version != of.Batch.Version)
            _batch = (of.Batch.Version, new()
            {
                Purpose = facts.Text(claim.BatchPurpose), Reference = facts.Text(claim.BatchReference), Created = facts.Date(claim.BatchCreated),
                CreatedTime = facts.Text(claim.BatchCreatedTime), Usage = facts.Text(claim.Usage), Submitter = facts.Party(claim.Submitter), Receiver = facts.Party(claim.Receiver),
            });
        if (_billing.Version != of.Billing.Version)
            _billing = (of.Billing.Version, facts.Party(claim.BillingProvider), facts.Party(claim.PayTo), facts.Party(claim.PayToPlan));
        if (_subscriber.Version != of.Subscriber.Version)
            _subscriber = (of.Subscriber.Version, Subscriber(claim.Subscriber, "2000B"), facts.Party(claim.Payer));
        if (_dependent.Version != of.Dependent.Version)
            _dependent = (of.Dependent.Version, claim.HasDependent ? Dependent(claim) : null);
    }

    private Subscriber? Subscriber(SubscriberView subscriber, string loop)
    {
        if (!subscriber.IsPresent) return null;
        var person = facts.Party(subscriber.Person);
        return new()
        {
            Responsibility = facts.Text(subscriber.Responsibility), Relationship = facts.Text(subscriber.Relationship), GroupNumber = facts.Text(subscriber.GroupNumber),
            GroupName = facts.Text(subscriber.GroupName), InsuranceType = facts.Text(subscriber.InsuranceType), Filing = facts.Text(subscriber.Filing),
            PatientFacts = facts.Kept(subscriber.PatientFacts, loop), Person = person, Where = subscriber.Where(facts.St),
        };
    }

    private DependentPatient Dependent(ClaimView claim)
    {
        var person = facts.Party(claim.Dependent);
        var patient = claim.DependentFacts;
        return new()
        {
            Relationship = facts.Text(patient[1]), PatientFacts = facts.Kept(patient, "2000C"), Person = person,
            Where = claim.DependentWhere,
        };
    }

    private OrthodonticTreatment? Orthodontics(SegmentView dn1) =>
        !dn1.IsPresent ? null : new(facts.Number(new Field(dn1, 1)), facts.Number(new Field(dn1, 2)), facts.Text(dn1[4]));

    /// <summary>The first two elements of each: a note with its kind, a tooth with its status.</summary>
    private (string, string)[] Pairs(SegmentRows rows)
    {
        var count = rows.Count;
        if (count == 0) return [];
        var pairs = new (string, string)[count];
        var at = 0;
        foreach (var row in rows) pairs[at++] = (facts.Text(row[1]) ?? "", facts.Text(row[2]) ?? "");
        return pairs;
    }

    private (IReadOnlyList<Diagnosis> Diagnoses, IReadOnlyList<Diagnosis> Others) Codes(SegmentRows rows)
    {
        List<Diagnosis>? diagnoses = null, others = null;
        foreach (var row in rows)
        {
            var at = facts.Begin(row);
            foreach (var code in new CodesView(row))
            {
                var days = facts.Span(code.Days, code.Segment, code.Element);
                var made = new Diagnosis(facts.Text(code.Qualifier) ?? "", facts.Text(code.Code) ?? "", at)
                {
                    From = days?.From, To = days?.To, Amount = facts.Number(code.Amount), PresentOnAdmission = facts.Text(code.PresentOnAdmission),
                };
                (code.IsDiagnosis ? diagnoses ??= [] : others ??= []).Add(made);
            }
        }

        return (diagnoses is null ? [] : diagnoses, others is null ? [] : others);
    }

    private ClaimLine[] Lines(Parts<ClaimLineView> lines)
    {
        var made = new ClaimLine[lines.Count];
        var at = 0;
        foreach (var line in lines) made[at++] = Line(line);
        return made;
    }

    private ClaimLine Line(ClaimLineView line)
    {
        var dates = facts.Dates(line.Dates);
        var service = Array.Find(dates, d => d.Qualifier == "472");
        return new()
        {
            Number = facts.Text(line.Number), Procedure = facts.Procedure(line.Procedure), RevenueCode = facts.Text(line.RevenueCode), Charge = facts.Number(line.Charge),
            Unit = facts.Text(line.Unit), Units = facts.Number(line.Units), Place = facts.Text(line.Place), Pointers = Pointers(line),
            Emergency = facts.Text(line.Emergency), Epsdt = facts.Text(line.Epsdt), FamilyPlanning = facts.Text(line.FamilyPlanning), CopayExempt = facts.Text(line.CopayExempt),
            OralCavity = facts.Texts(line.OralCavity, 1, int.MaxValue), Prosthesis = facts.Text(line.Prosthesis), Teeth = Teeth(line.Teeth),
            From = service?.From, To = service?.To, Dates = dates, References = facts.References(line.References), Amounts = facts.Amounts(line.Amounts),
            Quantities = facts.Quantities(line.Quantities), Notes = Pairs(line.Notes), Providers = facts.Parties(line.Providers),
            Adjudications = Adjudications(line.Adjudications), Kept = facts.Kept(line.Kept, "2400"), Where = line.Where(facts.St),
        };
    }

    private int[] Pointers(ClaimLineView line)
    {
        var parts = line.Pointers;
        if (parts.IsEmpty) return [];
        facts.Begin(line.Service);
        var pointers = new int[parts.Count];
        var count = 0;
        for (var i = 1; i <= pointers.Length; i++)
            if (facts.Integer(parts[i], line.Service, line.PointersElement) is { } pointer) pointers[count++] = pointer;
        return count == pointers.Length ? pointers : pointers[..count];
    }

    private TreatedTooth[] Teeth(SegmentRows rows)
    {
        if (rows.IsEmpty) return [];
        var teeth = new List<TreatedTooth>();
        foreach (var too in rows) teeth.Add(new(facts.Text(too[2]), facts.Texts(Composites.Of(too, 3), 1, int.MaxValue)));
        return [.. teeth];
    }

    private LineAdjudication[] Adjudications(Parts<AdjudicationView> parts)
    {
        var count = parts.Count;
        if (count == 0) return [];
        var made = new LineAdjudication[count];
        var at = 0;
        foreach (var one in parts)
            made[at++] = new()
            {
                PayerId = facts.Text(one.PayerId), Paid = facts.Number(one.Paid), Procedure = facts.Procedure(one.Procedure), Units = facts.Number(one.Units),
                BundledLine = facts.Text(one.BundledLine), Adjustments = facts.Adjustments(one.Adjustments), AdjudicatedOn = facts.Date(one.AdjudicatedOn)?.From,
                RemainingLiability = facts.Number(one.RemainingLiability), Kept = facts.Kept(one.Kept, "2430"), Where = one.Where(facts.St),
            };
        return made;
    }

    private OtherPayer[] OtherPayers(Parts<OtherPayerView> parts)
    {
        var count = parts.Count;
        if (count == 0) return [];
        var made = new OtherPayer[count];
        var at = 0;
        foreach (var payer in parts) made[at++] = OtherPayer(payer);
        return made;
    }

    private OtherPayer OtherPayer(OtherPayerView payer)
    {
        var dates = facts.Dates(payer.Dates);
        return new()
        {
            Subscriber = Subscriber(payer.Subscriber, "2320")!, Payer = facts.Party(payer.Payer), Adjustments = facts.Adjustments(payer.Adjustments),
            Amounts = facts.Amounts(payer.Amounts), Coverage = facts.Kept(payer.Coverage, "2320"), Inpatient = facts.Kept(payer.Inpatient.Last, "2320"),
            Outpatient = facts.Kept(payer.Outpatient.Last, "2320"), Remarks = facts.Remarks(payer.Inpatient, payer.Outpatient), AdjudicatedOn = Array.Find(dates, d => d.Qualifier == "573")?.From, Dates = dates,
            Providers = facts.Parties(payer.Providers), Kept = facts.Kept(payer.Kept, "2320"), Where = payer.Where(facts.St),
        };
    }

    private IReadOnlyList<SegmentText> Kept(ClaimView claim)
    {
        var own = facts.Kept(claim.Kept, "2300");
        var above = claim.Segments.KeptAbove;
        return above.Count == 0 ? own : [.. above, .. own];
    }
}

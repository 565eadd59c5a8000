using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One claim of an 837 while it is being read: loop 2300 and what stands in it.</summary>
internal sealed class ClaimDraft
{
    private readonly List<Diagnosis> _diagnoses = [], _otherCodes = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<Reference> _references = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<QualifiedQuantity> _quantities = [];
    private readonly List<(string, string)> _notes = [];
    private readonly List<PartyDraft> _providers = [];
    private readonly List<OtherPayer> _otherPayers = [];
    private readonly List<ClaimLine> _lines = [];
    private readonly List<SegmentText> _kept = [];
    private readonly Func<Claim, Claim> _fields;
    private readonly List<(string, string)> _teeth = [];
    private (string? Type, string? Source, string? Status) _admission;
    private OrthodonticTreatment? _orthodontics;
    private SegmentRange _where;
    private PartyDraft? _party;
    private OtherPayerDraft? _otherPayer;
    private ClaimLineDraft? _line;

    public ClaimDraft(SegmentView segment, SegmentFacts facts)
    {
        _where = facts.At;
        facts.Loop = "2300";
        _fields = Fields(segment, facts);
    }

    private static Func<Claim, Claim> Fields(SegmentView segment, SegmentFacts facts)
    {
        var (place, causes) = (SegmentFacts.Components(segment, 5), SegmentFacts.Components(segment, 11));
        var (number, total) = (segment.Text(1), facts.Number(segment, 2));
        var flags = (Signature: segment.Text(6), Assignment: segment.Text(7), Benefits: segment.Text(8), Release: segment.Text(9), Source: segment.Text(10));
        var (program, reason, delay) = (segment.Text(12), segment.Text(19), segment.Text(20));
        return claim => claim with
        {
            PatientControlNumber = number,
            TotalCharge = total,
            Place = SegmentFacts.Part(place, 1),
            PlaceQualifier = SegmentFacts.Part(place, 2),
            Frequency = SegmentFacts.Part(place, 3),
            ProviderSignature = flags.Signature,
            Assignment = flags.Assignment,
            BenefitsAssigned = flags.Benefits,
            Release = flags.Release,
            PatientSignature = flags.Source,
            SpecialProgram = program,
            SubmissionReason = reason,
            DelayReason = delay,
            RelatedCauses = [.. causes.Take(3).Where(c => c.Length > 0)],
            AccidentState = SegmentFacts.Part(causes, 4),
            AccidentCountry = SegmentFacts.Part(causes, 5),
        };
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        if (id == "LX")
        {
            CloseParts();
            _line = new(segment, facts);
        }
        else if (_line is not null) _line.Take(id, segment, facts);
        else if (id == "SBR")
        {
            CloseParts();
            _otherPayer = new(segment, facts);
        }
        else if (_otherPayer is not null) _otherPayer.Take(id, segment, facts);
        else TakeOfClaim(id, segment, facts);
    }

    private void TakeOfClaim(string id, SegmentView segment, SegmentFacts facts)
    {
        if (_party?.Take(id, segment, facts) == true) return;
        switch (id)
        {
            case "NM1":
                _party = PartyDraft.FromNm1(segment, facts);
                _providers.Add(_party);
                break;
            case "HI":
                Codes(segment, facts);
                break;
            case "DN1":
                _orthodontics = new(facts.Number(segment, 1), facts.Number(segment, 2), segment.Text(4));
                break;
            case "DN2":
                _teeth.Add((segment.Text(1) ?? "", segment.Text(2) ?? ""));
                break;
            case "CL1":
                _admission = (segment.Text(1), segment.Text(2), segment.Text(3));
                break;
            case "DTP":
                _dates.Add(facts.Dtp(segment));
                break;
            case "REF":
                _references.Add(facts.Reference(segment));
                break;
            case "AMT":
                _amounts.Add(facts.Amount(segment));
                break;
            case "QTY":
                _quantities.Add(facts.Quantity(segment));
                break;
            case "NTE":
                _notes.Add((segment.Text(1) ?? "", segment.Text(2) ?? ""));
                break;
            default:
                _kept.Add(facts.Text(segment));
                break;
        }
    }

    private void Codes(SegmentView segment, SegmentFacts facts)
    {
        for (var i = 1; i <= segment.Count; i++)
        {
            var parts = SegmentFacts.Components(segment, i);
            if (parts.Length == 0) continue;
            var isDiagnosis = parts[0] is "ABK" or "ABF" or "BK" or "BF" or "TQ";
            // A common defect: HI*BK*8901 with the element separator where the component separator belongs.
            var torn = isDiagnosis && parts.Length == 1 && SegmentFacts.Components(segment, i + 1).Length == 1;
            var code = torn ? new(parts[0], segment.Text(++i) ?? "", facts.At) : Code(segment, parts, i, facts);
            (isDiagnosis ? _diagnoses : _otherCodes).Add(code);
        }
    }

    private static Diagnosis Code(SegmentView segment, string[] parts, int element, SegmentFacts facts)
    {
        var span = facts.Span(SegmentFacts.Part(parts, 3), SegmentFacts.Part(parts, 4), segment, element);
        return new(parts[0], SegmentFacts.Part(parts, 2) ?? "", facts.At)
        {
            From = span?.From, To = span?.To, Amount = facts.Number(SegmentFacts.Part(parts, 5), segment, element), PresentOnAdmission = SegmentFacts.Part(parts, 9),
        };
    }

    private void CloseParts()
    {
        _party = null;
        if (_otherPayer is not null) _otherPayers.Add(_otherPayer.Build());
        if (_line is not null) _lines.Add(_line.Build());
        (_otherPayer, _line) = (null, null);
    }

    /// <param name="above">The claim with the facts of the levels above it.</param>
    /// <param name="keptAbove">Segments of those levels without a property.</param>
    public Claim Build(Claim above, IReadOnlyList<SegmentText> keptAbove)
    {
        CloseParts();
        return _fields(above) with
        {
            AdmissionType = _admission.Type,
            AdmissionSource = _admission.Source,
            PatientStatus = _admission.Status,
            Orthodontics = _orthodontics,
            Teeth = _teeth,
            Diagnoses = _diagnoses,
            OtherCodes = _otherCodes,
            Dates = _dates,
            References = _references,
            Amounts = _amounts,
            Quantities = _quantities,
            Notes = _notes,
            Providers = [.. _providers.Select(p => p.Build())],
            OtherPayers = _otherPayers,
            Lines = _lines,
            Kept = keptAbove.Count == 0 ? _kept : [.. keptAbove, .. _kept],
            Where = _where,
        };
    }
}

/// <summary>Loops 2320 and 2330 while being read.</summary>
internal sealed class OtherPayerDraft
{
    private static readonly int[] InpatientRemarks = [5, 20, 21, 22, 23], OutpatientRemarks = [3, 4, 5, 6, 7];
    private readonly PersonDraft _subscriber;
    private readonly List<Adjustment> _adjustments = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<Remark> _remarks = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<PartyDraft> _providers = [];
    private readonly List<SegmentText> _kept = [];
    private SegmentText? _coverage, _inpatient, _outpatient;
    private PartyDraft? _payer, _party;
    private SegmentRange _where;

    public OtherPayerDraft(SegmentView segment, SegmentFacts facts)
    {
        _where = facts.At;
        facts.Loop = "2320";
        _subscriber = new(facts.At);
        _subscriber.Take(segment, facts);
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        if (id != "NM1" && _party?.Take(id, segment, facts) == true) return;
        switch (id)
        {
            case "CAS":
                facts.Adjustments(segment, _adjustments);
                break;
            case "AMT":
                _amounts.Add(facts.Amount(segment));
                break;
            case "OI":
                _coverage = facts.Text(segment);
                break;
            case "MIA":
                _inpatient = facts.Text(segment);
                facts.Remarks(segment, InpatientRemarks, _remarks);
                break;
            case "MOA":
                _outpatient = facts.Text(segment);
                facts.Remarks(segment, OutpatientRemarks, _remarks);
                break;
            case "DTP":
                _dates.Add(facts.Dtp(segment));
                break;
            case "NM1":
                Name(PartyDraft.FromNm1(segment, facts));
                break;
            default:
                _kept.Add(facts.Text(segment));
                break;
        }
    }

    private void Name(PartyDraft party)
    {
        _party = party;
        if (party.Role == "IL" && _subscriber.Person is null) _subscriber.Person = party;
        else if (party.Role == "PR" && _payer is null) _payer = party;
        else _providers.Add(party);
    }

    public OtherPayer Build() => new()
    {
        Subscriber = _subscriber.Subscriber(), Payer = _payer?.Build(), Adjustments = _adjustments, Amounts = _amounts, Coverage = _coverage,
        Inpatient = _inpatient, Outpatient = _outpatient, Remarks = _remarks, AdjudicatedOn = _dates.Find(d => d.Qualifier == "573")?.From, Dates = _dates,
        Providers = [.. _providers.Select(p => p.Build())], Kept = _kept, Where = _where,
    };
}

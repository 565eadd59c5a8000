using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;
using Claim = CleanClaim.X12.Transactions.Claim;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>What the rules look at, of a claim that was read from an 837 of any system. All that X12 has to do with scrubbing stands here.</summary>
public static class FactsOfFile
{
    private static readonly DateOnly NoDay = new(2000, 1, 1);

    /// <summary>The claim as the file tells it.</summary>
    /// <param name="today">Where the file does not say when it was made.</param>
    public static ScrubFacts Of(Claim claim, ScrubCodes codes, DateOnly today)
    {
        var form = claim.Lines.Any(l => l.RevenueCode is not null) || claim.PlaceQualifier == "A" ? Forms.Institutional : claim.Envelope.ImplementationReference.Contains("X224", StringComparison.Ordinal) || claim.Envelope.Version.Contains("X224", StringComparison.Ordinal) ? Forms.Dental : Forms.Professional;
        var lines = claim.Lines.Select((l, i) => Of(l, i + 1, form, claim)).ToList();
        var statement = Date(claim, "434");
        var day = lines.Where(l => l.From is not null).Select(l => l.From).Min() ?? statement?.From ?? Date(claim, "472")?.From ?? Date(claim, "435")?.From;
        if (form == Forms.Institutional) day = statement?.From ?? day;
        var patient = claim.Patient;
        var facts = claim.Dependent is { } dependent ? dependent.PatientFacts : claim.Subscriber?.PatientFacts;
        return new ScrubFacts
        {
            Form = form, IsOfFile = true, PatientControl = claim.PatientControlNumber ?? "", Frequency = claim.Frequency ?? "1", PayerControl = claim.OriginalReference, Today = claim.Batch.Created ?? today,
            Charge = Cents(claim.TotalCharge), Charged = lines.Sum(l => l.Charge), Place = claim.Place ?? "", Day = day ?? NoDay, HasDay = day is not null, StatementTo = statement?.To,
            Admitted = Date(claim, "435")?.From, Discharged = Date(claim, "096")?.From, Onset = Date(claim, "431")?.From, FirstTreated = Date(claim, "454")?.From ?? claim.Lines.SelectMany(l => l.Dates).FirstOrDefault(d => d.Qualifier == "454")?.From,
            AdmissionType = claim.AdmissionType, PatientStatus = claim.PatientStatus,
            Billing = Of(claim.BillingProvider) ?? new(), Rendering = Of(Named(claim, "82")), Referring = Of(Named(claim, "DN")), Facility = Of(Named(claim, "77")), Attending = Of(Named(claim, "71")),
            Patient = new() { LastName = patient?.LastName, FirstName = patient?.FirstName, MiddleName = patient?.MiddleName, BirthDate = patient?.BirthDate, Sex = patient?.Gender, DiedOn = facts?[5] == "D8" && CodeDays.TryRead(facts[6] ?? "", out var died) ? died : null },
            Coverages = CoveragesOf(claim, out var level), Level = level, Accident = AccidentOf(claim), Authorization = claim.PriorAuthorization ?? claim.Reference("9F"), Clia = claim.Reference("X4"),
            HasConditionCode45 = claim.OtherCodes.Any(c => c is { Qualifier: "BG", Code: "45" }), DelayReason = claim.DelayReason, Diagnoses = [.. claim.Diagnoses.Select(d => d.Code)], IsIcd9 = claim.Diagnoses.Any(d => d.Qualifier is "BK" or "BF"),
            HasAdmittingDiagnosis = claim.OtherCodes.Any(c => c.Qualifier is "ABJ" or "BJ"), HasNote = claim.Notes.Count > 0, Lines = lines, Codes = codes,
        };
    }

    private static ScrubLine Of(ClaimLine line, int n, Forms form, Claim claim) => new()
    {
        N = n, Form = form, Code = line.Procedure?.Code ?? "", Modifiers = line.Procedure?.Modifiers ?? [], Description = line.Procedure?.Description ?? line.Notes.Select(x => x.Text).FirstOrDefault(), Revenue = line.RevenueCode,
        Charge = Cents(line.Charge), Units = Whole(line.Units), Unit = line.Unit ?? "UN", Pointers = line.Pointers, From = line.From, To = line.To ?? line.From, Place = line.Place ?? claim.Place ?? "",
        Rendering = Of(line.Providers.FirstOrDefault(p => p.Role == "82")), HasOrderer = line.Providers.Any(p => p.Role is "DK" or "DN"), Clia = line.References.FirstOrDefault(r => r.Qualifier is "X4" or "F4")?.Value,
        Ndc = line.Kept.Where(k => k.Id == "LIN" && k[2] == "N4").Select(k => k[3]).FirstOrDefault(), Teeth = [.. line.Teeth.Select(t => (t.Tooth ?? "", string.Concat(t.Surfaces)))],
    };

    private static ScrubParty? Of(Party? party) => party is null ? null : new()
    {
        Npi = party.Npi, TaxId = party.TaxId, Taxonomy = party.Taxonomy, LastName = party.LastName, FirstName = party.FirstName, Street = party.Address?.Line1, Zip = party.Address?.Zip,
        IsAbroad = party.Address?.Country is { } country && country != "US",
    };

    private static Party? Named(Claim claim, string role) => claim.Providers.FirstOrDefault(p => p.Role == role);

    private static List<ScrubCoverage> CoveragesOf(Claim claim, out int level)
    {
        List<(string Order, ScrubCoverage Coverage)> all = [(claim.Subscriber?.Responsibility ?? "P", Of(claim.Subscriber, claim.Payer, claim.Dependent?.Relationship, null))];
        foreach (var other in claim.OtherPayers) all.Add((other.Subscriber.Responsibility ?? "U", Of(other.Subscriber, other.Payer, null, other.Paid is { } paid ? Cents(paid) : other.AdjudicatedOn is not null ? Money.Zero : null)));
        var mine = all[0];
        var ordered = all.OrderBy(c => "PSTABCDEFGHU".IndexOf(c.Order, StringComparison.Ordinal)).ToList();
        // A claim to the second payer that tells of no other is a second payer's all the same: the rules then say what is missing.
        if (ordered.Count == 1 && mine.Order is "S" or "T") ordered.Insert(0, ("P", new ScrubCoverage { PayerName = "", Kind = PayerKind.Other }));
        level = ordered.FindIndex(c => ReferenceEquals(c.Coverage, mine.Coverage));
        return [.. ordered.Select(c => c.Coverage)];
    }

    private static ScrubCoverage Of(Subscriber? subscriber, Party? payer, string? dependentIs, Money? paid) => new()
    {
        PayerName = payer?.LastName ?? payer?.Id ?? "the payer", PayerNumber = payer?.Id ?? "", Kind = KindOf(subscriber?.Filing), Filing = subscriber?.Filing ?? "", MemberId = subscriber?.Person?.Id,
        Relation = (subscriber?.Relationship ?? dependentIs) switch { "18" => Relation.Self, "01" => Relation.Spouse, "19" => Relation.Child, null => dependentIs is null ? Relation.Self : Relation.Other, _ => Relation.Other },
        SecondaryReason = subscriber?.InsuranceType, LastName = subscriber?.Person?.LastName, FirstName = subscriber?.Person?.FirstName, Paid = paid,
    };

    private static PayerKind KindOf(string? filing) => filing switch
    {
        "MA" or "MB" => PayerKind.Medicare,
        "MC" => PayerKind.Medicaid,
        "WC" => PayerKind.WorkersComp,
        "AM" => PayerKind.Auto,
        "VA" => PayerKind.Va,
        "CH" or "OF" or "TV" or "11" or "ZZ" or null => PayerKind.Other,
        _ => PayerKind.Commercial,
    };

    private static ScrubAccident? AccidentOf(Claim claim)
    {
        var number = claim.Patient?.Reference("Y4") ?? claim.Subscriber?.Person?.Reference("Y4");
        var kind = KindOf(claim.Subscriber?.Filing);
        if (claim.RelatedCauses.Count == 0 && number is null && kind is not (PayerKind.WorkersComp or PayerKind.Auto)) return null;
        var person = claim.Subscriber?.Person;
        return new(claim.RelatedCauses.Contains("EM"), claim.RelatedCauses.Contains("AA"), Date(claim, "439")?.From, claim.AccidentState, number, person?.Kind == "2" ? person.LastName : null);
    }

    private static QualifiedDate? Date(Claim claim, string qualifier) => claim.Dates.FirstOrDefault(d => d.Qualifier == qualifier);

    private static Money Cents(X12Number? amount) => amount is { } number && number.TryCents(out var cents) ? new(cents) : Money.Zero;

    private static int? Whole(X12Number? units) => units?.InUnitsOf(3) is { } thousandths && thousandths is > -1_000_000_000 and < 1_000_000_000 ? (int)((thousandths + (thousandths > 0 ? 999 : 0)) / 1000) : null;
}

using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Whether the rendering provider takes part with the payer on the day of service.</summary>
public enum ParticipationStanding { NotRecorded, Participates, NotYet, Ended }

/// <summary>A provider or organization of the claim. What is not known is null.</summary>
public sealed record ScrubParty
{
    public string? Npi { get; init; }
    public string? TaxId { get; init; }
    public string? Taxonomy { get; init; }
    /// <summary>Last name of a person, name of an organization.</summary>
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? Street { get; init; }
    public string? Zip { get; init; }
    public bool IsAbroad { get; init; }

    public string Words => FirstName is null ? LastName ?? Npi ?? "?" : $"{FirstName} {LastName}";
}

/// <summary>The patient as the claim tells.</summary>
public sealed record ScrubPatient
{
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? MiddleName { get; init; }
    public DateOnly? BirthDate { get; init; }
    public DateOnly? DiedOn { get; init; }
    /// <summary>F, M, U, or what stands there.</summary>
    public string? Sex { get; init; }

    /// <summary>Whole years on a day; null when the birth date is not known.</summary>
    public int? AgeOn(DateOnly day)
    {
        if (BirthDate is not { } born) return null;
        var years = day.Year - born.Year;
        return born.AddYears(years) > day ? years - 1 : years;
    }
}

/// <summary>A plan of the claim, in the order of payment.</summary>
public sealed record ScrubCoverage
{
    public required string PayerName { get; init; }
    public string PayerNumber { get; init; } = "";
    public required PayerKind Kind { get; init; }
    /// <summary>SBR09: MB Medicare part B, MC Medicaid, 16 Medicare Advantage, CI commercial, …</summary>
    public string Filing { get; init; } = "";
    public string? MemberId { get; init; }
    public Relation Relation { get; init; }
    /// <summary>SBR05: why Medicare pays after another; null when it is not told.</summary>
    public string? SecondaryReason { get; init; }
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public int? FilingDays { get; init; }
    /// <summary>What this plan has paid of the claim; null when it has not answered.</summary>
    public Money? Paid { get; init; }

    public bool IsMedicare => Kind == PayerKind.Medicare;
}

/// <summary>An accident or injury that the claim tells of.</summary>
/// <param name="IsWork">CLM11 EM, or a case of workers' compensation.</param>
/// <param name="IsAuto">CLM11 AA, or a case of an accident on the road.</param>
public sealed record ScrubAccident(bool IsWork, bool IsAuto, DateOnly? On, string? State, string? ClaimNumber, string? Employer);

/// <summary>One line of service.</summary>
public sealed record ScrubLine
{
    /// <summary>Its place in the claim, the first being 1.</summary>
    public required int N { get; init; }
    public Forms Form { get; init; } = Forms.Professional;
    /// <summary>HCPCS, CPT or CDT; empty when the line has none.</summary>
    public required string Code { get; init; }
    public IReadOnlyList<string> Modifiers { get; init; } = [];
    public string? Description { get; init; }
    public string? Revenue { get; init; }
    public Money Charge { get; init; }
    /// <summary>Whole units, a part counted as one; null when none are told.</summary>
    public int? Units { get; init; }
    /// <summary>SV103: UN, MJ.</summary>
    public string Unit { get; init; } = "UN";
    public IReadOnlyList<int> Pointers { get; init; } = [];
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public required string Place { get; init; }
    public ScrubParty? Rendering { get; init; }
    public bool HasOrderer { get; init; }
    public string? Clia { get; init; }
    public string? Ndc { get; init; }
    public IReadOnlyList<(string Tooth, string Surfaces)> Teeth { get; init; } = [];

    public bool Has(string modifier)
    {
        for (var i = 0; i < Modifiers.Count; i++)
            if (Modifiers[i] == modifier) return true;
        return false;
    }

    public bool HasAny(params ReadOnlySpan<string> modifiers)
    {
        foreach (var modifier in modifiers)
            if (Has(modifier)) return true;
        return false;
    }

    public Spot OfCode => At("code", "SV101-2", "SV202-2", "SV301-2");
    public Spot OfUnits => At("units", "SV104", "SV205", "SV306");
    public Spot OfCharge => At("charge", "SV102", "SV203", "SV302");
    public Spot OfPointers => At("pointers", "SV107", "HI", "SV311");
    public Spot OfDate => At("date", "DTP*472", "DTP*472", "DTP*472");
    public Spot OfPlace => At("place", "SV105", "CLM05-1", "SV303");

    /// <summary>Where the modifier stands, or where one would be added.</summary>
    public Spot OfModifier(string? modifier = null)
    {
        var at = Modifiers.Count;
        for (var i = 0; i < Modifiers.Count; i++)
            if (Modifiers[i] == modifier) at = i;
        return At("modifiers", $"SV101-{at + 3}", $"SV202-{at + 3}", $"SV301-{at + 3}");
    }

    public Spot At(string own, string professional, string institutional, string dental) =>
        new($"lines[{N - 1}].{own}", Form switch { Forms.Institutional => institutional, Forms.Dental => dental, _ => professional }, N);
}

/// <summary>A line of the same patient with the same biller that stands on another claim or visit, entered or read before this one.</summary>
/// <param name="Of">The claim or visit, in words: "another visit of Ann Lee", "claim A17".</param>
public sealed record SameDayLine(string Code, IReadOnlyList<string> Modifiers, int Units, DateOnly Day, string? Npi, string? Taxonomy, string Of);

/// <summary>
/// Everything a rule may look at: the claim as it goes to one payer, whether it is ours or stands in a file of any system, and what is known around it.
/// No database, no clock.
/// </summary>
public sealed record ScrubFacts
{
    public Forms Form { get; init; } = Forms.Professional;
    /// <summary>Whether it was read from a file: what only our own record knows (participation, minutes, coverage dates) is then not known.</summary>
    public bool IsOfFile { get; init; }
    public string PatientControl { get; init; } = "";
    /// <summary>CLM05-3.</summary>
    public string Frequency { get; init; } = "1";
    public string? PayerControl { get; init; }
    /// <summary>Today where the practice is; of a file, the day on which it says it was made.</summary>
    public required DateOnly Today { get; init; }
    /// <summary>CLM02.</summary>
    public required Money Charge { get; init; }
    /// <summary>What the visit's standing charges add up to now; of a file, what its lines add up to.</summary>
    public required Money Charged { get; init; }
    /// <summary>Place of service, or type of bill without its frequency.</summary>
    public required string Place { get; init; }
    /// <summary>The first day of service, of admission or of the statement.</summary>
    public required DateOnly Day { get; init; }
    public bool HasDay { get; init; } = true;
    public DateOnly? StatementTo { get; init; }
    public DateOnly? Admitted { get; init; }
    public DateOnly? Discharged { get; init; }
    public DateOnly? Onset { get; init; }
    public DateOnly? FirstTreated { get; init; }
    public string? AdmissionType { get; init; }
    public string? PatientStatus { get; init; }
    public required ScrubParty Billing { get; init; }
    /// <summary>Who rendered the services; null when the claim does not say, as where the biller did.</summary>
    public ScrubParty? Rendering { get; init; }
    public ScrubParty? Referring { get; init; }
    public ScrubParty? Facility { get; init; }
    public ScrubParty? Attending { get; init; }
    public required ScrubPatient Patient { get; init; }
    public required IReadOnlyList<ScrubCoverage> Coverages { get; init; }
    /// <summary>Place in the claim's coverages: 0 is the primary.</summary>
    public int Level { get; init; }
    public ScrubAccident? Accident { get; init; }
    public string? Authorization { get; init; }
    public string? Clia { get; init; }
    public bool HasConditionCode45 { get; init; }
    public string? DelayReason { get; init; }
    /// <summary>ICD-10-CM without dots; the first is pointer 1.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];
    /// <summary>Whether the file says that they are ICD-9-CM.</summary>
    public bool IsIcd9 { get; init; }
    public bool HasAdmittingDiagnosis { get; init; }
    public bool HasNote { get; init; }
    public int? ContactMinutes { get; init; }
    public required IReadOnlyList<ScrubLine> Lines { get; init; }
    public ParticipationStanding Participation { get; init; } = ParticipationStanding.Participates;
    public DateOnly? ParticipatesFrom { get; init; }
    public IReadOnlyList<SameDayLine> SameDay { get; init; } = [];
    /// <summary>Earlier days on which the patient had acupuncture or dry needling, as far as is known here.</summary>
    public IReadOnlyList<DateOnly> AcupunctureDays { get; init; } = [];
    /// <summary>Another claim of the file with the same number, in words; null when there is none.</summary>
    public string? SameNumber { get; init; }
    public required ScrubCodes Codes { get; init; }

    public ScrubCoverage Coverage => Coverages[Level];
    public bool IsInpatient => Form == Forms.Institutional && Place is "11" or "18" or "21" or "41";
    public DateOnly DayOf(ScrubLine line) => line.From ?? Day;
    public ScrubParty? RenderingOf(ScrubLine line) => line.Rendering ?? Rendering;
}

using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One member of an 834 (005010X220A1, loop 2000) with what the head of the file says.</summary>
public sealed record Enrollment : X12Document
{
    /// <summary>BGN and the parties of the file; the same object for every member of one transaction.</summary>
    public required EnrollmentFile File { get; init; }

    /// <summary>INS01: whether the member is the subscriber.</summary>
    public bool IsSubscriber { get; init; }

    /// <summary>INS02: relation to the subscriber (18 self, 01 spouse, 19 child, …).</summary>
    public string? Relationship { get; init; }

    /// <summary>INS03: 001 change, 021 addition, 024 end, 025 reinstatement, 030 audit.</summary>
    public string? Maintenance { get; init; }

    /// <summary>INS04.</summary>
    public string? Reason { get; init; }

    /// <summary>INS05: A active, C COBRA, S surviving, T TEFRA.</summary>
    public string? BenefitStatus { get; init; }

    /// <summary>INS06-1 and INS06-2: parts of Medicare, why entitled.</summary>
    public string? MedicarePlan { get; init; }
    public string? MedicareReason { get; init; }

    /// <summary>INS07 to INS10, INS13, INS17.</summary>
    public string? CobraEvent { get; init; }
    public string? EmploymentStatus { get; init; }
    public string? StudentStatus { get; init; }
    public string? IsHandicapped { get; init; }
    public string? Confidentiality { get; init; }
    public string? BirthOrder { get; init; }

    /// <summary>INS12.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>REF*0F of loop 2000: the subscriber's number, which dependents carry too.</summary>
    public string? SubscriberNumber => References.FirstOrDefault(r => r.Qualifier == "0F")?.Value;

    /// <summary>REF*1L.</summary>
    public string? GroupNumber => References.FirstOrDefault(r => r.Qualifier == "1L")?.Value;
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>Loop 2100A.</summary>
    public Party? Member { get; init; }

    /// <summary>AMT of loop 2100A.</summary>
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];

    /// <summary>Loops 2100B to 2100H by role: 70 name before correction, 31 mailing address, 36 employer, M8 school, S3 custodial parent, …</summary>
    public IReadOnlyList<Party> Others { get; init; } = [];

    /// <summary>Loops 2300.</summary>
    public IReadOnlyList<EnrolledCoverage> Coverages { get; init; } = [];
}

/// <summary>An 834 without a member: what its head says.</summary>
public sealed record EmptyEnrollment : X12Document
{
    public required EnrollmentFile File { get; init; }
}

/// <summary>BGN, REF*38 and loops 1000 of an 834.</summary>
public sealed record EnrollmentFile
{
    /// <summary>BGN01: 00 original, 15 resubmission, 22 information copy.</summary>
    public string? Purpose { get; init; }
    public string? Reference { get; init; }
    public DateOnly? Created { get; init; }

    /// <summary>BGN08: 2 changes, 4 verify against what is held, RX replace.</summary>
    public string? Action { get; init; }
    public string? MasterPolicy { get; init; }
    public Party? Sponsor { get; init; }
    public Party? Payer { get; init; }
    public IReadOnlyList<Party> Brokers { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<QualifiedQuantity> Totals { get; init; } = [];
}

/// <summary>HD and what stands below it (2300, 2310, 2320).</summary>
public sealed record EnrolledCoverage
{
    /// <summary>HD01.</summary>
    public string? Maintenance { get; init; }

    /// <summary>HD03: kind of insurance (HLT health, DEN dental, VIS vision, …).</summary>
    public string? Line { get; init; }

    /// <summary>HD04.</summary>
    public string? Plan { get; init; }

    /// <summary>HD05: who is covered (EMP employee alone, FAM family, …).</summary>
    public string? Level { get; init; }

    /// <summary>DTP*348 and DTP*349.</summary>
    public DateOnly? Begins { get; init; }
    public DateOnly? Ends { get; init; }
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Loops 2310: primary care and other providers.</summary>
    public IReadOnlyList<Party> Providers { get; init; } = [];
    public IReadOnlyList<OtherCoverage> OtherCoverages { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>COB and loops 2330: another coverage of the member.</summary>
public sealed record OtherCoverage
{
    /// <summary>COB01: P, S, T, U.</summary>
    public string? Responsibility { get; init; }
    public string? PolicyNumber { get; init; }

    /// <summary>COB03: 1 coordinate, 5 unknown, 6 none.</summary>
    public string? Coordination { get; init; }
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<Party> Insurers { get; init; } = [];
}

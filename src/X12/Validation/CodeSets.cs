namespace CleanClaim.X12.Validation;

/// <summary>A list of codes that others keep and that changes by date, which a file's codes are held against at level 5.</summary>
public enum CodeKind
{
    /// <summary>ICD-10-CM, diagnoses.</summary>
    Icd10Cm,

    /// <summary>ICD-10-PCS, procedures of inpatient bills.</summary>
    Icd10Pcs,

    /// <summary>HCPCS Level II: a letter and four digits, D aside.</summary>
    Hcpcs,

    /// <summary>CPT: five characters that begin with a digit.</summary>
    Cpt,

    /// <summary>CDT: D and four digits.</summary>
    Cdt,
    PlaceOfService,

    /// <summary>Claim adjustment reason codes (CARC).</summary>
    AdjustmentReason,

    /// <summary>Remittance advice remark codes (RARC).</summary>
    Remark,

    /// <summary>Health care provider taxonomy.</summary>
    Taxonomy,
    Revenue,

    /// <summary>Type of bill: facility, class and frequency, three characters.</summary>
    BillType,

    /// <summary>Claim status category codes (STC01-1).</summary>
    StatusCategory,

    /// <summary>Claim status codes (STC01-2).</summary>
    Status,

    /// <summary>Condition codes of the UB-04 (HI BG).</summary>
    Condition,

    /// <summary>Occurrence codes of the UB-04, those of spans among them (HI BH, BI).</summary>
    Occurrence,

    /// <summary>Value codes of the UB-04 (HI BE).</summary>
    ValueCode,

    /// <summary>Diagnosis related groups (HI DR, CLP11).</summary>
    Drg,

    /// <summary>Type of admission or visit (CL101).</summary>
    AdmissionType,

    /// <summary>Point of origin (CL102).</summary>
    AdmissionSource,

    /// <summary>Patient discharge status (CL103).</summary>
    DischargeStatus,
}

/// <summary>What a code list says of a code.</summary>
public enum CodeValidity
{
    Valid,

    /// <summary>The list covers the day and does not have the code on it.</summary>
    NotValid,

    /// <summary>The list is not held, or not for that day: nothing is to be said.</summary>
    NotLoaded,
}

/// <summary>The code lists that are held.</summary>
public interface ICodeSets
{
    /// <summary>Whether the list is held at all.</summary>
    bool Has(CodeKind set);

    /// <summary>Whether the list has the code.</summary>
    /// <param name="set">The list.</param>
    /// <param name="code">As it stands in the file.</param>
    /// <param name="on">The day that counts; null where none does, and a code of any day will do.</param>
    CodeValidity Of(CodeKind set, ReadOnlySpan<byte> code, DateOnly? on);
}

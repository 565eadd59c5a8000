namespace CleanClaim.X12.Validation;

/// <summary>What the lists are called, and their rules.</summary>
internal static class CodeListNames
{
    public static (string Name, string Rule) Of(CodeKind set) => set switch
    {
        CodeKind.Icd10Cm => ("ICD-10-CM", "CODE-ICD10CM"),
        CodeKind.Icd10Pcs => ("ICD-10-PCS", "CODE-ICD10PCS"),
        CodeKind.Hcpcs => ("HCPCS Level II", "CODE-HCPCS"),
        CodeKind.Cpt => ("CPT", "CODE-CPT"),
        CodeKind.Cdt => ("CDT", "CODE-CDT"),
        CodeKind.PlaceOfService => ("the list of places of service", "CODE-PLACE"),
        CodeKind.AdjustmentReason => ("the list of adjustment reasons (CARC)", "CODE-CARC"),
        CodeKind.Remark => ("the list of remarks (RARC)", "CODE-RARC"),
        CodeKind.Taxonomy => ("the provider taxonomy", "CODE-TAXONOMY"),
        CodeKind.Revenue => ("the list of revenue codes", "CODE-REVENUE"),
        CodeKind.BillType => ("the list of types of bill", "CODE-BILL"),
        CodeKind.StatusCategory => ("the list of claim status categories", "CODE-STATUS-CATEGORY"),
        CodeKind.Status => ("the list of claim statuses", "CODE-STATUS"),
        CodeKind.Condition => ("the list of condition codes", "CODE-CONDITION"),
        CodeKind.Occurrence => ("the list of occurrence codes", "CODE-OCCURRENCE"),
        CodeKind.ValueCode => ("the list of value codes", "CODE-VALUE"),
        CodeKind.Drg => ("the list of diagnosis related groups", "CODE-DRG"),
        CodeKind.AdmissionType => ("the list of types of admission", "CODE-ADMISSION-TYPE"),
        CodeKind.AdmissionSource => ("the list of points of origin", "CODE-ADMISSION-SOURCE"),
        CodeKind.DischargeStatus => ("the list of discharge statuses", "CODE-DISCHARGE-STATUS"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

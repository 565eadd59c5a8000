using CleanClaim.X12.Validation;

namespace CleanClaim.Billing.CodeSets;

/// <summary>The code lists that this program holds, for level 5 of the X12 validation. A list that is imported joins them here.</summary>
public static class HeldCodes
{
    public static ICodeSets All { get; } = new CodeTables()
        .With(CodeKind.Icd10Cm, () => Icd10Cm.Current.ToTable())
        .With(CodeKind.PlaceOfService, () => new(PlaceOfService.All.Select(p => new CodeTable.Span(p.Key))));
}

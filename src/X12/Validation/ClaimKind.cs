using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>Where the three kinds of 837 differ for the rules that they share.</summary>
/// <param name="Guide">Its short name, which begins the ids of its rules.</param>
/// <param name="Service">The segment of a line: SV1, SV2, SV3.</param>
/// <param name="Charge">The element of the line's charge.</param>
/// <param name="Pointers">The composite that points to diagnoses; 0 where lines point to none.</param>
/// <param name="FacilityLoop">The loop of the service facility.</param>
internal sealed record ClaimKind(string Guide, string Service, int Charge, int Pointers, string FacilityLoop)
{
    private static readonly ClaimKind[] All =
    [
        new("837P", "SV1", 2, 7, "2310C"), new("837I", "SV2", 3, 0, "2310E"), new("837D", "SV3", 2, 11, "2310C"),
    ];

    /// <summary>SV102, SV203 or SV302.</summary>
    public string ChargeName => new ElementPlace(Charge).NameIn(Service);

    public static ClaimKind Of(Guide guide) => Array.Find(All, k => k.Guide == guide.Name) ?? throw new ArgumentException($"{guide.Name} has no claims.", nameof(guide));

    /// <summary>The id of a rule in this guide, as 837I-CLM02-SUM.</summary>
    public string Rule(string name) => Guide + "-" + name;
}

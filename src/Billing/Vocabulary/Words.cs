namespace CleanClaim.Billing.Vocabulary;

/// <summary>Closed interval of days; an end of null is open.</summary>
public readonly record struct DateRange(DateOnly From, DateOnly? To)
{
    public bool Holds(DateOnly day) => day >= From && (To is null || day <= To);
}

/// <summary>
/// Something wrong with what a person, a file or another system gave us: what, where, and how to mend it.
/// <paramref name="Place"/> is the path of the field ("patients[0].birthDate", "memberId", "segment 41 SVC03").
/// </summary>
public sealed record Fault(string Place, string Message, string Fix);

/// <summary>Data that cannot be taken. Nothing of it was kept by this verb; the faults say what to mend. Doors show them beside the fields.</summary>
public sealed class BadInputException(IReadOnlyList<Fault> faults)
    : Exception(string.Join(' ', faults.Select(f => f.Message)))
{
    public BadInputException(string place, string message, string fix) : this([new Fault(place, message, fix)]) { }
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>Postal address in the US. <paramref name="Zip"/> is 5 or 9 digits without a dash.</summary>
public sealed record Address(string Line1, string? Line2, string City, string State, string Zip);

/// <summary>Where in a stored file a fact stands: bytes and segments are counted from 0 and 1, both ends included for segments, end byte excluded.</summary>
public sealed record FileRef(string Sha256, long FromByte, long ToByte, int FromSegment, int ToSegment);

/// <summary>Claim adjustment group codes (X12 code source; 835 CAS01): CO contractual, PR patient, OA other, PI payer initiated, CR correction (before 5010).</summary>
public static class AdjustmentGroup
{
    public const string Contractual = "CO";
    public const string PatientResponsibility = "PR";
    public const string Other = "OA";
    public const string PayerInitiated = "PI";
}
